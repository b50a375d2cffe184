"""How good polarity is on labelled texts: all of them, and by audience and style."""

from collections import defaultdict
from collections.abc import Sequence
from math import nan

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from analysis.learning.polarity import Text
from analysis.reading.sentiment import MIDDLE, NEGATIVE, POSITIVE, Feeling

#: figures of fewer texts say nothing
FEWEST = 10
Figures = dict[str, float]


def figures(texts: Sequence[Text], felt: Sequence[Feeling]) -> Figures:
    """Macro-F1 of three classes, share right, AUC of the score between good and bad, F1 of mixed, and n."""
    given = np.array([text.polarity for text in texts])
    score = np.array([one.score for one in felt])
    sided = given != MIDDLE
    good = given[sided] == POSITIVE
    found = [one.polarity for one in felt]
    mixed = [text.mixed for text in texts]
    return {
        "n": len(texts),
        "macro_f1": _rounded(f1_score(given, found, average="macro", labels=[NEGATIVE, MIDDLE, POSITIVE])),
        "right": _rounded(float(np.mean(given == found))),
        "auc": _rounded(roc_auc_score(good, score[sided])) if good.any() and not good.all() else nan,
        "mixed_f1": _rounded(f1_score(mixed, [one.mixed for one in felt])) if any(mixed) else nan,
    }


def table(texts: Sequence[Text], felt: Sequence[Feeling]) -> dict[str, Figures]:
    """The figures of all texts and of every audience and style with enough of them."""
    parts: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for part in ("alle", text.audience, text.style):
            parts[part].append(place)
    return {
        part: figures([texts[place] for place in places], [felt[place] for place in places])
        for part, places in parts.items()
        if len(places) >= FEWEST
    }


def _rounded(value: float) -> float:
    return round(float(value), 3)
