"""Trend without a model: does a series keep going one way, and how fast."""

import math
from collections import Counter
from collections.abc import Sequence

from scipy.stats import kendalltau, norm, theilslopes

from analysis.numbers.waves import refuse_shrunk

EXACT = 12  # values up to which the null distribution is counted out


def mann_kendall(values: Sequence[float]) -> float:
    """Two-sided p of a monotone trend (Mann 1945, Kendall 1975): exact to 12 values without ties, else normal.

    The normal approximation is corrected for ties and continuity. The number of tellers per value plays no part. nan
    below two values. Raises TypeError for shrunk estimates and ValueError for undefined values.
    """
    refuse_shrunk(values)
    if any(math.isnan(value) for value in values):
        raise ValueError("Een reeks met een onbekende waarde is niet te toetsen; laat dat meetmoment weg.")
    n = len(values)
    if n < 2:
        return math.nan
    ties = Counter(values).values()
    if n <= EXACT and max(ties) == 1:
        return float(kendalltau(range(n), values, method="exact").pvalue)
    score = sum((later > value) - (later < value) for i, value in enumerate(values) for later in values[i + 1 :])
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    return 1.0 if score == 0 else float(2 * norm.sf((abs(score) - 1) / math.sqrt(variance)))


def theil_sen(times: Sequence[float], values: Sequence[float]) -> float:
    """Median of the slopes between all pairs (Theil 1950, Sen 1968), in values per unit of time; nan below two times.

    Raises TypeError for shrunk estimates.
    """
    refuse_shrunk(values)
    if len(set(times)) < 2:
        return math.nan
    return float(theilslopes(values, times).slope)
