"""Names, numbers and addresses out of a story: typed placeholders instead, with offsets in the given text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from analysis.reading import names
from analysis.reading.patterns import CHECKS, PATTERNS
from analysis.reading.reader import Reading

#: raised when a rule changes what is masked, so that stories are read again
VERSION = 1
#: what a masked stretch looks like afterwards
PLACEHOLDER = re.compile(r"\[[A-Z]{3,12}\]")


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

    ``doc`` is the text as taken apart by the reader; the persons its entity recogniser saw are masked too. Without
    ``lower_case`` names need their capital: in another language a Dutch name may be a word.
    Neighbourhoods, cities, brands, months and school levels stay. Some risk always remains: names that are no
    name elsewhere, and facts that point to one person.
    """
    persons = doc.persons if doc else ()
    found = (Mask(start, end, "NAAM") for start, end in chain(names.find(text, lower_case), persons))
    masks = _without_overlap(chain(_patterns(text), found))
    pieces, last = [], 0
    for one in masks:
        pieces += [text[last : one.start], f"[{one.kind}]"]
        last = one.end
    return Masked("".join(pieces) + text[last:], masks)


def _patterns(text: str) -> Iterator[Mask]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            check = CHECKS.get(kind)
            if match.end() > match.start() and (check is None or check(match.group())):
                yield Mask(match.start(), match.end(), kind)


def _without_overlap(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """The first of overlapping masks stays; sorted by place."""
    kept: list[Mask] = []
    taken: set[int] = set()
    for found in masks:
        place = range(found.start, found.end)
        if taken.isdisjoint(place):
            taken.update(place)
            kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start))
