"""Beside the figures: what tellers say, an outcome figure and a process figure on one time axis, and no sum of them."""

import math
from collections.abc import Sequence
from itertools import groupby

from analysis.report import charts
from analysis.report.blocks import Chart, Section
from analysis.report.drawn import Observation, Panel
from analysis.report.material import Material
from analysis.report.matrix import matrix, matrix_sentence, pairs_of
from analysis.report.places import Place, figures_of
from analysis.report.sentences import TOO_FEW, capital, day, listed, number, signed
from analysis.report.series import Series
from analysis.report.tables import Row, Table
from corpus.figures import ESTIMATED, MISSING, OUTCOME, PROVISIONAL, SUPPRESSED, Figure
from corpus.indicators import INDICATORS

#: counts of people below this are not laid beside stories
SMALL_COUNT = 10
#: with more observations than this only the last one carries its number
LABELLED = 8
#: which change a line is laid beside; every other line goes with "mijn leven"
BESIDE = {"woon- en leefomgeving": "NI-04"}
_MATRIX = (
    "Convergent: beide wijzen dezelfde kant op. Divergent: zij wijzen uit elkaar; bij Duiding staan dan minstens twee "
    "verklaringen. Stil: een van beide kunnen wij niet tonen. Blind: geen van beide. De paren staan vooraf vast."
)
_STATUS = {PROVISIONAL: "voorlopig", ESTIMATED: "geschat", MISSING: "ontbreekt", SUPPRESSED: "te klein"}


def beside_section(material: Material, place: Place) -> Section:
    """Per line: the narrative number above the figures, each with source, date and area; lying beside is no cause."""
    mine = sorted(figures_of(material.figures, place), key=_order)
    if not mine:
        text = f"{capital(place.within)} liggen er geen cijfers naast de verhalen. Kijk bij een gebied of een stad."
        return Section("cijfers", "Naast de cijfers", (text,))
    lines = sorted({one.line or "dwars" for one in mine})
    drawn = tuple(
        _chart(material, place, line, [one for one in mine if (one.line or "dwars") == line]) for line in lines
    )
    texts = (
        "Hier staan verhalen en cijfers onder elkaar, op dezelfde tijdlijn.",
        "Wij rekenen geen verband uit. Dat twee lijnen samen bewegen, zegt niets over de reden.",
        matrix_sentence(pairs_of(material, place)),
    )
    laid = matrix(material, place)
    tables, notes = ((laid,), (_MATRIX,)) if laid else ((), ())
    return Section("cijfers", "Naast de cijfers", tuple(filter(None, texts)), drawn, tables, notes)


def _order(one: Figure) -> tuple[bool, str, str, float, int]:
    return one.kind != OUTCOME, one.indicator, one.source, when(one.time_period), one.area_vintage


def when(period: str) -> float:
    """The middle of a period as a decimal year: "2026" is 2026.5, "2026-Q1" 2026.125, "2026-04" about 2026.29."""
    year, _, part = period.partition("-")
    if not part:
        return int(year) + 0.5
    return int(year) + ((int(part[1]) - 0.5) / 4 if part[0] == "Q" else (int(part) - 0.5) / 12)


def _chart(material: Material, place: Place, line: str, mine: Sequence[Figure]) -> Chart:
    indicator, subject = _told_by(material, place, line)
    shown = material.series(place, indicator, subject=subject)
    title = f"{INDICATORS[indicator].name}{f': {material.theme_name(subject)}' if subject else ''}"
    sets = [list(found) for _, found in groupby(mine, key=lambda one: (one.kind, one.indicator, one.source))]
    stacked = [_narrative(title, shown), *(_panel(material, found) for found in sets)]
    name = f"{place.slug}-naast-{'-'.join(line.split())}".lower()
    last = [_last_told(title, shown), *(_last(found) for found in sets)]
    sentence = f"Onder elkaar, met de laatste waarde: {listed(last)}."
    svg = charts.panels(name, stacked)
    tables = (_stories(title, shown), *(_table(found) for found in sets))
    return Chart(
        name, capital(material.theme_name(line)), sentence, svg, tables, shown.marks, tuple(map(_source, sets))
    )


def _told_by(material: Material, place: Place, line: str) -> tuple[str, str]:
    """What of the stories lies beside the figures of a line or theme: its feeling, or the change of its line."""
    theme = next((one for one in material.codebook.themes if one.id == line), None)
    if theme is not None and not material.kept_off("NI-10", place, subject=line):
        return "NI-11", line
    return BESIDE.get(theme.line if theme is not None and theme.line else line, "NI-03"), ""


