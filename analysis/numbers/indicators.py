"""The narrative indicators: one function each, over any cell of the ladder."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis.numbers.intervals import mean_band, net_change, wilson
from analysis.numbers.observations import MIXED, SKIPPED_NAME, UNKNOWN_NAME, Array, Observations

NAN = float("nan")
LEAST_FOR_THEME_FEELING = 20
FEW_CLUSTERS = "te weinig groepen voor een marge"
FEW_STORIES = "te weinig verhalen bij dit thema"
MACHINE_CODED = "machinaal, niet geijkt"
CHANGES = ("beter", "hetzelfde", "slechter")


@dataclass(frozen=True)
class Estimate:
    """One indicator for one cell. ``n`` valid answers of ``asked`` tellers; nan where something is undefined.

    ``parts`` are counts by answer and always complete, so that a mean or a net score never stands alone.
    """

    n: int
    asked: int
    value: float
    low: float
    high: float
    parts: Mapping[str, float] = field(default_factory=dict)
    dominance: float = NAN
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """How an indicator of the catalogue is measured; ``by_theme`` means once for every theme and line."""

    indicator: str
    measure: Callable[[Observations, Array, int], Estimate]
    by_theme: bool = False
    version: int = 1


def feeling_balance(observations: Observations, cell: Array, _theme: int = -1) -> Estimate:
    """NI-01 Gevoelsbalans: mean of the teller's own feeling f ∈ {−1, −½, 0, ½, 1}; mixed counts as 0 here.

    Range −1 … 1, higher is more positive. Band: cluster bootstrap by collection session, none below 8 clusters.
    """
    valid = cell & ~np.isnan(observations.feeling)
    return _mean(observations, cell, valid, observations.feeling, Counter(observations.feeling_name[cell]))


def mixed_share(observations: Observations, cell: Array, _theme: int = -1) -> Estimate:
    """NI-02 Aandeel gemengd: tellers who say "both" / tellers with a valid feeling. Range 0 … 1."""
    valid = cell & ~np.isnan(observations.feeling)
    return _share(observations, cell, valid, observations.feeling_name == MIXED)


def change_in_life(observations: Observations, cell: Array, _theme: int = -1) -> Estimate:
    """NI-03 Ervaren verandering, mijn leven: net = (better − worse) / (better + same + worse). Range −1 … 1."""
    return _net(observations, cell, observations.life)


def change_in_neighbourhood(observations: Observations, cell: Array, _theme: int = -1) -> Estimate:
    """NI-04 Ervaren verandering, mijn buurt: as NI-03, on the item about the neighbourhood."""
    return _net(observations, cell, observations.neighbourhood)


def theme_share(observations: Observations, cell: Array, theme: int) -> Estimate:
    """NI-10 Aandeel verhalen dat het thema noemt / coded stories. Range 0 … 1; shares of themes do not add up to 1."""
    valid = cell & observations.coded
    return _share(observations, cell, valid, observations.themes[:, theme], MACHINE_CODED)


def theme_feeling(observations: Observations, cell: Array, theme: int) -> Estimate:
    """NI-11 Gevoel per thema: mean own feeling of tellers whose story names the theme; needs at least 20 of them."""
    naming = cell & observations.coded & observations.themes[:, theme]
    valid = naming & ~np.isnan(observations.feeling)
    n = int(valid.sum())
    if n < LEAST_FOR_THEME_FEELING:
        return Estimate(n, int(naming.sum()), NAN, NAN, NAN, note=FEW_STORIES)
    return _mean(observations, naming, valid, observations.feeling, Counter(observations.feeling_name[naming]))


def reach(observations: Observations, cell: Array, _theme: int = -1) -> Estimate:
    """NI-20 Bereik en spreiding: who told, how, in which language, and how much it leans on few collectors.

    ``value`` is filled in by the pipeline where a population is known: tellers / people of the group. ``hhi`` is the
    Herfindahl–Hirschman index Σ share² over collectors among collected stories (1/k … 1; nan without collectors).
    """
    n = int(cell.sum())
    parts: dict[str, float] = {}
    for name, values in (("modus", observations.mode), ("taal", observations.language), ("groep", observations.group)):
        for answer, count in sorted(Counter(values[cell]).items()):
            parts[f"{name}:{answer}"] = float(count)
    collectors = Counter(code for code in observations.collector[cell] if code)
    collected = sum(collectors.values())
    parts["opgehaald"] = float(collected)
    if collected:
        parts["hhi"] = sum((count / collected) ** 2 for count in collectors.values())
    return Estimate(n, n, NAN, NAN, NAN, parts, _dominance(observations, cell))


MEASURES = (
    Measure("NI-01", feeling_balance),
    Measure("NI-02", mixed_share),
    Measure("NI-03", change_in_life),
    Measure("NI-04", change_in_neighbourhood),
    Measure("NI-10", theme_share, by_theme=True),
    Measure("NI-11", theme_feeling, by_theme=True),
    Measure("NI-20", reach),
)


def _share(observations: Observations, cell: Array, valid: Array, has: Array, note: str = "") -> Estimate:
    n, x = int(valid.sum()), int((valid & has).sum())
    low, high = wilson(x, n)
    parts = {"genoemd": float(x), "niet": float(n - x)}
    return Estimate(n, int(cell.sum()), x / n if n else NAN, low, high, parts, _dominance(observations, valid), note)


def _net(observations: Observations, cell: Array, answers: Array) -> Estimate:
    counts = Counter(answers[cell])
    better, same, worse = (counts[change] for change in CHANGES)
    n = better + same + worse
    value, low, high = net_change(better, same, worse)
    parts = {change: float(counts[change]) for change in (*CHANGES, UNKNOWN_NAME, SKIPPED_NAME)}
    return Estimate(n, int(cell.sum()), value, low, high, parts, _dominance(observations, cell))


def _mean(observations: Observations, cell: Array, valid: Array, values: Array, counts: Mapping[str, int]) -> Estimate:
    n = int(valid.sum())
    parts = {name: float(count) for name, count in sorted(counts.items())}
    if not n:
        return Estimate(0, int(cell.sum()), NAN, NAN, NAN, parts)
    low, high = mean_band([float(v) for v in values[valid]], [str(c) for c in observations.cluster[valid]])
    note = FEW_CLUSTERS if np.isnan(low) else ""
    return Estimate(
        n, int(cell.sum()), float(values[valid].mean()), low, high, parts, _dominance(observations, valid), note
    )


def _dominance(observations: Observations, cell: Array) -> float:
    """Largest share of one collection session in a cell, 0 … 1; nan for an empty cell."""
    counts = Counter(observations.cluster[cell])
    total = sum(counts.values())
    return max(counts.values()) / total if total else NAN
