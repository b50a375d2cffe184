"""How good themes are: F1 in several cuts, calibration, and which themes are taken for which."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.reading.linear import Matrix

DECILES = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """Micro- and macro-F1 over ``n`` stories; macro over the themes that some story has."""

    n: int
    micro: float
    macro: float


def chosen(kept: Sequence[Sequence[int]], themes: int) -> Matrix:
    """A table of 0 and 1, shape (stories, themes), of the columns kept for every story."""
    marked = np.zeros((len(kept), themes))
    for row, columns in enumerate(kept):
        marked[row, list(columns)] = 1
    return marked


def f1(given: Matrix, wanted: Matrix) -> float:
    """F1 over all cells; nan where nothing was given and nothing wanted."""
    total = given.sum() + wanted.sum()
    return float(2 * (given * wanted).sum() / total) if total else float("nan")


def scores(given: Matrix, wanted: Matrix) -> Scores:
    """Micro- and macro-F1 of the themes given against the themes wanted."""
    each = [f1(given[:, column], wanted[:, column]) for column in np.flatnonzero(wanted.any(axis=0))]
    return Scores(len(wanted), f1(given, wanted), float(np.mean(each)) if each else float("nan"))


def per_theme(given: Matrix, wanted: Matrix) -> list[tuple[int, float, float, float]]:
    """(stories that have it, precision, recall, F1) of every theme; nan where undefined."""
    rows = []
    for mine, theirs in zip(given.T, wanted.T, strict=True):
        hit = float((mine * theirs).sum())
        precision = hit / mine.sum() if mine.sum() else float("nan")
        recall = hit / theirs.sum() if theirs.sum() else float("nan")
        rows.append((int(theirs.sum()), float(precision), float(recall), f1(mine, theirs)))
    return rows


def reliability(chances: Matrix, wanted: Matrix) -> tuple[list[tuple[int, float, float]], float]:
    """Per decile of probability (cells, mean probability, share true), and the expected calibration error."""
    flat, true = chances.ravel(), wanted.ravel()
    decile = np.minimum((flat * DECILES).astype(int), DECILES - 1)
    rows = []
    for number in range(DECILES):
        here = decile == number
        many = int(here.sum())
        rows.append((many, float(flat[here].mean()), float(true[here].mean())) if many else (0, np.nan, np.nan))
    error = sum(many * abs(mean - share) for many, mean, share in rows if many) / max(len(flat), 1)
    return rows, float(error)


def confusions(given: Matrix, wanted: Matrix, themes: Sequence[str], most: int = 12) -> list[tuple[str, str, int]]:
    """(theme missed, theme given instead in the same story, times), most frequent first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for mine, theirs in zip(given, wanted, strict=True):
        for missed in np.flatnonzero((theirs == 1) & (mine == 0)):
            for instead in np.flatnonzero((mine == 1) & (theirs == 0)):
                pairs[themes[int(missed)], themes[int(instead)]] += 1
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [(missed, instead, times) for (missed, instead), times in ordered]
