"""What an audience may see: floors, hidden cells that stay hidden, and rounding."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, overload

from analysis.numbers.cells import PUBLIC, SCREEN, TEAM
from analysis.numbers.suppression import BELOW_FLOOR, DOMINATED, FEW, Limits, Reasons, complete
from analysis.numbers.table import Cell, Key, sums

__all__ = ["FLOORS", "LEAST", "Cell", "follow", "protect", "rounded_n", "rounded_share"]

#: Fewest tellers in a cell. Callers may ask for more, never for less.
FLOORS: Mapping[str, int] = MappingProxyType({SCREEN: 5, TEAM: 10, PUBLIC: 30})
#: Fewest tellers with, and fewest without, what a share is about.
LEAST: Mapping[str, int] = MappingProxyType({SCREEN: 0, TEAM: 3, PUBLIC: 5})
DOMINANCE = 0.5
TOTAL, PARTS = "totaal", "delen"
STEP = 5  # public numbers of tellers are rounded to this


@overload
def protect(
    table: Sequence[Cell], audience: str, *, floor: int | None = None, least: int | None = None
) -> list[Cell]: ...
@overload
def protect(
    table: Mapping[str, Any], audience: str, *, floor: int | None = None, least: int | None = None
) -> dict[str, Any]: ...
def protect(
    table: Sequence[Cell] | Mapping[str, Any], audience: str, *, floor: int | None = None, least: int | None = None
) -> list[Cell] | dict[str, Any]:
    """The same table with every cell hidden that this audience (scherm, team or openbaar) may not see.

    Either a list of ``Cell``, which come back with n and x None and a reason code where hidden: ``drempel`` (too few
    tellers), ``aantal`` (too few with or without the property), ``dominantie`` (one source gave more than half),
    ``afgeleid`` (otherwise another hidden cell could be worked out). Or, for one breakdown, ``{"totaal": 34, "delen":
    {"a": 14, "b": 12, "c": 8}}``, whose parts may be such tables themselves; hidden numbers become None.

    ``floor`` and ``least`` raise the fewest tellers in a cell and on either side of a share. Raises ValueError for an
    unknown audience, a limit below the constants of this module, or counts that cannot be true.
    """
    limits = _limits(audience, floor, least)
    if not isinstance(table, Mapping):
        return _protected(table, audience, limits)
    shown = {cell.key: cell.n for cell in _protected(_cells(table, ()), audience, limits)}
    return _shown(table, (), shown)


def follow(cells: Sequence[Cell], pattern: Mapping[Key, str], audience: str) -> list[Cell]:
    """Protect another table about the same tellers: hidden where ``pattern`` (key → reason) hides, for its own small
    counts, and wherever one sum would give a hidden cell away. The attacker's sums were done on the pattern itself.
    """
    table = {cell.key for cell in cells}
    given = {key: reason for key, reason in pattern.items() if reason and key in table}
    return _protected(cells, audience, _limits(audience, None, None), given)


def rounded_n(n: int, audience: str) -> int:
    """A number of tellers as this audience may see it: to the nearest five for the public."""
    _limits(audience, None, None)
    return STEP * ((n + STEP // 2) // STEP) if audience == PUBLIC else n


def rounded_share(p: float, audience: str) -> str:
    """A share 0–1 in Dutch words and whole percentages, never 0 or 100 %; the analyst's screen gets one decimal.

    Raises ValueError when the share is not within 0–1. An undefined share is "onbekend".
    """
    _limits(audience, None, None)
    if math.isnan(p):
        return "onbekend"
    if not 0 <= p <= 1:
        raise ValueError(f"Een aandeel van {p:g} ligt niet tussen 0 en 1.")
    if audience == SCREEN:
        return f"{100 * p:.1f}%".replace(".", ",")
    percentage = math.floor(100 * p + 0.5)
    if percentage in (0, 100):
        return "vrijwel iedereen" if percentage else "vrijwel niemand"
    return f"ongeveer {percentage}%" if audience == PUBLIC else f"{percentage}%"


def _limits(audience: str, floor: int | None, least: int | None) -> Limits:
    if audience not in FLOORS:
        raise ValueError(f"Publiek ‘{audience}’ bestaat niet; kies uit {', '.join(FLOORS)}.")
    lowest = Limits(FLOORS[audience], LEAST[audience])
    asked = Limits(lowest.floor if floor is None else floor, lowest.least if least is None else least)
    if asked.floor < lowest.floor or asked.least < lowest.least:
        raise ValueError(f"De drempels voor {audience} zijn {lowest.floor} en {lowest.least}; lager kan niet.")
    return asked


def _protected(
    cells: Sequence[Cell], audience: str, limits: Limits, given: Mapping[Key, str] | None = None
) -> list[Cell]:
    ties = sums(cells)
    table = {cell.key: cell for cell in cells}
    primary: Reasons = {}
    for cell in cells:
        reason = _own_reason(cell, table, audience, limits)
        if reason:
            primary[cell.key] = reason
    hidden = complete(table, ties, {**(given or {}), **primary}, limits, audit=given is None)
    return [
        replace(cell, n=None, x=None, reason=hidden[cell.key]) if cell.key in hidden else replace(cell, reason="")
        for cell in cells
    ]


def _own_reason(cell: Cell, table: Mapping[Key, Cell], audience: str, limits: Limits) -> str:
    """Why a cell is hidden for its own sake; empty when it is not."""
    n = cell.n or 0
    if n < limits.of(cell):
        return BELOW_FLOOR
    asked = [table[parent] for parent in cell.parents if parent in table and not table[parent].answer]
    others = [(whole.n or 0) - n for whole in asked if cell.answer]
    sides = others if cell.x is None else [*others, cell.x, n - cell.x]
    if any(side < limits.least for side in sides):
        return FEW
    return DOMINATED if audience == PUBLIC and (cell.dominance or 0) > DOMINANCE else ""


def _cells(table: Mapping[str, Any], key: Key) -> list[Cell]:
    """The cells of a table with one total and its parts, and of the tables inside it."""
    if set(table) != {TOTAL, PARTS}:
        raise ValueError(f"Een tabel heeft een ‘{TOTAL}’ en ‘{PARTS}’.")
    cells = [Cell(key, table[TOTAL], parents=(key[:-1],) if key else ())]
    for name, part in table[PARTS].items():
        own = (*key, name)
        cells += _cells(part, own) if isinstance(part, Mapping) else [Cell(own, part, parents=(key,))]
    return cells


def _shown(table: Mapping[str, Any], key: Key, shown: Mapping[Key, int | None]) -> dict[str, Any]:
    parts = {
        name: _shown(part, (*key, name), shown) if isinstance(part, Mapping) else shown[(*key, name)]
        for name, part in table[PARTS].items()
    }
    return {TOTAL: shown[key], PARTS: parts}
