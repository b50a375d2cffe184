"""Learns the weights of the safety check's second look from invented texts, and writes them.

Run ``python -m analysis.reading.training.train_signals``; half a minute on one core; the same texts, the same weights.
Only texts for development and stories of the voices for training are read, never a text that is set apart.
"""

import json
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from corpus import weighing
from corpus.samples import HERE

DEVELOPMENT = HERE / "signals" / "development.jsonl"
VOICES = ("ab", "cd", "ef", "gh", "ij", "kl", "mn")
ACUTE = 2
#: how much a text counts; a concern may come out either way, texts in fresh words resemble most what will come in
COUNTS = {"concern": 0.3, "hard_negative": 2.0}
FRESH, FRESH_COUNTS = 6, 1.5
STRENGTH = 10.0  # inverse of the L2 penalty
SMALLEST = 0.02  # weights below this are left out


def main() -> None:
    """Fit and write the weights."""
    rows = [json.loads(line) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()]
    stories = [story for voice in VOICES for story in told(voice)]
    texts = [row["text"] for row in rows] + stories
    acute = np.array([row["level"] == ACUTE for row in rows] + [False] * len(stories))
    counts = [COUNTS.get(row["kind"], 1.0) * (FRESH_COUNTS if row["batch"] >= FRESH else 1.0) for row in rows]
    write(*fit(texts, acute, np.array(counts + [1.0] * len(stories))))


def told(voice: str) -> list[str]:
    """The fictional everyday stories of one voice, in the passages they are weighed in."""
    lines = (HERE / "stories" / f"{voice}.jsonl").read_text(encoding="utf-8").splitlines()
    stories = [story.split() for line in lines if (story := json.loads(line)["answers"].get("VERHAAL"))]
    return [" ".join(words[passage]) for words in stories for passage in weighing.passages(len(words))]


def fit(texts: Sequence[str], acute: np.ndarray, counts: np.ndarray) -> tuple[dict[str, float], float]:
    """The weight of every feature that two texts share, and the intercept; ``counts`` is how much each text counts."""
    carried = [set[str]().union(*weighing.features(weighing.heard(text))) for text in texts]
    vectorizer = CountVectorizer(analyzer=sorted, min_df=2, binary=True)
    matrix = csr_matrix(
        diags([1 / np.sqrt(max(len(parts), 1)) for parts in carried]) @ vectorizer.fit_transform(carried)
    )
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=300, random_state=1)
    model.fit(matrix, acute, sample_weight=counts)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return weights, float(model.intercept_[0])


def write(weights: dict[str, float], intercept: float) -> None:
    """Write the weights as lines: what, a tab, and its weight in log odds."""
    kept = {weighing.INTERCEPT: intercept} | {part: w for part, w in sorted(weights.items()) if abs(w) >= SMALLEST}
    lines = "".join(f"{part}\t{weight:.2f}\n" for part, weight in kept.items())
    weighing.WEIGHTS.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
