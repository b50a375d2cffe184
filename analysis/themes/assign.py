"""Which codebook themes a story is about, how probable each is, and why: expressions and words together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np

from analysis.reading.linear import STORED, LinearModel, Matrix
from analysis.reading.models import STARTER
from analysis.reading.reader import Reading
from analysis.themes.content import has_no_content
from analysis.themes.evidence import EXPRESSIONS, THRESHOLD, Found, evidence, expressions, weighed
from analysis.themes.mixture import FILE, Mixture

__all__ = [
    "EXPRESSIONS",
    "FILES",
    "MOST",
    "THRESHOLD",
    "Themes",
    "Why",
    "assign",
    "evidence",
    "explain",
    "explained",
    "has_no_content",
    "table",
]

#: the files of a model: everything that decides about themes beside the codebook and the expressions
FILES = (*STORED, FILE)
#: a story has at most so many themes
MOST = 4
# In a text of fewer words than this nothing counts but clear evidence: "De juf." is about nothing yet.
SHORT = 5
_STRONGEST_WORDS = 5

Themes = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a story got a theme: the expressions found, and the words that weighed most (weight, may be below zero)."""

    theme: str
    probability: float
    expressions: tuple[str, ...]
    words: tuple[tuple[str, float], ...]


def assign(readings: Sequence[Reading], model: Path = STARTER.themes) -> list[Themes]:
    """For every story up to four themes with their probability, 0 … 1, most probable first.

    A text without content has none; in a text of a few words only clear evidence counts.
    """
    return _assigned(readings, [expressions(reading) for reading in readings], model)


def explained(readings: Sequence[Reading], model: Path = STARTER.themes) -> list[list[Why]]:
    """As ``assign``, with for every story why it gets its themes, for who decides about them."""
    found = [expressions(reading) for reading in readings]
    return list(map(partial(_why, model=model), readings, found, _assigned(readings, found, model)))


def explain(reading: Reading, model: Path = STARTER.themes) -> list[Why]:
    """Why one story gets its themes: in the order of ``assign``."""
    (why,) = explained([reading], model)
    return why


def _why(reading: Reading, found: Found, themes: Themes, model: Path) -> list[Why]:
    if not themes:
        return []
    words = _words(model).why_each(reading, [theme for theme, _ in themes], _STRONGEST_WORDS)
    return [
        Why(
            theme,
            probability,
            tuple(sorted(found.get(theme, {}), key=lambda phrase: (-found[theme][phrase], phrase))),
            tuple(strongest),
        )
        for (theme, probability), strongest in zip(themes, words, strict=True)
    ]


def table(found: Sequence[Found], themes: Sequence[str]) -> Matrix:
    """The evidence of many stories, shape (stories, themes)."""
    column = {theme: place for place, theme in enumerate(themes)}
    filled = np.zeros((len(found), len(themes)))
    for row, one in enumerate(found):
        for theme, weight in weighed(one).items():
            filled[row, column[theme]] = weight
    return filled


def _assigned(readings: Sequence[Reading], found: Sequence[Found], model: Path) -> list[Themes]:
    told = [place for place, reading in enumerate(readings) if not has_no_content(reading)]
    themes: list[Themes] = [()] * len(readings)
    if not told:
        return themes
    by_words, mixture = _words(model), _mixture(model)
    clear = table([found[place] for place in told], by_words.labels)
    chances = mixture.probabilities(by_words.scores([readings[place] for place in told]), clear)
    for row, place in enumerate(told):
        if readings[place].count < SHORT:
            chances[row, clear[row] < THRESHOLD] = 0.0
    for row, (place, kept) in enumerate(zip(told, mixture.kept(chances, MOST), strict=True)):
        themes[place] = tuple((by_words.labels[column], round(float(chances[row, column]), 4)) for column in kept)
    return themes


@cache
def _words(model: Path) -> LinearModel:
    return LinearModel.load(model)


@cache
def _mixture(model: Path) -> Mixture:
    return Mixture.load(model)
