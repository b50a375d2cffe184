"""Whether two topics are the same one: by their words and by the stories they share, one to one."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment

#: both are needed: words this alike (cosine of c-TF-IDF), and so large a part of the shared stories in both
ALIKE, SHARED = 0.70, 0.30


class Comparable(Protocol):
    """Anything with weighted words and members."""

    @property
    def weights(self) -> Mapping[str, float]:
        """Weight by word."""

    @property
    def members(self) -> Set[object]:
        """The stories in it."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two topics that are one: places in both lists, cosine of the words, Jaccard of the stories both runs had."""

    one: int
    other: int
    cosine: float
    jaccard: float


def align(
    ones: Sequence[Comparable],
    others: Sequence[Comparable],
    known_to_ones: Set[object],
    known_to_others: Set[object],
    alike: float = ALIKE,
    shared: float = SHARED,
) -> list[Match]:
    """Match the topics of two runs, each at most once, so that together they are most alike (Hungarian assignment).

    Only stories that both runs had count for the overlap. A pair below either threshold is no match (Chuang et al. 2015
    align topics across runs in the same way).
    """
    if not ones or not others:
        return []
    both = known_to_ones & known_to_others
    cosines = np.array([[cosine(one.weights, other.weights) for other in others] for one in ones])
    overlaps = np.array([[jaccard(one.members & both, other.members & both) for other in others] for one in ones])
    rows, columns = linear_sum_assignment(cosines + overlaps, maximize=True)
    matches = (
        Match(int(i), int(j), float(cosines[i, j]), float(overlaps[i, j])) for i, j in zip(rows, columns, strict=True)
    )
    return [match for match in matches if match.cosine >= alike and match.jaccard >= shared]


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two weighted lists of words, 0 … 1 for weights that are not negative; 0 when either is empty."""
    lengths = (sum(weight**2 for weight in weights.values()) ** 0.5 for weights in (one, other))
    product = float(np.prod(list(lengths)))
    together = sum(weight * other[word] for word, weight in one.items() if word in other)
    return together / product if product else 0.0


def jaccard(one: Set[object], other: Set[object]) -> float:
    """Shared members as a part of all members, 0 … 1 (Jaccard 1901); 0 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 0.0
