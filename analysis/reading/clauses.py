"""A story in clauses: where a thought ends, what is quoted or asked, and what was before against what is now."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from analysis.reading.reader import Reading, Word, word_set

_BREAKS = frozenset([",", ";", ":", ".", "!", "?", "…", "...", "-", "–", "—", "(", ")", "/"])
_JOINTS = word_set("maar mar want omdat doordat dus terwijl hoewel ondanks behalve zodat")
# Spoken stories have no full stops: a clause is never longer than this, and "maar" looks this many clauses around it.
LONGEST, NEAR = 60, 12
# "en" begins a new thought only when a new subject or time follows.
_AND = frozenset(["en", "of"])
_NEW_THOUGHT = word_set(
    """
    ik je jij hij zij ze we wij jullie het dat die er nu noe nou toen dan daar hier soms mijn onze iedereen niemand
    mama papa mam pap als sinds daarna
    """
)
_BUT = frozenset(["maar", "mar", "echter", "alleen"])
_YET = frozenset(["toch", "wel", "maar", "mar", "alleen"])
_BEFORE = frozenset(
    [
        "eerst",
        "vroeger",
        "voorheen",
        "jarenlang",
        "aanvankelijk",
        "eerder",
    ]
)
_NOW = frozenset(["nu", "noe", "inmiddels", "sindsdien", "sinds", "tegenwoordig", "eindelijk", "vandaag"])
_LAST = frozenset(["vorig", "vorige"])
_QUOTED = re.compile(
    r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|„[^”“\n]{1,300}[”“]|«[^»\n]{1,300}»|‘[^‘’\n]{1,300}’(?!\w)"
    r"|(?<![\w'])'(?!(?:s|t|n|k|m|r)\b)[^'\n]{1,300}(?:(?<=\w)'(?=\w)[^'\n]{1,300})*'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thought. ``before``: it tells of a time that is over; ``but``: −1 before "maar", 1 after it, else 0."""

    words: tuple[Word, ...]
    before: bool = False
    but: int = 0


def clauses(reading: Reading) -> tuple[Clause, ...]:
    """The clauses that tell something: without questions and without what others are quoted to say."""
    told = _told(reading)
    pieces = list(_pieces(told))
    before = _before(pieces)
    but = _but(pieces)
    return tuple(Clause(piece, was, side) for piece, was, side in zip(pieces, before, but, strict=True))


def _told(reading: Reading) -> list[Word]:
    quoted = [match.span() for match in _QUOTED.finditer(reading.text)]
    asked = {word.sentence for word in reading.words if word.text == "?" and not _within(word, quoted)}
    return [word for word in reading.words if word.sentence not in asked and not _within(word, quoted)]


def _within(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    """True when one of the sorted spans holds the beginning of the word."""
    place = bisect_right(spans, word.start, key=lambda span: span[0]) - 1
    return place >= 0 and word.start < spans[place][1]


def _pieces(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    piece: list[Word] = []
    for word, following in zip_longest(words, words[1:]):
        new = piece and word.sentence != piece[-1].sentence
        joint = word.form in _JOINTS or (word.form in _AND and following is not None and following.form in _NEW_THOUGHT)
        if piece and (new or joint or len(piece) >= LONGEST):
            yield tuple(piece)
            piece = []
        if word.text not in _BREAKS:
            piece.append(word)
        elif piece:
            yield tuple(piece)
            piece = []
    if piece:
        yield tuple(piece)


def _before(pieces: Sequence[tuple[Word, ...]]) -> list[bool]:
    """Which clauses tell of before, in a text that also says what is so now."""
    marks = [_time(piece) for piece in pieces]
    last_now = max((place for place, mark in enumerate(marks) if mark > 0), default=-1)
    past = False
    found: list[bool] = []
    for place, mark in enumerate(marks):
        past = mark < 0 or (past and mark == 0)
        found.append(past and place < last_now)
    return found


def _time(piece: tuple[Word, ...]) -> int:
    forms = [word.form for word in piece]
    if not _NOW.isdisjoint(forms):
        return 1
    last_year = any(one in _LAST and two in ("jaar", "week", "maand") for one, two in pairwise(forms))
    return -1 if last_year or not _BEFORE.isdisjoint(forms) else 0


def _but(pieces: Sequence[tuple[Word, ...]]) -> list[int]:
    """−1 for the clause before a "maar" or an opening "toch", 1 from there to the end of its sentence."""
    sides = [0] * len(pieces)
    for place, piece in enumerate(pieces):
        opens = place > 0 and piece[0].sentence != pieces[place - 1][0].sentence
        if not place or piece[0].form not in (_YET if opens else _BUT):
            continue
        sentence = pieces[place - 1][0].sentence
        for earlier in range(max(0, place - NEAR), place):
            if pieces[earlier][0].sentence == sentence:
                sides[earlier] = -1
        for later in range(place, min(place + NEAR, len(pieces))):
            if pieces[later][0].sentence == piece[0].sentence:
                sides[later] = 1
    return sides
