"""Koppelkansen: themes that are told together more often than chance gives."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from statsmodels.stats.contingency_tables import StratifiedTable

NAN = math.nan


class CoOccurrence(NamedTuple):
    """How often two themes go together, in four ways; nan where one of them is never told."""

    lift: float
    jaccard: float
    npmi: float
    log_odds_ratio: float


def mantel_haenszel(strata: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float]:
    """Common odds ratio of two themes over strata, with its 95 % interval; 1 is chance, above 1 more often together.

    Each stratum (a, b, c, d) counts stories with both, only the first, only the second, neither. Pooled by Mantel &
    Haenszel (1959), interval by Robins, Breslow & Greenland (1986); ½ is added to all cells of a stratum with a zero.
    Strata keep long stories, which mention more of everything, from passing for a link. (nan, nan, nan) when no stratum
    has stories. Raises ValueError for negative counts.
    """
    tables = [np.array(stratum, dtype=np.float64).reshape(2, 2) for stratum in strata]
    if any((table < 0).any() for table in tables):
        raise ValueError("Een aantal verhalen kan niet negatief zijn.")
    filled = [table + 0.5 * (table == 0).any() for table in tables if table.sum() > 0]
    if not filled:
        return NAN, NAN, NAN
    pooled = StratifiedTable(filled)
    low, high = pooled.oddsratio_pooled_confint(alpha=0.05)
    return float(pooled.oddsratio_pooled), float(low), float(high)


def co_occurrence(n: float, n_a: float, n_b: float, both: float) -> CoOccurrence:
    """How themes A and B go together among ``n`` stories: ``n_a`` name A, ``n_b`` name B, ``both`` name both.

    lift = P(AB) / P(A)P(B), 0 and up, 1 is chance · jaccard = both / either, 0–1 · npmi = ln lift / −ln P(AB), −1 never
    together, 0 chance, 1 always (Bouma 2009) · log odds ratio of the fourfold table, 0 is chance, ½ added to all its
    cells when one is zero (Haldane 1956). Raises ValueError for counts that do not fit together.
    """
    neither = n - n_a - n_b + both
    table = (both, n_a - both, n_b - both, neither)
    if min(table) < 0:
        raise ValueError("Deze aantallen passen niet bij elkaar: samen, apart en geen van beide tellen niet op.")
    if not (n_a and n_b):
        return CoOccurrence(NAN, NAN, NAN, NAN)
    lift = both * n / (n_a * n_b)
    a, b, c, d = (cell + 0.5 for cell in table) if 0 in table else table
    return CoOccurrence(lift, both / (n_a + n_b - both), _npmi(lift, both / n), math.log(a * d / (b * c)))


def merged_share(n: float, n_a: float, n_b: float, both: float) -> float:
    """Share of stories that name A or B, for themes that are merged: (n_a + n_b − both) / n, 0–1; nan without stories.

    Not the sum of the two shares: who names both counts once.
    """
    return (n_a + n_b - both) / n if n else NAN


def _npmi(lift: float, together: float) -> float:
    if together == 0:
        return -1.0
    # When every story names both, lift is 1 and there is no chance left to compare with.
    return math.log(lift) / -math.log(together) if together < 1 else NAN
