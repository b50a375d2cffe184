"""The immediate safety check: deterministic, explainable, in the request.

What counts as danger stands in ``reference/signals.toml``; this module only reads that file and looks. Every word of a
text carries labels: itself and its classes (OUDER, SLAAT). A pattern fires where all its elements stand close together;
blockers, a negation or a word for the past then take it away or lower it to a concern. What no pattern foresaw is left
to a second look at all words together, weighed.
"""

import itertools
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from corpus.weighing import heaviest_words, weigh
from corpus.wording import Labels, Phrase, Places, Vocabulary, listed, starts

REFERENCE = Path(__file__).parent / "reference" / "signals.toml"
NEAR = 9  # a blocker in the same sentence counts this far from the match
AROUND = 45  # a context counts this far: the sentences next to it
ACUTE, CONCERN = 2, 1
WEIGHED = "gewogen-woorden"
#: from here the weighed words alone make it acute; where a rule saw a denial, a game or the past they must weigh more;
#: the lightest at which fewer than 12 in 100 texts that only sound like danger come out, each batch left out by turns
HEAVY, HEAVIER = 0.5, 1.5
#: below this a rule that fired in an otherwise harmless text makes a concern: a person reads it, a few days later
LIGHT = -2.0


@dataclass(frozen=True)
class Signal:
    """What was found: level 0 none, 1 concern, 2 acute; and the names of the rules that fired, never the words."""

    level: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Element:
    """One part of a pattern: a choice of phrases."""

    phrases: tuple[Phrase, ...]


class Reading:
    """One text while it is looked at: where every label stands, and where every element asked for so far."""

    def __init__(self, places: Places) -> None:
        self.places = places
        #: whether something looked like danger and was denied, over, or part of a game
        self.denied = False
        self._spots: dict[Element, dict[int, int]] = {}

    def spots(self, element: Element) -> dict[int, int]:
        """Where an element stands, with the number of words it takes there."""
        spots = self._spots.get(element)
        if spots is None:
            spots = self._spots[element] = {}
            for phrase in element.phrases:
                if phrase[0] in self.places:
                    spots.update(dict.fromkeys(starts(phrase, self.places), len(phrase)))
        return spots

    def at(self, label: str) -> set[int]:
        """Where a label stands."""
        return self.places.get(label, set())

    def near(self, labels: Iterable[str], used: set[int], reach: int) -> bool:
        """Whether one of the labels stands within ``reach`` places of a match."""
        window = set(range(min(used) - reach, max(used) + reach + 1))
        return any(not window.isdisjoint(self.places[label]) for label in labels if label in self.places)

    def negation(self, used: set[int]) -> int | None:
        """The place of a negation that belongs to the match: inside it, or beside it in the same clause."""
        no = self.at("NIET") - self.at("TOCHWEL") - used
        breaks = self.at("BREUK") - used
        first, last = min(used), max(used)
        if inside := no.intersection(range(first, last)):
            return min(inside)
        before = () if first in self.at("BREUK") else (first - 1, first - 2)
        for side in (before, (last + 1, last + 2, last + 3)):
            clause = itertools.takewhile(lambda place: place not in breaks, side)
            if (place := next((place for place in clause if place in no), None)) is not None:
                return place
        return None


@dataclass(frozen=True)
class Pattern:
    """Elements that must all stand within ``width`` places, in any order."""

    elements: tuple[Element, ...]
    width: int
    #: labels without which it cannot match; looked at first, because most patterns fail there
    needed: Labels

    @classmethod
    def of(cls, written: str, width: int) -> Self:
        """The pattern as it is written in the reference file: ``OUDER slaat/slaan aan_MIJ``."""
        elements = tuple(map(_element, written.split()))
        fixed = (element.phrases[0] for element in elements if len(element.phrases) == 1)
        return cls(elements, width, Labels(itertools.chain.from_iterable(fixed)))

    def matches(self, reading: Reading) -> Iterator[set[int]]:
        """The places of every match, looked for around the rarest element."""
        found = []
        for element in self.elements:
            if not (spots := reading.spots(element)):
                return
            found.append(spots)
        first, *others = sorted(found, key=len)
        for anchor, length in first.items():
            used = set(range(anchor, anchor + length))
            window = set(range(anchor - self.width, anchor + self.width + 1))
            for spots in others:
                start = _nearest(anchor, spots.keys() & (window - used))
                if start is None:
                    break
                used.update(range(start, start + spots[start]))
            else:
                if max(used) - min(used) <= self.width:
                    yield used


