"""Learns the weights of the safety check's second look from invented texts, and writes them.

Run ``python -m analysis.reading.training.train_signals``; half a minute on one core; the same texts, the same weights.
With ``--by-turns`` it writes nothing and shows what comes out for each batch of texts when that batch is not learnt
from. Only texts for development and stories of the voices for training are read, never a text that is set apart.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from corpus import signals, weighing
from corpus.samples import HERE

DEVELOPMENT = HERE / "signals" / "development.jsonl"
VOICES = ("ab", "cd", "ef", "gh", "ij", "kl", "mn")
ACUTE = 2
#: how much a text counts; a concern may come out either way, texts in fresh words resemble most what will come in
COUNTS = {"concern": 0.2, "hard_negative": 3.0}
FRESH, FRESH_COUNTS = 6, 2.0
STRENGTH = 4.0  # inverse of the L2 penalty
SMALLEST = 0.03  # weights below this are left out

Row = dict[str, Any]


def main() -> None:
    """Fit and write the weights, or show how texts fare that were not learnt from."""
    rows = [json.loads(line) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()]
    everyday = [passage for voice in VOICES for passage in told(voice)]
    if "--by-turns" in sys.argv:
        for batch in sorted({row["batch"] for row in rows if row["batch"] >= FRESH}):
            weights = learnt([row for row in rows if row["batch"] != batch], everyday)
            print(batch, table([row for row in rows if row["batch"] == batch], weights))
    else:
        write(learnt(rows, everyday))


def told(voice: str) -> list[str]:
    """The fictional everyday stories of one voice, in the passages they are weighed in."""
    lines = (HERE / "stories" / f"{voice}.jsonl").read_text(encoding="utf-8").splitlines()
    stories = [story.split() for line in lines if (story := json.loads(line)["answers"].get("VERHAAL"))]
    return [" ".join(words[passage]) for words in stories for passage in weighing.passages(len(words))]


def learnt(rows: Sequence[Row], everyday: Sequence[str]) -> dict[str, float]:
    """The weights that labelled texts and everyday passages teach."""
    acute = np.array([row["level"] == ACUTE for row in rows] + [False] * len(everyday))
    counts = [COUNTS.get(row["kind"], 1.0) * (FRESH_COUNTS if row["batch"] >= FRESH else 1.0) for row in rows]
    texts = [*(str(row["text"]) for row in rows), *everyday]
    return fit(texts, acute, np.array(counts + [1.0] * len(everyday)))


def fit(texts: Sequence[str], acute: np.ndarray, counts: np.ndarray) -> dict[str, float]:
    """The weight in log odds of every part that two texts share; ``counts`` is how much each text counts."""
    carried = [weighing.together(weighing.features(weighing.heard(text))) for text in texts]
    names, blocks = list[str](), list[csr_matrix]()
    for kind in zip(*carried, strict=True):
        vectorizer = CountVectorizer(analyzer=sorted, min_df=2, binary=True)
        present = vectorizer.fit_transform(kind)
        blocks.append(csr_matrix(diags([1 / np.sqrt(max(len(parts), 1)) for parts in kind]) @ present))
        names += vectorizer.get_feature_names_out().tolist()
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=300, random_state=1)
    model.fit(csr_matrix(hstack(blocks)), acute, sample_weight=counts)
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return {weighing.INTERCEPT: float(model.intercept_[0])} | weights


def table(rows: Iterable[Row], weights: dict[str, float]) -> dict[str, str]:
    """Of each kind of text, how many came out acute with these weights and the rules."""
    acute, total = Counter[str](), Counter[str]()
    for row in rows:
        found = signals.decide(*signals.read(row["text"]), weighing.weigh(row["text"], weights))
        acute[row["kind"]] += found.level == ACUTE
        total[row["kind"]] += 1
    return {kind: f"{acute[kind]}/{total[kind]}" for kind in total}


def write(weights: dict[str, float]) -> None:
    """Write the weights as lines: what, a tab, and its weight in log odds."""
    kept = {part: weight for part, weight in sorted(weights.items()) if abs(weight) >= SMALLEST}
    lines = "".join(f"{part}\t{weight:.2f}\n" for part, weight in kept.items())
    weighing.WEIGHTS.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
