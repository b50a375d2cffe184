"""A binomial logit for one short series of counts: the fit, how far it falls short, and what a gain is worth."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.special import expit, xlogy

from analysis.numbers.waves import Floats, Series

STEPS = 30
SCATTERED = 0.05
INSIDE = 13.8  # log odds of a share of one in a million: further out nothing changes any more


class Fit(NamedTuple):
    """Coefficients on the scale of log odds, intercept first, and the fitted shares, kept inside 0 and 1."""

    coefficients: Floats
    shares: Floats


def fit(data: Series, columns: Sequence[Floats]) -> Fit:
    """Binomial logit with these columns beside an intercept."""
    return fit_design(data.x, data.n, np.column_stack([np.ones(data.size), *columns]))


def fit_design(x: Floats, n: Floats, design: Floats) -> Fit:
    """Binomial logit by iteratively reweighted least squares (McCullagh & Nelder 1989), for ``x`` of ``n`` tellers.

    ``design`` has a row per count. Where the columns separate all from none, the log odds stop at a share of one in a
    million: a perfect separation is a good fit here, not a problem.
    """
    started = (x + 0.5) / (n + 1)
    log_odds = np.log(started / (1 - started))
    found = np.zeros(design.shape[1])
    for _ in range(STEPS):
        shares = expit(log_odds)
        variance = shares * (1 - shares)
        root = np.sqrt(n * variance)
        working = log_odds + (x / n - shares) / variance
        found = np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0]
        before, log_odds = log_odds, (design @ found).clip(-INSIDE, INSIDE)
        if abs(log_odds - before).max() < 1e-8:
            break
    return Fit(found, expit(log_odds))


def deviance(data: Series, fitted: Floats) -> float:
    """Binomial deviance: twice the log-likelihood that the fit falls short of the data themselves."""
    yes, no = data.x, data.n - data.x
    terms = xlogy(yes, yes / (data.n * fitted)) + xlogy(no, no / (data.n * (1 - fitted)))
    return float(2 * terms.sum())


def chance(gain: float, phi: float, freedom: int) -> float:
    """p of a scaled gain in deviance of one parameter: χ² while the spread is binomial, F once φ is above 1."""
    return float(stats.chi2.sf(gain, 1) if phi <= 1 else stats.f.sf(gain, 1, freedom))


def heterogeneity(data: Series, fitted: Floats, parameters: int) -> float:
    """Overdispersion to correct a test for: 1 while the scatter is what chance gives (p ≥ .05), else φ (Finney 1971).

    With four to twelve waves φ itself is mostly chance; always dividing by it when above 1 would hide real trends.
    """
    phi, freedom = spread(data, fitted, parameters), data.size - parameters
    scattered = freedom > 0 and stats.chi2.sf(phi * freedom, freedom) < SCATTERED
    return phi if scattered else 1.0


def spread(data: Series, fitted: Floats, parameters: int) -> float:
    """Overdispersion φ = Pearson χ² / degrees of freedom, never below 1 (Wedderburn 1974)."""
    if data.size <= parameters:
        return 1.0
    pearson = (data.x - data.n * fitted) ** 2 / (data.n * fitted * (1 - fitted))
    return max(1.0, float(pearson.sum()) / (data.size - parameters))
