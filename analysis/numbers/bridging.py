"""Bridges over a change of method: how far new and old measure apart, and a series that is put on the new footing."""

import math
from collections.abc import Sequence
from dataclasses import replace

from analysis.numbers.waves import Wave

LEAST_EACH_HALF = 60


class NoBridgeError(ValueError):
    """A bridge that the numbers do not carry; the message is the Dutch sentence."""


def parallel_run(old: tuple[float, float], new: tuple[float, float]) -> tuple[float, float]:
    """Difference new − old between two random halves of one round, (x, n) each, with its standard error; −1 … 1.

    √(p₁q₁/n₁ + p₂q₂/n₂) (Wald; Agresti 2013, § 3.1.1). Raises NoBridgeError with fewer than 60 tellers in a half.
    """
    for x, n in (old, new):
        if not 0 <= x <= n < math.inf:
            raise NoBridgeError("Bij een dubbelmeting moet x tussen 0 en n liggen.")
        if n < LEAST_EACH_HALF:
            raise NoBridgeError(f"Een dubbelmeting vraagt {LEAST_EACH_HALF} vertellers per helft; hier zijn het {n:g}.")
    before, after = old[0] / old[1], new[0] / new[1]
    return after - before, math.sqrt(before * (1 - before) / old[1] + after * (1 - after) / new[1])


def bridged(waves: Sequence[Wave], at: float, difference: float, se: float) -> list[Wave]:
    """The waves with those before ``at`` (in years) moved to the new way of measuring, at the price of the bridge.

    The error of a bridge is shared by all earlier waves: together they are worth no more tellers than a level known
    with √(pq/N + se²). So each keeps the same part of its tellers, (pq/N) / (pq/N + se²).
    """
    earlier = [wave for wave in waves if wave.year < at and wave.n > 0]
    total = sum(wave.n for wave in earlier)
    share = sum(wave.x for wave in earlier) / total if total else 0.0
    # Half a teller on either side, so that a share of 0 does not make every bridge infinitely costly.
    held = (share * total + 0.5) / (total + 1)
    sampling = held * (1 - held) / total if total else 0.0
    kept = sampling / (sampling + se**2) if sampling else 1.0
    return [_moved(wave, difference, kept) if wave.year < at and wave.n > 0 else wave for wave in waves]


def _moved(wave: Wave, difference: float, kept: float) -> Wave:
    share = min(1.0, max(0.0, wave.x / wave.n + difference))
    return replace(wave, x=share * wave.n * kept, n=wave.n * kept)