@dataclass(frozen=True)
class Rule:
    """One kind of danger: its patterns, what blocks them, and whether a negation takes them away."""

    name: str
    level: int
    patterns: tuple[Pattern, ...]
    blockers: Labels
    context: Labels
    negatable: bool

    def level_in(self, reading: Reading) -> int:
        """The highest level any match of this rule keeps, 0 when none does."""
        highest, present = 0, reading.places.keys()
        possible = (pattern for pattern in self.patterns if pattern.needed <= present)
        for used in itertools.chain.from_iterable(pattern.matches(reading) for pattern in possible):
            kept = self._keeps(used, reading)
            reading.denied |= kept < self.level == ACUTE
            highest = max(highest, kept)
            if highest == self.level:
                break
        return highest

    def words_in(self, reading: Reading) -> list[str]:
        """The words of the reference file that stood where the rule fired."""
        used = next(
            used for pattern in self.patterns for used in pattern.matches(reading) if self._keeps(used, reading)
        )
        # the longest label in small letters is the word itself; classes are written in capitals
        labels = (
            [label for label in reading.places if label.islower() and place in reading.places[label]] for place in used
        )
        return [max(here, key=len) for here in labels if here]

    def _keeps(self, used: set[int], reading: Reading) -> int:
        if reading.near(self.blockers, used, NEAR) or reading.near(self.context, used, AROUND):
            return 0
        past = reading.near(["VROEGER"], used, NEAR) and not reading.near(["NOGSTEEDS"], used, NEAR)
        negation = reading.negation(used) if self.negatable else None
        if negation is not None and negation not in reading.at("NIETMEER"):
            return 0
        return 1 if past or negation is not None else self.level


def look_for(text: str) -> Signal:
    """Look for signs of danger in what a teller wrote."""
    return decide(*read(text), weigh(text))


def read(text: str) -> tuple[dict[str, int], bool]:
    """The first look: the rules that fired with their levels, and whether something was denied, over, or a game."""
    rules, vocabulary = _knowledge()
    reading = Reading(vocabulary.read(text))
    found = {rule.name: level for rule in rules if (level := rule.level_in(reading))}
    return found, reading.denied


def decide(found: dict[str, int], denied: bool, weight: float) -> Signal:
    """Both looks together: what the rules found and what the words weigh, in log odds (nan is not weighed)."""
    if weight > (HEAVIER if denied else HEAVY):
        found = found | {WEIGHED: ACUTE}
    elif weight < LIGHT:
        found = dict.fromkeys(found, CONCERN)
    return Signal(max(found.values(), default=0), tuple(sorted(found, key=lambda name: -found[name])))


def explain(text: str) -> dict[str, list[str]]:
    """For a person who asks why: the rules that fired, each with the words it fired on. Never kept or logged."""
    rules, vocabulary = _knowledge()
    reading, signal = Reading(vocabulary.read(text)), look_for(text)
    named = {rule.name: rule.words_in(reading) for rule in rules if rule.name in signal.rules}
    return named | ({WEIGHED: heaviest_words(text)} if WEIGHED in signal.rules else {})


def _nearest(anchor: int, places: set[int]) -> int | None:
    return min(places, key=lambda place: (abs(place - anchor), -place), default=None)


@cache
def _element(written: str) -> Element:
    return Element(tuple(tuple(phrase.split("_")) for phrase in written.split("/")))


def _rule(data: dict[str, Any]) -> Rule:
    return Rule(
        name=data["name"],
        level=data["level"],
        patterns=tuple(Pattern.of(written, data.get("width", 7)) for written in data["patterns"]),
        blockers=Labels(listed(data.get("blockers", ""))),
        context=Labels(listed(data.get("context", ""))),
        negatable=data.get("negatable", True),
    )


def _literals(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from sorted(rule.blockers | rule.context)
        for element in itertools.chain.from_iterable(pattern.elements for pattern in rule.patterns):
            yield from itertools.chain.from_iterable(element.phrases)


@cache
def _knowledge() -> tuple[tuple[Rule, ...], Vocabulary]:
    data = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))
    rules = tuple(map(_rule, data["rule"]))
    return rules, Vocabulary.of(data, _literals(rules))
