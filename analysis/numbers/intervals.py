"""Onzekerheidsbanden: how much chance belongs to a share, a net change or a mean with this many tellers."""

import math
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import power_proportions_2indep, proportion_confint

from analysis.numbers.shrinkage import Shrunk, shrink, shrink_fixed

__all__ = [
    "Shrunk",
    "cluster_bootstrap",
    "jeffreys",
    "mean_band",
    "net_change",
    "shrink",
    "shrink_fixed",
    "smallest_visible_change",
    "smallest_visible_difference",
    "wilson",
]

NAN = math.nan
Z95 = float(norm.ppf(0.975))
LEAST_CLUSTERS = 8
SEED = 19270622


def wilson(x: float, n: float) -> tuple[float, float]:
    """95 % score interval of the share x/n (Wilson 1927), 0–1; nan when n is 0.

    A weighted share p goes in as x = p·n_eff and n = n_eff. Raises ValueError when x does not lie between 0 and n.
    """
    return _binomial(x, n, "wilson")


def jeffreys(x: float, n: float) -> tuple[float, float]:
    """95 % interval of Beta(x + ½, n − x + ½), closed at 0 and 1 (Brown, Cai & DasGupta 2001); nan when n is 0.

    Raises ValueError when x does not lie between 0 and n.
    """
    return _binomial(x, n, "jeffreys")


@lru_cache(maxsize=65536)  # thousands of cells share few counts
def _binomial(x: float, n: float, method: str) -> tuple[float, float]:
    if not 0 <= x <= n:
        raise ValueError(f"Een aandeel van {x:g} op {n:g} bestaat niet: x moet tussen 0 en n liggen.")
    if n == 0:
        return NAN, NAN
    low, high = proportion_confint(x, n, alpha=0.05, method=method)
    return float(low) if x > 0 else 0.0, float(high) if x < n else 1.0


def net_change(better: float, same: float, worse: float) -> tuple[float, float, float]:
    """Net change (B − W) / (B + S + W) with its 95 % band, −1 … 1, higher is better; nan without answers.

    The standard error is √[((B + W)/n − net²)/n]. Where all gave the same answer that is 0, which would read as
    certainty; then the band is what Wilson leaves open for the other answers. Raises ValueError for negative counts.
    """
    n = better + same + worse
    if min(better, same, worse) < 0:
        raise ValueError("Beter, hetzelfde en slechter zijn aantallen en kunnen niet negatief zijn.")
    if n == 0:
        return NAN, NAN, NAN
    net = (better - worse) / n
    if n in (better, same, worse):
        others = wilson(0, n)[1]
        reach = others if n == same else 2 * others  # the furthest apart that the unseen answers can be
        return net, max(-1.0, net - reach), min(1.0, net + reach)
    error = Z95 * math.sqrt(((better + worse) / n - net**2) / n)
    return net, max(-1.0, net - error), min(1.0, net + error)


def cluster_bootstrap(
    values: Sequence[float] | npt.NDArray[np.float64],
    clusters: Sequence[Hashable],
    statistic: Callable[[npt.NDArray[np.float64]], float],
    draws: int = 2000,
    seed: int = SEED,
) -> tuple[float, float]:
    """95 % percentile interval of a statistic when whole clusters are drawn again (Davison & Hinkley 1997).

    ``values`` has one row per teller, ``clusters`` names the class, group talk or household each was collected in.
    (nan, nan) when there are fewer than 8 clusters, or when fewer than half of the draws give a defined statistic.
    """
    rows = np.asarray(values, dtype=np.float64)
    member = _numbered(clusters, len(rows))
    count = int(member.max(initial=-1)) + 1
    if count < LEAST_CLUSTERS:
        return NAN, NAN
    groups = [rows[member == cluster] for cluster in range(count)]
    results = [statistic(np.concatenate([groups[i] for i in drawn])) for drawn in _drawn(count, draws, seed)]
    return _percentiles(np.asarray(results, dtype=np.float64))


def mean_band(
    values: npt.ArrayLike, clusters: Sequence[Hashable], weights: npt.ArrayLike | None = None
) -> tuple[float, float]:
    """95 % band of a (weighted) mean, by the cluster bootstrap of 2,000 draws; (nan, nan) below 8 clusters."""
    rows = np.asarray(values, dtype=np.float64)
    member = _numbered(clusters, len(rows))
    heavy = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=np.float64)
    counts = np.bincount(member, weights=heavy)
    if len(counts) < LEAST_CLUSTERS:
        return NAN, NAN
    drawn = _drawn(len(counts), 2000, SEED)
    sums = np.bincount(member, weights=heavy * rows)
    with np.errstate(invalid="ignore"):  # a draw of clusters without weight is undefined
        return _percentiles(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))


def _numbered(clusters: Sequence[Hashable], rows: int) -> npt.NDArray[np.int64]:
    """Clusters as 0, 1, 2 … in alphabetical order, so that the order of the tellers does not matter."""
    if len(clusters) != rows:
        raise ValueError(f"Er zijn {rows} waarden en {len(clusters)} groepen; elke waarde hoort bij één groep.")
    _, member = np.unique(np.array([str(cluster) for cluster in clusters], dtype=np.str_), return_inverse=True)
    return np.asarray(member, dtype=np.int64)


@lru_cache(maxsize=1)  # with and without weights the same clusters are drawn
def _drawn(count: int, draws: int, seed: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(seed).integers(0, count, size=(draws, count))


def _percentiles(results: npt.NDArray[np.float64]) -> tuple[float, float]:
    defined = results[~np.isnan(results)]
    if 2 * len(defined) < len(results):
        return NAN, NAN
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def smallest_visible_change(low: float, high: float) -> float:
    """Smallest difference between two waves with a band like this one that is found in 80 % of cases, in its unit.

    (z.975 + z.80) · √2 · se, with the standard error that a 95 % band is 2 · z.975 wide of. nan without a band.
    """
    return (Z95 + float(norm.ppf(0.8))) * math.sqrt(2) * (high - low) / (2 * Z95)


def smallest_visible_difference(p: float, n: float) -> float:
    """Smallest difference between two waves of n tellers each that is found in 80 % of cases, in percentage points.

    Two-sided z-test at .05 from a share p (0–1), away from the nearer end; pooled variance under no difference
    (Fleiss, Levin & Paik 2003). nan when even the largest possible difference would stay unseen.
    """
    start = max(min(p, 1 - p), 1e-9)  # at exactly 0 and 1 the power is not defined
    largest = 1 - start - 1e-9

    def shortfall(difference: float) -> float:
        return float(power_proportions_2indep(difference, start, n, return_results=False)) - 0.8

    if not (0 <= p <= 1 and n > 0) or shortfall(largest) < 0:
        return NAN
    return 100 * float(brentq(shortfall, 1e-9, largest))
