"""From findings to what an audience may see: protected, rounded, and with a way up the ladder where it is hidden."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.cells import (
    AREA,
    BUURT,
    CITY,
    EVERYONE,
    PROGRAMME,
    PUBLIC,
    RESIDENT_GROUPS,
    SCREEN,
    TEAM,
    Key,
    Shown,
)
from analysis.numbers.disclosure import FLOORS, LEAST, Cell, follow, protect, rounded_n
from analysis.numbers.rest import areas_with_few, is_rest, rest_of, rests, without
from analysis.numbers.told import (
    ALL_OR_NONE,
    ANSWERS,
    DELICATE,
    FEELING_ANSWERS,
    FIGURES,
    LEAST_DELICATE,
    SHARES,
    UNANSWERED,
)
from corpus import areas, breaks, rounds
from corpus.areas import Area, Neighbourhood
from corpus.findings import IndicatorFinding, Run

TOO_FEW = "te weinig verhalen"
ONE_SOURCE = "te veel verhalen uit één groep"
OTHER_METHOD = "in deze periode is anders gemeten"
TELLERS, TOO_SMALL = "NI-20", "drempel"

Where = tuple[str, ...]
Table = Mapping[Where, IndicatorFinding]
Tables = dict[tuple[str, str], dict[Where, IndicatorFinding]]
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
        spans = {other for _, _, other in present if other not in self.years and "-" in other}
        return sorted(span for span in spans if period.isdigit() and span[:4] <= period <= span[-4:])


def shown(session: Session, run: Run, audience: str) -> dict[Key, Shown]:
    """Every cell of a run as this audience may see it.

    The table of tellers (NI-20) is protected first, with the attacker's sums over every place, group and period; the
    tables of the other indicators and themes are about the same tellers and follow it. Professionals stand apart and
    are never in a residents' total. A group within one area is told by year and longer only: by round nearly all of
    these cells are too small, and hiding them would take the useful ones along.
    """
    tables: Tables = defaultdict(dict)
    query = select(IndicatorFinding).where(IndicatorFinding.run_id == run.id).order_by(IndicatorFinding.id)
    for finding in session.scalars(query):
        tables[finding.indicator, finding.subject][_where(finding)] = finding
    above = {slug: city for slug, city in session.execute(select(Area.slug, Area.city))}
    buurten = select(Neighbourhood.buurtcode, Area.slug).join(Area, Neighbourhood.area_id == Area.id)
    of_buurt = {code: slug for code, slug in session.execute(buurten)}
    untold = _guard_rests(tables, of_buurt, audience)
    above |= of_buurt | {rest_of(slug): slug for slug in of_buurt.values()}
    straddled = _Straddled(session)
    wider = Wider(above, {window.id: str(window.year) for window in rounds.in_order(session)})
    pattern = _pattern(tables[TELLERS, ""], wider, audience)
    found: dict[Key, Shown] = {}
    for table in tables.values():
        found.update(_table(table, wider, pattern, audience))
    found |= {_key(one): Shown(_key(one), one.version, None, None, None, None, reason=TOO_FEW) for one in untold}
    return {key: straddled.hidden(key, cell) for key, cell in found.items() if not is_rest(key.place)}


def _guard_rests(tables: Tables, of_buurt: Mapping[str, str], audience: str) -> list[IndicatorFinding]:
    """Put those who named no buurt in the tables as cells; gives the buurten that are not told because of them."""
    if audience == SCREEN:
        return []
    rest = rests(tables[TELLERS, ""], of_buurt)
    untold = without(tables.values(), areas_with_few(rest, FLOORS[audience], _is_told), of_buurt)
    for table in tables.values():
        table.update(rests(table, of_buurt))
    return untold


class _Straddled:
    """Longer periods in which the way of measuring changed: what was pooled over them is not comparable with itself."""

    def __init__(self, session: Session) -> None:
        self.windows = rounds.in_order(session)
        self.areas = areas.current(session, self.windows[-1].opens) if self.windows else []
        self.register = breaks.unbridged(session)
        self.order = [window.id for window in self.windows]

    def hidden(self, key: Key, cell: Shown) -> Shown:
        """The cell, without its numbers when its period lies on both sides of a change of method."""
        if key.period in self.order or key.indicator == TELLERS or cell.hidden:
            return cell
        first, last = (int(year) for year in (key.period[:4], key.period[-4:]))
        inside = [place for place, window in enumerate(self.windows) if first <= window.year <= last]
        names = areas.touching(self.areas, key.place)
        for entry in self.register:
            at = self.order.index(entry.round_id)
            if entry.concerns(key.indicator, names) and inside and inside[0] < at <= inside[-1]:
                return Shown(key, cell.version, None, None, None, None, reason=OTHER_METHOD)
        return cell


def _pattern(tellers: Table, wider: Wider, audience: str) -> dict[Where, str]:
    """Which cells are hidden because of who told, with the reason; the analyst's screen only has a floor."""
    told = {where: finding for where, finding in tellers.items() if audience == SCREEN or _is_told(finding)}
    cells = [
        Cell(where, finding.n, parents=_totals(where, finding.level, wider, told), dominance=finding.dominance)
        for where, finding in told.items()
    ]
    if audience == SCREEN:
        reasons = {cell.key: TOO_SMALL if (cell.n or 0) < FLOORS[SCREEN] else "" for cell in cells}
    else:
        reasons = {cell.key: cell.reason for cell in protect(cells, audience)}
    return {where: reasons.get(where, TOO_SMALL) for where in tellers}


