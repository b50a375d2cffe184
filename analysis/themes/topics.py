"""Groups of stories that use the same words: one run of BERTopic over a sample, without torch."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from scipy.sparse import csr_matrix
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, normalize

FUNCTION_WORDS = Path(__file__).parents[2] / "corpus" / "reference" / "function-words.txt"

#: under this many stories k-means finds nothing stable and the stories are merged two by two instead
FEW = 300
#: nor is there a topic when hardly a word stands in two stories
LEAST_WORDS = 10
WORDS = 10
_MOST_GROUPS, _DIMENSIONS = 40, 50
_WORD = r"(?u)\b[^\W\d_]{2,}\b"

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Topic:
    """One group: the weight of its words by c-TF-IDF (Grootendorst 2022), length 1, and the stories in it by place."""

    weights: Mapping[str, float]
    members: frozenset[int]

    def words(self, most: int = WORDS) -> tuple[str, ...]:
        """Its most telling words, first first."""
        return tuple(sorted(self.weights, key=lambda word: (-self.weights[word], word))[:most])


class Vocabulary:
    """The words of all stories, counted once, so that topics of different samples can be compared word by word."""

    def __init__(self, documents: Sequence[str], points: Numbers | None = None) -> None:
        self.documents = documents
        self.points = points
        self.analyse: Callable[[str], list[str]] = CountVectorizer(
            token_pattern=_WORD, stop_words=list(function_words())
        ).build_analyzer()
        counts = Counter(word for document in documents for word in set(self.analyse(document)))
        self.words = sorted(word for word, count in counts.items() if count > 1)

    @property
    def says_enough(self) -> bool:
        """Whether there is anything to group by."""
        return len(self.words) >= LEAST_WORDS

    def embedded(self, seed: int) -> Numbers:
        """The stories as points of length 1: those given, else TF-IDF in 50 dimensions by truncated SVD."""
        if self.points is not None:
            return self.points
        table = TfidfVectorizer(vocabulary=self.words, analyzer=self.analyse, sublinear_tf=True).fit_transform(
            self.documents
        )
        size = max(1, min(_DIMENSIONS, table.shape[1] - 1, len(self.documents) - 1))
        reduced = make_pipeline(TruncatedSVD(size, random_state=seed), Normalizer(copy=False))
        return np.asarray(reduced.fit_transform(table), dtype=np.float64)


def grouped(vocabulary: Vocabulary, embeddings: Numbers, places: Sequence[int], seed: int, least: int) -> list[Topic]:
    """Every topic in the stories at ``places``, by BERTopic over given embeddings; the seed decides the grouping."""
    documents = [vocabulary.documents[place] for place in places]
    model = BERTopic(
        language=None,
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_grouping(len(documents), seed, least),
        vectorizer_model=CountVectorizer(vocabulary=vocabulary.words, analyzer=vocabulary.analyse),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=WORDS,
    )
    with np.errstate(divide="ignore"):  # words that stand in no story of this sample weigh nothing in it
        numbers, _ = model.fit_transform(documents, embeddings=embeddings[list(places)])
    members: dict[int, set[int]] = defaultdict(set)
    for place, number in zip(places, numbers, strict=True):
        members[int(number)].add(place)
    # The rows of the table are the topics in order of their number.
    rows = dict(zip(sorted(members), normalize(csr_matrix(model.c_tf_idf_)), strict=True))
    return [Topic(_weights(rows[number], vocabulary.words), frozenset(inside)) for number, inside in members.items()]


def _weights(row: csr_matrix, words: Sequence[str]) -> dict[str, float]:
    return {words[column]: float(weight) for column, weight in zip(row.indices, row.data, strict=True) if weight}


def _grouping(n: int, seed: int, least: int) -> Any:
    """About √(n/2) groups of ``least`` stories or more: k-means, or for few stories merging by Ward's criterion."""
    groups = max(2, min(_MOST_GROUPS, round(math.sqrt(n / 2)), n // least))
    return AgglomerativeClustering(groups) if n < FEW else KMeans(groups, n_init=4, random_state=seed)


@cache
def function_words() -> tuple[str, ...]:
    """Dutch words that name no topic; negations and comparisons are not among them."""
    lines = FUNCTION_WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(sorted({word for line in lines if not line.startswith("#") for word in line.split()}))
