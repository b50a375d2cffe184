"""Tellers of an area who named no buurt: never shown, but to be found by subtracting the buurten, so guarded."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from analysis.numbers.cells import AREA, BUURT
from analysis.numbers.way_up import Where
from corpus.findings import IndicatorFinding

_SIGN = " zonder buurt"

Table = dict[Where, IndicatorFinding]


def is_rest(place: str) -> bool:
    """Whether this is the rest of an area and not a place."""
    return place.endswith(_SIGN)


def rest_of(area: str) -> str:
    """The name under which the rest of an area is guarded."""
    return area + _SIGN


def rests(table: Table, areas: Mapping[str, str]) -> Table:
    """The counts of each area less those of its buurten, where it has any in this table; nobody left is left out.

    ``areas`` names the area of a buurt.
    """
    parts: dict[Where, list[IndicatorFinding]] = defaultdict(list)
    for (place, group, period), finding in table.items():
        if finding.level == BUURT:
            parts[areas.get(place, ""), group, period].append(finding)
    broken_down = {area for area, _, _ in parts}
    found: Table = {}
    for (place, group, period), whole in table.items():
        if whole.level == AREA and place in broken_down:
            left = _less(whole, parts[place, group, period])
            if left.n > 0:
                found[left.place, group, period] = left
    return found


def areas_with_few(rest: Table, floor: int, is_told: Callable[[IndicatorFinding], bool]) -> set[str]:
    """The areas in which, somewhere that is told, those who named no buurt are some but fewer than the floor.

    Their buurten are not told at all. Otherwise the area itself would have to be hidden for the sake of a few.
    """
    few = (finding.place for finding in rest.values() if is_told(finding) and finding.n < floor)
    return {place.removesuffix(_SIGN) for place in few}


def without(tables: Iterable[Table], closed: set[str], areas: Mapping[str, str]) -> list[IndicatorFinding]:
    """Take the buurten of these areas out of the tables; gives what was taken out."""
    taken = []
    for table in tables:
        for where in [where for where, one in table.items() if one.level == BUURT and areas.get(one.place) in closed]:
            taken.append(table.pop(where))
    return taken


def _less(whole: IndicatorFinding, parts: list[IndicatorFinding]) -> IndicatorFinding:
    counts = {name: count - sum(part.parts.get(name, 0) for part in parts) for name, count in whole.parts.items()}
    return IndicatorFinding(
        run_id=whole.run_id,
        indicator=whole.indicator,
        version=whole.version,
        level=BUURT,
        place=rest_of(whole.place),
        group=whole.group,
        period=whole.period,
        subject=whole.subject,
        n=whole.n - sum(part.n for part in parts),
        asked=whole.asked - sum(part.asked for part in parts),
        value=None,
        low=None,
        high=None,
        parts=counts,
    )
