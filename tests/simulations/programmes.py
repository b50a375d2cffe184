"""Invented programmes of which the truth is known: what the rules make of them."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from analysis.numbers.calibration import calibrated
from analysis.numbers.changepoint import shapes
from analysis.numbers.composition import GOES, held_fixed
from analysis.numbers.trends import Verdict, Wave, benjamini_hochberg, judge
from analysis.numbers.verdicts import corrected_state
from analysis.numbers.waves import Series, series

AREAS, GROUPS, THEMES, ROUNDS = 6, 3, 26, 12
#: how often a theme is named: from the rarest to the most common
NAMED = np.linspace(0.02, 0.40, THEMES)


def years(size: int, start: float = 2026.25) -> np.ndarray:
    """Spring and autumn rounds."""
    return start + np.arange(size) / 2


def told(rng: np.random.Generator, shares: np.ndarray, n: int | np.ndarray, new_way: int | None = None) -> list[Wave]:
    """Waves of a series with these true shares."""
    sizes = np.broadcast_to(n, shares.shape)
    counts = rng.binomial(sizes, shares)
    times = years(len(shares))
    return [
        Wave(float(times[i]), float(counts[i]), float(sizes[i]), series_break=i == new_way) for i in range(len(shares))
    ]


def states_of(
    rng: np.random.Generator, times: int, shares: np.ndarray, n: int, new_way: int | None = None
) -> Counter[str]:
    """The states of as many series with the same truth."""
    return Counter(judge(told(rng, shares, n, new_way)).state for _ in range(times))


def scattered(rng: np.random.Generator, times: int, n: int = 60, alike: float = 0.01) -> Counter[str]:
    """The states of flat series with more scatter than chance: tellers of a round are alike, φ = 1 + (n − 1)·alike."""
    size = 1 / alike - 1
    return Counter(judge(told(rng, rng.beta(0.3 * size, 0.7 * size, ROUNDS), n)).state for _ in range(times))


def quiet_programmes(rng: np.random.Generator, programmes: int) -> tuple[float, float]:
    """Programmes in which nothing changes: the share of them with a trend break, and the share of cells with a signal.

    6 areas × 3 groups × 26 themes × 12 rounds, 15 to 60 tellers a round and cell, corrected over all cells together.
    """
    with_break = signals = 0
    for _ in range(programmes):
        found = Counter(_states(list(_quiet(rng))))
        with_break += found["trendbreuk"] > 0
        signals += found["signaal"]
    return with_break / programmes, signals / (programmes * AREAS * GROUPS * THEMES)


def _quiet(rng: np.random.Generator) -> Iterator[Verdict]:
    for _ in range(AREAS * GROUPS):
        sizes = rng.integers(15, 61, ROUNDS)
        for share in NAMED:
            yield judge(told(rng, np.full(ROUNDS, share), sizes))


def _states(verdicts: list[Verdict]) -> list[str]:
    qs = benjamini_hochberg([np.nan if one.p is None else one.p for one in verdicts])
    pairs = zip(verdicts, qs, strict=True)
    return [corrected_state(one.state, None if np.isnan(q) else q) for one, q in pairs]


#: rounds × tellers a round -> power for a drift of 10, 15 and 20 points from 30 %, two-sided 5 %, worked out beforehand
POWER = {
    (4, 40): (0.16, 0.28, 0.48),
    (6, 80): (0.38, 0.63, 0.86),
    (10, 40): (0.25, 0.50, 0.74),
    (10, 80): (0.50, 0.81, 0.96),
    (20, 40): (0.42, 0.76, 0.94),
    (20, 80): (0.75, 0.96, 1.00),
}


def power(rng: np.random.Generator, size: int, n: int, points: int, times: int) -> float:
    """How often the test of a trend finds a straight drift of so many points, with one round a year."""
    shares, sizes = 0.30 + points / 100 * np.linspace(0, 1, size), np.full(size, float(n))
    drawn = rng.binomial(n, shares, (times, size)).astype(float)
    found = [shapes(Series(2026.25 + np.arange(size), counts, sizes)).line.p < 0.05 for counts in drawn]
    return float(np.mean(found))


def shifted_channel(rng: np.random.Generator) -> tuple[Verdict, str]:
    """Nothing changes but the channel: from 3 in 4 typed to 3 in 4 told in a talk."""
    typed = np.repeat([150, 50], 6)
    return _held([told(rng, np.full(ROUNDS, share), n) for share, n in ((0.20, typed), (0.60, 200 - typed))])


def changed_alike(rng: np.random.Generator) -> tuple[Verdict, str]:
    """A real change of 25 points in both channels, with a mix that stays."""
    return _held([told(rng, np.repeat([0.30, 0.55], 6), 100) for _ in range(2)])


def _held(channels: list[list[Wave]]) -> tuple[Verdict, str]:
    together = [Wave(one.year, one.x + other.x, one.n + other.n) for one, other in zip(*channels, strict=True)]
    verdict = judge(together)
    if verdict.claim is None or verdict.level_change is None:
        return verdict, ""
    return verdict, held_fixed(verdict.claim, verdict.level_change, [series(one) for one in channels], 0.10)


def flagged(rng: np.random.Generator, times: int) -> tuple[float, float]:
    """Of the trend breaks from a shift of channel and from a real change: the shares that are told as composition."""
    found = []
    for kind in (shifted_channel, changed_alike):
        outcomes = [outcome for verdict, outcome in (kind(rng) for _ in range(times)) if verdict.state == "trendbreuk"]
        found.append(outcomes.count(GOES) / len(outcomes))
    return found[0], found[1]


def calibration(rng: np.random.Generator, times: int, share: float = 0.10, stories: int = 400) -> tuple[float, float]:
    """Error of the raw and of the calibrated share, on average, for a machine of sensitivity .8 and specificity .95.

    60 stories of each stratum, named by the machine or not, are drawn and coded by people.
    """
    raw, right = [], []
    for _ in range(times):
        human = rng.random(stories) < share
        machine = np.where(human, rng.random(stories) < 0.80, rng.random(stories) < 0.05)
        drawn = np.zeros(stories, dtype=bool)
        for stratum in (machine, ~machine):
            places = np.flatnonzero(stratum)
            drawn[rng.choice(places, min(60, len(places)), replace=False)] = True
        found = calibrated(machine, human, np.ones(stories, dtype=bool), drawn)
        if found is not None:
            raw.append(float(machine.mean()))
            right.append(found[0])
    return float(np.mean(raw)) - share, float(np.mean(right)) - share


SWING = np.tile([0.30, 0.45], 6)
STEP = np.repeat([0.30, 0.45], 6)
