"""Borrowing strength: shares of small cells pulled towards the cells beside them, for levels and maps."""

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import betainc, betaln
from scipy.stats import beta

Floats = npt.NDArray[np.float64]
NAN = math.nan
MUS, SIZES = 399, 200  # grid points of the prior
MU_BLOCK, SIZE_BLOCK = 3, 8  # grid points taken together for the bounds: 0.0002 off, thirty times as fast


class Shrunk(NamedTuple):
    """A share pulled towards the middle of its neighbours, 0–1, with its 95 % band; for levels and maps only.

    Trend tests refuse it: shrinkage damps the very change they look for.
    """

    mean: float
    low: float
    high: float


class _Grid(NamedTuple):
    """A mixture of beta distributions on the prior grid, rows μ and columns m; weights are logarithms."""

    a: Floats
    b: Floats


def shrink(cells: Sequence[tuple[float, float]]) -> list[Shrunk]:
    """Beta-binomial shares of (x, n) cells that lend each other strength, in the given order.

    p̃ = (x + μm)/(n + m), averaged over what the cells together say of μ and m, with prior μ ~ U(0, 1) and
    log m ~ U[log 2, log 200] on a fixed grid: no sampling. (The maximum likelihood estimate of m runs off to infinity
    with few cells and is not used.) A cell without tellers gives nan. Raises ValueError when x is not between 0 and n.
    """
    _check(cells)
    grid = _grid()
    likelihood = np.zeros_like(grid.a)
    for x, n in cells:
        likelihood += betaln(grid.a + x, grid.b + n - x) - betaln(grid.a, grid.b)
    weights = np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    return [_mixture(x, n, weights, grid) for x, n in cells]


def shrink_fixed(cells: Sequence[tuple[float, float]], mu: float, m: float) -> list[Shrunk]:
    """As ``shrink`` with a known prior Beta(μm, (1 − μ)m): mean (x + μm)/(n + m) and the 2.5 and 97.5 percentiles.

    Raises ValueError when x is not between 0 and n, μ not between 0 and 1, or m not above 0.
    """
    _check(cells)
    if not (0 < mu < 1 and m > 0):
        raise ValueError("Het midden moet tussen 0 en 1 liggen en het gewicht ervan boven 0.")
    found = []
    for x, n in cells:
        a, b = x + mu * m, n - x + (1 - mu) * m
        low, high = beta.ppf([0.025, 0.975], a, b)
        found.append(Shrunk(a / (a + b), float(low), float(high)) if n else Shrunk(NAN, NAN, NAN))
    return found


@cache
def _grid() -> _Grid:
    mu = np.linspace(0.0025, 0.9975, MUS)[:, None]
    m = np.exp(np.linspace(math.log(2), math.log(200), SIZES))[None, :]
    return _Grid(mu * m, (1 - mu) * m)


def _mixture(x: float, n: float, weights: Floats, grid: _Grid) -> Shrunk:
    """Mean and 95 % bounds of the mixture of Beta(x + μm, n − x + (1 − μ)m) over the grid."""
    if n == 0:
        return Shrunk(NAN, NAN, NAN)
    mean = float((weights * (grid.a + x) / (grid.a + grid.b + n)).sum())
    share = _blocks(weights)
    kept = share > 1e-6 * share.max()
    share = share[kept]
    a, b = (_blocks(weights * side)[kept] / share for side in (grid.a, grid.b))

    def excess(p: float, probability: float) -> float:
        return float((share * betainc(a + x, b + n - x, p)).sum() / share.sum()) - probability

    low, high = (float(brentq(excess, 0.0, 1.0, args=(probability,), xtol=1e-6)) for probability in (0.025, 0.975))
    return Shrunk(mean, low, high)


def _blocks(values: Floats) -> Floats:
    shape = (MUS // MU_BLOCK, MU_BLOCK, SIZES // SIZE_BLOCK, SIZE_BLOCK)
    return np.asarray(values.reshape(shape).sum(axis=(1, 3)), dtype=np.float64)


def _check(cells: Sequence[tuple[float, float]]) -> None:
    for place, (x, n) in enumerate(cells, start=1):
        if not 0 <= x <= n < math.inf:
            raise ValueError(f"Cel {place}: x moet tussen 0 en n liggen.")
