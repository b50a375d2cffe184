"""The three shapes a series of shares can take, a line, a jump and a bend, each tested against chance."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import statsmodels.api as sm
from scipy import stats
from scipy.special import xlogy

from analysis.numbers.waves import Floats, Series

DRAWS = 2000
SEED = 19930701
EACH_SIDE = 3  # waves a jump or bend needs before and after it


@dataclass(frozen=True)
class Shape:
    """One shape fitted to one series. Sizes are differences of shares: 0.10 is ten percentage points.

    ``size`` is last minus first (line), after minus before (jump), or the last wave minus where the earlier line
    would have been (bend). ``ratio`` is the size over its standard error. ``index`` is the first wave after the
    change; ``off`` and ``phi`` are the deviance and the overdispersion of the fit.
    """

    p: float = 1.0
    size: float = 0.0
    ratio: float = 0.0
    index: int | None = None
    off: float = math.inf
    phi: float = 1.0

    def at_least(self, errors: float) -> float:
        """The size that remains after ``errors`` standard errors of bad luck; negative when nothing remains."""
        return abs(self.size) * (1 - errors / self.ratio) if self.ratio else -1.0


class Shapes(NamedTuple):
    """The three shapes of one series."""

    line: Shape
    jump: Shape
    bend: Shape

    def best(self, size: int) -> Shape:
        """The shape that describes the waves best: least deviance with a fine per parameter (BIC, Schwarz 1978)."""
        phi = min(shape.phi for shape in self if shape.off < math.inf)
        costs = [shape.off / phi + fine * math.log(size) for fine, shape in enumerate(self, start=1)]
        return self[costs.index(min(costs))]


def shapes(data: Series) -> Shapes:
    """Fit line, jump and bend. A shape that cannot be fitted has p = 1, size 0 and infinite deviance."""
    if not data.varies or data.size < 4:
        return Shapes(Shape(off=0.0), Shape(), Shape())
    flat = np.full(data.size, data.share)
    straight = fit(data, [data.years - data.years.mean()])
    line = _line(data, flat, straight)
    if data.size < 2 * EACH_SIDE:
        return Shapes(line, Shape(), Shape())
    return Shapes(line, _jump(data, flat), _bend(data, straight))


def _line(data: Series, flat: Floats, straight: Floats) -> Shape:
    """Quasi-binomial logit with linear time, by its deviance (McCullagh & Nelder 1989): no trouble at 0 and 100 %."""
    off, phi = deviance(data, straight), spread(data, straight, 2)
    gain = max(0.0, deviance(data, flat) - off) / phi
    size = float(straight[-1] - straight[0])
    return Shape(chance(gain, phi, data.size - 2), size, math.sqrt(gain), None, off, phi)


def _jump(data: Series, flat: Floats) -> Shape:
    """Level shift at the wave where it fits best, against no change at all (Andrews 1993)."""
    places = range(EACH_SIDE, data.size - EACH_SIDE + 1)
    steps = [(np.arange(data.size) >= place).astype(np.float64) for place in places]
    p, best = sup_f(data, flat, [], steps)
    levels = two_levels(data, places[best])
    off, phi = deviance(data, levels), spread(data, levels, 3)
    gain = max(0.0, deviance(data, flat) - off) / phi
    return Shape(p, float(levels[-1] - levels[0]), math.sqrt(gain), places[best], off, phi)


def _bend(data: Series, straight: Floats) -> Shape:
    """Change of slope at the wave where it fits best, against one straight line (Muggeo 2003)."""
    places = range(EACH_SIDE, data.size - EACH_SIDE + 1)
    time = data.years - data.years.mean()
    hinges = [np.maximum(0.0, data.years - data.years[place - 1]) for place in places]
    p, best = sup_f(data, straight, [time], hinges)
    fitted = fit(data, [time, hinges[best]])
    off, phi = deviance(data, fitted), spread(data, fitted, 4)
    # Held against the scatter around the straight line: a bend easily explains away the very noise it came from.
    gain = max(0.0, deviance(data, straight) - off) / max(phi, spread(data, straight, 2))
    knot = places[best] - 1
    pace = (fitted[knot] - fitted[0]) / (data.years[knot] - data.years[0])
    continued = fitted[knot] + pace * (data.years[-1] - data.years[knot])
    return Shape(p, float(fitted[-1] - continued), math.sqrt(gain), places[best], off, phi)


def sup_f(data: Series, null: Floats, kept: Sequence[Floats], extra: Sequence[Floats]) -> tuple[float, int]:
    """Test whether any one of the ``extra`` columns adds to the ``null`` fit: (p, position of the best column).

    The largest F over all columns, compared with its distribution when the residuals of the null fit change places
    (Freedman & Lane 1983; 2,000 times, fixed seed). One weighted least squares step on the working scale of the
    logit; F is divided by an overdispersion that is never below 1.
    """
    weight = np.sqrt(data.n * null * (1 - null))
    residual = (data.x - data.n * null) / weight
    table = np.vstack([residual, residual[_orders(data.size)]])
    base, _ = np.linalg.qr(np.column_stack([weight, *(weight * column for column in kept)]))
    left = (table**2).sum(axis=1) - ((table @ base) ** 2).sum(axis=1)
    freedom = data.size - base.shape[1] - 1
    largest = np.zeros(len(table))
    best, score = 0, -1.0
    for position, column in enumerate(extra):
        direction = weight * column
        direction = direction - base @ (base.T @ direction)
        gain = (table @ (direction / np.linalg.norm(direction))) ** 2
        values = gain / np.maximum(1.0, (left - gain) / freedom)
        if values[0] > score:
            best, score = position, float(values[0])
        largest = np.maximum(largest, values)
    as_large = int((largest[1:] >= largest[0] * (1 - 1e-9)).sum())
    return (1 + as_large) / (1 + DRAWS), best


@lru_cache
def _orders(size: int) -> npt.NDArray[np.int64]:
    rows = np.tile(np.arange(size), (DRAWS, 1))
    return np.random.default_rng(SEED).permuted(rows, axis=1)


def fit(data: Series, columns: Sequence[Floats]) -> Floats:
    """Fitted shares of a binomial logit with these columns beside the intercept."""
    design = np.column_stack([np.ones(data.size), *columns])
    model = sm.GLM(data.x / data.n, design, family=sm.families.Binomial(), var_weights=data.n)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a perfect separation is a good fit here, not a problem
        return _inside(model.fit().fittedvalues)


def two_levels(data: Series, place: int) -> Floats:
    """Fitted shares with one level before ``place`` and one from there on."""
    before = data.x[:place].sum() / data.n[:place].sum()
    after = data.x[place:].sum() / data.n[place:].sum()
    return _inside(np.where(np.arange(data.size) < place, before, after))


def deviance(data: Series, fitted: Floats) -> float:
    """Binomial deviance: twice the log-likelihood that the fit falls short of the data themselves."""
    yes, no = data.x, data.n - data.x
    terms = xlogy(yes, yes / (data.n * fitted)) + xlogy(no, no / (data.n * (1 - fitted)))
    return float(2 * terms.sum())


def chance(gain: float, phi: float, freedom: int) -> float:
    """p of a scaled gain in deviance of one parameter: χ² while the spread is binomial, F once φ is above 1."""
    return float(stats.chi2.sf(gain, 1) if phi <= 1 else stats.f.sf(gain, 1, freedom))


def spread(data: Series, fitted: Floats, parameters: int) -> float:
    """Overdispersion φ = Pearson χ² / degrees of freedom, never below 1 (Wedderburn 1974)."""
    if data.size <= parameters:
        return 1.0
    pearson = (data.x - data.n * fitted) ** 2 / (data.n * fitted * (1 - fitted))
    return max(1.0, float(pearson.sum()) / (data.size - parameters))


def _inside(shares: Floats) -> Floats:
    return np.clip(shares, 1e-6, 1 - 1e-6)
