"""How often a 95 % band holds the true value: by counting out every outcome, or by drawing tellers."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import binom, multinomial

from analysis.numbers.intervals import jeffreys, net_change, wilson
from analysis.numbers.weighting import effective_n

SIZES = (5, 10, 20, 40, 80, 150, 300, 500)
SHARES = np.linspace(0.02, 0.98, 97)


def coverage_of_a_share(band: Callable[[float, float], tuple[float, float]], n: int) -> float:
    """Coverage of the band of x of n, exactly, as the mean over true shares of .02 to .98."""
    x = np.arange(n + 1)
    low, high = np.array([band(int(count), n) for count in x]).T
    held = [binom.pmf(x, n, share)[(low <= share) & (share <= high)].sum() for share in SHARES]
    return float(np.mean(held))


def coverage_of_net_change(n: int, truths: Sequence[tuple[float, float, float]]) -> float:
    """Coverage of the band of better − worse, exactly, as the mean over true shares (better, same, worse)."""
    counts = np.array([(b, n - b - w, w) for b in range(n + 1) for w in range(n + 1 - b)])
    bands = np.array([net_change(*map(float, row))[1:] for row in counts])
    held = []
    for truth in truths:
        net = truth[0] - truth[2]
        inside = (bands[:, 0] <= net) & (net <= bands[:, 1])
        held.append(multinomial.pmf(counts[inside], n, truth).sum())
    return float(np.mean(held))


def coverage_of_a_weighted_share(n: int, draws: int, rng: np.random.Generator) -> float:
    """Coverage of Wilson's band on effective n, for tellers with unequal weights, over shares of .05 to .95."""
    held = 0
    for _ in range(draws):
        share = rng.uniform(0.05, 0.95)
        weights = np.clip(rng.lognormal(0, 0.5, n), 0.33, 3)
        value = float(weights @ (rng.random(n) < share) / weights.sum())
        worth = effective_n(weights.tolist())
        low, high = wilson(min(value, 1.0) * worth, worth)
        held += low <= share <= high
    return held / draws


BANDS = {"Wilson": wilson, "Jeffreys": jeffreys}
