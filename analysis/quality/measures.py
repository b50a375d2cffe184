"""Measures of a classification as functions of summed counts, so that a bootstrap can sum other samples of them.

Every function takes an array whose last axis holds the counts and gives one value for the rest of its shape: a single
sum of counts and a thousand resampled ones are the same computation. Undefined is nan.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def divided(part: Numbers, whole: Numbers) -> Numbers:
    """``part / whole``, nan where ``whole`` is 0."""
    out = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.asarray(np.divide(part, whole, out=out, where=np.asarray(whole) > 0))


def f1_by_class(hits: Numbers, missed: Numbers, false: Numbers) -> Numbers:
    """F1 = 2·TP / (2·TP + FN + FP) per class (last axis); 0 … 1, higher is better (Van Rijsbergen 1979)."""
    return divided(2 * hits, 2 * hits + missed + false)


def _confusion(counts: Numbers) -> Numbers:
    size = round(counts.shape[-1] ** 0.5)
    return counts.reshape(*counts.shape[:-1], size, size)


def accuracy(counts: Numbers) -> Numbers:
    """Share on the diagonal of a confusion matrix given row by row (rows: people, columns: machine); 0 … 1."""
    matrix = _confusion(counts)
    return divided(np.trace(matrix, axis1=-2, axis2=-1), matrix.sum((-2, -1)))


def balanced_accuracy(counts: Numbers) -> Numbers:
    """Mean recall over the classes people used, from a confusion matrix row by row; 0 … 1."""
    matrix = _confusion(counts)
    return np.asarray(_mean(divided(np.diagonal(matrix, axis1=-2, axis2=-1), matrix.sum(-1))))


def macro_f1_of_confusion(counts: Numbers) -> Numbers:
    """Mean F1 over the classes that people or machine used, from a confusion matrix row by row; 0 … 1."""
    matrix = _confusion(counts)
    hits = np.diagonal(matrix, axis1=-2, axis2=-1)
    return np.asarray(_mean(f1_by_class(hits, matrix.sum(-1) - hits, matrix.sum(-2) - hits)))


def _thirds(counts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    hits, missed, false = np.split(counts, 3, axis=-1)
    return hits, missed, false


def micro_f1(counts: Numbers) -> Numbers:
    """F1 over all labels together, from hits, missed and false per label side by side; 0 … 1."""
    hits, missed, false = (part.sum(-1) for part in _thirds(counts))
    return f1_by_class(hits, missed, false)


def macro_f1(counts: Numbers) -> Numbers:
    """Mean F1 over the labels that people used, from hits, missed and false per label side by side; 0 … 1."""
    hits, missed, false = _thirds(counts)
    return np.asarray(_mean(np.where(hits + missed > 0, f1_by_class(hits, missed, false), np.nan)))


def precision(counts: Numbers) -> Numbers:
    """Share of what the machine named that people named too; 0 … 1."""
    hits, _, false = (part.sum(-1) for part in _thirds(counts))
    return divided(hits, hits + false)


def recall(counts: Numbers) -> Numbers:
    """Share of what people named that the machine named too; 0 … 1."""
    hits, missed, _ = (part.sum(-1) for part in _thirds(counts))
    return divided(hits, hits + missed)


def _mean(values: Numbers) -> Numbers:
    """Mean over the last axis of what is defined; nan when nothing is."""
    known = ~np.isnan(values)
    return divided(np.where(known, values, 0.0).sum(-1), known.sum(-1).astype(float))


def area_under_curve(scores: Numbers, positive: NDArray[np.bool_], weights: Numbers | None = None) -> float:
    """Chance that a random positive scores above a random negative, ties half (Mann & Whitney 1947); 0 … 1, .5 is luck.

    ``weights`` counts how often each item is in a resample. nan when one side is empty.
    """
    often = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(scores, kind="stable")
    ranked, high, low = scores[order], (often * positive)[order], (often * ~positive)[order]
    pairs = high.sum() * low.sum()
    if not pairs:
        return float("nan")
    _, first, inverse = np.unique(ranked, return_index=True, return_inverse=True)
    low_at = np.add.reduceat(low, first)
    below = np.concatenate([[0.0], np.cumsum(low_at)[:-1]])
    return float((high * (below + low_at / 2)[inverse]).sum() / pairs)
