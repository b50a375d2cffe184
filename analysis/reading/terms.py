"""The terms of a story: its words by lemma and form, pairs of neighbours, and the pieces of its words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

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


def terms_of(story: "Reading | str", never: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every term of a story, as often as it stands there; a plain text has its lower-cased words as lemmas.

    Words in ``never`` and proper names give no terms, and no pair reaches across them.
    """
    words = _plain(story) if isinstance(story, str) else [_pair(word) for word in story.words]
    kept = [None if word is None or word[0] in never or word[1] in never else word for word in words]
    for word in kept:
        if word is not None:
            yield from _of_word(*word)
    for one, two in pairwise(kept):
        if one is not None and two is not None:
            yield from _of_neighbours(one, two)


def _plain(text: str) -> list[tuple[str, str] | None]:
    tokens = (_DIGITS.sub("0", token) for token in _TOKEN.findall(text.lower()))
    return [(token, token) for token in tokens]


def _pair(word: "Word") -> tuple[str, str] | None:
    """Form and lemma of a word; None for a name."""
    if word.tag == _NAME:
        return None
    return (_DIGITS.sub("0", word.form), word.lemma) if word.form.isalpha() else (_DIGITS.sub("0", word.form),) * 2


@lru_cache(maxsize=50_000)
def _of_word(form: str, lemma: str) -> tuple[str, ...]:
    own = (LEMMA + lemma, FORM + form) if form != lemma else (LEMMA + lemma,)
    if not form.isalpha() or len(form) > LONGEST_WORD:
        return own
    marked = f"‹{form}›"
    return (*own, *(PIECE + marked[at : at + size] for size in PIECES for at in range(len(marked) - size + 1)))


def _of_neighbours(one: tuple[str, str], two: tuple[str, str]) -> Iterator[str]:
    lemmas, forms = f"{one[1]} {two[1]}", f"{one[0]} {two[0]}"
    yield LEMMA + lemmas
    if forms != lemmas:
        yield FORM + forms
