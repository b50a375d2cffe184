"""How a story feels, by an own lexicon and rules: a check beside the teller's own marks, never instead of them."""

from dataclasses import dataclass

from analysis.reading.clauses import clauses
from analysis.reading.reader import Reading
from analysis.reading.weighing import Scene

NEGATIVE, MIDDLE, POSITIVE = "negatief", "midden", "positief"

# Set on the development part of the fictional stories only.
BAND = 0.1
# Mixed: the smaller side weighs at least this, and this share of the larger; less is asked when "maar" joins them.
MIXED, MIXED_BUT = (0.9, 0.6), (0.3, 0.35)
# What was before counts less than what is now; what follows "maar" counts double what goes before.
BEFORE_NOW, BEFORE_BUT, AFTER_BUT = 0.3, 2 / 3, 4 / 3


@dataclass(frozen=True, slots=True)
class Feeling:
    """Polarity of a text. ``score`` = (P − N) / (P + N + 1), −1 … 1; ``why`` lists (word, weight, rule)."""

    score: float
    polarity: str
    mixed: bool
    why: tuple[tuple[str, float, str], ...] = ()


def feeling(reading: Reading) -> Feeling:
    """The feeling of a text; ``midden`` when nothing is found or both sides weigh about the same.

    P and N are the summed weights of what is good and bad. Questions and quoted speech are left out, words of origin,
    religion, disability, income and place weigh nothing.
    """
    why: list[tuple[str, float, str]] = []
    now: list[float] = []
    contrast = False
    for clause in clauses(reading):
        contrast = contrast or bool(clause.but)
        factor = BEFORE_NOW if clause.before else {-1: BEFORE_BUT, 0: 1.0, 1: AFTER_BUT}[clause.but]
        rule = "toen/nu" if clause.before else "maar" if clause.but else ""
        for one in Scene(clause.words).weigh():
            now.append(one.weight * (BEFORE_NOW if clause.before else 1))
            rules = [*one.rules, rule] if rule else one.rules
            why.append((one.phrase, round(one.weight * factor, 3), "+".join(rules) or "lexicon"))
    positive, negative = _sides([weight for _, weight, _ in why])
    score = (positive - negative) / (positive + negative + 1)
    mixed = _mixed(*_sides(now), contrast)
    return Feeling(round(score, 4), _class(score, mixed), mixed, tuple(why))


def _sides(weights: list[float]) -> tuple[float, float]:
    return sum(weight for weight in weights if weight > 0), -sum(weight for weight in weights if weight < 0)


def _mixed(positive: float, negative: float, contrast: bool) -> bool:
    least, share = MIXED_BUT if contrast else MIXED
    smaller, larger = sorted((positive, negative))
    return smaller >= least and smaller >= share * larger


def _class(score: float, mixed: bool) -> str:
    if mixed or abs(score) < BAND:
        return MIDDLE
    return POSITIVE if score > 0 else NEGATIVE
