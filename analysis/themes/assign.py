"""Which codebook themes a story is about, how probable each is, and why: expressions and words together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analysis.reading.linear import LinearModel, Matrix
from analysis.reading.reader import Reading
from analysis.themes.content import has_no_content
from analysis.themes.evidence import EXPRESSIONS, THRESHOLD, Found, evidence, expressions, weighed
from analysis.themes.mixture import FILE, Mixture

__all__ = [
    "EXPRESSIONS",
    "FILES",
    "MODEL",
    "MOST",
    "THRESHOLD",
    "Themes",
    "Why",
    "assign",
    "evidence",
    "explain",
    "has_no_content",
    "table",
]

MODEL = Path(__file__).parents[2] / "corpus" / "reference" / "models" / "themes"
#: everything that decides about themes beside the codebook and the expressions
FILES = tuple(MODEL / name for name in ("weights.npz", "model.json", FILE))
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


def assign(readings: Sequence[Reading]) -> list[Themes]:
    """For every story up to four themes with their probability, 0 … 1, most probable first.

    A text without content has none; in a text of a few words only clear evidence counts.
    """
    return _assigned(readings, [expressions(reading) for reading in readings])


def explain(reading: Reading) -> list[Why]:
    """Why a story gets its themes, for who decides about them: in the order of ``assign``."""
    found = expressions(reading)
    (themes,) = _assigned([reading], [found])
    return [
        Why(
            theme,
            probability,
            tuple(sorted(found.get(theme, {}), key=lambda phrase: (-found[theme][phrase], phrase))),
            tuple(_model().why(reading, theme, most=_STRONGEST_WORDS)),
        )
        for theme, probability in themes
    ]


def table(found: Sequence[Found], themes: Sequence[str]) -> Matrix:
    """The evidence of many stories, shape (stories, themes)."""
    column = {theme: place for place, theme in enumerate(themes)}
    filled = np.zeros((len(found), len(themes)))
    for row, one in enumerate(found):
        for theme, weight in weighed(one).items():
            filled[row, column[theme]] = weight
    return filled


def _assigned(readings: Sequence[Reading], found: Sequence[Found]) -> list[Themes]:
    told = [place for place, reading in enumerate(readings) if not has_no_content(reading)]
    themes: list[Themes] = [()] * len(readings)
    if not told:
        return themes
    model, mixture = _model(), _mixture()
    clear = table([found[place] for place in told], model.labels)
    chances = mixture.probabilities(model.scores([readings[place] for place in told]), clear)
    for row, place in enumerate(told):
        if readings[place].count < SHORT:
            chances[row, clear[row] < THRESHOLD] = 0.0
    for row, (place, kept) in enumerate(zip(told, mixture.kept(chances, MOST), strict=True)):
        themes[place] = tuple((model.labels[column], round(float(chances[row, column]), 4)) for column in kept)
    return themes


@cache
def _model() -> LinearModel:
    return LinearModel.load(MODEL)


@cache
def _mixture() -> Mixture:
    return Mixture.load(MODEL)
