"""Koppelkansen: what belongs together according to tellers, and which themes stories name together, expected or not."""

import math
from collections.abc import Sequence

from analysis.numbers.cells import EVERYONE, PUBLIC, Shown
from analysis.numbers.told import ANSWERS
from analysis.numbers.trends import benjamini_hochberg
from analysis.report import shapes
from analysis.report.blocks import Chart, Section
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW, capital, percent, share
from analysis.report.tables import Row, Table, band, period_name, row, value_of
from corpus.indicators import RATIO, label
from corpus.linkages import EXPECTED, EXPECTED_PAIRS

#: a link is told when it stays after correction for the number of pairs, and its whole band lies above chance
MOST_Q, CHANCE = 0.10, 1.0
_ZONES = ANSWERS["NI-12"]
_KEPT_OFF = "Welke thema's verhalen samen noemen, telde alleen een computer. Dat staat daarom niet op deze pagina."


def linked_section(material: Material, place: Place) -> Section:
    """What tellers put together themselves comes first; what a machine saw in the texts comes second."""
    chart = _triangle(material, place)
    texts: tuple[str, ...] = () if chart else ("Welke lijnen bij elkaar horen, is dit meetmoment niet gemeten.",)
    if material.audience == PUBLIC:
        return Section("koppelkansen", "Koppelkansen", texts, (chart,) if chart else (), notes=(_KEPT_OFF,))
    period, cells = _named_together(material, place)
    if not cells:
        texts += ("Welke thema's samen genoemd worden, tonen wij per stad en voor alle gebieden samen.",)
        return Section("koppelkansen", "Koppelkansen", texts, (chart,) if chart else ())
    found = _found(cells)
    tables = (_pairs(material, place, found, period), _expected(material, cells, found))
    tested = sum(one.value is not None for one in cells)
    notes = (
        f"Getoetst: {tested} paren over {period_name(material, period)}. 1 is toeval; hoe hoger, "
        "hoe vaker samen. Wij rekenen per lengte en manier van vertellen, want lange verhalen noemen meer van alles. "
        "q is hoe vaak zo'n uitkomst bij zoveel paren toeval is: onder 0,10 telt hij.",
        "Thema's zijn machinaal gelezen en niet geijkt. Samen genoemd worden zegt niets over een oorzaak.",
    )
    return Section("koppelkansen", "Koppelkansen", texts, (chart,) if chart else (), tables, notes)


def _triangle(material: Material, place: Place) -> Chart | None:
    """NI-12 and NI-13: where tellers pointed themselves, in seven zones."""
    where, together = (
        material.cell(place, "NI-12", subject="leren"),
        material.cell(place, "NI-13", subject="samen"),
    )
    if where is None:
        return None
    name, title = f"{place.slug}-driehoek", "Waar verhalen over gaan, zelf aangewezen"
    if where.hidden:
        return Chart(name, title, f"{capital(place.within)} wezen te weinig vertellers een plek aan om te tonen.")
    n = where.n or 0
    parts = {zone: where.parts.get(zone) for zone in _ZONES}
    if together is not None and together.value is not None:
        told = share(together.value, together.n or 0)
        text = f"Tussen twee of drie lijnen in wees {told} (n = {together.n}). De rest koos één hoek."
    else:
        text = f"Hoeveel mensen tussen de lijnen in wezen, kunnen wij niet tonen: {TOO_FEW}."
    rows = tuple(Row(label(zone), (percent(part, n),), bar=part) for zone, part in parts.items())
    table = Table("Waar vertellers wezen", ("plek in de driehoek", "deel"), rows)
    profile = [
        row(material, place, label(line), cell, _mean(cell))
        for line in ("leren", "werken", "wonen")
        if (cell := material.cell(place, "NI-12", subject=line)) is not None
    ]
    means = Table("Gemiddeld deel per lijn", ("lijn", "n", "deel", "band"), tuple(profile))
    note = "De stip is groter als meer mensen daar wezen. Een te klein deel is leeg. Getallen zijn afgerond."
    return Chart(name, title, text, shapes.triangle(name, parts), (table, means), notes=(note,))


