"""Whether coders agree, and what a share coded with known errors really was."""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import krippendorff
import numpy as np
import numpy.typing as npt

NAN = math.nan
Level = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(ratings: Sequence[Sequence[float | str | None]], level: Level) -> float:
    """Krippendorff's α (2019): 1 is full agreement, 0 what chance gives, below 0 less than that.

    ``ratings`` has a row per coder and a column per story; None (or nan) is missing. nan when no story is coded twice
    or when only one value was ever used. Names may be given for the nominal level only.

    Raises ValueError for an unknown level, rows of unequal length, or names on a level that counts.
    """
    if level not in get_args(Level):
        raise ValueError(f"Meetniveau ‘{level}’ bestaat niet; kies uit {', '.join(get_args(Level))}.")
    pairable = [unit for unit in _units(ratings) if len(unit) > 1]
    values = sorted({value for unit in pairable for value in unit}, key=lambda value: (isinstance(value, str), value))
    if level != "nominal" and any(isinstance(value, str) for value in values):
        raise ValueError(f"Op niveau ‘{level}’ moeten codes getallen zijn.")
    if len(values) < 2:
        return NAN
    counts = np.array([[unit.count(value) for value in values] for unit in pairable])
    domain = list(range(len(values))) if level == "nominal" else values
    return float(krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level))


def positive_agreement(ratings: Sequence[Sequence[bool | int | None]]) -> float:
    """Chance that a second coder sees the theme where one did (Cicchetti & Feinstein 1990), 0–1, over all coder pairs.

    2a / (2a + b + c) for two coders. Rows, columns and None as for ``krippendorff_alpha``; nan when nobody saw it.
    """
    both = possible = 0
    for unit in _units(ratings):
        seen = sum(bool(code) for code in unit)
        both += seen * (seen - 1)
        possible += seen * (len(unit) - 1)
    return both / possible if possible else NAN


def spearman(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Rank correlation of two rows of numbers (Spearman 1904), −1 … 1; nan when either never varies."""
    # Bands draw the stories again by the hundred: this is scipy.stats.spearmanr without the test beside it.
    first, second = _mid_ranks(one), _mid_ranks(other)
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return NAN
    return float(np.corrcoef(first, second)[0, 1])


def _mid_ranks(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Ranks from 1; equal numbers share the middle of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    found: npt.NDArray[np.float64] = (np.cumsum(count) - (count - 1) / 2)[place]
    return found


def corrected_share(observed: float, sensitivity: float, specificity: float) -> float:
    """True share behind an observed one: (p* + Sp − 1) / (Se + Sp − 1) (Rogan & Gladen 1978), held within 0–1.

    nan when Se + Sp ≤ 1: such a coder knows no more than a coin. Raises ValueError when one of them is not within 0–1.
    """
    for name, value in (("aandeel", observed), ("sensitiviteit", sensitivity), ("specificiteit", specificity)):
        if value < 0 or value > 1:
            raise ValueError(f"Een {name} van {value:g} ligt niet tussen 0 en 1.")
    informative = sensitivity + specificity - 1
    if math.isnan(observed) or not informative > 0:
        return NAN
    return min(1.0, max(0.0, (observed + specificity - 1) / informative))


def _units(ratings: Sequence[Sequence[float | str | None]]) -> list[list[float | str]]:
    """The codes of each story, without the missing ones."""
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("Elke codeur moet evenveel verhalen hebben; gebruik None voor wat niet gecodeerd is.")
    return [[code for code in unit if code is not None and code == code] for unit in zip(*ratings, strict=True)]
