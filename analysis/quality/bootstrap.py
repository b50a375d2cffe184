"""A band around any measure of summed counts, by drawing the same number of texts again and again."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.quality.measures import Numbers, area_under_curve

DRAWS, CURVE_DRAWS, SEED = 1000, 300, 20260101
SIDES = (2.5, 97.5)
#: fewer texts than this give no band: a percentile of so few draws says nothing
LEAST = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its 95 % percentile band (Efron 1979) over ``n`` texts; nan where undefined."""

    value: float
    low: float
    high: float
    n: int


def measured(counts: Numbers, of: Callable[[Numbers], Numbers]) -> Measured:
    """A measure of the counts (texts × counts) with its band; the draws are the same at every call."""
    n = len(counts)
    if not n:
        return Measured(np.nan, np.nan, np.nan, 0)
    value = float(of(counts.sum(0)))
    if n < LEAST:
        return Measured(value, np.nan, np.nan, n)
    return Measured(value, *_sides(of(_draws(n, DRAWS) @ counts)), n)


def curve(scores: Numbers, positive: Numbers) -> Measured:
    """Area under the curve of scores for positive (True) against negative items, with its band."""
    n, which = len(scores), positive.astype(bool)
    value = area_under_curve(scores, which)
    if n < LEAST:
        return Measured(value, np.nan, np.nan, n)
    drawn = np.array([area_under_curve(scores, which, often) for often in _draws(n, CURVE_DRAWS)])
    return Measured(value, *_sides(drawn), n)


def _draws(n: int, times: int) -> Numbers:
    """How often each text is in each draw: times × n."""
    return np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=times).astype(float)


def _sides(drawn: Numbers) -> tuple[float, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all nan: the band is nan, which is what it should be
        low, high = np.nanpercentile(drawn, SIDES)
    return float(low), float(high)
