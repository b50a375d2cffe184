"""NI-01, NI-02 and NI-21: how the teller feels about the story, and whether the text is read the same way."""

import numpy as np

from analysis.numbers.indicators.estimate import NAN, Estimate, counted, mean, share
from analysis.numbers.intervals import cluster_bootstrap
from analysis.numbers.marks import MIXED
from analysis.numbers.observations import Array, Observations
from analysis.numbers.reliability import spearman

_POLARITY = {"negatief": -1.0, "midden": 0.0, "positief": 1.0}


def feeling_balance(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-01 Gevoelsbalans: mean of the teller's own feeling f ∈ {−1, −½, 0, ½, 1}; mixed counts as 0 here.

    Range −1 … 1, higher is more positive. Band: cluster bootstrap by collection session, none below 8 clusters.
    """
    asked = cell & (observations.feeling_name != "")
    valid = asked & ~np.isnan(observations.feeling)
    return mean(observations, asked, valid, observations.feeling, counted(observations.feeling_name, asked))


def mixed_share(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-02 Aandeel gemengd: tellers who say "both" / tellers with a valid feeling. Range 0 … 1."""
    asked = cell & (observations.feeling_name != "")
    valid = asked & ~np.isnan(observations.feeling)
    return share(observations, asked, valid, observations.feeling_name == MIXED)


def agreement_of_text(observations: Observations, cell: Array, _subject: str) -> Estimate:
    """NI-21 Overeenkomst tekst–zelf: Spearman's rank correlation of read polarity (−1, 0, 1) and own feeling.

    Range −1 … 1, higher is better. It watches the reading of texts and says nothing about a neighbourhood. Dutch texts
    only; nan below 10 stories or when one side never varies.
    """
    told = cell & observations.coded & (observations.language == "nl")
    valid = told & ~np.isnan(observations.feeling)
    n = int(valid.sum())
    if n < 10:
        return Estimate(n, int(told.sum()), NAN, NAN, NAN)
    both = np.column_stack(
        [[_POLARITY.get(str(read), 0.0) for read in observations.polarity[valid]], observations.feeling[valid]]
    )
    low, high = cluster_bootstrap(both, [str(one) for one in observations.cluster[valid]], _rank_correlation, draws=500)
    return Estimate(n, int(told.sum()), _rank_correlation(both), low, high)


def _rank_correlation(both: Array) -> float:
    return spearman(both[:, 0], both[:, 1])
