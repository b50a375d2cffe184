"""Whether a recorded change of method is visible in a series: then nothing may be compared across it."""

from collections.abc import Sequence

import numpy as np

from analysis.numbers.changepoint import two_levels
from analysis.numbers.logit import chance, deviance, fit, spread
from analysis.numbers.waves import Series, Wave, breaks, series

SEEN = 0.10  # as lenient as a signal: taking a change of method for a change of the world is the worse mistake
STRONG = 6  # difference in deviance (BIC) that is strong evidence for one description (Kass & Raftery 1995)
SAME_PLACE = 3.84  # places whose fit is this close to the best cannot be told apart (95 %, χ² with 1 degree of freedom)


def seen_break(waves: Sequence[Wave], smallest: float) -> int | None:
    """Position of the last recorded break at which the level jumps by at least ``smallest``; None when there is none.

    Each break is looked at between its neighbours. It is seen when the level differs (p < .10), no other place than
    within one wave of it explains the series better, and a straight line does not fit clearly better than a jump.
    """
    marks = breaks(waves)
    edges = [0, *marks, len(waves)]
    seen = [
        mark
        for before, mark, after in zip(edges, marks, edges[2:], strict=False)
        if _jumps(series(waves[before:after]), len(series(waves[before:mark]).years), smallest)
    ]
    return seen[-1] if seen else None


def _jumps(data: Series, mark: int, smallest: float) -> bool:
    if not (0 < mark < data.size and data.varies):
        return False
    falls_short = {place: deviance(data, two_levels(data, place)) for place in range(1, data.size)}
    place = min((p for p in falls_short if abs(p - mark) <= 1), key=lambda p: falls_short[p])
    levels = two_levels(data, place)
    phi = spread(data, levels, 2)
    gain = (deviance(data, np.full(data.size, data.share)) - falls_short[place]) / phi
    return (
        chance(gain, phi, data.size - 2) < SEEN
        and abs(levels[-1] - levels[0]) >= smallest
        and falls_short[place] <= min(falls_short.values()) + SAME_PLACE * phi
        and not _is_line(data, falls_short[place], phi)
    )


def _is_line(data: Series, falls_short: float, phi: float) -> bool:
    """Whether one straight line through everything describes the series far better than a jump at the mark."""
    if data.size < 4:
        return False
    line = deviance(data, fit(data, [data.years - data.years.mean()]).shares)
    return falls_short - line > phi * STRONG
