"""What an indicator says of one cell, and the three kinds of estimate: a share, a net change, a mean."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis.numbers.cells import Weighted
from analysis.numbers.intervals import mean_band, net_change, wilson
from analysis.numbers.marks import SKIPPED_NAME, UNKNOWN_NAME
from analysis.numbers.observations import Array, Observations
from corpus.indicators import CHANGE

NAN = float("nan")
CHANGES = CHANGE[:3]
FEW_CLUSTERS = "te weinig groepen voor een marge"


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
    weighted: Weighted | None = None


@dataclass(frozen=True)
class Measure:
    """How an indicator of the catalogue is measured: ``measure(observations, cell, subject)`` → Estimate.

    ``subjects`` gives what it is measured for, such as every theme; one empty subject for an indicator as a whole.
    ``levels`` and ``yearly`` say how fine it may be told at all.
    """

    indicator: str
    measure: Callable[[Observations, Array, str], Estimate]
    subjects: Callable[[Observations], tuple[str, ...]] = lambda _: ("",)
    version: int = 1
    least: int = 0
    yearly: bool = False
    levels: tuple[str, ...] | None = None
    whole_group_only: bool = False


def share(
    observations: Observations, asked: Array, valid: Array, has: Array, parts: Mapping[str, float] | None = None
) -> Estimate:
    """Tellers with a property / tellers with a valid answer, 0 … 1, with Wilson's band."""
    n, x = int(valid.sum()), int((valid & has).sum())
    low, high = wilson(x, n)
    counted = {"genoemd": float(x), "niet": float(n - x)} if parts is None else parts
    weighted = _weighted_share(observations, valid, has)
    value = x / n if n else NAN
    return Estimate(n, int(asked.sum()), value, low, high, counted, dominance(observations, valid), weighted=weighted)


def net(observations: Observations, asked: Array, answers: Array) -> Estimate:
    """(better − worse) / (better + same + worse), −1 … 1, with the three shares it is made of."""
    counts = Counter(answers[asked])
    better, same, worse = (counts[change] for change in CHANGES)
    n = better + same + worse
    value, low, high = net_change(better, same, worse)
    parts = {change: float(counts[change]) for change in (*CHANGES, UNKNOWN_NAME, SKIPPED_NAME)}
    weighted = _weighted_net(observations, asked, answers)
    return Estimate(n, int(asked.sum()), value, low, high, parts, dominance(observations, asked), weighted=weighted)


def mean(observations: Observations, asked: Array, valid: Array, values: Array, parts: Mapping[str, float]) -> Estimate:
    """Mean of ``values`` over valid answers; band by cluster bootstrap, none below 8 collection sessions."""
    n = int(valid.sum())
    if not n:
        return Estimate(0, int(asked.sum()), NAN, NAN, NAN, parts)
    low, high = mean_band([float(v) for v in values[valid]], [str(c) for c in observations.cluster[valid]])
    note = FEW_CLUSTERS if np.isnan(low) else ""
    value = float(values[valid].mean())
    weighted = _weighted_mean(observations, valid, values)
    return Estimate(n, int(asked.sum()), value, low, high, parts, dominance(observations, valid), note, weighted)


def _weights(observations: Observations, valid: Array) -> tuple[Array, float] | None:
    """The weights of these tellers and what they come to, (Σw)² / Σw² (Kish 1965); None where one has none."""
    if observations.weights is None:
        return None
    weights = observations.weights[valid]
    # nan where a round of the cell is not weighted: a weighted part and an unweighted part make no weighted whole
    total = float(weights.sum())
    return (weights, total**2 / float(weights @ weights)) if total > 0 else None


def _weighted(weights: Array, effective: float, value: float, low: float, high: float) -> Weighted:
    return Weighted(value, low, high, float(np.count_nonzero(weights) / effective))


def _weighted_share(observations: Observations, valid: Array, has: Array) -> Weighted | None:
    """Σwy / Σw with Wilson's band for the effective n (Korn & Graubard 1998)."""
    found = _weights(observations, valid)
    if found is None:
        return None
    weights, effective = found
    value = min(float(weights[has[valid]].sum() / weights.sum()), 1.0)
    return _weighted(weights, effective, value, *wilson(value * effective, effective))


def _weighted_net(observations: Observations, asked: Array, answers: Array) -> Weighted | None:
    told = asked & np.isin(answers, CHANGES)
    found = _weights(observations, told)
    if found is None:
        return None
    weights, effective = found
    counts = [float(weights[answers[told] == change].sum()) * effective / float(weights.sum()) for change in CHANGES]
    return _weighted(weights, effective, *net_change(*counts))


def _weighted_mean(observations: Observations, valid: Array, values: Array) -> Weighted | None:
    """Σwy / Σw; the band is drawn by collection session, as that of the mean itself."""
    found = _weights(observations, valid)
    if found is None:
        return None
    weights, effective = found
    band = mean_band(values[valid], observations.cluster[valid].tolist(), weights)
    return _weighted(weights, effective, float(weights @ values[valid] / weights.sum()), *band)


def counted(values: Array, cell: Array) -> dict[str, float]:
    """Counts by name, sorted."""
    return {name: float(count) for name, count in sorted(Counter(values[cell]).items())}


def dominance(observations: Observations, cell: Array) -> float:
    """Largest share of one collection session in a cell, 0 … 1; nan for an empty cell."""
    counts = Counter(observations.cluster[cell])
    total = sum(counts.values())
    return max(counts.values()) / total if total else NAN
