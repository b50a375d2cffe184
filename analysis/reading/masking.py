"""Names, numbers and addresses out of a story: typed placeholders instead, with offsets in the given text."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

from analysis.reading import institutions, naming
from analysis.reading.name_words import INSERT
from analysis.reading.names import PLACEHOLDER, tokens
from analysis.reading.patterns import CHECKS, PATTERNS, WITHOUT_DIGITS
from analysis.reading.reader import Reading

#: raised when a rule changes what is masked, so that stories are read again
VERSION = 2

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")

__all__ = ["PLACEHOLDER", "VERSION", "Mask", "Masked", "mask"]


@dataclass(frozen=True, slots=True)
class Mask:
    """A masked stretch: code points ``start`` to ``end`` of the given text and what stood there (``NAAM``, …)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with placeholders and the masks, sorted and without overlap."""

    text: str
    masks: tuple[Mask, ...] = ()


def mask(text: str, doc: Reading | None = None, lower_case: bool = True) -> Masked:
    """The text with everything that can name a person replaced by ``[NAAM]``, ``[TELEFOON]``, ``[ADRES]``, …

    ``doc`` is the text as taken apart by the reader; the persons its entity recogniser saw are masked too, and its
    proper nouns help. Without ``lower_case`` names need their capital: in another language a Dutch name may be a word.
    Neighbourhoods, cities, national brands, public figures, months and school levels stay, and so do placeholders.
    Masking what is masked already changes nothing. Some risk always remains: names that are no name elsewhere, and
    facts that point to one person.
    """
    proper = frozenset(word.start for word in doc.words if word.tag == "PROPN") if doc else frozenset()
    persons = [Mask(start, end, "NAAM") for start, end in doc.persons] if doc else []
    new = masks = _find(text, lower_case, proper, persons)
    masked = _replaced(text, masks)
    # A placeholder can make the word beside it stand out, so look again until nothing is new.
    while new:
        new = _find(masked, lower_case, frozenset(), [])
        masks = tuple(sorted([*masks, *_in_given_text(masks, new)], key=lambda one: one.start))
        masked = _replaced(text, masks)
    return Masked(masked, masks)


def _find(text: str, lower_case: bool, proper: AbstractSet[int], persons: Iterable[Mask]) -> tuple[Mask, ...]:
    words = tokens(text)
    places = (Mask(start, end, kind) for start, end, kind in institutions.find(text, words))
    people = (Mask(start, end, "NAAM") for start, end in naming.find(text, words, lower_case, proper))
    return _without_overlap(text, chain(_patterns(text), places, people, persons))


def _replaced(text: str, masks: Iterable[Mask]) -> str:
    pieces, last = [], 0
    for one in masks:
        pieces += [text[last : one.start], f"[{one.kind}]"]
        last = one.end
    return "".join(pieces) + text[last:]


def _in_given_text(masks: tuple[Mask, ...], later: Iterable[Mask]) -> Iterator[Mask]:
    """Masks found in the text with placeholders, moved to where they lie in the text without."""
    before, shift = iter([*masks, None]), 0
    following = next(before)
    for one in later:
        while following and following.start <= one.start + shift:
            shift += following.end - following.start - len(f"[{following.kind}]")
            following = next(before)
        yield Mask(one.start + shift, one.end + shift, one.kind)


def _patterns(text: str) -> Iterator[Mask]:
    numbered = _DIGIT.search(text) is not None
    for kind, pattern in PATTERNS if numbered else WITHOUT_DIGITS:
        group = "it" if "it" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            check = CHECKS.get((kind, group == "it"))
            if match.end(group) > match.start(group) and (check is None or check(match.group(group))):
                yield Mask(match.start(group), match.end(group), kind)


def _without_overlap(text: str, masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Of overlapping masks the first stays whole, and of the next what it leaves free; sorted by place.

    What is a placeholder already stays as it is.
    """
    kept: list[Mask] = []
    taken = {at for match in PLACEHOLDER.finditer(text) for at in range(*match.span())}
    for found in masks:
        place = range(found.start, found.end)
        if taken.isdisjoint(place):
            kept.append(found)
        else:
            kept.extend(_left_free(text, found, taken))
        taken.update(place)
    return tuple(sorted(kept, key=lambda found: found.start))


def _left_free(text: str, found: Mask, taken: AbstractSet[int]) -> Iterator[Mask]:
    """The words of a mask that no earlier mask took; "van" and "de" alone name nobody."""
    for match in _WORD.finditer(text, found.start, found.end):
        if taken.isdisjoint(range(*match.span())) and match.group() not in INSERT:
            yield Mask(*match.span(), found.kind)
