"""What a verdict claims, a line, a jump or a bend, and how large it is in any cut of the same tellers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from analysis.numbers.logit import Fit, chance, deviance, fit, fit_design, spread
from analysis.numbers.waves import Floats, Series, season

LINE, JUMP, BEND = "lijn", "sprong", "knik"


@dataclass(frozen=True)
class Claim:
    """A shape of a series over the years. ``since`` is the first wave after a jump, the last before a bend turns."""

    kind: str
    since: float = 0.0

    def column(self, years: Floats) -> Floats:
        """The course it gives to the log odds."""
        if self.kind == JUMP:
            return np.asarray(years >= self.since, dtype=np.float64)
        return np.maximum(0.0, years - self.since) if self.kind == BEND else years - years.mean()

    def beside(self, years: Floats) -> list[Floats]:
        """What is fitted beside it: the season, and for a bend the line that it bends."""
        return [*season(years), *([years - years.mean()] if self.kind == BEND else [])]

    def after(self, years: Floats) -> npt.NDArray[np.bool_]:
        """Which waves lie after the change; for a line those of the later half."""
        since = float(np.median(np.unique(years))) if self.kind == LINE else self.since
        return np.asarray(years > since if self.kind == BEND else years >= since, dtype=np.bool_)


def fitted(claim: Claim, data: Series) -> tuple[Fit, float]:
    """The fit of a claim to one series, and the claim's size in it."""
    found = fit(data, [*claim.beside(data.years), claim.column(data.years)])
    return found, _contrast(claim, data.years, found.coefficients, found.coefficients[:1], np.ones(1))


def held_size(claim: Claim, strata: Sequence[Series]) -> float:
    """Size of a claim when the mix of strata is held fixed, as a difference of shares.

    A logit with a level of its own for every stratum; the fitted shares of each stratum are put together in the shares
    that the strata have in all waves together (standardisation of a logit, Lane & Nelder 1982).
    """
    years, x, n = (np.concatenate([getattr(one, name) for one in strata]) for name in ("years", "x", "n"))
    member = np.repeat(np.arange(len(strata)), [one.size for one in strata])
    levels = (member[:, None] == np.arange(len(strata))).astype(np.float64)
    design = np.column_stack([levels, *claim.beside(years), claim.column(years)])
    found = fit_design(x, n, design).coefficients
    weights = np.bincount(member, weights=n) / n.sum()
    return _contrast(claim, years, found[len(strata) - 1 :], found[: len(strata)], weights)


def _contrast(claim: Claim, years: Floats, coefficients: Floats, levels: Floats, weights: Floats) -> float:
    """Difference of shares between the end of a claim and its beginning, or what would have been without it.

    Halfway between the seasons. ``coefficients`` end with those of what is beside the claim and of the claim itself.
    """
    column, last = claim.column(years), int(years.argmax())
    start = column.min() if claim.kind == LINE else 0.0
    under = coefficients[-2] * (years[last] - years.mean()) if claim.kind == BEND else 0.0
    base = levels + under
    change = expit(base + coefficients[-1] * column[last]) - expit(base + coefficients[-1] * start)
    return float(weights @ change)


def chance_of(claim: Claim, data: Series) -> float:
    """p of a claim at the place where it was found before; nan when the waves are too few to say."""
    beside = claim.beside(data.years)
    parameters = 2 + len(beside)
    if data.size <= parameters or not data.varies:
        return float("nan")
    whole = fit(data, [*beside, claim.column(data.years)]).shares
    phi = spread(data, whole, parameters)
    gain = max(0.0, deviance(data, fit(data, beside).shares) - deviance(data, whole)) / phi
    return chance(gain, phi, data.size - parameters)
