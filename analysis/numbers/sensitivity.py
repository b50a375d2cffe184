"""How much a verdict hangs on one round or on one way of counting."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.numbers.claims import Claim, chance_of, fitted
from analysis.numbers.monotone import mann_kendall, theil_sen
from analysis.numbers.waves import Series

SUSPECTED = 0.10
#: outcomes of counting in another way
SAME, OTHER, UNKNOWN = "zelfde kant", "andere kant", "niet te zeggen"
LEAST_EACH_SIDE = 10  # tellers on both sides of a change, for its direction to mean anything
AGREEING = 0.75  # of the other ways of counting, three in four must point the same way


@dataclass(frozen=True)
class LeftOut:
    """In how many of the series with one round left out a claim still stands, and whether without the first round."""

    agree: int
    of: int
    without_first: bool


def leave_one_out(claim: Claim, size: float, data: Series, sesoi: float) -> LeftOut:
    """Leave out every round in turn: a claim stands while it would still be a signal, and the same way.

    That is: the same sign, at least half the smallest effect of interest, and p < .10 at the place already known.
    """
    stands = [_stands(claim, size, data.without(place), sesoi) for place in range(data.size)]
    return LeftOut(sum(stands), len(stands), stands[0])


def _stands(claim: Claim, size: float, data: Series, sesoi: float) -> bool:
    if not data.varies:
        return False
    left = fitted(claim, data)[1]
    return left * size > 0 and abs(left) >= sesoi / 2 and chance_of(claim, data) < SUSPECTED


def counted_otherwise(claim: Claim, size: float, ways: Mapping[str, Series]) -> dict[str, str]:
    """Direction of a claim for each other way of counting: the same, the other, or not to be said."""
    return {name: _direction(claim, size, data) for name, data in ways.items()}


def _direction(claim: Claim, size: float, data: Series) -> str:
    if data.size < 4:
        return UNKNOWN
    after = claim.after(data.years)
    if min(data.n[after].sum(), data.n[~after].sum()) < LEAST_EACH_SIDE:
        return UNKNOWN
    return SAME if fitted(claim, data)[1] * size > 0 else OTHER


def holds(outcomes: Mapping[str, str]) -> bool:
    """Whether at least three in four of the ways that could be counted point the same way."""
    told = [outcome for outcome in outcomes.values() if outcome != UNKNOWN]
    return sum(outcome == SAME for outcome in told) >= AGREEING * len(told)


def sentence(against: Sequence[str]) -> str:
    """Which ways of counting point the other way."""
    return f"Anders geteld ({', '.join(against)}) wijst het een andere kant op."


def by_year(data: Series) -> tuple[list[float], list[float]]:
    """The share of each calendar year, its rounds together: free of seasons."""
    years = np.floor(data.years)
    told = np.unique(years)
    shares = [data.x[years == year].sum() / data.n[years == year].sum() for year in told]
    return [float(year) for year in told], [float(share) for share in shares]


def without_model(data: Series) -> tuple[float | None, float | None]:
    """Mann–Kendall's p and Theil and Sen's slope in five years over the yearly shares; None where undefined."""
    years, shares = by_year(data)
    p, slope = mann_kendall(shares), 5 * theil_sen(years, shares)
    return (None if math.isnan(p) else p), (None if math.isnan(slope) else slope)
