"""What lexicon and rules find in a text: every feeling with its weight and rules, and the same as numbers."""

import math
from dataclasses import dataclass

from analysis.reading.clauses import Clause, clauses
from analysis.reading.reader import Reading
from analysis.reading.weighing import DENIAL, TOO, Scene, denials

# What was before counts less than what is now; what follows "maar" counts double what goes before.
BEFORE_NOW, BEFORE_BUT, AFTER_BUT = 0.3, 2 / 3, 4 / 3
#: what decides in a text of a sentence or two
FOR_SHORT = ("briefly", "densely", "nothing")
#: what the classifier is told beside the words, in this order
FEATURES = (
    *("score", "good", "bad", "balance", "hits", "strongest", "weakest", "last", "first", "after_but", "before_but"),
    *("both", "now", "then", "denied", "lessened", "too_much", "denials", "contrast", "asked", "exclaimed", "length"),
    *FOR_SHORT,
)
# A text of so many words is short: there one feeling word decides.
SHORT = 15


@dataclass(frozen=True, slots=True)
class Sign:
    """One feeling that was found: the words, their weight in the end, the rules, and the clause (from 0)."""

    phrase: str
    weight: float
    rules: tuple[str, ...]
    clause: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All signs of a text with its clauses."""

    signs: tuple[Sign, ...]
    clauses: tuple[Clause, ...]

    @property
    def contrast(self) -> bool:
        """True when something stands before or after "maar" or "toch"."""
        return any(clause.but for clause in self.clauses)

    def sides(self, but: int | None = None, before: bool | None = None) -> tuple[float, float]:
        """The summed weights of what is good and of what is bad, in all clauses or in those of one kind."""
        weights = [
            sign.weight
            for sign in self.signs
            if (but is None or self.clauses[sign.clause].but == but)
            and (before is None or self.clauses[sign.clause].before == before)
        ]
        return sum(weight for weight in weights if weight > 0), -sum(weight for weight in weights if weight < 0)


def evidence(reading: Reading) -> Evidence:
    """Every feeling of a text with its weight; questions and quoted speech are left out."""
    told = clauses(reading)
    signs: list[Sign] = []
    for place, clause in enumerate(told):
        factor = BEFORE_NOW if clause.before else {-1: BEFORE_BUT, 0: 1.0, 1: AFTER_BUT}[clause.but]
        rule = ("toen/nu",) if clause.before else ("maar",) if clause.but else ()
        for one in Scene(clause.words).weigh():
            signs.append(Sign(one.phrase, one.weight * factor, (*one.rules, *rule), place))
    return Evidence(tuple(signs), told)


def rule_score(positive: float, negative: float) -> float:
    """(P − N) / (P + N + 1): −1 … 1, and 0 where nothing is found."""
    return (positive - negative) / (positive + negative + 1)


def features(found: Evidence, reading: Reading) -> list[float]:
    """The evidence as numbers, in the order of ``FEATURES``."""
    positive, negative = found.sides()
    weights = [sign.weight for sign in found.signs]
    last = max((sign.clause for sign in found.signs), default=-1)
    first = min((sign.clause for sign in found.signs), default=-1)
    rules = [rule for sign in found.signs for rule in sign.rules]
    forms = [word.text for word in reading.words]
    return [
        rule_score(positive, negative),
        math.log1p(positive),
        math.log1p(negative),
        (positive - negative) / (positive + negative) if weights else 0.0,
        math.log1p(len(weights)),
        max(weights, default=0.0),
        min(weights, default=0.0),
        math.tanh(sum(sign.weight for sign in found.signs if sign.clause == last)),
        math.tanh(sum(sign.weight for sign in found.signs if sign.clause == first)),
        rule_score(*found.sides(but=1)),
        rule_score(*found.sides(but=-1)),
        math.log1p(min(positive, negative)),
        rule_score(*found.sides(before=False)),
        rule_score(*found.sides(before=True)),
        float(rules.count(DENIAL)),
        float(rules.count("minder")),
        float(rules.count(TOO)),
        math.log1p(sum(word.form in denials() for word in reading.words)),
        float(found.contrast),
        float("?" in forms),
        float("!" in forms),
        math.log1p(reading.count),
        rule_score(positive, negative) * min(1.0, SHORT / max(reading.count, 1)) ** 2,
        (positive - negative) / max(len(found.clauses), 1),
        float(not weights),
    ]
