"""The second look of the safety check: weighed words, for hints that no rule foresaw.

Words, neighbouring words, pieces of words (so that a misspelt word still counts) and pairs of word groups that stand
close together each carry a weight, learnt from invented texts; a passage is weighed by their sum. Only a table and a
sum: the same text gives the same outcome, and the words that weighed most can be shown.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Self

from corpus.wording import fold, listed, sound

REFERENCE = Path(__file__).parent / "reference"
GROUPS, WEIGHTS = REFERENCE / "signal-groups.toml", REFERENCE / "signal-weights.tsv"
PASSAGE, STEP = 40, 20  # words; a danger named once in a long story may not drown in it
FEWEST = 8  # shorter texts say too little to weigh; the rules know those
PIECE, CLOSE = 4, 6  # letters of a piece; how many words further the other group of a pair may stand
INTERCEPT = "(altijd)"
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Groups:
    """Words that say much the same here, by how they sound."""

    words: dict[str, tuple[str, ...]]
    stems: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls) -> Self:
        """The groups of the reference file."""
        data: dict[str, str] = tomllib.loads(GROUPS.read_text(encoding="utf-8"))["groups"]
        words, stems = dict[str, tuple[str, ...]](), list[tuple[str, str]]()
        for name, written in data.items():
            for word in listed(written):
                heard = sound(fold(word.rstrip("*")))
                if word.endswith("*"):
                    stems.append((heard, name))
                elif name not in words.get(heard, ()):
                    words[heard] = (*words.get(heard, ()), name)
        return cls(words, tuple(stems))

    def of(self, heard: str) -> tuple[str, ...]:
        """The groups of a word."""
        stems = (name for stem, name in self.stems if heard.startswith(stem))
        return tuple(dict.fromkeys([*self.words.get(heard, ()), *stems]))


def heard(text: str) -> list[str]:
    """The words of a text as they sound."""
    return [sound(word) for word in _WORD.findall(fold(text))]


def features(words: list[str]) -> list[set[str]]:
    """What can carry weight, for each word of a text."""
    groups = [_groups_of(word) for word in words]
    following = [*words[1:], ">"]
    found = []
    for place, word in enumerate(words):
        here = {*_pieces(word), f"{word}_{following[place]}", *groups[place]}
        if place == 0:
            here.add(f"<_{word}")
        if groups[place]:
            near = {name for others in groups[place : place + CLOSE + 1] for name in others}
            here.update(f"{min(a, b)}|{max(a, b)}" for a in groups[place] for b in near if a != b)
        found.append(here)
    return found


def passages(count: int) -> Iterator[slice]:
    """The passages a text of so many words is weighed in: overlapping, the last one up to the end."""
    for start in range(0, max(count - PASSAGE + STEP, 1), STEP):
        yield slice(start, start + PASSAGE)


def weigh(text: str) -> float:
    """The weight of the heaviest passage of a text, in log odds; higher is more like danger, nan is too short."""
    words = heard(text)
    if len(words) < FEWEST:
        return float("nan")
    weights, carried = _weights(), features(words)
    return max(_weight(carried[passage], weights) for passage in passages(len(words)))


def heaviest_words(text: str, most: int = 5) -> list[str]:
    """The words, as they sound, that weighed most in a text: for a person who asks why. Never kept or logged."""
    weights, words = _weights(), heard(text)
    carried = (sum(weights.get(part, 0.0) for part in parts) for parts in features(words))
    each = zip(carried, words, strict=True)
    return list(dict.fromkeys(word for weight, word in sorted(each, reverse=True) if weight > 0))[:most]


def _weight(carried: list[set[str]], weights: dict[str, float]) -> float:
    parts = set[str]().union(*carried)
    return weights[INTERCEPT] + sum(weights.get(part, 0.0) for part in parts) / sqrt(len(parts))


@cache
def _groups() -> Groups:
    return Groups.read()


@cache
def _weights() -> dict[str, float]:
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    return {part: float(weight) for part, weight in (line.split("\t") for line in lines)}


def _groups_of(word: str) -> tuple[str, ...]:
    return tuple(name.upper() for name in _groups().of(word))


def _pieces(word: str) -> list[str]:
    marked = f"^{word}$"
    return [word, *(marked[start : start + PIECE] for start in range(len(marked) - PIECE + 1))]