def _mean(cell: Shown) -> tuple[str, ...]:
    return (str(cell.n), percent(cell.value, cell.n or 0), band(cell, "aandeel"))


def _named_together(material: Material, place: Place) -> tuple[str, list[Shown]]:
    """The pairs of themes that may be shown here: over the shortest period in which some were named together enough."""
    found: tuple[str, list[Shown]] = ("", [])
    for period in material.pools[1:]:
        keys = (
            key for key in material.told if (key.indicator, key.level, key.place) == ("NI-14", place.level, place.id)
        )
        mine = [material.told[key] for key in keys if (key.group, key.period) == (EVERYONE, period)]
        visible = sorted((one for one in mine if not one.hidden), key=lambda one: one.key.subject)
        if any(one.value is not None for one in visible):
            return period, visible
        found = (period, visible) if visible else found
    return found


def _found(cells: Sequence[Shown]) -> list[tuple[Shown, float]]:
    """The links that stay after Benjamini & Hochberg over all pairs tested, strongest first, with their q."""
    tested = [(one, p_of(one)) for one in cells if one.value is not None]
    adjusted = benjamini_hochberg([p for _, p in tested]) if tested else []
    kept = [
        (one, q)
        for (one, _), q in zip(tested, adjusted, strict=True)
        if q < MOST_Q and one.low is not None and one.low > CHANCE
    ]
    return sorted(kept, key=lambda pair: (-(pair[0].value or 0), pair[0].key.subject))


def p_of(cell: Shown) -> float:
    """Two-sided p of an odds ratio, from its 95 % band on the scale of logarithms; 1 where there is no band."""
    if not cell.value or not cell.low or not cell.high or cell.high <= cell.low:
        return 1.0
    error = (math.log(cell.high) - math.log(cell.low)) / (2 * 1.959964)
    return math.erfc(abs(math.log(cell.value)) / error / math.sqrt(2))


def _pairs(material: Material, place: Place, found: Sequence[tuple[Shown, float]], period: str) -> Table:
    rows = [
        Row(
            _names(material, one.key.subject),
            (
                value_of(RATIO, one.value, one.n or 0),
                band(one, RATIO),
                "< 0,01" if q < 0.01 else f"{q:.2f}".replace(".", ","),
                "ja" if frozenset(one.key.subject.split("+")) in EXPECTED else "nee",
            ),
        )
        for one, q in found
    ]
    none = [Row("–", ("Geen paar komt duidelijk vaker samen voor dan bij toeval.",))]
    columns = ("thema's die samen genoemd worden", "keer toeval", "band", "q", "verwacht")
    return Table(f"Vaker samen dan bij toeval, {period_name(material, period)}", columns, tuple(rows or none))


def _expected(material: Material, cells: Sequence[Shown], found: Sequence[tuple[Shown, float]]) -> Table:
    """Every link the plans expect, also the silent ones: silence says something too."""
    strong = {frozenset(one.key.subject.split("+")) for one, _ in found}
    measured = {frozenset(one.key.subject.split("+")): one for one in cells}
    rows = []
    for pair in EXPECTED_PAIRS:
        both = frozenset((pair.one, pair.other))
        cell = measured.get(both)
        seen = "niet gemeten" if cell is None else "stil: minder dan 10 verhalen met allebei"
        if cell is not None and cell.value is not None:
            seen = "gevonden" if both in strong else "niet vaker dan bij toeval"
        rows.append(
            Row(pair.because, (f"{material.theme_name(pair.one)} en {material.theme_name(pair.other).lower()}", seen))
        )
    return Table("Wat de plannen verwachten", ("verwachting", "thema's", "in de verhalen"), tuple(rows))


def _names(material: Material, subject: str) -> str:
    one, other = subject.split("+")
    return f"{material.theme_name(one)} en {material.theme_name(other).lower()}"
