"""NI-06 … NI-09: hope, influence, trust, and the mark out of ten for life."""

from collections.abc import Callable

import numpy as np

from analysis.numbers.indicators.estimate import Estimate, counted, mean, share
from analysis.numbers.observations import GRADE, HOPE, INFLUENCE, TRUST, Array, Observations

#: on a scale of four, from here on a teller agrees
AGREES = 3
#: the marks of NI-09 in three bars
_BARS = ((0, 5, "0 tot en met 5"), (6, 7, "6 of 7"), (8, 10, "8, 9 of 10"))


def agreeing(item: str) -> Callable[[Observations, Array, str], Estimate]:
    """NI-06 Toekomsthoop, NI-07 Eigen invloed, NI-08 Vertrouwen: share that chose "klopt" or "klopt een beetje".

    Range 0 … 1, higher is more hope, influence or trust. Among tellers whose form has the item and who answered it.
    """

    def share_agreeing(observations: Observations, cell: Array, _subject: str) -> Estimate:
        asked = cell & (observations.names[item] != "")
        valid = asked & ~np.isnan(observations.numbers[item])
        agrees = np.nan_to_num(observations.numbers[item], nan=0.0) >= AGREES
        return share(observations, asked, valid, agrees, counted(observations.names[item], asked))

    return share_agreeing


hope, influence, trust = (agreeing(item) for item in (HOPE, INFLUENCE, TRUST))


def life_mark(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-09 Levenscijfer: mean of the optional mark 0 … 10, higher is better. Band by cluster bootstrap.

    Asked in another way than in national surveys: never to be called lower or higher than theirs.
    """
    marks = observations.numbers[GRADE]
    asked = cell & (observations.names[GRADE] != "")
    valid = asked & ~np.isnan(marks)
    parts = {name: float((valid & (marks >= low) & (marks <= high)).sum()) for low, high, name in _BARS}
    return mean(observations, asked, valid, marks, {**parts, "overgeslagen": float((asked & ~valid).sum())})
