"""Life by neighbourhood: the two questions of change laid across each other, with what chance alone would give."""

from analysis.report import shapes
from analysis.report.blocks import Chart
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW, capital, percent, say, share
from analysis.report.shapes import CHANGES
from analysis.report.tables import Row, Table

TENSION = "spanning"


def nine(material: Material, place: Place) -> Chart | None:
    """NI-05 as nine discs and a table; None when it was never measured."""
    cell = material.cell(place, "NI-05", subject=TENSION)
    if cell is None:
        return None
    name, title = f"{place.slug}-ni-05", "Leven en buurt samen"
    found = {(life, around): cell.parts.get(f"{life}/{around}") for life in CHANGES for around in CHANGES}
    known = {where: value for where, value in found.items() if value is not None}
    if cell.hidden or len(known) < len(found) or not sum(known.values()):
        return Chart(name, title, f"{capital(place.within)} zijn er {TOO_FEW} om beide antwoorden samen te tonen.")
    n = cell.n or 0
    whole = sum(known.values())
    shares = {where: value / whole for where, value in known.items()}
    behind, tension = shares["slechter", "beter"], shares["beter", "slechter"]
    first, second = share(tension, n), share(behind, n)
    text = (
        f"Van wie {place.within} beide vragen beantwoordde, {say(first)} {first}: leven beter, buurt slechter. "
        f"Andersom {say(second)} {second}: leven slechter, buurt beter (aan {n} mensen gevraagd)."
    )
    note = "Tussen haakjes: wat er stond als leven en buurt niets met elkaar te maken hadden. Getallen zijn afgerond."
    return Chart(name, title, text, shapes.square(name, shares), (_table(shares, n),), notes=(note,))


def _table(shares: dict[tuple[str, str], float], n: int) -> Table:
    rows = []
    for around in CHANGES:
        row = sum(shares[life, around] for life in CHANGES)
        cells = []
        for life in CHANGES:
            column = sum(shares[life, other] for other in CHANGES)
            cells.append(f"{percent(shares[life, around], n)} ({round(100 * row * column)})")
        rows.append(Row(f"buurt {around}", tuple(cells)))
    return Table(
        "Leven en buurt samen, van elke 100", ("mijn buurt", *(f"leven {life}" for life in CHANGES)), tuple(rows)
    )
