"""A small linear model over words, pieces of words and named extra features, kept as plain arrays and JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.reading.terms import PIECE, Pair, of_neighbours, of_word, terms_of, words_of

if TYPE_CHECKING:
    from analysis.reading.reader import Reading

Matrix: TypeAlias = NDArray[np.float64]

#: the files of a model
STORED = _ARRAYS, _FACTS = "weights.npz", "model.json"
_MOST_REMEMBERED = 50_000


@dataclass(slots=True)
class LinearModel:
    """Logistic regression with calibrated probabilities.

    ``vocabulary`` gives every term its row in ``weights`` (terms + extras, labels), pieces of words last; ``rarity``
    is the weight of a term by document frequency. Extras are standardised by ``centre`` and ``scale``. The scores go
    through ``slope`` and ``shift`` (Platt, 1999), then through a softmax when the labels are ``exclusive`` and through
    a sigmoid each when they are not. Words in ``never`` are no feature, nor are proper names: who tells is not what
    is told.
    """

    labels: tuple[str, ...]
    exclusive: bool
    vocabulary: dict[str, int]
    rarity: Matrix
    weights: Matrix
    bias: Matrix
    slope: Matrix
    shift: Matrix
    extras: tuple[str, ...] = ()
    centre: Matrix = field(default_factory=lambda: np.zeros(0))
    scale: Matrix = field(default_factory=lambda: np.ones(0))
    never: frozenset[str] = frozenset()
    about: dict[str, Any] = field(default_factory=dict)
    _pieces_from: int = field(init=False, repr=False, default=0)
    _remembered: dict[Pair, list[int]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        rows = (row for term, row in self.vocabulary.items() if term[0] == PIECE)
        self._pieces_from = min(rows, default=len(self.vocabulary))

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        """The model in a folder; raises OSError when it is not there."""
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float64) for name in stored.files}
        vocabulary = {term: row for row, term in enumerate(facts.pop("vocabulary"))}
        labels, extras = tuple(facts.pop("labels")), tuple(facts.pop("extras"))
        return cls(
            labels=labels, extras=extras, vocabulary=vocabulary, never=frozenset(facts.pop("never")), **facts, **arrays
        )

    def save(self, folder: Path, about: Mapping[str, Any]) -> None:
        """Write ``weights.npz`` (single precision) and ``model.json``; ``about``: made from what, how good."""
        folder.mkdir(parents=True, exist_ok=True)
        names = ("rarity", "weights", "bias", "slope", "shift", "centre", "scale")
        np.savez_compressed(folder / _ARRAYS, **{name: getattr(self, name).astype(np.float32) for name in names})
        facts = {
            "about": dict(about),
            "labels": self.labels,
            "exclusive": self.exclusive,
            "extras": self.extras,
            "never": sorted(self.never),
            "vocabulary": list(self.vocabulary),
        }
        (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    def probabilities(self, stories: "Sequence[Reading | str]", extra: Matrix | None = None) -> Matrix:
        """Probability of every label, shape (stories, labels); ``extra`` has shape (stories, extras)."""
        return self.calibrated(self.scores(stories, extra))

    def scores(self, stories: "Sequence[Reading | str]", extra: Matrix | None = None) -> Matrix:
        """What the weights say, before calibration: shape (stories, labels)."""
        summed = np.tile(self.bias, (len(stories), 1))
        for place, story in enumerate(stories):
            rows, values = self.row(story)
            summed[place] += values @ self.weights[rows]
        if len(self.extras):
            summed += self.standardised(extra, len(stories)) @ self.weights[len(self.vocabulary) :]
        return summed

    def calibrated(self, scores: Matrix) -> Matrix:
        """Probabilities of scores: a softmax over exclusive labels, else a sigmoid each."""
        scores = scores * self.slope + self.shift
        if not self.exclusive:
            return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def why(self, story: "Reading | str", label: str, against: str = "", most: int = 5) -> list[tuple[str, float]]:
        """The words that weigh most for or against a label (or for it and not for another), strongest first.

        Pieces of words and extras count in the scores too and are not named here.
        """
        column = self.weights[:, self.labels.index(label)]
        if against:
            column = column - self.weights[:, self.labels.index(against)]
        (found,) = self._strongest(story, [column], most)
        return found

    def why_each(self, story: "Reading | str", labels: Sequence[str], most: int = 5) -> list[list[tuple[str, float]]]:
        """As ``why``, for several labels at once."""
        return self._strongest(story, [self.weights[:, self.labels.index(label)] for label in labels], most)

    def _strongest(self, story: "Reading | str", columns: Sequence[Matrix], most: int) -> list[list[tuple[str, float]]]:
        """For every column of weights the words of a story that weigh most in it."""
        rows, values = self.row(story)
        place = {row: at for at, row in enumerate(rows.tolist())}
        terms = dict.fromkeys(terms_of(story, self.never, with_pieces=False))
        named = [(term[1:], place[self.vocabulary[term]]) for term in terms if term in self.vocabulary]
        worded = [(name, at) for name, at in named if any(map(str.isalpha, name))]
        weighed = ((values * column[rows]).tolist() for column in columns)
        found = ([(name, parts[at]) for name, at in worded] for parts in weighed)
        return [sorted(one, key=lambda part: (-abs(part[1]), part[0]))[:most] for one in found]

    def row(self, story: "Reading | str") -> tuple[NDArray[np.intp], Matrix]:
        """Which rows of the weights a story has, and how strongly: its words and its pieces have length 1 each."""
        rows, counts = np.unique(np.array(self._found(story), np.intp), return_counts=True)
        values = (1 + np.log(counts)) * self.rarity[rows]
        middle = int(np.searchsorted(rows, self._pieces_from))
        for block in (values[:middle], values[middle:]):
            block /= max(float(np.sqrt(block @ block)), 1e-12)
        return rows, values

    def _found(self, story: "Reading | str") -> list[int]:
        """The row of every term of a story that the model knows; what it knows of a word is remembered."""
        words = words_of(story, self.never)
        found: list[int] = []
        for word in words:
            if word is not None:
                if word not in self._remembered:
                    self._remember(word)
                found += self._remembered[word]
        for one, two in pairwise(words):
            if one is not None and two is not None:
                for term in of_neighbours(one, two):
                    if term in self.vocabulary:
                        found.append(self.vocabulary[term])
        return found

    def _remember(self, word: Pair) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[word] = [row for term in of_word(*word) if (row := self.vocabulary.get(term)) is not None]

    def standardised(self, extra: Matrix | None, count: int) -> Matrix:
        """The extras on one scale; raises ValueError when they are not the ones that the model knows."""
        if extra is None or extra.shape != (count, len(self.extras)):
            raise ValueError(f"This model needs {len(self.extras)} extra features for each of {count} stories.")
        return np.asarray((extra - self.centre) / self.scale)
