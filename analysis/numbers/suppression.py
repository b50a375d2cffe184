"""Hiding more so that what is hidden stays hidden: complementary suppression, then the attacker's sums."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from analysis.numbers.attack import Interval, Relation, groups, narrow
from analysis.numbers.table import Cell, Key, Sum

# Reason codes of hidden cells.
BELOW_FLOOR, FEW, DOMINATED, DERIVABLE = "drempel", "aantal", "dominantie", "afgeleid"
NARROWEST, NARROWEST_SHARE = 5.0, 0.20  # what an attacker must be left with: a count, or a share of the true value
INF = math.inf
X = "\0x"  # marks the name of the x of a cell beside that of its n; no key begins like this

Reasons = dict[Key, str]
Numbers = Mapping[Key, float]


class Limits(NamedTuple):
    """The rules for one audience: fewest tellers in a cell, fewest with and without a property."""

    floor: int
    least: int

    def of(self, cell: Cell) -> int:
        """The count below which this cell itself is hidden."""
        return self.least if cell.answer else self.floor


def complete(
    table: Mapping[Key, Cell], ties: Sequence[Sum], reasons: Reasons, limits: Limits, *, audit: bool = True
) -> Reasons:
    """All hidden cells with their reason code, given those that are hidden for their own sake.

    Hides the next smallest part wherever a sum gives hidden cells away, until nothing changes; then does the attacker's
    sums, and goes on while a hidden count can be narrowed to less than max(5, 20 %) of itself.
    """
    hidden = dict(reasons)
    safe: set[frozenset[Key]] = set()
    while True:
        extra = _given_away(table, ties, hidden, limits)
        if extra is None and audit:
            extra = _narrowed(table, ties, hidden, limits, safe)
        if extra is None:
            return hidden
        hidden[extra] = DERIVABLE


def _given_away(table: Mapping[Key, Cell], ties: Sequence[Sum], hidden: Reasons, limits: Limits) -> Key | None:
    """The next cell to hide because one single sum tells too much, or None."""
    for key, cell in table.items():
        asked = [parent for parent in cell.parents if parent in hidden and not table[parent].answer]
        if cell.answer and asked and key not in hidden:
            return key  # the answers within a cell would add up to the cell
    for total, parts in ties:
        secret = [part for part in parts if part in hidden]
        if total in hidden:
            told = not secret
        else:
            least = max((limits.of(table[part]) for part in secret), default=0)
            told = len(secret) == 1 or sum(_n(table[part]) for part in secret) < least
        extra = (_smallest(table, parts, hidden) or _smallest(table, [total], hidden)) if told else None
        if extra is not None:
            return extra
    return None


def _narrowed(
    table: Mapping[Key, Cell], ties: Sequence[Sum], hidden: Reasons, limits: Limits, safe: set[frozenset[Key]]
) -> Key | None:
    """The next cell to hide because all sums together narrow a hidden one too far, or None.

    Groups of hidden cells found safe are remembered in ``safe``, as hiding a cell elsewhere changes nothing for them.
    """
    counts = {key: float(_n(cell)) for key, cell in table.items()}
    having = {key: float(cell.x) for key, cell in table.items() if cell.x is not None}
    of_x = _relations(ties, hidden, having)
    for keys, relations in groups(list(hidden), _relations(ties, hidden, counts)):
        group = frozenset(keys)
        if group in safe:
            continue
        for key in _exposed(keys, relations, of_x, table, hidden, limits):
            around = [tie for tie in ties if key == tie.total or key in tie.parts]
            parts = _smallest(table, [part for tie in around for part in tie.parts], hidden)
            extra = parts or _smallest(table, [tie.total for tie in around], hidden)
            if extra is not None:
                return extra
        safe.add(group)
    return None


def _exposed(
    keys: Sequence[Key],
    relations: Sequence[Relation],
    of_x: Sequence[Relation],
    table: Mapping[Key, Cell],
    hidden: Reasons,
    limits: Limits,
) -> list[Key]:
    """Hidden cells of one group whose n or x an attacker who knows the rules and the reasons can narrow too far."""
    bounds = {key: _known(limits.of(table[key]), hidden[key]) for key in keys}
    needed = {key: _blur(NARROWEST, _n(table[key]), limits.of(table[key])) for key in keys}
    xs = {(X, *key): key for key in keys if table[key].x is not None}
    own = [Relation({(X, *key): sign for key, sign in r.signs.items()}, r.outcome) for r in of_x]
    own = [relation for relation in own if xs.keys() >= relation.signs.keys()]
    for x, key in xs.items():
        bounds[x] = (0.0, INF)
        needed[x] = _blur(limits.least, table[key].x or 0.0, limits.of(table[key]))
    return [xs.get(key, key) for key in narrow(bounds, [*relations, *own], needed, xs)]


def _relations(ties: Sequence[Sum], hidden: Reasons, values: Numbers) -> list[Relation]:
    """What each sum says of the hidden values in it. Tellers in none of the parts count as known: the careful side."""
    relations = []
    for total, parts in ties:
        if all(key in values for key in (total, *parts)):
            signs = {part: 1 for part in parts if part in hidden} | ({total: -1} if total in hidden else {})
            if signs:
                relations.append(Relation(signs, sum(sign * values[key] for key, sign in signs.items())))
    return relations


def _known(limit: int, reason: str) -> Interval:
    """What the rules alone say of a hidden count: below the limit, or certainly not."""
    return (0.0, max(0.0, limit - 1.0)) if reason == BELOW_FLOOR else (float(limit), INF)


def _blur(narrowest: float, true: float, limit: int) -> float:
    """Width of the interval an attacker must be left with around a hidden value.

    Everyone knows the rule, so a hidden cell and the one hidden with it can never be blurred by more than its width.
    """
    return min(max(narrowest, NARROWEST_SHARE * true), limit - 1.0)


def _smallest(table: Mapping[Key, Cell], keys: Iterable[Key], hidden: Reasons) -> Key | None:
    shown = [key for key in keys if key not in hidden]
    return min(shown, key=lambda key: (_n(table[key]), key), default=None)


def _n(cell: Cell) -> int:
    return cell.n or 0
