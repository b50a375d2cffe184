"""How a story feels, by lexicon, rules and a small classifier: a check beside the teller's own marks, never instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analysis.reading.evidence import FEATURES, Evidence, evidence, features
from analysis.reading.linear import LinearModel, Matrix
from analysis.reading.models import STARTER
from analysis.reading.reader import Reading
from analysis.themes.assign import has_no_content

NEGATIVE, MIDDLE, POSITIVE = "negatief", "midden", "positief"
#: what the classifier tells apart: the middle is quiet, or it is both good and bad
QUIET, BOTH = "rustig", "gemengd"
LABELS = (NEGATIVE, QUIET, POSITIVE, BOTH)
#: the rule that ``why`` names for a word that only the classifier weighs
BY_WORDS = "woordmodel"

# Set on the development part of the fictional stories only: how probable both sides must be to be called mixed.
MIXED = 0.25


@dataclass(frozen=True, slots=True)
class Feeling:
    """Polarity of a text. ``score`` −1 … 1: how much more probable good is than bad; ``why``: (word, weight, rule)."""

    score: float
    polarity: str
    mixed: bool
    why: tuple[tuple[str, float, str], ...] = ()


def feeling(reading: Reading, model: Path = STARTER.polarity) -> Feeling:
    """The feeling of a text, with the words and rules of the lexicon and the strongest words of the classifier.

    ``midden`` when the text says nothing, is quiet, or weighs about the same on both sides. Questions and quoted
    speech are left out by the rules; words of origin, religion, disability, income and place, and names, weigh nothing.
    """
    found = evidence(reading)
    (one,) = _felt([reading], [found], model)
    return Feeling(one.score, one.polarity, one.mixed, (*_by_rules(found), *_by_words(reading, found, model)))


def feelings(readings: Sequence[Reading], model: Path = STARTER.polarity) -> list[Feeling]:
    """The feelings of many texts by the model in a folder, in order, without ``why``: for whole batches."""
    return _felt(readings, [evidence(reading) for reading in readings], model)


def extra_features(found: Sequence[Evidence], readings: Sequence[Reading]) -> Matrix:
    """What the rules tell the classifier: shape (texts, features)."""
    rows = [features(one, reading) for one, reading in zip(found, readings, strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


@cache
def _loaded(model: Path) -> LinearModel:
    return LinearModel.load(model)


def _felt(readings: Sequence[Reading], found: Sequence[Evidence], model: Path) -> list[Feeling]:
    chances = _loaded(model).probabilities(readings, extra_features(found, readings))
    return [
        Feeling(0.0, MIDDLE, False) if not one.signs and has_no_content(reading) else weighed(row)
        for one, reading, row in zip(found, readings, chances, strict=True)
    ]


def weighed(chances: Matrix) -> Feeling:
    """What the probabilities of ``LABELS`` come to: the class of the most probable one."""
    by_label = dict(zip(LABELS, chances.tolist(), strict=True))
    likeliest = max(LABELS, key=by_label.__getitem__)
    polarity = MIDDLE if likeliest in (QUIET, BOTH) else likeliest
    return Feeling(round(by_label[POSITIVE] - by_label[NEGATIVE], 4), polarity, by_label[BOTH] >= MIXED)


def _by_rules(found: Evidence) -> Iterator[tuple[str, float, str]]:
    for sign in found.signs:
        yield sign.phrase, round(sign.weight, 3), "+".join(sign.rules) or "lexicon"


def _by_words(reading: Reading, found: Evidence, model: Path) -> Iterator[tuple[str, float, str]]:
    """The strongest words of the classifier; what the lexicon names already is not named twice."""
    named = {sign.phrase for sign in found.signs}
    for word, weight in _loaded(model).why(reading, POSITIVE, NEGATIVE):
        if word not in named:
            yield word, round(weight, 3), BY_WORDS
