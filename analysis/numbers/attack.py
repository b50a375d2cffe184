"""The attacker's view: what can be worked out of the hidden cells from everything that is published."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from analysis.numbers.table import Key

Interval = tuple[float, float]
SLACK = 1e-6  # rounding of the solver
FEW_CELLS = 6  # up to here every cell gets programs of its own at once
LOOKS = 8


class Relation(NamedTuple):
    """What the published numbers say of hidden ones: the sum of sign × value is ``outcome``."""

    signs: Mapping[Key, int]
    outcome: float


def feasible(bounds: Mapping[Key, Interval], relations: Sequence[Relation]) -> dict[Key, Interval]:
    """Lowest and highest value each hidden cell can have, given its bounds and all relations together.

    Two linear programs per cell (Hundepool et al. 2012). ``math.inf`` stands for no upper bound. Raises ValueError when
    the relations contradict each other or the bounds.
    """
    audit = _Audit(bounds, relations)
    return {key: (audit.extreme(key, 1), audit.extreme(key, -1)) for key in bounds}


def narrowed(
    bounds: Mapping[Key, Interval],
    relations: Sequence[Relation],
    needed: Mapping[Key, float],
    ceilings: Mapping[Key, Key],
) -> Iterator[tuple[Key, bool]]:
    """For each cell in ``needed``: whether its value is known to within less than the width given there.

    ``ceilings`` names for some cells another one that they cannot exceed; those need not be whole numbers, the others
    are. As ``feasible``, but every solution also shows what values the other cells can have, so that few cells need
    programs of their own.
    """
    audit = _Audit(bounds, relations, ceilings)
    if len(needed) > FEW_CELLS:
        audit.look_around()
    for key, width in needed.items():
        yield key, audit.is_narrow(key, width, key not in ceilings)


class _Audit:
    """One system of hidden cells, and the lowest and highest values seen so far in any of its solutions."""

    def __init__(
        self, bounds: Mapping[Key, Interval], relations: Sequence[Relation], ceilings: Mapping[Key, Key] | None = None
    ) -> None:
        self.places = {key: place for place, key in enumerate(bounds)}
        self.limits = list(bounds.values())
        self.equal = self._rows([relation.signs for relation in relations])
        self.outcomes = np.array([relation.outcome for relation in relations], dtype=np.float64)
        self.under = self._rows([{key: 1, ceiling: -1} for key, ceiling in (ceilings or {}).items()])
        self.seen: dict[Key, Interval] = {key: (math.inf, -math.inf) for key in bounds}

    def extreme(self, key: Key, side: int) -> float:
        """The lowest (side 1) or highest (side −1) value of one cell; infinite when nothing bounds it."""
        aim = np.zeros(len(self.places))
        aim[self.places[key]] = side
        least = self._solve(aim)
        if math.isinf(least):
            self._see(key, side * least)
        return side * least

    def is_narrow(self, key: Key, needed: float, whole: bool) -> bool:
        """Whether one cell is known to within less than ``needed``, with as few programs as that takes."""
        for side in (0, 1, -1):
            if side:
                self.extreme(key, side)
            if self.width(key, whole) >= needed - SLACK:
                return False
        return True

    def width(self, key: Key, whole: bool) -> float:
        """Distance between the lowest and highest value seen so far; negative when none was."""
        low, high = self.seen[key]
        if whole and math.isfinite(high - low):
            return math.floor(high + SLACK) - math.ceil(low - SLACK)
        return high - low

    def look_around(self) -> None:
        """Solve a few programs that pull all cells at once, each up or down as a fixed coin says."""
        for aim in np.random.default_rng(1).choice([-1.0, 1.0], size=(LOOKS, len(self.places))):
            self._solve(aim)

    def _solve(self, aim: npt.NDArray[np.float64]) -> float:
        solution = linprog(
            aim, self.under, np.zeros(len(self.under)), self.equal, self.outcomes, self.limits, method="highs"
        )
        if solution.status == 3:  # nothing bounds it
            return -math.inf
        if solution.status != 0:
            raise ValueError("De gepubliceerde aantallen spreken elkaar tegen.")
        for key, value in zip(self.places, solution.x, strict=True):
            self._see(key, float(value))
        return float(solution.fun)

    def _rows(self, signs: Sequence[Mapping[Key, int]]) -> npt.NDArray[np.float64]:
        rows = np.zeros((len(signs), len(self.places)))
        for row, own in zip(rows, signs, strict=True):
            for key, sign in own.items():
                row[self.places[key]] = sign
        return rows

    def _see(self, key: Key, value: float) -> None:
        low, high = self.seen[key]
        self.seen[key] = (min(low, value), max(high, value))


def groups(keys: Sequence[Key], relations: Sequence[Relation]) -> Iterator[tuple[list[Key], list[Relation]]]:
    """Hidden cells that are connected by relations, with those relations; groups tell nothing about each other."""
    touching: dict[Key, list[int]] = {key: [] for key in keys}
    for number, relation in enumerate(relations):
        for key in relation.signs:
            touching[key].append(number)
    seen: set[Key] = set()
    for start in keys:
        group: dict[Key, None] = {}
        numbers: dict[int, None] = {}
        waiting = [] if start in seen else [start]
        while waiting:
            key = waiting.pop()
            if key not in group:
                group[key] = None
                numbers.update(dict.fromkeys(touching[key]))
                waiting += [other for number in touching[key] for other in relations[number].signs]
        seen.update(group)
        if group:
            yield sorted(group), [relations[number] for number in numbers]
