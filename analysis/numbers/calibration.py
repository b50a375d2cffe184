"""Theme shares that a machine counted, put right by the stories that people coded after a draw."""

import math
from dataclasses import asdict, dataclass

import numpy as np

from analysis.numbers.intervals import wilson
from analysis.numbers.observations import Array, Observations

#: fewest drawn and coded stories in each stratum, named by the machine and not named, unless people coded all of it
LEAST_DRAWN = 30


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """How the machine coded a theme, by the drawn stories: both 0 … 1, nan where no story could show it."""

    sensitivity: float
    specificity: float
    drawn: int


def calibrated(machine: Array, human: Array, told: Array, drawn: Array) -> tuple[float, float, float] | None:
    """Share of stories that people would say name a theme, with its 95 % band; None where too few are coded.

    Each stratum needs 30 drawn and coded stories, or all that it has: then nothing is estimated from a few.

    p̂ = Σ_h (N_h/N)·p̄_h over the strata machine yes and machine no: unbiased whatever the machine does, the machine only
    makes it sharper (double sampling for stratification, Cochran 1977, § 12.2). Variance Σ W_h² p̄_h(1−p̄_h)/(n_h−1)
    + Σ W_h (p̄_h − p̂)²/N; the band is Wilson's on the n that has this variance. Boolean arrays, one entry a story.
    """
    total = int(told.sum())
    strata = [told & machine, told & ~machine]
    sampled = [stratum & drawn for stratum in strata]
    if not total or any(
        sample.sum() < min(LEAST_DRAWN, stratum.sum()) for sample, stratum in zip(sampled, strata, strict=True)
    ):
        return None
    weights = np.array([stratum.sum() / total for stratum in strata])
    shares = np.array([human[sample].mean() if sample.any() else 0.0 for sample in sampled])
    sizes = np.array([sample.sum() for sample in sampled])
    value = float(weights @ shares)
    within = float((weights**2 * shares * (1 - shares) / np.maximum(sizes - 1, 1)).sum())
    between = float((weights * (shares - value) ** 2).sum()) / total
    return value, *_band(value, within + between, int(sizes.sum()))


def _band(value: float, variance: float, drawn: int) -> tuple[float, float]:
    """Wilson's band for the number of tellers that a share of this variance is worth."""
    worth = value * (1 - value) / variance if variance > 0 and 0 < value < 1 else float(drawn)
    return wilson(value * worth, worth)


def by_round(observations: Observations) -> dict[str, dict[str, dict[str, float | None]]]:
    """The error rates of every theme in every round with drawn and coded stories, by round and theme."""
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    for window in sorted(set(observations.round[observations.drawn & observations.coded])):
        told = observations.coded & (observations.round == window)
        for at, theme in enumerate(observations.theme_ids):
            columns = (observations.themes[:, at], observations.human_themes[:, at])
            one = error_rates(*columns, told, observations.drawn)
            rates = {name: None if math.isnan(rate) else round(rate, 4) for name, rate in asdict(one).items()}
            found.setdefault(str(window), {})[theme] = rates
    return found


def error_rates(machine: Array, human: Array, told: Array, drawn: Array) -> ErrorRates:
    """Sensitivity and specificity of the machine, each drawn story weighted by the stratum it was drawn from."""
    weights = np.zeros(len(told))
    for stratum in (told & machine, told & ~machine):
        sample = stratum & drawn
        if sample.any():
            weights[sample] = stratum.sum() / sample.sum()
    named, silent = float(weights[human].sum()), float(weights[~human].sum())
    return ErrorRates(
        sensitivity=float(weights[human & machine].sum()) / named if named else math.nan,
        specificity=float(weights[~human & ~machine].sum()) / silent if silent else math.nan,
        drawn=int((told & drawn).sum()),
    )
