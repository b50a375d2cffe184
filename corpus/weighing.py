"""The second look of the safety check: weighed words, for hints that no rule foresaw.

Words, neighbouring words and pieces of words (so that a misspelt word still counts), word groups, and a word beside a
word group each carry a weight, learnt from invented texts; a passage is weighed by their sum. Only a table and a sum:
the same text gives the same outcome, and the words that weighed most can be shown.
"""

import itertools
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
PIECE = 4  # letters of a piece
DENIES, BEFORE, BEHIND = "niet, nie, nich, neet, nooit, geen, gin, gien, niks, niets, niemand", 2, 3
INTERCEPT = "(altijd)"
_WORD = re.compile(r"[a-z0-9]+")

#: what can carry weight, in three kinds that count alike: spelling, word groups, and a word beside a word group
Parts = tuple[set[str], set[str], set[str]]


@dataclass(frozen=True)
class Groups:
    """Words that say much the same here, by how they sound."""

    words: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    begins: tuple[str, ...]

    @classmethod
    def read(cls) -> Self:
        """The groups of the reference file."""
        data: dict[str, str] = tomllib.loads(GROUPS.read_text(encoding="utf-8"))["groups"]
        words, stems = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
        for name, written in data.items():
            for word in listed(written):
                kept, heard = stems if word.endswith("*") else words, sound(fold(word))
                kept[heard] = tuple(dict.fromkeys([*kept.get(heard, ()), name.upper()]))
        return cls(words, stems, tuple(stems))

    def of(self, heard: str) -> tuple[str, ...]:
        """The groups of a word."""
        found = self.words.get(heard, ())
        if heard.startswith(self.begins):
            begun = (names for stem, names in self.stems.items() if heard.startswith(stem))
            found = tuple(dict.fromkeys(itertools.chain(found, *begun)))
        return found


def heard(text: str) -> list[str]:
    """The words of a text as they sound."""
    return [sound(word) for word in _WORD.findall(fold(text))]


def features(words: list[str]) -> list[Parts]:
    """What can carry weight, for each word of a text."""
    groups = [*map(_groups().of, words), ()]
    following, denies = [*words[1:], ">"], _denies()
    found = list[Parts]()
    for place, word in enumerate(words):
        spelt = {*_pieces(word), f"{word}_{following[place]}"}
        if place == 0:
            spelt.add(f"<_{word}")
        meant = set(groups[place])
        if word in denies:
            around = groups[max(place - BEFORE, 0) : place] + groups[place + 1 : place + 1 + BEHIND]
            meant.update("!" + name for names in around for name in names)
        beside = {f"{word}_{name}" for name in groups[place + 1]}
        beside.update(f"{name}_{following[place]}" for name in groups[place] if place + 1 < len(words))
        found.append((spelt, meant, beside))
    return found


def passages(count: int) -> Iterator[slice]:
    """The passages a text of so many words is weighed in: overlapping, the last one up to the end."""
    for start in range(0, max(count - PASSAGE + STEP, 1), STEP):
        yield slice(start, start + PASSAGE)


def weigh(text: str, weights: dict[str, float] | None = None) -> float:
    """The weight of the heaviest passage of a text, in log odds; higher is more like danger, nan is too short."""
    words = heard(text)
    if len(words) < FEWEST:
        return float("nan")
    known, carried = weights or _weights(), features(words)
    return max(_weight(carried[passage], known) for passage in passages(len(words)))


def together(carried: list[Parts]) -> Parts:
    """What a passage carries: each part once."""
    spelt, meant, beside = (set[str]().union(*(parts[kind] for parts in carried)) for kind in range(3))
    return spelt, meant, beside


def heaviest_words(text: str, most: int = 5) -> list[str]:
    """The words, as they sound, that weighed most in a text: for a person who asks why. Never kept or logged."""
    weights, words = _weights(), heard(text)
    carried = (sum(weights.get(part, 0.0) for kind in parts for part in kind) for parts in features(words))
    each = zip(carried, words, strict=True)
    return list(dict.fromkeys(word for weight, word in sorted(each, reverse=True) if weight > 0))[:most]


def _weight(carried: list[Parts], weights: dict[str, float]) -> float:
    kinds = (kind for kind in together(carried) if kind)
    return weights[INTERCEPT] + sum(sum(weights.get(part, 0.0) for part in kind) / sqrt(len(kind)) for kind in kinds)


@cache
def _groups() -> Groups:
    return Groups.read()


@cache
def _denies() -> frozenset[str]:
    return frozenset(map(sound, listed(DENIES)))


@cache
def _weights() -> dict[str, float]:
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    return {part: float(weight) for part, weight in (line.split("\t") for line in lines)}


def _pieces(word: str) -> list[str]:
    marked = f"^{word}$"
    return [word, *(marked[start : start + PIECE] for start in range(len(marked) - PIECE + 1))]
