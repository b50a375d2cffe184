"""Weights that bring the tellers of each area and group to their share of the population, and what they cost."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NAN = math.nan
TOLERANCE, ROUNDS = 1e-6, 100
OFF_TARGET = 0.01  # a margin further off than this after the last round has not been met
LIGHTEST, HEAVIEST = 0.33, 3.0


def effective_n(weights: Sequence[float]) -> float:
    """Tellers that weigh as much as these weighted ones do: (Σw)² / Σw² (Kish 1965), 0 < n_eff ≤ n; nan without weight.

    Raises ValueError for negative weights.
    """
    w = _weights(weights)
    return float(w.sum() ** 2 / (w**2).sum()) if w.sum() > 0 else NAN


def rake(
    cells: Mapping[tuple[str, ...], float], margins: Sequence[Mapping[str, float]]
) -> dict[tuple[str, ...], float]:
    """Weight per cell, so that weighted counts meet every margin (Deming & Stephan 1940; Deville et al. 1993).

    ``cells`` counts tellers by category, one name per dimension; ``margins`` gives the targets of each dimension in the
    same order, all adding up to the same total. Margins take turns until no weight changes by more than one in a
    million, at most 100 rounds. A cell without tellers keeps weight 0.

    Raises ValueError when a category has people but no tellers or the other way round, when the totals differ, or when
    the empty cells make it impossible to meet all margins together.
    """
    keys = sorted(cells)
    counts = np.array([cells[key] for key in keys], dtype=np.float64)
    _check_margins(keys, counts, margins)
    weights = np.where(counts > 0, 1.0, 0.0)
    for _ in range(ROUNDS):
        before = weights.copy()
        for dimension, margin in enumerate(margins):
            for category, target in margin.items():
                rows = np.array([key[dimension] == category for key in keys], dtype=bool)
                reached = float((weights * counts)[rows].sum())
                if reached > 0:
                    weights[rows] *= target / reached
        told = before > 0
        if np.all(np.abs(weights[told] / before[told] - 1) < TOLERANCE):
            break
    _check_reached(keys, weights * counts, margins)
    return {key: float(weight) for key, weight in zip(keys, weights, strict=True)}


def trim(weights: Sequence[float]) -> list[float]:
    """Weights held between 0.33 and 3 times their mean, then scaled once to the old total."""
    w = _weights(weights)
    if not w.sum() > 0:
        return [float(weight) for weight in w]
    held = np.clip(w, LIGHTEST * w.mean(), HEAVIEST * w.mean())
    return [float(weight) for weight in held * (w.sum() / held.sum())]


def _weights(weights: Sequence[float]) -> Floats:
    w = np.asarray(weights, dtype=np.float64)
    if (w < 0).any():
        raise ValueError("Een gewicht kan niet negatief zijn.")
    return w


def _check_margins(keys: list[tuple[str, ...]], counts: Floats, margins: Sequence[Mapping[str, float]]) -> None:
    if any(len(key) != len(margins) for key in keys):
        raise ValueError(f"Elke cel heeft {len(margins)} kenmerken nodig: voor elke randverdeling één.")
    if (counts < 0).any():
        raise ValueError("Een aantal vertellers kan niet negatief zijn.")
    for dimension, margin in enumerate(margins):
        tellers = {category: 0.0 for category in margin}
        for key, count in zip(keys, counts, strict=True):
            if count > 0 and key[dimension] not in margin:
                raise ValueError(f"Voor ‘{key[dimension]}’ is niet bekend hoeveel mensen er zijn.")
            if count > 0:
                tellers[key[dimension]] += float(count)
        for category, target in margin.items():
            if target > 0 and tellers[category] == 0:
                raise ValueError(f"In ‘{category}’ zijn geen vertellers; voeg deze groep eerst samen met een andere.")
    totals = [sum(margin.values()) for margin in margins]
    if totals and not np.allclose(totals, totals[0], rtol=1e-6):
        raise ValueError("De randverdelingen tellen niet op tot hetzelfde totaal.")


def _check_reached(keys: list[tuple[str, ...]], weighted: Floats, margins: Sequence[Mapping[str, float]]) -> None:
    for dimension, margin in enumerate(margins):
        for category, target in margin.items():
            reached = sum(float(w) for key, w in zip(keys, weighted, strict=True) if key[dimension] == category)
            if abs(reached - target) > OFF_TARGET * target:
                raise ValueError(f"De weging lukt niet: ‘{category}’ komt niet op zijn aandeel door lege cellen.")