def _is_told(finding: IndicatorFinding) -> bool:
    by_round = not finding.period.replace("-", "").isdigit()
    return not (finding.level in (BUURT, AREA) and finding.group != EVERYONE and by_round)


def _table(table: Table, wider: Wider, pattern: Mapping[Where, str], audience: str) -> Iterator[tuple[Key, Shown]]:
    totals = {where: _totals(where, finding.level, wider, table) for where, finding in table.items()}
    cells = [cell for where, finding in table.items() for cell in _cells(where, finding, totals[where])]
    hidden = {where: reason for where, reason in pattern.items() if reason and where in table}
    if audience == PUBLIC:
        hidden |= {where: TOO_SMALL for where, finding in table.items() if where not in hidden and _delicate(finding)}
    if audience == SCREEN:
        reasons: Mapping[tuple[str, ...], str] = hidden
    else:
        reasons = {cell.key: cell.reason for cell in follow(cells, hidden, audience)}
    visible = {where for where in table if not reasons.get(where)}
    for where, finding in table.items():
        key = _key(finding)
        if where in visible:
            small = {answer for answer in finding.parts if reasons.get((*where, answer))}
            yield key, _visible(key, finding, small, audience)
        else:
            way_up = _nearest(where, totals, visible)
            instead = _key(table[way_up]) if way_up else None
            reason = ONE_SOURCE if reasons[where] == "dominantie" else TOO_FEW
            yield key, Shown(key, finding.version, None, None, None, None, reason=reason, instead=instead)


def _delicate(finding: IndicatorFinding) -> bool:
    """Whether a number is about so few people, on something so close to them, that it is not told in public."""
    if (finding.indicator, finding.subject) not in DELICATE:
        return False
    return bool(finding.parts.get("genoemd", finding.n) < LEAST_DELICATE)


def _cells(where: Where, finding: IndicatorFinding, parents: tuple[Where, ...]) -> Iterator[Cell]:
    """The count of the cell, with its share where it has one, and the counts of its answers."""
    x = finding.parts.get("genoemd") if finding.indicator in SHARES else None
    yield Cell(where, finding.n, x=x, parents=parents, dominance=finding.dominance)
    for answer in ANSWERS.get(finding.indicator, ()):
        count = int(finding.parts.get(answer, 0))
        if count and answer not in UNANSWERED:
            yield Cell((*where, answer), count, parents=(where,), answer=True)


def _totals(where: Where, level: str, wider: Wider, present: Table) -> tuple[Where, ...]:
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


def _nearest(where: Where, parents: Ladder, visible: set[Where]) -> Where | None:
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


def _visible(key: Key, finding: IndicatorFinding, hidden: set[str], audience: str) -> Shown:
    parts = _parts(finding, hidden, audience)
    # A net score or a mean beside the parts that are shown would give the hidden ones away: it goes with them.
    whole = None not in parts.values() or key.indicator not in ANSWERS
    return Shown(
        key=key,
        version=finding.version,
        # Where answers are told as bars, n is what the bars are shares of: everyone asked, also who did not know.
        n=rounded_n(finding.asked if finding.indicator in ANSWERS else finding.n, audience),
        value=_rounded(finding.value, key.indicator, audience) if whole else None,
        low=_rounded(finding.low, key.indicator, audience) if whole else None,
        high=_rounded(finding.high, key.indicator, audience) if whole else None,
        parts=parts,
        note=finding.note,
    )


def _parts(finding: IndicatorFinding, hidden: set[str], audience: str) -> dict[str, float | None]:
    """Answers as shares of the tellers asked; a small one is None, and so is what could give it away."""
    if finding.indicator == "NI-20":
        return _reach_parts(finding, audience)
    if finding.indicator in (*SHARES, *FIGURES) or not finding.asked:
        return {}
    if finding.indicator in ALL_OR_NONE and hidden:
        return dict.fromkeys(ANSWERS[finding.indicator])
    shares: dict[str, float | None] = {}
    for answer in ANSWERS.get(finding.indicator, FEELING_ANSWERS):
        count = float(finding.parts.get(answer, 0))
        shares[answer] = None if answer in hidden else _whole(count / finding.asked, audience)
    if sum(share is None for share in shares.values()) == 1:
        smallest = min(
            (name for name, share in shares.items() if share), key=lambda name: shares[name] or 0, default=""
        )
        shares |= {smallest: None} if smallest else {}
    return shares


def _reach_parts(finding: IndicatorFinding, audience: str) -> dict[str, float | None]:
    """Composition in shares of tellers; only kinds of tellers that are numerous enough by themselves."""
    least = max(LEAST[audience], 1)
    parts: dict[str, float | None] = {}
    for name, count in finding.parts.items():
        if ":" in name:
            enough = (count >= least and finding.n - count >= least) or count == finding.n
            parts[name] = _whole(count / finding.n, audience) if enough else None
    if finding.parts.get("opgehaald", 0) >= FLOORS[audience]:
        parts["hhi"] = round(float(finding.parts["hhi"]), 2)
    return parts


def _rounded(value: float | None, indicator: str, audience: str) -> float | None:
    """Whole percentages for everybody but the analyst; reach keeps one decimal of a percent."""
    if value is None or math.isnan(value):
        return None
    return round(value, 3) if indicator == "NI-20" else _whole(value, audience)


def _whole(share: float, audience: str) -> float:
    return round(share, 2 if audience in (PUBLIC, TEAM) else 4)


def _where(finding: IndicatorFinding) -> Where:
    return finding.place, finding.group, finding.period


def _key(finding: IndicatorFinding) -> Key:
    return Key(
        *(finding.indicator, finding.level, finding.place, finding.group, finding.period), subject=finding.subject
    )
