"""Stories and a figure side by side: whether they point the same way, apart, or whether one of them is silent.

The states follow the triangulation protocol of Farmer et al. (2006) and O'Cathain, Murphy & Nicholl (2010). Nothing is
correlated: with this few points a coefficient would say more than there is to know.
"""

import math
from typing import NamedTuple

BETTER, SAME, WORSE, UNKNOWN = "beter", "gelijk", "slechter", "?"
DIRECTIONS = (BETTER, SAME, WORSE, UNKNOWN)
CONVERGENT, DIVERGENT, SILENT, BLIND = "convergent", "divergent", "stil", "blind"


class Agreement(NamedTuple):
    """What a pair says together: its state, and more exactly which kind of it."""

    state: str
    #: "+", "0" or "−" when convergent; which of the two goes ahead when divergent; which of the two is silent
    kind: str


def direction(change: float | None, least: float, higher_is_better: bool = True) -> str:
    """Where a change points: better, worse, the same when smaller than ``least``, "?" when it is not known.

    ``least`` is the smallest change of interest, set beforehand, in the unit of the change. Raises ValueError when it
    is not above 0.
    """
    if least <= 0:
        raise ValueError("De kleinste verandering die telt moet groter dan nul zijn.")
    if change is None or math.isnan(change):
        return UNKNOWN
    if abs(change) < least:
        return SAME
    return BETTER if (change > 0) == higher_is_better else WORSE


def triangulate(told: str, measured: str) -> Agreement:
    """The state of a pair: ``told`` is the direction of the stories, ``measured`` that of the figure.

    Raises ValueError for anything that is no direction.
    """
    if told not in DIRECTIONS or measured not in DIRECTIONS:
        raise ValueError(f"Een richting is {', '.join(DIRECTIONS)}.")
    if told == UNKNOWN:
        return Agreement(BLIND, "") if measured == UNKNOWN else Agreement(SILENT, "verhaal")
    if measured == UNKNOWN:
        return Agreement(SILENT, "cijfer")
    if told == measured:
        return Agreement(CONVERGENT, {BETTER: "+", SAME: "0", WORSE: "−"}[told])
    if SAME not in (told, measured):
        return Agreement(DIVERGENT, "tegengesteld")
    return Agreement(DIVERGENT, "cijfer voorop" if told == SAME else "beleving voorop")
