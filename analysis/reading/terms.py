"""The terms of a story: its words by lemma and form, pairs of neighbours, and the pieces of its words."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from analysis.reading.reader import Reading, Word

#: first letter of every term: a lemma (or two), a form (or two), a piece of a word
LEMMA, FORM, PIECE = "l", "v", "p"
#: the pieces that count, in letters, with "‹" and "›" where the word begins and ends
PIECES: Final = range(2, 6)
LONGEST_WORD = 30
_TOKEN = re.compile(r"\w+(?:['-]\w+)*|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_NAME = "PROPN"


Pair: TypeAlias = tuple[str, str]


def terms_of(story: "Reading | str", never: frozenset[str] = frozenset(), with_pieces: bool = True) -> Iterator[str]:
    """Every term of a story, as often as it stands there."""
    of_one = of_word if with_pieces else by_itself
    words = words_of(story, never)
    for word in words:
        if word is not None:
            yield from of_one(*word)
    for one, two in pairwise(words):
        if one is not None and two is not None:
            yield from of_neighbours(one, two)


def words_of(story: "Reading | str", never: frozenset[str]) -> list[Pair | None]:
    """Form and lemma of every word; a plain text has its lower-cased words as lemmas.

    None stands for words in ``never`` and for proper names: they give no terms, and no pair reaches across them.
    """
    words = _plain(story) if isinstance(story, str) else [_pair(word) for word in story.words]
    return [None if word is None or word[0] in never or word[1] in never else word for word in words]


def _plain(text: str) -> list[Pair | None]:
    tokens = (_DIGITS.sub("0", token) for token in _TOKEN.findall(text.lower()))
    return [(token, token) for token in tokens]


def _pair(word: "Word") -> Pair | None:
    """Form and lemma of a word; None for a name."""
    if word.tag == _NAME:
        return None
    if word.form.isalpha():
        return word.form, word.lemma
    form = _DIGITS.sub("0", word.form)
    return form, form


def of_word(form: str, lemma: str) -> tuple[str, ...]:
    """The terms of one word by itself: lemma, form where it differs, and pieces."""
    own = by_itself(form, lemma)
    if not form.isalpha() or len(form) > LONGEST_WORD:
        return own
    marked = f"‹{form}›"
    return (*own, *(PIECE + marked[at : at + size] for size in PIECES for at in range(len(marked) - size + 1)))


def by_itself(form: str, lemma: str) -> tuple[str, ...]:
    """The terms of a whole word: lemma, and form where it differs."""
    return (LEMMA + lemma, FORM + form) if form != lemma else (LEMMA + lemma,)


def of_neighbours(one: Pair, two: Pair) -> tuple[str, ...]:
    """The terms of two words beside each other: their lemmas, and their forms where those differ."""
    lemmas, forms = f"{one[1]} {two[1]}", f"{one[0]} {two[0]}"
    return (LEMMA + lemmas,) if forms == lemmas else (LEMMA + lemmas, FORM + forms)
