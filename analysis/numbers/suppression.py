"""Hiding more so that what is hidden stays hidden: complementary suppression, then the attacker's sums."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.numbers.attack import Interval, Relation, groups, narrowed
from analysis.numbers.table import Cell, Key, Sum

# Reason codes of hidden cells.
BELOW_FLOOR, FEW, DOMINATED, DERIVABLE = "drempel", "aantal", "dominantie", "afgeleid"
NARROWEST, NARROWEST_SHARE = 5.0, 0.20  # what an attacker must be left with: a count, or a share of the true value
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
    hiding = _Hiding(table, sorted(ties), limits)
    for key, reason in reasons.items():
        hiding.hide(key, reason)
    hiding.settle()
    while audit and hiding.audit():
        hiding.settle()
    return hiding.reasons


class _Hiding:
    """A table of which more and more is hidden."""

    def __init__(self, table: Mapping[Key, Cell], ties: Sequence[Sum], limits: Limits) -> None:
        self.table, self.ties, self.limits = table, ties, limits
        self.reasons: Reasons = {}
        self.waiting: deque[Sum] = deque()
        self.touching: dict[Key, list[Sum]] = defaultdict(list)
        for tie in ties:
            for key in (tie.total, *tie.parts):
                self.touching[key].append(tie)
        # No cell is larger than this, as far as an attacker knows: far above all, so that it never decides anything.
        self.ceiling = 10.0 * max((_n(cell) for cell in table.values()), default=0) + 1000
        # Cells found safe. Hiding more only leaves the attacker more room, so they stay safe.
        self.safe: set[Key] = set()

    def hide(self, key: Key, reason: str = DERIVABLE) -> None:
        """Hide one cell, and its answers with it, which would add up to it."""
        if key in self.reasons:
            return
        self.reasons[key] = reason
        self.waiting += self.touching[key]
        if not self.table[key].answer:
            for tie in self.touching[key]:
                for part in tie.parts if tie.total == key else ():
                    if self.table[part].answer:
                        self.hide(part, self._own_reason(part))

    def _own_reason(self, key: Key) -> str:
        cell = self.table[key]
        return BELOW_FLOOR if _n(cell) < self.limits.of(cell) else DERIVABLE

    def settle(self) -> None:
        """Hide more until no single sum gives a hidden cell away."""
        while self.waiting:
            total, parts = self.waiting.popleft()
            secret = [part for part in parts if part in self.reasons]
            if total in self.reasons:
                told = not secret
            else:
                least = max((self.limits.of(self.table[part]) for part in secret), default=0)
                told = len(secret) == 1 or sum(_n(self.table[part]) for part in secret) < least
            extra = (self._smallest(parts) or self._smallest([total])) if told else None
            if extra is not None:
                self.hide(extra)

    def audit(self) -> bool:
        """Hide more where all sums together narrow a hidden cell too far; whether there was such a cell."""
        counts = {key: float(_n(cell)) for key, cell in self.table.items()}
        having = {key: float(cell.x) for key, cell in self.table.items() if cell.x is not None}
        of_x = _relations(self.ties, self.reasons, having)
        hidden = len(self.reasons)
        for keys, relations in groups(list(self.reasons), _relations(self.ties, self.reasons, counts)):
            if not self.safe.issuperset(keys):
                self._audit_group(keys, relations, of_x)
        return len(self.reasons) > hidden

    def _audit_group(self, keys: Sequence[Key], relations: Sequence[Relation], of_x: Sequence[Relation]) -> None:
        exposed: set[Key] = set()
        changed: set[Sum] = set()
        for key, is_narrow in self._narrowed(keys, relations, of_x):
            if not is_narrow:
                continue
            exposed.add(key)
            around = self.touching[key]
            if changed.isdisjoint(around):  # else one more was hidden beside it just now: see next time
                extra = self._smallest(part for tie in around for part in tie.parts)
                extra = self._smallest(tie.total for tie in around) if extra is None else extra
                if extra is None:
                    exposed.discard(key)  # all around it is hidden: what is left to know, the rules tell themselves
                else:
                    self.hide(extra)
                    changed.update(self.touching[extra])
        self.safe.update(set(keys) - exposed)

    def _narrowed(
        self, keys: Sequence[Key], relations: Sequence[Relation], of_x: Sequence[Relation]
    ) -> Iterator[tuple[Key, bool]]:
        """Whether an attacker can narrow the n or x of the cells of a group.

        Of a cell that is hidden for its own sake: by someone who knows the rules and the reasons. Of a cell that is
        only hidden with it, and could have been told: by someone who knows the rules, but not which cell is which.
        """
        waiting = [key for key in keys if key not in self.safe]
        for with_reasons in (True, False):
            looked_at = [key for key in waiting if (self.reasons[key] != DERIVABLE) == with_reasons]
            if looked_at:
                yield from self._attacked(keys, looked_at, [*relations, *self._own(keys, of_x)], with_reasons)

    def _own(self, keys: Sequence[Key], of_x: Sequence[Relation]) -> list[Relation]:
        """The relations between the x of the cells of a group."""
        having = {key for key in keys if self.table[key].x is not None}
        within = (relation for relation in of_x if having >= relation.signs.keys())
        return [Relation({(X, *key): sign for key, sign in r.signs.items()}, r.outcome) for r in within]

    def _attacked(
        self, keys: Sequence[Key], looked_at: Sequence[Key], relations: Sequence[Relation], with_reasons: bool
    ) -> Iterator[tuple[Key, bool]]:
        xs = {(X, *key): key for key in keys if self.table[key].x is not None}
        bounds = {key: self._known(key, with_reasons) for key in keys} | {x: (0.0, self.ceiling) for x in xs}
        needed = {key: self._blur(key, NARROWEST, _n(self.table[key])) for key in looked_at}
        needed |= {
            x: self._blur(key, self.limits.least, self.table[key].x or 0.0) for x, key in xs.items() if key in needed
        }
        for key, is_narrow in narrowed(bounds, relations, needed, xs):
            yield xs.get(key, key), is_narrow

    def _known(self, key: Key, with_reasons: bool) -> Interval:
        """What the rules alone say of a hidden count: below the limit, or, when the reason is told, certainly not."""
        limit = self.limits.of(self.table[key])
        if self.reasons[key] == BELOW_FLOOR:
            return 0.0, max(0.0, limit - 1.0)
        return float(limit) if with_reasons else 0.0, self.ceiling

    def _blur(self, key: Key, narrowest: float, true: float) -> float:
        """Width of the interval an attacker must be left with around a hidden value.

        Everyone knows the rule, so a hidden cell and the one hidden with it are never blurred by more than its width.
        """
        return min(max(narrowest, NARROWEST_SHARE * true), self.limits.of(self.table[key]) - 1.0)

    def _smallest(self, keys: Iterable[Key]) -> Key | None:
        shown = [key for key in keys if key not in self.reasons]
        return min(shown, key=lambda key: (_n(self.table[key]), key), default=None)


def _relations(ties: Sequence[Sum], hidden: Reasons, values: Numbers) -> list[Relation]:
    """What each sum says of the hidden values in it. Tellers in none of the parts count as known: the careful side."""
    relations = []
    for total, parts in ties:
        if all(key in values for key in (total, *parts)):
            signs = {part: 1 for part in parts if part in hidden} | ({total: -1} if total in hidden else {})
            if signs:
                relations.append(Relation(signs, sum(sign * values[key] for key, sign in signs.items())))
    return relations


def _n(cell: Cell) -> int:
    return cell.n or 0
