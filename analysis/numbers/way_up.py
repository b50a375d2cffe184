"""The way up the ladder: which totals a cell is part of, and the nearest of them that may be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.numbers.cells import AREA, BUURT, CITY, EVERYONE, PROGRAMME, RESIDENT_GROUPS
from corpus.findings import IndicatorFinding

#: place, group, period
Where = tuple[str, ...]
Table = Mapping[Where, IndicatorFinding]
Ladder = Mapping[Where, tuple[Where, ...]]


@dataclass(frozen=True)
class Wider:
    """What lies one rung up: the area of each buurt, the city of each area, the year of each round, its spans."""

    places: Mapping[str, str]
    years: Mapping[str, str]

    def periods(self, period: str, present: Iterable[Where]) -> list[str]:
        """The year of a round; the spans that a year falls in; nothing above a span."""
        if period in self.years:
            return [self.years[period]]
        if not period.isdigit():
            return []
        spans = {other for _, _, other in present if "-" in other and other not in self.years}
        return sorted(span for span in spans if span[:4] <= period <= span[-4:])


def totals(where: Where, level: str, wider: Wider, present: Table) -> tuple[Where, ...]:
    """The totals a cell is part of: pooled in time first, then over groups, then over places."""
    place, group, period = where
    above = [(place, group, longer) for longer in wider.periods(period, present)]
    if group in RESIDENT_GROUPS:
        above.append((place, EVERYONE, period))
    if level in (BUURT, AREA):
        above.append((wider.places.get(place, ""), group, period))
    if level == CITY:
        above.append((PROGRAMME, group, period))
    return tuple(parent for parent in above if parent in present)


def nearest(where: Where, parents: Ladder, visible: set[Where]) -> Where | None:
    """The nearest cell up the ladder that may be shown, looking rung by rung."""
    rung, seen = [where], {where}
    while rung:
        above = [parent for cell in rung for parent in parents[cell] if parent not in seen]
        for parent in above:
            if parent in visible:
                return parent
        seen.update(above)
        rung = above
    return None
