"""Whether a change is one of who told and how, rather than of what was told: the claim with the mix held fixed."""

from collections.abc import Mapping, Sequence

from analysis.numbers.claims import Claim, held_size
from analysis.numbers.waves import Series

STAYS, GOES, UNKNOWN = "blijft", "verdwijnt", "niet te zeggen"
LEAST_EACH_SIDE = 10  # tellers that a stratum needs before and after a change to be compared with itself
LEAST_COVERED = 0.5  # share of the tellers, before and after, that such strata must hold together


def held_fixed(claim: Claim, size: float, strata: Sequence[Series], least: float) -> str:
    """Whether a change of ``size`` stays when the mix of strata is held fixed: blijft, verdwijnt or niet te zeggen.

    It disappears when it loses its sign or falls below ``least``, the smallest change that counts. Only strata with
    tellers on both sides of it can be compared with themselves; where they hold less than half of the tellers nothing
    is said.
    """
    told = [one for one in strata if one.size]
    if len(told) < 2:
        return STAYS
    compared = [one for one in told if min(_sides(claim, one)) >= LEAST_EACH_SIDE]
    for side in (0, 1):
        everyone = sum(_sides(claim, one)[side] for one in told)
        if sum(_sides(claim, one)[side] for one in compared) < LEAST_COVERED * everyone or not compared:
            return UNKNOWN
    left = held_size(claim, compared)
    return STAYS if left * size > 0 and abs(left) >= least else GOES


def _sides(claim: Claim, one: Series) -> tuple[float, float]:
    after = claim.after(one.years)
    return float(one.n[~after].sum()), float(one.n[after].sum())


def sentence(found: Mapping[str, str]) -> str:
    """What to say beside a claim of the mixes it was held against; nothing where it stays in all of them."""
    gone = [name for name, outcome in found.items() if outcome == GOES]
    unknown = [name for name, outcome in found.items() if outcome == UNKNOWN]
    told = []
    if gone:
        told.append(f"Let op, samenstelling: bij een gelijke mix van {_listed(gone)} blijft er geen verschil over.")
    if unknown:
        told.append(f"Of het aan de mix van {_listed(unknown)} ligt, is niet te zeggen.")
    return " ".join(told)


def _listed(names: Sequence[str]) -> str:
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
