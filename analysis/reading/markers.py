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
STRONG, VAGUE = 1.0, 0.5
_DENIES = frozenset(["niet", "geen", "nooit", "niemand", "niks", "nergens", "amper", "weinig"])


@dataclass(frozen=True, slots=True)
class _Pointer:
    marker: str
    weight: float
    sign: str = ""


def mark(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The markers hinted at, by id, with ``+`` or ``-`` where that means something and ``""`` elsewhere.

    One clear expression is enough; of vague seed words two in one text are needed.
    """
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for clause in clauses(reading):
        for hit in longest(_pointers().find(clause.words)):
            weights[hit.value.marker, _sign(hit, clause)] += hit.value.weight
    return tuple(sorted(key for key, weight in weights.items() if weight >= STRONG))


def _sign(hit: Hit[_Pointer], clause: Clause) -> str:
    if hit.value.marker not in SIGNED or hit.value.sign:
        return hit.value.sign
    outside = {word.form for place, word in enumerate(clause.words) if not hit.start <= place < hit.end}
    return "+" if outside.isdisjoint(_DENIES) else "-"


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
