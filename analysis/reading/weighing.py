"""One clause weighed: feeling words and what strengthens, denies, lessens or turns them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.reading.phrases import Hit, Phrases, longest
from analysis.reading.reader import Word

LEXICON = Path(__file__).parents[2] / "corpus" / "reference" / "lexicon.tsv"

# What is left of a feeling: "niet leuk", "niet slecht", "niet meer bang", "minder ruzie"; and what "te warm" weighs.
NOT_GOOD, NOT_BAD, NO_LONGER, LESS, TOO_MUCH = -0.8, -0.4, -0.9, -0.9, -0.6
# How many words a negation reaches: to its right, "geen" to its noun, and back to its verb ("het lukt mij niet").
RIGHT, NOUN, LEFT = 7, 4, 4
# The same for "minder" before its noun, and for "gestopt" before and after what stopped.
FEWER, STOPPED_BEFORE, STOPPED_AFTER = 3, 2, 5
_FEWER = frozenset(["minder", "weinig", "weiniger"])
_TO_NOUN = frozenset(["geen", "zonder"])
_EMPTY = frozenset(["niemand", "nergens", "niks", "niets", "nooit"])
#: kinds: words that weigh nothing by design, and words that deny; the rule of "te warm"
NEUTRAL, DENIAL, TOO = "neutraal", "ontkenning", "te"
_MODIFIERS = frozenset(["versterker", "verzwakker", DENIAL, "minder", "meer", "keert"])
# After "te" these are no "too much": fixed phrases; infinitives end in n, these qualities too.
_NOT_TOO = frozenset(["koop", "voet", "gast", "pas", "kort", "niet", "geen", "wel"])
_TOO_N = frozenset(["klein", "dun", "groen"])
_STOPS_LEFT = frozenset(["dat", "die", "als", "om", "en", "waar", "of"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon: a value −1 … 1 (a factor for strengtheners) and its kind."""

    value: float
    kind: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """One feeling word with its weight after all rules, and the names of those rules."""

    phrase: str
    weight: float
    rules: tuple[str, ...]


@cache
def lexicon() -> Phrases[Entry]:
    """The lexicon: what carries feeling (or none, by design), and what changes what stands near it."""
    phrases: Phrases[Entry] = Phrases()
    for phrase, entry in _entries():
        phrases.add(phrase, entry)
    return phrases


@cache
def denials() -> frozenset[str]:
    """The words that deny."""
    return frozenset(phrase for phrase, entry in _entries() if entry.kind == DENIAL)


@cache
def neutral() -> frozenset[str]:
    """The single words that are neutral by design: they tell who tells, not how it feels."""
    return frozenset(phrase for phrase, entry in _entries() if entry.kind == NEUTRAL and " " not in phrase)


def _entries() -> Iterator[tuple[str, Entry]]:
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, value, kind = line.split("\t")
            yield phrase, Entry(float(value), kind)


class Scene:
    """One clause while it is weighed: its feeling words and, by place, everything that changes them."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        hits = list(lexicon().find(words))
        found = list(longest(hit for hit in hits if hit.value.kind not in _MODIFIERS))
        changers = [hit for hit in hits if hit.value.kind in _MODIFIERS]
        strengths = {hit.end: hit.value for hit in changers if hit.value.kind in ("versterker", "verzwakker")}
        starts = {hit.start for hit in found if hit.value.value}
        # "kapot leuk", "ziek goed": a strengthener right before a feeling is no feeling itself.
        self.hits = [hit for hit in found if hit.value.value and not (hit.end in starts and hit.end in strengths)]
        self.taken = {place for hit in found for place in range(hit.start, hit.end) if hit.end - hit.start > 1}
        self.strengths = strengths
        self.negations = self._places(changers, DENIAL)
        self.lessening = self._places(changers, "minder")
        self.turns = self._places(changers, "keert")

    def _places(self, changers: Sequence[Hit[Entry]], kind: str) -> list[int]:
        return [hit.start for hit in changers if hit.value.kind == kind and hit.start not in self.taken]

    def weigh(self) -> Iterator[Weighed]:
        """Every feeling of the clause; a "niemand" that denies another feeling is not counted itself."""
        denied = {id(hit): self._negation(hit) for hit in self.hits}
        used = {place for place in denied.values() if place is not None}
        for hit in self.hits:
            if hit.start not in used:
                yield self._weighed(hit, denied[id(hit)])
        yield from self._too_much()

    def _weighed(self, hit: Hit[Entry], negation: int | None) -> Weighed:
        weight = hit.value.value
        rules: list[str] = []
        if hit.start in self.strengths:
            weight *= self.strengths[hit.start].value
            rules.append(self.strengths[hit.start].kind)
        if weight > 0 and hit.start and self.words[hit.start - 1].form == "te" and self._quality(hit.start):
            weight = TOO_MUCH
            rules.append(TOO)
        if weight < 0 and any(place >= hit.start for place in self.turns):
            return Weighed(hit.phrase, -weight, (*rules, "van geluk"))
        if self._lessened(hit):
            return Weighed(hit.phrase, weight * LESS, (*rules, "minder"))
        if negation is None:
            return Weighed(hit.phrase, weight, tuple(rules))
        after = self.words[negation + 1].form if negation + 1 < len(self.words) else ""
        left = NOT_GOOD if weight > 0 else NO_LONGER if after == "meer" else NOT_BAD
        return Weighed(hit.phrase, weight * left, (*rules, DENIAL))

    def _lessened(self, hit: Hit[Entry]) -> bool:
        """True for "minder ruzie" and for "de overlast is gestopt"; expressions are left as they are."""
        if hit.end - hit.start > 1:
            return False
        return any(
            0 < hit.start - place <= (FEWER if self.words[place].form in _FEWER else STOPPED_BEFORE)
            or (self.words[place].form not in _FEWER and 0 < place - hit.start <= STOPPED_AFTER)
            for place in self.lessening
        )

    def _negation(self, hit: Hit[Entry]) -> int | None:
        """Where the negation of a feeling stands: before it, or after its verb when nothing else follows."""
        for place in self.negations:
            reach = NOUN if self.words[place].form in _TO_NOUN else RIGHT
            if 0 < hit.start - place <= reach:
                return place
            back = place - hit.end
            between = {word.form for word in self.words[hit.end : place]}
            if 0 <= back < LEFT and between.isdisjoint(_STOPS_LEFT) and self._last_before(place) is hit:
                return place
        return None

    def _last_before(self, place: int) -> Hit[Entry] | None:
        """The feeling right before a negation that has nothing to deny on its right."""
        if any(hit.start > place for hit in self.hits):
            return None
        return max((hit for hit in self.hits if hit.end <= place), key=lambda hit: hit.end, default=None)

    def _quality(self, place: int) -> bool:
        form = self.words[place].form
        return (form in _TOO_N or not form.endswith("n")) and form not in _NOT_TOO

    def _too_much(self) -> Iterator[Weighed]:
        """ "te" with a quality that the lexicon does not know: "te hoog", "te ver"."""
        known = self.taken | {hit.start for hit in self.hits}
        for place in range(1, len(self.words)):
            word = self.words[place]
            if self.words[place - 1].form != "te" or known & {place - 1, place} or not self._quality(place):
                continue
            if word.text.isalpha() and word.text.islower():
                yield Weighed(f"te {word.form}", TOO_MUCH, (TOO,))
