"""Weighs what the words of a story say against what was found by rule: one calibrated probability per theme."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reading.linear import Matrix

FILE = "mixture.json"
#: what is weighed, the same for every theme, so that few numbers are learnt and a new list of expressions fits in
SIGHTS = ("words", "words ahead of the next best theme", "evidence", "evidence behind the strongest theme")


@dataclass(frozen=True, slots=True)
class Mixture:
    """A logistic regression over ``SIGHTS``; ``weights`` has one number for each.

    A theme needs the probability ``threshold``; the strongest theme of a story needs only ``first``.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    first: float

    @classmethod
    def load(cls, folder: Path) -> "Mixture":
        """The mixture in a folder; raises OSError when it is not there."""
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(tuple(facts["weights"]), facts["bias"], facts["threshold"], facts["first"])

    def save(self, folder: Path, about: Mapping[str, Any]) -> None:
        """Write it with what each weight stands for and what it was made from."""
        weights = [round(weight, 4) for weight in self.weights]
        facts = {"sights": SIGHTS, "weights": weights, "bias": round(self.bias, 4)}
        facts |= {"threshold": self.threshold, "first": self.first, "about": dict(about)}
        (folder / FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def probabilities(self, scores: Matrix, evidence: Matrix) -> Matrix:
        """Probability of every theme; scores of the words and evidence 0 … 1, all of shape (stories, themes)."""
        logits = sights(scores, evidence) @ np.array(self.weights) + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))

    def kept(self, probabilities: Matrix, most: int) -> list[list[int]]:
        """For every story the columns of its themes, most probable first, at most ``most``."""
        ordered = np.argsort(-probabilities, axis=1, kind="stable")[:, :most]
        return [
            [
                int(column)
                for place, column in enumerate(columns)
                if chances[column] >= (self.threshold if place else self.first)
            ]
            for columns, chances in zip(ordered, probabilities, strict=True)
        ]


def sights(scores: Matrix, evidence: Matrix) -> Matrix:
    """What is weighed, shape (stories, themes, sights)."""
    scores = np.clip(scores, -12, 12)
    runner_up = np.sort(scores, axis=1)[:, -2:-1]
    strongest = evidence.max(axis=1, keepdims=True)
    return np.stack([scores, scores - runner_up, evidence, evidence - strongest], axis=-1)
