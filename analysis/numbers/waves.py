"""The waves of one series: what may be compared with what, and whether the last ones stand out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from analysis.numbers.shrinkage import Shrunk

Floats = npt.NDArray[np.float64]
LEAST_FOR_SEASONS, LEAST_OF_A_SEASON = 8, 3


@dataclass(frozen=True)
class Wave:
    """One meetmoment of one cell: ``x`` of ``n`` tellers.

    ``year`` is a time in years (2026.5 is the autumn of 2026). A weighted share p goes in as x = p·n_eff and n = n_eff;
    a mean m on −1…+1 as x = n·(m + 1)/2, which errs on the careful side. ``series_break`` says that this wave and the
    later ones were measured in a new way.
    """

    year: float
    x: float
    n: float
    series_break: bool = False


@dataclass(frozen=True, eq=False)
class Series:
    """The waves of one series that have tellers, as columns."""

    years: Floats
    x: Floats
    n: Floats

    @property
    def size(self) -> int:
        """Number of waves."""
        return len(self.years)

    @property
    def season(self) -> list[Floats]:
        """The column of the seasons, or none when there are too few waves to tell them apart."""
        return season(self.years)

    @property
    def share(self) -> float:
        """The share over all waves together."""
        return float(self.x.sum() / self.n.sum())

    @property
    def varies(self) -> bool:
        """Whether anything can be tested: not everyone, and not no one, in every wave."""
        return self.size > 0 and 0 < self.share < 1

    def until(self, end: int) -> "Series":
        """The waves before position ``end``; a negative number leaves out as many at the end."""
        return Series(self.years[:end], self.x[:end], self.n[:end])

    def without(self, position: int) -> "Series":
        """All waves but one."""
        return Series(*(np.delete(column, position) for column in (self.years, self.x, self.n)))


def half(years: Floats) -> Floats:
    """Season of each wave: 0 for the first half of a year, 1 for the second."""
    return np.floor(2 * (years % 1))


def season(years: Floats) -> list[Floats]:
    """One column, −½ for spring and +½ for autumn, when both have 3 waves and there are 8; otherwise none.

    With fewer waves a season cannot be told from chance and would take the place of a trend.
    """
    autumn = half(years)
    waves = half(np.unique(years))
    told = min(waves.sum(), len(waves) - waves.sum()) >= LEAST_OF_A_SEASON and len(waves) >= LEAST_FOR_SEASONS
    return [autumn - 0.5] if told else []


def ordered(waves: Sequence[Wave]) -> list[Wave]:
    """The waves by year. Raises TypeError for shrunk estimates, ValueError for waves that cannot be true."""
    refuse_shrunk(value for wave in waves for value in (wave, getattr(wave, "x", None)))
    in_order = sorted(waves, key=lambda wave: wave.year)
    for wave in in_order:
        if not (math.isfinite(wave.year) and 0 <= wave.x <= wave.n < math.inf):
            raise ValueError(f"Meetmoment {wave.year:g}: x moet tussen 0 en n liggen.")
    for before, after in pairwise(in_order):
        if before.year == after.year:
            raise ValueError(f"Meetmoment {after.year:g} komt twee keer voor in dezelfde reeks.")
    return in_order


def refuse_shrunk(values: Iterable[object]) -> None:
    """Raise TypeError when one of the values is a shrunk estimate: shrinkage damps the very change that is tested."""
    if any(isinstance(value, Shrunk) for value in values):
        raise TypeError("Geschatte (naar het midden getrokken) aandelen zijn niet te gebruiken in een trendtoets.")


def series(waves: Sequence[Wave]) -> Series:
    """The columns of the waves that have tellers."""
    told = [wave for wave in waves if wave.n > 0]
    return Series(
        np.array([wave.year for wave in told], dtype=np.float64),
        np.array([wave.x for wave in told], dtype=np.float64),
        np.array([wave.n for wave in told], dtype=np.float64),
    )


def breaks(waves: Sequence[Wave]) -> list[int]:
    """Positions from which was measured in a new way; a mark on the first wave separates nothing."""
    return [index for index, wave in enumerate(waves) if wave.series_break and index > 0]


def comparable(waves: Sequence[Wave]) -> list[int]:
    """Positions of the waves with tellers since the last change of method, of waves in order."""
    start = max(breaks(waves), default=0)
    return [place for place, wave in enumerate(waves) if place >= start and wave.n > 0]


def is_thin(waves: Sequence[Wave], least: float) -> bool:
    """Whether more than a third of the waves have fewer than ``least`` tellers."""
    return 3 * sum(wave.n < least for wave in waves) > len(waves)


def stands_out(data: Series, smallest: float) -> float:
    """How far the last waves lie outside the control limits of the ones before; 0.0 when they do not.

    A p-chart (Shewhart 1931) with overdispersion φ ≥ 1: the last wave beyond 3σ, or two of the last three beyond 2σ on
    the same side (Western Electric 1956), and at least ``smallest`` from the centre, which is that of the same season
    once the seasons can be told apart. The answer is a difference of shares. The limits carry the uncertainty of the
    centre, so that three waves are a weaker yardstick than thirty.
    """
    if data.size >= 4:
        distance, sigmas = _against(data, 1)
        if abs(sigmas[0]) > 3 and abs(distance[0]) >= smallest:
            return float(distance[0])
    if data.size >= 6:
        distance, sigmas = _against(data, 3)
        for side in (1, -1):
            beyond = side * sigmas > 2
            if beyond.sum() >= 2 and abs(distance[beyond].mean()) >= smallest:
                return float(distance[beyond].mean())
    return 0.0


def _against(data: Series, last: int) -> tuple[Floats, Floats]:
    """Distance of each of the last waves from the centre of the earlier ones, as shares and in sigmas."""
    before = data.until(-last)
    now, then = half(data.years[-last:]), half(before.years)
    same = now[:, None] == then if before.season else np.ones((last, before.size), dtype=bool)
    known = then[:, None] == then if before.season else np.ones((before.size, before.size), dtype=bool)
    usual, centre = _centre(known, before), _centre(same, before)
    pearson = ((before.x - before.n * usual) ** 2 / (before.n * usual * (1 - usual))).sum()
    spread = max(1.0, float(pearson) / (before.size - 1 - len(before.season)))
    sigma = np.sqrt(spread * centre * (1 - centre) * (1 / data.n[-last:] + 1 / (same @ before.n)))
    distance = data.x[-last:] / data.n[-last:] - centre
    return distance, distance / sigma


def _centre(alike: npt.NDArray[np.bool_], before: Series) -> Floats:
    """The share over the waves that are alike, for each row."""
    # Half a teller on either side: a history without a single mention is no proof that there can be none.
    return np.asarray((alike @ before.x + 0.5) / (alike @ before.n + 1), dtype=np.float64)
