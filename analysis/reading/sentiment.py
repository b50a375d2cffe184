"""How a story feels, by an own lexicon and rules: an explainable check beside the teller's own marks, never instead of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.reading.clauses import Clause, clauses
from analysis.reading.phrases import Hit, Phrases, longest
from analysis.reading.reader import Reading, Word

LEXICON = Path(__file__).parents[2] / "corpus" / "reference" / "lexicon.tsv"
NEGATIVE, MIDDLE, POSITIVE = "negatief", "midden", "positief"

# Set on the development part of the fictional stories only.
BAND = 0.12
MIXED_LEAST, MIXED_SHARE = 0.8, 0.5
# What was before counts less than what is now; what follows "maar" counts double what goes before.
BEFORE_NOW, BEFORE_BUT, AFTER_BUT = 0.3, 2 / 3, 4 / 3
NOT_GOOD, NOT_BAD, NO_LONGER_BAD = -0.8, -0.4, -0.8
TOO_MUCH = -0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon."""

    value: float
    kind: str


@dataclass(frozen=True, slots=True)
class Feeling:
    """Polarity of a text. ``score`` = (P − N) / (P + N + 1), −1 … 1; ``why`` lists (word, weight, rule)."""

    score: float
    polarity: str
    mixed: bool
    why: tuple[tuple[str, float, str], ...] = ()
