"""Schools by the end of their name: "Horizon College", "Esdoorn-lyceum", "sint jozefschool"."""

from collections.abc import Sequence

from analysis.reading.name_words import DETERMINERS
from analysis.reading.names import NAME, STAY, UNKNOWN, Token
from analysis.reading.reader import word_set

#: what the name of a secondary school ends in
COLLEGES = word_set("college lyceum gymnasium mavo")


def find(words: Sequence[Token], at: int) -> tuple[int, int, str] | None:
    """The first and last index and the kind of the school whose name ends at word ``at``; None when none does."""
    return _college(words, at) or _named_school(words, at)


def _college(words: Sequence[Token], at: int) -> tuple[int, int, str] | None:
    """ "het Horizon College", "erasmus college", "Esdoorn-lyceum"."""
    token = words[at]
    tail = token.lower.rpartition("-")[2]
    if "-" in token.lower and tail in COLLEGES | {"school"}:
        return _back(words, at) if token.capital or token.sort in (UNKNOWN, NAME) else None
    if token.lower.endswith(("college", "lyceum")) and len(token.lower) > 10:
        return _back(words, at) if token.capital and not token.first else None
    if token.lower not in COLLEGES or not at or not token.close:
        return None
    before = words[at - 1]
    if before.sort == STAY and before.lower not in ("twents",):
        return None
    named = before.capital and before.lower not in DETERMINERS and (not before.first or before.sort == UNKNOWN)
    if named or before.sort in (NAME, UNKNOWN):
        return _back(words, at)
    return None


def _named_school(words: Sequence[Token], at: int) -> tuple[int, int, str] | None:
    """A word that ends in -school behind a name: "sint jozefschool", "de Anne Fleerschool"."""
    token = words[at]
    if not token.lower.endswith("school") or len(token.lower) < 10:
        return None
    saint = at > 0 and words[at - 1].lower in ("sint", "st") and token.close
    strange = token.sort == UNKNOWN and (not token.first or saint)
    named = at > 0 and token.close and words[at - 1].capital and words[at - 1].sort == NAME
    return _back(words, at) if saint or strange or named else None


def _back(words: Sequence[Token], at: int) -> tuple[int, int, str]:
    """The name taken back over the capitals before it."""
    first = at
    while first > 0 and at - first < 3 and words[first].close:
        token = words[first - 1]
        saint = token.lower in ("sint", "st")
        lower_name = not token.capital and token.sort in (NAME, UNKNOWN) and first == at
        if token.masked or token.lower in DETERMINERS or not (saint or lower_name or token.capital):
            break
        if token.first and token.sort not in (UNKNOWN, NAME) and not saint:
            break
        first -= 1
    return first, at, "SCHOOL"
