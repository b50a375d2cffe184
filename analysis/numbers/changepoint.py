"""The three shapes a series of shares can take, a line, a jump and a bend, each tested against chance."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.numbers.claims import BEND, JUMP, LINE, Claim, fitted
from analysis.numbers.logit import chance, deviance, fit, heterogeneity, spread
from analysis.numbers.waves import Floats, Series

DRAWS = 2000
SEED = 19930701
EACH_SIDE = 3  # waves a jump or bend needs before and after it


def _certain() -> float:
    return 1.0


@dataclass(frozen=True)
class Shape:
    """One shape fitted to one series. Sizes are differences of shares: 0.10 is ten percentage points.

    ``size`` is last minus first (line), after minus before (jump), or the last wave minus where the earlier line
    would have been (bend). ``ratio`` is the size over its standard error. ``index`` is the first wave after the
    change; ``off`` and ``phi`` are the deviance and the overdispersion of the fit.
    """

    claim: Claim
    size: float = 0.0
    ratio: float = 0.0
    index: int | None = None
    off: float = math.inf
    phi: float = 1.0
    test: Callable[[], float] = field(default=_certain, compare=False)

    @cached_property
    def p(self) -> float:
        """Chance of as much where nothing changed; counted only when it is asked for, because that takes long."""
        return self.test()

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
    """Fit line, jump and bend. A shape that cannot be fitted has p = 1, size 0 and infinite deviance.

    Where the seasons can be told apart their difference is fitted beside every shape, and never part of its size.
    """
    if not data.varies or data.size < 4:
        return Shapes(Shape(Claim(LINE), off=0.0), Shape(Claim(JUMP)), Shape(Claim(BEND)))
    flat = fit(data, data.season).shares
    line, straight = _line(data, flat)
    if data.size < 2 * EACH_SIDE:
        return Shapes(line, Shape(Claim(JUMP)), Shape(Claim(BEND)))
    return Shapes(line, _jump(data, flat), _bend(data, straight))


def _line(data: Series, flat: Floats) -> tuple[Shape, Floats]:
    """Quasi-binomial logit with linear time, by its deviance (McCullagh & Nelder 1989): no trouble at 0 and 100 %."""
    found, size = fitted(Claim(LINE), data)
    parameters = 2 + len(data.season)
    off, phi = deviance(data, found.shares), spread(data, found.shares, parameters)
    gain = max(0.0, deviance(data, flat) - off)
    tested = heterogeneity(data, found.shares, parameters)
    p = chance(gain / tested, tested, data.size - parameters)
    return Shape(Claim(LINE), size, math.sqrt(gain / phi), None, off, phi, lambda: p), found.shares


def _jump(data: Series, flat: Floats) -> Shape:
    """Level shift at the wave where it fits best, against no change at all (Andrews 1993)."""
    claims = [Claim(JUMP, float(data.years[place])) for place in _places(data)]
    search = _Search(data, flat, claims)
    claim = claims[search.best]
    found, size = fitted(claim, data)
    off, phi = deviance(data, found.shares), spread(data, found.shares, 3 + len(data.season))
    gain = max(0.0, deviance(data, flat) - off) / phi
    return Shape(claim, size, math.sqrt(gain), EACH_SIDE + search.best, off, phi, search.p)


def _bend(data: Series, straight: Floats) -> Shape:
    """Change of slope at the wave where it fits best, against one straight line (Muggeo 2003)."""
    claims = [Claim(BEND, float(data.years[place - 1])) for place in _places(data)]
    search = _Search(data, straight, claims)
    claim = claims[search.best]
    found, size = fitted(claim, data)
    off, phi = deviance(data, found.shares), spread(data, found.shares, 4 + len(data.season))
    # Held against the scatter around the straight line: a bend easily explains away the very noise it came from.
    lenient = spread(data, straight, 2 + len(data.season))
    gain = max(0.0, deviance(data, straight) - off) / max(phi, lenient)
    return Shape(claim, size, math.sqrt(gain), EACH_SIDE + search.best, off, phi, search.p)


def _places(data: Series) -> range:
    return range(EACH_SIDE, data.size - EACH_SIDE + 1)


class _Search:
    """The best of several places for a jump or a bend, and what the best would be worth if nothing happened.

    One weighted least squares step on the working scale of the logit, from the ``null`` fit without the claim; F is
    divided by an overdispersion that is never below 1.
    """

    def __init__(self, data: Series, null: Floats, claims: Sequence[Claim]) -> None:
        weight = np.sqrt(data.n * null * (1 - null))
        self.residual = (data.x - data.n * null) / weight
        beside = claims[0].beside(data.years)
        self.base, _ = np.linalg.qr(np.column_stack([weight, *(weight * column for column in beside)]))
        directions = np.stack([weight * claim.column(data.years) for claim in claims])
        directions -= directions @ self.base @ self.base.T
        self.directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
        self.freedom = data.size - self.base.shape[1] - 1
        observed = self._f(self.residual[None, :])[0]
        self.best, self.largest = int(observed.argmax()), float(observed.max())

    def _f(self, residuals: Floats) -> Floats:
        """F of every place (columns) for every row of residuals."""
        left = (residuals**2).sum(axis=1) - ((residuals @ self.base) ** 2).sum(axis=1)
        gain = (residuals @ self.directions.T) ** 2
        return np.asarray(gain / np.maximum(1.0, (left[:, None] - gain) / self.freedom), dtype=np.float64)

    def p(self) -> float:
        """How often the largest F is as large when the residuals change places (Freedman & Lane 1983), fixed seed."""
        drawn = self._f(self.residual[_orders(len(self.residual))]).max(axis=1)
        return float(1 + (drawn >= self.largest * (1 - 1e-9)).sum()) / (1 + DRAWS)


@lru_cache
def _orders(size: int) -> npt.NDArray[np.int64]:
    rows = np.tile(np.arange(size), (DRAWS, 1))
    return np.asarray(np.random.default_rng(SEED).permuted(rows, axis=1), dtype=np.int64)


def two_levels(data: Series, place: int) -> Floats:
    """Fitted shares with one level before ``place`` and one from there on."""
    before = data.x[:place].sum() / data.n[:place].sum()
    after = data.x[place:].sum() / data.n[place:].sum()
    return np.asarray(np.where(np.arange(data.size) < place, before, after).clip(1e-6, 1 - 1e-6))
