"""From findings to what an audience may see: protected, rounded, and with a way up the ladder where it is hidden."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.cells import AREA, BUURT, EVERYONE, PUBLIC, SCREEN, Key, Shown
from analysis.numbers.disclosure import FLOORS, Cell, follow, protect
from analysis.numbers.rest import areas_with_few, is_rest, rest_of, rests, without
from analysis.numbers.told import ANSWERS, DELICATE, LEAST_DELICATE, SHARES, told
from analysis.numbers.way_up import Table, Where, Wider, nearest, totals
from corpus import areas, breaks, rounds
from corpus.areas import Area, Neighbourhood
from corpus.findings import IndicatorFinding, Run
from corpus.indicators import UNANSWERED

TOO_FEW = "te weinig verhalen"
ONE_SOURCE = "te veel verhalen uit één groep"
OTHER_METHOD = "in deze periode is anders gemeten"
TELLERS, TOO_SMALL = "NI-20", "drempel"

Tables = dict[tuple[str, str], dict[Where, IndicatorFinding]]


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
        self.register = breaks.interrupting(session)
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
            if entry.concerns(key.indicator, names, key.subject) and inside and inside[0] < at <= inside[-1]:
                return Shown(key, cell.version, None, None, None, None, reason=OTHER_METHOD)
        return cell


def _pattern(tellers: Table, wider: Wider, audience: str) -> dict[Where, str]:
    """Which cells are hidden because of who told, with the reason; the analyst's screen only has a floor."""
    kept = {where: finding for where, finding in tellers.items() if audience == SCREEN or _is_told(finding)}
    cells = [
        Cell(where, finding.n, parents=totals(where, finding.level, wider, kept), dominance=finding.dominance)
        for where, finding in kept.items()
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
    above = {where: totals(where, finding.level, wider, table) for where, finding in table.items()}
    cells = [cell for where, finding in table.items() for cell in _cells(where, finding, above[where])]
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
            yield key, told(key, finding, small, audience)
        else:
            way_up = nearest(where, above, visible)
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


def _where(finding: IndicatorFinding) -> Where:
    return finding.place, finding.group, finding.period


def _key(finding: IndicatorFinding) -> Key:
    return Key(
        *(finding.indicator, finding.level, finding.place, finding.group, finding.period), subject=finding.subject
    )
