"""Tells an answer without content ("weet niet", "niks", "asdf", a smiley) from a story, in any spelling."""

import re
from itertools import islice

from analysis.reading.reader import Reading, Word, word_set

#: an answer of more words than this tells something
LONGEST = 8

#: alone or with each other these say nothing; in an answer with another word they are just words
_NOTHING = word_set(
    """
    ik je het weet niet niks niets nix geen idee gewoon wel goed ok oke oké ja nee nvt geenidee hoor iets te
    zeggen vertellen verhaal heb vind is er dat zo nou eh uh ehm hmm weetniet xxx test blabla bla ga dit nu over
    eigenlijk verder anders k kweet kweetniet kweenie weetnie weetikniet nie ni nee neej ff echt helemaal sorry
    toetsen testen tekst verhaaltje kan bedenken mij me t an wee ide ideeen
    """
)
#: what makes such an answer empty
_MARKS = word_set(
    """
    weet weten niet niks niets nix geen idee gewoon nvt weetniet test testen bla blabla xxx geenidee kweet kweetniet
    kweenie weetnie weetikniet nie idk dunno
    """
)
#: empty when nothing else stands there
_SOUNDS = word_set(
    "ja nee neej ok oke oké okee hoi hallo hey doei lol haha hihi idk dunno hmm uh eh ehm pff tja mwah x xx"
)
_REPEATED = re.compile(r"(.)\1{2,}")
_SAME = re.compile(r"(.{1,3})\1+")
_VOWEL = re.compile(r"[aeiouyáéíóúàèêëïöü]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")


def has_no_content(reading: Reading) -> bool:
    """True for "weet ik niet", "niksss", "gewoon", "asdfasdf" and the like, and for a text without words."""
    words = [_names(word) for word in islice((word for word in reading.words if word.is_word), LONGEST + 1)]
    if not words:
        return True
    if len(words) > LONGEST:
        return False
    empty = [bool(names & _SOUNDS) or any(_mashed(name) for name in names) for names in words]
    if all(empty):
        return True
    said = [names for names, none in zip(words, empty, strict=True) if not none]
    return all(names & _NOTHING for names in said) and any(names & _MARKS for names in said)


def _names(word: Word) -> set[str]:
    """As written, as standard Dutch, and with letters held down let go: "niksss" is "niks"."""
    lower = word.text.lower().replace(".", "")
    once = _REPEATED.sub(r"\1", lower)
    return {lower, word.form, once, _SAME.sub(r"\1", once) if len(once) > 3 else once}


def _mashed(word: str) -> bool:
    """True for letters struck at random: a stretch of the keyboard, the same over and over, no vowel at all."""
    if len(word) < 4 or not word.isalnum():
        return False
    if any(word[:4] in row or word[:4] in row[::-1] for row in _ROWS):
        return True
    return len(set(word)) <= 2 or (word.isalpha() and word.isascii() and not _VOWEL.search(word))
