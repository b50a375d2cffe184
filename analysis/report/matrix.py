"""The matrix of stories and figures: for every fixed pair which way both point, and whether that is the same way."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.numbers.cells import AREA, CITY
from analysis.numbers.triangulation import DIVERGENT, Agreement, direction, triangulate
from analysis.report.material import Material
from analysis.report.places import Place, figures_of
from analysis.report.sentences import capital, number, signed
from analysis.report.tables import Row, Table
from corpus.figures import MISSING, OUTCOME, SUPPRESSED, Figure
from corpus.indicators import INDICATORS
from corpus.pairs import PAIRS, Pair

#: a direction is told over at least this many years
YEARS = 2
#: smallest balance of tellers, and smallest change of a feeling, that counts: set beforehand, −1 … 1
LEAST = 0.10
SIGNS = {"beter": "↗ beter", "gelijk": "= gelijk", "slechter": "↘ slechter", "?": "? niet bekend"}
_NOT_MEASURED = (MISSING, SUPPRESSED)


@dataclass(frozen=True)
class Beside:
    """One pair at one place: the direction of the stories and of the figure with what each rests on."""

    pair: Pair
    told: str
    told_from: str
    measured: str
    measured_from: str

    @property
    def agreement(self) -> Agreement:
        """The state of the pair."""
        return triangulate(self.told, self.measured)


def pairs_of(material: Material, place: Place) -> list[Beside]:
    """Every fixed pair of which a figure is known here, in fixed order; none for the programme as a whole."""
    if place.level not in (AREA, CITY):
        return []
    mine = [one for one in figures_of(material.figures, place) if one.kind == OUTCOME]
    known = {one.indicator for one in mine}
    return [
        Beside(
            pair,
            *_told(material, place, pair),
            *_measured([one for one in mine if one.indicator == pair.figure], pair),
        )
        for pair in PAIRS
        if pair.figure in known
    ]


def divergent(material: Material, place: Place) -> list[Pair]:
    """The pairs that point apart here, for which people owe the reader more than one explanation."""
    return [one.pair for one in pairs_of(material, place) if one.agreement.state == DIVERGENT]


def _told(material: Material, place: Place, pair: Pair) -> tuple[str, str]:
    """The direction of the stories: the feeling about the theme over two years, else what tellers say of change."""
    seen = material.series(place, "NI-11", subject=pair.theme).comparable if pair.theme else []
    points = [(point, cell.value) for point, cell in seen if cell.value is not None]
    if points and points[-1][0].period == material.round.id:
        last, now = points[-1]
        long_ago = [one for one in points if one[0].label[:2] == last.label[:2] and last.at - one[0].at > YEARS - 0.1]
        if long_ago:
            first, then = long_ago[-1]
            text = f"gevoel bij het thema van {signed(then)} ({first.name}) naar {signed(now)} ({last.name})"
            return direction(now - then, LEAST), text
    cell = material.cell(place, pair.change)
    if cell is None or cell.value is None:
        return direction(None, LEAST), "te weinig verhalen"
    name = INDICATORS[pair.change].name.lower()
    text = f"‘{name}’: beter min slechter is {signed(cell.value)} ({material.round.name}, n = {cell.n})"
    return direction(cell.value, LEAST), text


def _measured(found: Sequence[Figure], pair: Pair) -> tuple[str, str]:
    """The direction of a figure between its last year and the last year at least two years before it."""
    known = [one for one in found if one.value is not None and one.status not in _NOT_MEASURED]
    known = [one for one in known if one.time_period.isdigit() and one.area_vintage == known[-1].area_vintage]
    last = known[-1] if known else None
    before = [one for one in known if last and int(last.time_period) - int(one.time_period) >= YEARS]
    if last is None or not before or last.value is None or before[-1].value is None:
        return direction(None, pair.least), "geen twee jaren om te vergelijken"
    first = before[-1]
    assert first.value is not None
    text = (
        f"van {number(first.value)} ({first.time_period}) naar {number(last.value)} ({last.time_period}), {last.unit}"
    )
    return direction(last.value - first.value, pair.least, pair.higher_is_better), text


def matrix(material: Material, place: Place) -> Table | None:
    """The matrix as a table: no number is computed across stories and figures, and time between them is told."""
    found = pairs_of(material, place)
    if not found:
        return None
    columns = ("wat", "samen", "de verhalen", "het cijfer", "tijd ertussen")
    return Table(
        "Verhalen en cijfers: wijzen zij dezelfde kant op?", columns, tuple(_row(material, one) for one in found)
    )


def _row(material: Material, one: Beside) -> Row:
    agreement = one.agreement
    kind = f" ({agreement.kind})" if agreement.kind else ""
    told = f"{SIGNS[one.told]}: {one.told_from}"
    measured = f"{SIGNS[one.measured]}: {one.measured_from}"
    apart = f"gewoonlijk {one.pair.lag} jaar" if one.pair.lag else "geen"
    return Row(
        f"{one.pair.name} [{one.pair.id}]", (f"{agreement.state}{kind}", capital(told), capital(measured), apart)
    )


def matrix_sentence(found: Sequence[Beside]) -> str:
    """How many pairs point the same way, apart, or cannot tell."""
    states = [one.agreement.state for one in found]
    told = [
        f"{states.count(state)} {state}" for state in ("convergent", "divergent", "stil", "blind") if state in states
    ]
    return f"Van {len(found)} vaste paren: {', '.join(told)}." if found else ""
