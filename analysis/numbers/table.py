"""Counts that add up: the cells of a table before publication, and the sums that tie them together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Key = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One count that might be published: ``n`` tellers, of whom ``x`` have the property.

    ``key`` names it, for instance (place, group, period, subject). ``parents`` are the keys of the totals it is part
    of; keys that differ from a parent in the same positions break it down together, as do keys of another length.
    ``answer`` says that n counts one answer within its parent, so that the smallest count applies and not the floor.
    ``dominance`` is the largest share of one collector, class or household, None when unknown.

    ``protect`` gives it back with ``reason`` empty, or with n and x None and a reason code when it is hidden.
    """

    key: Key
    n: int | None
    x: float | None = None
    parents: tuple[Key, ...] = ()
    dominance: float | None = None
    answer: bool = False
    reason: str = ""

    @property
    def hidden(self) -> bool:
        """Whether this cell may not be shown."""
        return bool(self.reason)


class Sum(NamedTuple):
    """One total and the parts that add up to it, or to less when some tellers are in none of them."""

    total: Key
    parts: tuple[Key, ...]


def sums(cells: Sequence[Cell]) -> list[Sum]:
    """Every breakdown of every total in the table.

    Raises ValueError when a key comes twice, a count is missing, negative or below its x, or parts exceed their total.
    """
    table = {cell.key: cell for cell in cells}
    _check(cells, table)
    breakdowns: dict[tuple[Key, bool, tuple[int, ...]], list[Key]] = defaultdict(list)
    for cell in cells:
        for parent in cell.parents:
            if parent in table:
                breakdowns[parent, cell.answer, _differing(cell.key, parent)].append(cell.key)
    found = [Sum(parent, tuple(parts)) for (parent, _, _), parts in breakdowns.items()]
    for total, parts in found:
        if sum(table[part].n or 0 for part in parts) > (table[total].n or 0):
            raise ValueError(f"De delen van {_name(total)} zijn samen meer dan het totaal.")
    return found


def _differing(key: Key, parent: Key) -> tuple[int, ...]:
    if len(key) != len(parent):
        return ()
    return tuple(place for place, (own, theirs) in enumerate(zip(key, parent, strict=True)) if own != theirs)


def _check(cells: Sequence[Cell], table: dict[Key, Cell]) -> None:
    if len(table) < len(cells):
        raise ValueError("Een cel komt twee keer voor in dezelfde tabel.")
    for cell in cells:
        if cell.n is None or cell.n < 0 or not 0 <= (cell.x or 0) <= cell.n:
            raise ValueError(f"De aantallen van {_name(cell.key)} kloppen niet.")


def _name(key: Key) -> str:
    return f"‘{' · '.join(key)}’" if key else "de tabel"
