"""Themes beside the codebook's seeds alone, guided BERTopic and a plain classifier, on the development voices."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer, Normalizer

from analysis.learning.themes import Told
from analysis.reading.reader import Reading, open_reader
from analysis.themes.assign import MOST, THRESHOLD, assign
from analysis.themes.evidence import expressions, weighed
from analysis.themes.training.material import DEVELOPMENT, TRAINING, stories
from corpus import codebook
from tests.benchmarks.frame import Benchmark, Row

SEED = 7
Themes = Sequence[Sequence[str]]


def run(long: bool) -> Iterator[Row]:
    """Micro-F1 and macro-F1; what learns learns from the training voices."""
    book = codebook.reference().themes
    learnt, met = list(stories(TRAINING)), list(stories(DEVELOPMENT))
    readings = list(open_reader().pipe(story.text for story in met))
    ours = [[theme for theme, _ in themes] for themes in assign(readings)]
    labels = MultiLabelBinarizer(classes=[theme.id for theme in book])
    gold = labels.fit_transform([story.themes for story in met])
    for name, beside in (
        ("alleen zaadwoorden", _by_seeds(readings)),
        ("BERTopic met zaadwoorden", _by_topics(learnt, met, [list(theme.seeds) for theme in book])),
        ("LR op tf-idf", _by_words(learnt, met, labels)),
    ):
        for average in ("micro", "macro"):
            mine, theirs = (
                float(f1_score(gold, labels.transform(found), average=average, zero_division=0))
                for found in (ours, beside)
            )
            yield Row(f"{average}-F1, {name}", mine, theirs, len(met))


def _by_seeds(readings: Sequence[Reading]) -> Themes:
    found = (weighed(expressions(reading, with_situations=False)) for reading in readings)
    clear = ({theme: weight for theme, weight in one.items() if weight >= THRESHOLD} for one in found)
    return [sorted(one, key=lambda theme: -one[theme])[:MOST] for one in clear]


def _by_topics(learnt: Sequence[Told], met: Sequence[Told], seeds: list[list[str]]) -> Themes:
    """As many topics as themes, without torch; every topic stands for the commonest theme of its training stories."""
    texts = [story.text for story in (*learnt, *met)]
    points = make_pipeline(TfidfVectorizer(sublinear_tf=True), TruncatedSVD(50, random_state=SEED), Normalizer())
    points.fit(texts)
    topics, _ = BERTopic(
        embedding_model=points,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=KMeans(len(seeds), random_state=SEED, n_init=10),
        vectorizer_model=CountVectorizer(),
        seed_topic_list=seeds,
    ).fit_transform(texts)
    counts: dict[int, Counter[str]] = {topic: Counter() for topic in topics}
    for topic, story in zip_longest(topics[: len(learnt)], learnt):
        counts[topic].update(story.themes)
    return [[theme for theme, _ in counts[topic].most_common(1)] for topic in topics[len(learnt) :]]


def _by_words(learnt: Sequence[Told], met: Sequence[Told], labels: MultiLabelBinarizer) -> Themes:
    """One logistic regression a theme over words and pairs of words; at least the most probable theme counts."""
    regression = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), OneVsRestClassifier(regression))
    model.fit([story.text for story in learnt], labels.transform([story.themes for story in learnt]))
    chances = model.predict_proba([story.text for story in met])
    kept = (chances >= 0.5) | (chances == chances.max(axis=1, keepdims=True))
    return [[str(theme) for theme in np.array(labels.classes_)[row]] for row in kept]


BENCHMARK = Benchmark("thema's", run)
