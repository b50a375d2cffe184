"""The simulations as one table: what was asked of the numbers, and what came out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tests.simulations import bands, programmes
from tests.simulations.programmes import POWER, ROUNDS, STEP, SWING, states_of

SEED = 20261124
#: true shares of better, same and worse
CHANGES = [(b / 10, 1 - (b + w) / 10, w / 10) for b in range(1, 8) for w in range(1, 8) if b + w < 10]
#: with fewer tellers the band of a net change is too narrow: told beside the table, not hidden in a mean
LEAST_FOR_NET = 30


@dataclass(frozen=True)
class Row:
    """One thing that was simulated: what came out, and between which bounds it should lie."""

    name: str
    found: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether it lies within its bounds."""
        return self.low <= self.found <= self.high


@dataclass(frozen=True)
class Size:
    """How much is drawn."""

    weighted: int
    programmes: int
    power: int
    series: int
    calibrations: int
    slack: float  # added to the bounds of the power table, for the chance in fewer draws


SHORT = Size(weighted=1500, programmes=10, power=200, series=60, calibrations=150, slack=0.05)
LONG = Size(weighted=10_000, programmes=200, power=5000, series=500, calibrations=2000, slack=0.01)


def every_row(size: Size) -> Iterator[Row]:
    """All rows, in order; each part has a seed of its own."""
    yield from coverage(size)
    yield from quiet(size)
    yield from power(size)
    yield from changes(size)
    yield from composition(size)
    yield from calibration(size)


def coverage(size: Size) -> Iterator[Row]:
    """The bands hold the truth in about 95 of 100 cases."""
    for n in bands.SIZES:
        for name, band in bands.BANDS.items():
            yield Row(f"band {name}, n = {n}", bands.coverage_of_a_share(band, n), 0.93, 0.97)
        held = bands.coverage_of_a_weighted_share(n, size.weighted, _rng(n))
        yield Row(f"band gewogen aandeel, n = {n}", held, 0.93, 0.97)
        if n <= 150:  # beyond, counting out every outcome takes too long and nothing changes
            least = 0.93 if n >= LEAST_FOR_NET else 0.88
            yield Row(f"band beter − slechter, n = {n}", bands.coverage_of_net_change(n, CHANGES), least, 0.97)


def quiet(size: Size) -> Iterator[Row]:
    """Where nothing changes, little is said."""
    with_break, signals = programmes.quiet_programmes(_rng(1), size.programmes)
    yield Row(f"{size.programmes} programma's zonder verandering: deel met een trendbreuk", with_break, 0, 0.05)
    yield Row("  deel van de cellen met een signaal", signals, 0, 0.10)
    alone = states_of(_rng(2), size.series, np.full(ROUNDS, 0.30), 80)
    yield Row("één vlakke reeks, zonder correctie: trend of trendbreuk", _claims(alone), 0, 0.10)
    swing = states_of(_rng(3), size.series, SWING, 150)
    yield Row("alleen een seizoen van 15 punten: trend of trendbreuk", _claims(swing), 0, 0.05)
    scattered = programmes.scattered(_rng(4), size.series)
    yield Row("vlakke reeks met overdispersie φ ≈ 1,6: trend of trendbreuk", _claims(scattered), 0, 0.15)


def power(size: Size) -> Iterator[Row]:
    """The power of the test of a trend is the one that was worked out."""
    for (waves, n), worked_out in POWER.items():
        for points, wanted in zip((10, 15, 20), worked_out, strict=True):
            found = programmes.power(_rng(waves, n, points), waves, n, points, size.power)
            off = 0.05 + size.slack
            yield Row(
                f"kracht {waves} × {n}, +{points} punten (berekend {wanted:.2f})", found, wanted - off, wanted + off
            )


def changes(size: Size) -> Iterator[Row]:
    """A change of the world is found; one of the method is never taken for it."""
    step = states_of(_rng(5), size.series, STEP, 150)
    yield Row("sprong van 15 punten, 12 × 150: trend of trendbreuk", _claims(step), 0.90, 1)
    yield Row("  als trendbreuk", step["trendbreuk"] / size.series, 0.60, 1)
    method = states_of(_rng(6), 200, STEP, 80, new_way=6)
    yield Row("200 veranderingen van methode: aantal keer trendbreuk", method["trendbreuk"], 0, 0)
    yield Row("  als trend in de nieuwe meting alleen", method["trend"] / 200, 0, 0.05)


def composition(size: Size) -> Iterator[Row]:
    """A shift of who told and how is told as such; a real change is not."""
    pure, real = programmes.flagged(_rng(7), size.series // 2)
    yield Row("alleen een ander kanaal: deel met 'samenstelling'", pure, 0.95, 1)
    yield Row("echte verandering in elk kanaal: deel met 'samenstelling'", real, 0, 0.05)


def calibration(size: Size) -> Iterator[Row]:
    """Shares of a machine with Se .80 and Sp .95: raw they are off, calibrated they are not."""
    raw, right = programmes.calibration(_rng(8), size.calibrations, 0.05)
    yield Row("machine Se .80 Sp .95, thema van 5 %: fout ruw", raw, 0.03, 0.05)
    yield Row("  fout geijkt", right, -0.005, 0.005)


def _claims(found: dict[str, int]) -> float:
    return (found["trend"] + found["trendbreuk"]) / sum(found.values())


def _rng(*parts: int) -> np.random.Generator:
    return np.random.default_rng([SEED, *parts])
