"""Topics that BERTopic proposes to people, without torch: candidates and coverage, never a published series."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from analysis.reading.masking import PLACEHOLDER
from analysis.reading.reader import Reading, open_reader
from analysis.themes.assign import THRESHOLD, evidence, has_no_content

FUNCTION_WORDS = Path(__file__).parents[2] / "corpus" / "reference" / "function-words.txt"

#: under this many stories k-means finds nothing stable and the stories are merged two by two instead
FEW = 300
#: with fewer there is no topic to speak of; and a topic holds at least this many stories
LEAST, SMALLEST = 20, 5
#: nor when hardly a word stands in two of them
LEAST_WORDS = 10
WORDS, NEAR = 10, 3
_DIMENSIONS = 50


@dataclass(frozen=True, slots=True)
class ProposedTopic:
    """A group of stories that use the same words: most telling word first, with the nearest codebook themes."""

    words: tuple[str, ...]
    member_ids: tuple[str, ...]
    near: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one run proposes. ``coverage``: share of the stories that fit some codebook theme, nan without stories."""

    proposals: tuple[ProposedTopic, ...]
    coverage: float


def propose(texts: Sequence[tuple[str, str]], seed: int = 7, configured: str = "") -> Discovery:
    """Topics in masked texts (id, text), largest first; the same texts give the same topics in any order.

    Words become TF-IDF, TF-IDF becomes 50 dimensions (truncated SVD), and those are grouped; BERTopic names the groups
    by c-TF-IDF (Grootendorst 2022). Empty answers are left out, or they would form a topic of their own.
    """
    ordered = sorted(texts)
    readings = list(open_reader(configured).pipe(PLACEHOLDER.sub(" ", text) for _, text in ordered))
    told = [(identity, one) for (identity, _), one in zip(ordered, readings, strict=True) if not has_no_content(one)]
    themes = [evidence(reading) for _, reading in told]
    covered = [max(scores.values(), default=0.0) >= THRESHOLD for scores in themes]
    coverage = sum(covered) / len(covered) if covered else math.nan
    if len(told) < LEAST:
        return Discovery((), coverage)
    topics, words = _grouped([_document(reading) for _, reading in told], seed)
    members: dict[int, list[int]] = defaultdict(list)
    for place, topic in enumerate(topics):
        members[topic].append(place)
    found = [
        ProposedTopic(
            words[topic], tuple(told[place][0] for place in places), _near([themes[place] for place in places])
        )
        for topic, places in members.items()
        if len(places) >= SMALLEST and words[topic]
    ]
    return Discovery(tuple(sorted(found, key=lambda one: (-len(one.member_ids), one.words))), coverage)


def _grouped(documents: list[str], seed: int) -> tuple[list[int], dict[int, tuple[str, ...]]]:
    """The topic of every document, and the words of every topic."""
    stop = list(function_words())
    pattern = r"(?u)\b[^\W\d_]{2,}\b"
    weights = TfidfVectorizer(token_pattern=pattern, stop_words=stop, min_df=2, sublinear_tf=True)
    if _shared(documents, weights.build_analyzer()) < LEAST_WORDS:
        return [0] * len(documents), {0: ()}
    table = weights.fit_transform(documents)
    size = min(_DIMENSIONS, table.shape[1] - 1, len(documents) - 1)
    embeddings = make_pipeline(TruncatedSVD(size, random_state=seed), Normalizer(copy=False)).fit_transform(table)
    model = BERTopic(
        language=None,
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_grouping(len(documents), seed),
        vectorizer_model=CountVectorizer(token_pattern=pattern, stop_words=stop),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=WORDS,
    )
    topics, _ = model.fit_transform(documents, embeddings=np.asarray(embeddings))
    words = {topic: tuple(word for word, _ in named if word) for topic, named in model.get_topics().items()}
    return [int(topic) for topic in topics], words


def _shared(documents: Sequence[str], words_of: Callable[[str], list[str]]) -> int:
    """How many words stand in more than one document: with few there is nothing to group by."""
    counts = Counter(word for document in documents for word in set(words_of(document)))
    return sum(count > 1 for count in counts.values())


def _grouping(n: int, seed: int) -> Any:
    """About √(n/2) groups: k-means, or for few stories merging by Ward's criterion."""
    groups = max(2, min(40, round(math.sqrt(n / 2))))
    return AgglomerativeClustering(groups) if n < FEW else KMeans(groups, n_init=10, random_state=seed)


def _document(reading: Reading) -> str:
    return " ".join(word.lemma for word in reading.words if word.is_word)


def _near(themes: Sequence[dict[str, float]]) -> tuple[tuple[str, float], ...]:
    """The codebook themes with the highest mean evidence over the stories of a topic."""
    total: dict[str, float] = defaultdict(float)
    for scores in themes:
        for theme, score in scores.items():
            total[theme] += score / len(themes)
    best = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:NEAR]
    return tuple((theme, round(score, 3)) for theme, score in best)


@cache
def function_words() -> tuple[str, ...]:
    """Dutch words that name no topic; negations and comparisons are not among them."""
    lines = FUNCTION_WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(sorted({word for line in lines if not line.startswith("#") for word in line.split()}))
