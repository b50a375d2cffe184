"""The immediate safety check: deterministic, explainable, in the request.

What counts as danger stands in ``reference/signals.toml``; this module only reads it and looks. A text becomes places:
for every label (a word, or a class of words such as OUDER) the positions where it stands. A pattern fires where all its
elements stand close together; blockers, negation and words for the past then take it away or lower it to a concern.
"""

import itertools
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent / "reference" / "signals.toml"
SENTENCE = 20  # positions a full stop takes, so that no pattern reaches from one sentence into the next
NEAR = 9  # a blocker in the same sentence counts this far from the match
AROUND = 45  # a context counts this far: the sentences next to it

#: spellings that sound alike to a child; the same changes are made to the lexicon, so both sides meet
SOUNDS = (
    *(("sch", "sg"), ("ch", "g"), ("th", "t"), ("dt", "t"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks")),
    *(("eij", "y"), ("ij", "y"), ("ei", "y"), ("au", "ou"), ("ouw", "ou"), ("v", "f"), ("z", "s")),
)

Places = dict[str, set[int]]
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Signal:
    """What was found: level 0 none, 1 concern, 2 acute; and the names of the rules that fired, never the words."""

    level: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """Elements that must all stand within ``width`` positions, in any order; an element is a choice of phrases."""

    elements: tuple[tuple[Phrase, ...], ...]
    width: int

    def matches(self, places: Places) -> Iterator[set[int]]:
        """The positions of every match, looked for around the rarest element."""
        spots = [_spots(element, places) for element in self.elements]
        if not all(spots):
            return
        first, *others = sorted(spots, key=len)
        for anchor, length in first.items():
            used = set(range(anchor, anchor + length))
            for spot in others:
                start = _nearest(spot, anchor, self.width, used)
                if start is None:
                    break
                used |= set(range(start, start + spot[start]))
            else:
                if max(used) - min(used) <= self.width:
                    yield used


@dataclass(frozen=True)
class Rule:
    """One kind of danger: its patterns, what blocks them, and whether a negation or the past changes them."""

    name: str
    level: int
    patterns: tuple[Pattern, ...]
    blockers: frozenset[str]
    context: frozenset[str]
    negatable: bool
    passes: bool

    def level_in(self, places: Places) -> int:
        """The highest level any match of this rule keeps, 0 when none does."""
        return max(
            (self._keeps(used, places) for pattern in self.patterns for used in pattern.matches(places)), default=0
        )

    def _keeps(self, used: set[int], places: Places) -> int:
        if _near(self.blockers, used, places, NEAR) or _near(self.context, used, places, AROUND):
            return 0
        past = self.passes and _near({"VROEGER"}, used, places, NEAR) and not _near({"NOGSTEEDS"}, used, places, NEAR)
        negation = _negation(used, places) if self.negatable else None
        if negation is not None and negation not in places.get("NIETMEER", ()):
            return 0
        return min(self.level, 1) if past or negation is not None else self.level


@dataclass(frozen=True)
class Knowledge:
    """The rules and the vocabulary of the reference file, ready to look with."""

    rules: tuple[Rule, ...]
    words: dict[str, frozenset[str]]
    sounds: dict[str, frozenset[str]]
    phrases: dict[str, list[tuple[Phrase, str]]]
    glue: frozenset[str]
    lyrics: re.Pattern[str]

    def labels(self, word: str) -> frozenset[str]:
        """The labels of a word as it is written, or else as it sounds."""
        found = self.words.get(word)
        return self.sounds.get(_sound(word), frozenset()) if found is None else found

    def places(self, text: str) -> Places:
        """Where every label stands; glued words are taken apart, full stops keep sentences apart."""
        places: Places = {}
        tokens = list(self._tokens(self.lyrics.sub(" ", _fold(text))))
        for index, (position, labels) in enumerate(tokens):
            following = tokens[index + 1] if index + 1 < len(tokens) else (0, frozenset[str]())
            owns = "BEZIT" in labels and following[0] == position + 1 and "EIGENDOM" in following[1]
            for label in labels - {"MIJ"} if owns else labels:
                places.setdefault(label, set()).add(position)
        for first in self.phrases.keys() & places.keys():
            for phrase, label in self.phrases[first]:
                if starts := _starts(phrase, places):
                    places.setdefault(label, set()).update(starts)
        return places

    def _tokens(self, folded: str) -> Iterator[tuple[int, frozenset[str]]]:
        position, seen = 0, dict[str, list[frozenset[str]]]()
        for token in re.findall(r"[a-z0-9]+|\.\.+|[.!?,;:]", folded):
            if token in ".!?":
                position += SENTENCE
            elif not token.startswith(".."):
                if token not in seen:
                    seen[token] = self._parts(token)
                for labels in [frozenset({"BREUK"})] if token in ",;:" else seen[token]:
                    position += 1
                    yield position, labels

    def _parts(self, token: str) -> list[frozenset[str]]:
        labels = self.labels(token)
        if labels or len(token) < 6 or token in self.words:
            return [labels]
        parts = _apart(token, self.words)
        return [labels] if self.glue.isdisjoint(parts) else [self.words[part] for part in parts]


def look_for(text: str) -> Signal:
    """Look for signs of danger in what a teller wrote."""
    knowledge = _knowledge()
    places = knowledge.places(text)
    found = {rule.name: level for rule in knowledge.rules if (level := rule.level_in(places))}
    return Signal(max(found.values(), default=0), tuple(sorted(found, key=lambda name: -found[name])))


def _spots(element: tuple[Phrase, ...], places: Places) -> dict[int, int]:
    return {start: len(phrase) for phrase in element for start in _starts(phrase, places)}


def _starts(phrase: Phrase, places: Places) -> set[int]:
    starts = places.get(phrase[0], set())
    for offset, label in enumerate(phrase[1:], start=1):
        here = places.get(label, set())
        starts = {start for start in starts if start + offset in here}
    return starts


def _nearest(spot: dict[int, int], anchor: int, width: int, used: set[int]) -> int | None:
    steps = (anchor + sign * step for step in range(1, width + 1) for sign in (1, -1))
    return next((start for start in steps if start in spot and start not in used), None)


def _near(labels: frozenset[str] | set[str], used: set[int], places: Places, reach: int) -> bool:
    low, high = min(used) - reach, max(used) + reach
    return any(low <= place <= high for label in labels for place in places.get(label, ()))


def _negation(used: set[int], places: Places) -> int | None:
    """The place of a negation that belongs to the match: inside it, or beside it in the same clause."""
    no, breaks = places.get("NIET", set()) - used, places.get("BREUK", set()) - used
    first, last = min(used), max(used)
    before = () if first in places.get("BREUK", ()) else (first - 1, first - 2)
    if inside := no.intersection(range(first, last)):
        return min(inside)
    for side in (before, (last + 1, last + 2, last + 3)):
        clause = itertools.takewhile(lambda place: place not in breaks, side)
        if (place := next((place for place in clause if place in no), None)) is not None:
            return place
    return None


def _fold(text: str) -> str:
    """Lower case without diacritics and apostrophes; a letter held down counts twice at most."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’‘`´*")
    return re.sub(r"([a-z])\1{2,}", r"\1\1", plain)


def _sound(word: str) -> str:
    """How a word sounds, roughly: egt and echt, doot and dood, leve and leven come out the same."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"([a-z])\1", r"\1", word)
    word = re.sub(r"b$", "p", re.sub(r"d(?![aeiouyr])", "t", word))
    return word[:-1] if len(word) > 3 and word.endswith("en") else word


def _apart(token: str, known: dict[str, frozenset[str]]) -> list[str]:
    """The known words a glued token is made of, the longest first; empty when it does not come out."""
    rest: dict[int, list[str]] = {len(token): []}
    for start in range(len(token) - 2, -1, -1):
        end = next((end for end in rest if end - start > 1 and token[start:end] in known), None)
        if end is not None:
            rest[start] = [token[start:end], *rest[end]]
    return rest.get(0, [])


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _pattern(written: str, width: int) -> Pattern:
    elements = (element.split("/") for element in written.split())
    return Pattern(tuple(tuple(tuple(phrase.split("_")) for phrase in element) for element in elements), width)


def _expanded(name: str, classes: dict[str, str]) -> list[str]:
    """The words of a class, with those of the classes it names in capitals."""
    return [
        word for entry in _split(classes[name]) for word in (_expanded(entry, classes) if entry.isupper() else [entry])
    ]


def _rule(data: dict[str, Any]) -> Rule:
    return Rule(
        name=data["name"],
        level=data["level"],
        patterns=tuple(_pattern(written, data.get("width", 7)) for written in data["patterns"]),
        blockers=frozenset(_split(data.get("blockers", ""))),
        context=frozenset(_split(data.get("context", ""))),
        negatable=data.get("negatable", True),
        passes=data.get("passes", True),
    )


def _vocabulary(data: dict[str, Any], rules: tuple[Rule, ...]) -> Iterator[tuple[str, str]]:
    """Every written word or phrase with the label it carries: the classes, and each word as itself."""
    for name in data["classes"]:
        yield from ((written, name) for written in _expanded(name, data["classes"]))
    for rule in rules:
        yield from ((written, written) for written in rule.blockers | rule.context)
        for pattern in rule.patterns:
            yield from ((word, word) for element in pattern.elements for phrase in element for word in phrase)


@cache
def _knowledge() -> Knowledge:
    data = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))
    rules = tuple(_rule(rule) for rule in data["rule"])
    words, phrases = defaultdict[str, set[str]](set), defaultdict[str, list[tuple[Phrase, str]]](list)
    for written, label in _vocabulary(data, rules):
        parts = tuple(written.split())
        for word in parts:
            words[word] |= {word}
        if len(parts) == 1:
            words[written] |= {label}
        else:
            phrases[parts[0]].append((parts, label))
    for word, variants in data["spelling"].items():
        for variant in _split(variants):
            words[variant] |= words[word] | {word}
    sounds = defaultdict[str, set[str]](set)
    for word, labels in words.items():
        sounds[_sound(word)] |= labels
    for word in _split(data["ordinary"]):
        words.setdefault(word, set())
    lyrics = re.compile(rf"\b(?:{'|'.join(_split(data['lyrics']))})\b[^.\"“”„]{{0,60}}[\"“„][^\"“”„]*[\"”“]")
    return Knowledge(
        rules, {word: frozenset(labels) for word, labels in words.items() if not word.isupper()},
        {sound: frozenset(labels) for sound, labels in sounds.items()}, dict(phrases), frozenset(_split(data['glue'])), lyrics)
