"""Where a coder should look for a marker: a first highlight by words, never a finding about a person."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from analysis.reading.clauses import Clause, clauses
from analysis.reading.phrases import Hit, Phrases, longest
from analysis.reading.reader import Reading
from analysis.themes.assign import EXPRESSIONS
from corpus import codebook

#: markers with a direction; the others are present or absent
SIGNED = frozenset(["M1", "M4"])
_STIGMA = "M3"
STRONG, VAGUE = 1.0, 0.5
_DENIES = frozenset(["niet", "geen", "nooit", "niemand", "niks", "niets", "nergens", "amper", "weinig"])


@dataclass(frozen=True, slots=True)
class _Pointer:
    marker: str
    weight: float
    sign: str = ""


def mark(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The markers hinted at, by id, with ``+`` or ``-`` where that means something and ``""`` elsewhere.

    One clear expression is enough; of vague seed words two different ones in one text are needed. What is denied ("ik
    durf niet") hints at nothing, or at the minus of a marker with a direction.
    """
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for clause in clauses(reading):
        for hit in longest(_pointers().find(clause.words)):
            if hit.value.marker in SIGNED or not _denied(hit, clause):
                found[hit.value.marker, _sign(hit, clause)][hit.phrase] = hit.value.weight
    return tuple(sorted(key for key, weights in found.items() if sum(weights.values()) >= STRONG))


def _sign(hit: Hit[_Pointer], clause: Clause) -> str:
    if hit.value.marker not in SIGNED or hit.value.sign:
        return hit.value.sign
    return "-" if _denied(hit, clause) else "+"


def _denied(hit: Hit[_Pointer], clause: Clause) -> bool:
    """True when a word outside the expression denies its clause; self-stigma is told by such words, so never there."""
    outside = {word.form for place, word in enumerate(clause.words) if not hit.start <= place < hit.end}
    return hit.value.marker != _STIGMA and not outside.isdisjoint(_DENIES)


@cache
def _pointers() -> Phrases[_Pointer]:
    data = tomllib.loads(EXPRESSIONS.read_text(encoding="utf-8"))
    pointers: Phrases[_Pointer] = Phrases()
    for marker in codebook.reference().markers:
        own = data[marker.id]
        for key, sign in (("plus", "+"), ("minus", "-"), ("strong", "")):
            for phrase in own[key]:
                pointers.add(phrase, _Pointer(marker.id, STRONG, sign))
        listed = {phrase for key in ("plus", "minus", "strong") for phrase in own[key]}
        for seed in dict.fromkeys([*marker.seeds, *own["vague"]]):
            if seed not in listed:
                weight = STRONG if " " in seed and seed not in own["vague"] else VAGUE
                pointers.add(seed, _Pointer(marker.id, weight))
    return pointers
