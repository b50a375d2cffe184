"""NI-10, NI-11 and NI-14: which themes stories name, how it feels to tell of them, and which are named together."""

from dataclasses import replace
from itertools import combinations

import numpy as np

from analysis.numbers.calibration import calibrated
from analysis.numbers.indicators.estimate import NAN, Estimate, counted, dominance, mean, share
from analysis.numbers.linkages import mantel_haenszel
from analysis.numbers.observations import Array, Observations
from corpus.linkages import EXPECTED

LEAST_FOR_FEELING, LEAST_TOGETHER = 20, 10
FEW_STORIES = "te weinig verhalen bij dit thema"
MACHINE_CODED = "machinaal, niet geijkt"
_LINE = "lijn:"


def all_themes(observations: Observations) -> tuple[str, ...]:
    """Every theme, and every line as the union of its themes."""
    return observations.theme_ids


def theme_share(observations: Observations, cell: Array, theme: str) -> Estimate:
    """NI-10 Aandeel verhalen dat het thema noemt / coded stories. Range 0 … 1; shares of themes do not add up to 1.

    Calibrated by the stories that people coded after a draw, where there are enough of them in both strata (named by
    the machine or not); otherwise the machine's own share, labelled as such.
    """
    at = observations.theme_ids.index(theme)
    valid = cell & observations.coded
    raw = share(observations, cell, valid, observations.themes[:, at])
    drawn = valid & observations.drawn
    corrected = calibrated(observations.themes[:, at], observations.human_themes[:, at], valid, drawn)
    if corrected is None:
        return replace(raw, note=MACHINE_CODED)
    value, low, high = corrected
    # The machine's own share can be weighted; the calibrated one rests on the few stories that people drew and coded.
    return replace(raw, value=value, low=low, high=high, weighted=None)


def theme_feeling(observations: Observations, cell: Array, theme: str) -> Estimate:
    """NI-11 Gevoel per thema: mean own feeling of tellers whose story names the theme; needs at least 20 of them."""
    naming = cell & observations.coded & observations.themes[:, observations.theme_ids.index(theme)]
    valid = naming & ~np.isnan(observations.feeling)
    n = int(valid.sum())
    if n < LEAST_FOR_FEELING:
        return Estimate(n, int(naming.sum()), NAN, NAN, NAN, note=FEW_STORIES)
    return mean(observations, naming, valid, observations.feeling, counted(observations.feeling_name, naming))


def pairs(observations: Observations) -> tuple[str, ...]:
    """Every pair of themes, as "O2+W5"; never a theme with a part of it."""
    themes = [theme for theme in observations.theme_ids if not theme.startswith(_LINE)]
    both = (f"{one}+{other}" for one, other in combinations(themes, 2))
    return tuple(pair for pair in both if pair not in observations.nested)


def named_together(observations: Observations, cell: Array, pair: str) -> Estimate:
    """NI-14 Koppelkans in de tekst: odds ratio of naming both themes, over strata of length and way of telling.

    Mantel & Haenszel (1959); 0 and up, 1 is chance. Long stories mention more of everything, hence the strata: thirds
    of length × mode. Below 10 stories with both it is nan; then only the pairs that
    were expected are kept, because their silence says something too.
    """
    one, other = (observations.themes[:, observations.theme_ids.index(theme)] for theme in pair.split("+"))
    told = cell & observations.coded
    n, together = int(told.sum()), int((told & one & other).sum())
    parts = {"samen": float(together), "eerste": float((told & one).sum()), "tweede": float((told & other).sum())}
    if together < LEAST_TOGETHER:
        expected = frozenset(pair.split("+")) in EXPECTED
        return Estimate(n if expected else 0, int(cell.sum()), NAN, NAN, NAN, parts)
    value, low, high = mantel_haenszel(_strata(observations, told, one, other))
    return Estimate(n, int(cell.sum()), value, low, high, parts, dominance(observations, told & one & other))


def _strata(
    observations: Observations, told: Array, one: Array, other: Array
) -> list[tuple[float, float, float, float]]:
    """(both, only the first, only the second, neither) by third of length and mode of telling."""
    thirds = np.searchsorted(np.quantile(observations.words[told], [1 / 3, 2 / 3]), observations.words)
    strata = []
    for mode in sorted(set(observations.mode[told])):
        for third in range(3):
            here = told & (observations.mode == mode) & (thirds == third)
            counts = (here & one & other, here & one & ~other, here & ~one & other, here & ~one & ~other)
            strata.append(tuple(float(count.sum()) for count in counts))
    return [stratum for stratum in strata if sum(stratum)]  # type: ignore[misc]  # four counts each