def _last_told(title: str, shown: Series) -> str:
    """The last visible value of the stories, in words."""
    seen = [(point, cell) for point, cell in shown.seen if cell.value is not None]
    if not seen:
        return f"verhalen over ‘{title.lower()}’ ({TOO_FEW})"
    point, cell = seen[-1]
    return f"verhalen over ‘{title.lower()}’ ({signed(cell.value)}, {point.name}, n = {cell.n})"


def _last(found: Sequence[Figure]) -> str:
    """The last known value of a figure, in words."""
    known = [(one, value) for one in found if (value := visible(one)) is not None]
    if not known:
        return f"‘{found[0].name}’ (niet bekend)"
    one, value = known[-1]
    told = [f"{number(value)} {one.unit}", one.time_period, _status(one)]
    return f"‘{one.name}’ ({', '.join(text for text in told if text)})"


def _narrative(title: str, shown: Series) -> Panel:
    last = shown.points[-1]
    runs = [[Observation(point.at, None, text="te weinig")] for point in shown.points if point.visible is None]
    for run in shown.runs():
        seen = []
        for point in run:
            cell = point.visible
            if cell is not None and cell.value is not None:
                low, high = (100 * end if end is not None else None for end in (cell.low, cell.high))
                text = f"n {cell.n}" if len(shown.points) <= LABELLED or point == last else ""
                seen.append(Observation(point.at, 100 * cell.value, low, high, text=text))
        runs.append(seen)
    return Panel(
        f"Verhalen: {title.lower()}", "van −100 tot +100", [run for run in runs if run], -100, 100, marks=shown.marks
    )


def _panel(material: Material, found: Sequence[Figure]) -> Panel:
    first = found[0]
    # An outcome has one axis for all places; counts differ so much between places that each has its own.
    alike = [one for one in material.figures if one.indicator == first.indicator] if first.kind == OUTCOME else found
    top = max((max(one.value or 0.0, one.ci_high or 0.0) for one in alike), default=0.0)
    runs: list[list[Observation]] = [[]]
    for index, one in enumerate(found):
        seen = _observation(one, len(found) <= LABELLED or index == len(found) - 1)
        if seen.value is None or (index and one.area_vintage != found[index - 1].area_vintage):
            runs.append([])
        runs[-1].append(seen)
        if seen.value is None:
            runs.append([])
    marker = "s" if first.kind == OUTCOME else "^"
    return Panel(first.name, f"{first.kind}, {first.unit}", [run for run in runs if run], 0, _nice(top), marker)


def _observation(one: Figure, labelled: bool) -> Observation:
    value = visible(one)
    if value is None:
        return Observation(when(one.time_period), None, text=_status(one))
    text = number(value) if labelled else ""
    return Observation(
        when(one.time_period), value, one.ci_low, one.ci_high, one.status in (PROVISIONAL, ESTIMATED), text
    )


def visible(one: Figure) -> float | None:
    """The value of a figure, unless it is missing, secret, or a count of people too small to lie beside stories."""
    small = one.kind != OUTCOME and one.value is not None and one.value < SMALL_COUNT
    return None if small else one.value


def _status(one: Figure) -> str:
    return _STATUS[SUPPRESSED] if one.value is not None and visible(one) is None else _STATUS.get(one.status, "")


def _nice(top: float) -> float:
    """The first round number above a maximum, so that every axis starts at zero and keeps its end over the years."""
    if top <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(top * 1.15))
    return next(step * size for step in (1, 2, 4, 5, 10, 20) if step * size >= top * 1.15)


def _stories(title: str, shown: Series) -> Table:
    rows = [
        Row(point.name, (str(cell.n), signed(cell.value)))
        if (cell := point.visible)
        else Row(point.name, (TOO_FEW, "–"))
        for point in shown.points
    ]
    return Table(f"Verhalen: {title.lower()}", ("meetmoment", "n", "−100 tot +100"), tuple(rows))


def _table(found: Sequence[Figure]) -> Table:
    rows = []
    for one in found:
        value = visible(one)
        ends = (one.ci_low, one.ci_high)
        band = " tot ".join(number(end) for end in ends if end is not None) if value is not None else ""
        rows.append(
            Row(one.time_period, (number(value) if value is not None else "–", band or "–", _status(one) or "gewoon"))
        )
    columns = ("periode", found[0].unit, "band", "status")
    return Table(f"{found[0].kind.capitalize()}: {found[0].name}", columns, tuple(rows))


def _source(found: Sequence[Figure]) -> str:
    first = found[0]
    vintages = listed(str(vintage) for vintage in sorted({one.area_vintage for one in found}))
    where = "hele gemeente" if first.ref_area.startswith("GM") else "dit gebied"
    fictional = " Verzonnen cijfers." if any(one.fictional for one in found) else ""
    loaded = day(max(one.loaded for one in found))
    return f"{first.name}: {first.source}; {where}, indeling van {vintages}; geladen op {loaded}.{fictional}"
