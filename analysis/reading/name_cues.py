"""Whether one word names a person, judged by its sort and by the words around it."""

import re
from collections.abc import Collection, Sequence

from analysis.reading.name_words import (
    ALL_ROLES,
    CALLED,
    CAPITAL_ROLES,
    CLAUSE_BEFORE,
    DETERMINERS,
    DOES,
    INSERT,
    LINK,
    NAMED,
    NEVER_SMALL,
    PERSON_BEFORE,
    PLACE_BEFORE,
    ROLES,
    SELDOM_SMALL,
    SMALL_INSERT,
    SPEECH,
    TITLES,
    role,
)
from analysis.reading.names import DOUBTFUL, NAME, ORDINARY, STAY, UNKNOWN, Token, surnames

_IDENTITY = re.compile(r"(?:^|[\s,.!])(?:ik|'?k) (?:ben|bin)(?: dus)? $", re.I)
_AFTER_IDENTITY = re.compile(r"\s*(?:$|[,.!(]|en\b|van\b|uit\b|\d)", re.I)
# PostNL, EasyTys: a capital inside a word; McDonald and DeVries are people
_BRAND = re.compile(r"^(?!Mc|Mac|De|Van|El|Al|O')\w+?[a-z][A-Z]")
_ENDS_AS_NAME = re.compile(r"[aiouyı]$|[şğçıžłńř]")


def is_name(
    text: str, words: Sequence[Token], at: int, lower_case: bool = True, proper: Collection[int] = frozenset()
) -> bool:
    """True when word ``at`` of the text names a person.

    ``lower_case``: the text is Dutch, so that lower-cased words and capitals unknown to the dictionary can be names.
    ``proper``: where the words begin that the reader takes for proper nouns.
    """
    token = words[at]
    if not (lower_case or token.masked or token.text[0].isupper()):
        return False
    if token.sort == NAME:
        return True
    if token.sort == STAY or role(token.lower):
        return False
    if _called(text, words, at):
        return True
    before = announced(words, at)
    if token.sort == DOUBTFUL:
        return _doubtful(words, at, before, proper)
    if token.sort == ORDINARY:
        return _ordinary(words, at, before)
    if len(token.lower) < 2 or (len(token.lower) == 2 and not token.capital):
        return False
    if before in TITLES | NAMED:
        return True
    if not token.capital:
        return lower_case and ((bool(before) and before not in CAPITAL_ROLES) or _small(words, at))
    return _capital(words, at, before, proper) if lower_case else bool(before) or acts(words, at)


def announced(words: Sequence[Token], at: int) -> str:
    """The title or role that announces a name here, looking past a link or small words; else empty."""
    token = words[at]
    if not at:
        return ""
    previous = role(words[at - 1].lower) or words[at - 1].lower
    if token.first:
        return previous if previous in TITLES and "\n" not in token.between and len(token.between) < 3 else ""
    if previous in ALL_ROLES and (token.close or token.between in (", ", " (", ". ", ": ")):
        return previous
    if "naam" in (previous, words[at - 2].lower if at > 1 else "") and previous in ("naam", "is"):
        return "heet" if token.sort != ORDINARY else ""
    found = _past_small_words(words, at)
    if found or at < 2:
        return found
    return words[at - 2].lower if token.capital and previous in LINK and words[at - 2].lower in ALL_ROLES else ""


def _past_small_words(words: Sequence[Token], at: int) -> str:
    """The title or role before "van der", "de", "el": "meneer de vries", "mentor van dijk"."""
    token = words[at]
    step = at - 1
    while step > 0 and at - step < 4 and words[step].lower in INSERT and not words[step].first:
        step -= 1
    found = words[step].lower
    if step == at - 1 or (found not in TITLES and found not in ROLES):
        return ""
    of_the = at > 1 and (words[at - 2].lower, words[at - 1].lower) == ("van", "de")
    if token.capital:
        return found if found in TITLES or token.lower in surnames() else ""
    if of_the:
        return ""
    return found if token.lower in surnames() or (token.sort == UNKNOWN and found in TITLES) else ""


def _doubtful(words: Sequence[Token], at: int, before: str, proper: Collection[int]) -> bool:
    """A name that is also a word: Roos, Storm, Mark."""
    token = words[at]
    previous = words[at - 1].lower if at else ""
    if not token.capital:
        if before in TITLES | NAMED:
            return token.lower not in NEVER_SMALL
        told = previous in ROLES | SPEECH or (previous in PERSON_BEFORE and acts(words, at))
        return told and token.lower not in SELDOM_SMALL
    if not token.first:
        return bool(before) or previous not in DETERMINERS
    listed = at + 1 < len(words) and words[at + 1].between == ", " and words[at + 1].capital
    return acts(words, at) or listed or (token.start in proper and token.lower not in SELDOM_SMALL)


def _ordinary(words: Sequence[Token], at: int, before: str) -> bool:
    """A word of the dictionary is a name only behind a title or a role, with its capital or as a known surname."""
    token = words[at]
    direct = at > 0 and token.close and before in (words[at - 1].lower, role(words[at - 1].lower))
    if token.capital:
        return not token.first and bool(before) and (before in TITLES or direct)
    if token.lower not in surnames():
        return False
    return before in TITLES or (bool(before) and not direct and words[at - 1].lower in SMALL_INSERT)


def _capital(words: Sequence[Token], at: int, before: str, proper: Collection[int]) -> bool:
    """An unknown word with a capital: a person, unless it is a place or a thing."""
    token = words[at]
    if before:
        return True
    if token.first:
        return len(token.text) > 2 and (acts(words, at) or token.start in proper)
    previous = words[at - 1].lower
    if _BRAND.search(token.text):
        return False
    if previous in DETERMINERS:
        return False
    asked = previous == "naar" and at > 1 and words[at - 2].lower in ("vraag", "vragen", "vroeg", "luister", "zoek")
    return asked or previous not in PLACE_BEFORE


def _small(words: Sequence[Token], at: int) -> bool:
    """A lower-cased unknown word where only a person fits: "ik ging met xavi naar", "voor sevda heb ik"."""
    token = words[at]
    nearby = [words[place].lower if 0 <= place < len(words) else "" for place in (at - 2, at - 1, at + 1, at + 2)]
    if len(token.lower) < 3:
        return False
    opens = token.first or nearby[1] in CLAUSE_BEFORE
    if nearby[2:] == ["en", "ik"] and opens and words[at + 1].close:
        return True
    if not ends_as_name(token):
        return False
    return nearby[1] in PERSON_BEFORE or (opens and (acts(words, at) or nearby[2] == "die"))


def _called(text: str, words: Sequence[Token], at: int) -> bool:
    """ "Ze noemen mij Smurf", "die rico heet", "ik ben dion"."""
    token = words[at]
    strange = token.sort in (UNKNOWN, DOUBTFUL) and len(token.lower) > 2
    if at > 1 and not token.first and (token.capital or strange):
        verb = at - 3 if at > 2 and words[at - 2].lower in ("ze", "we", "zij") else at - 2
        if words[verb].lower in CALLED and words[at - 1].lower in ("me", "mij", "mi-j", "hem", "haar", "m"):
            return token.capital or token.sort == UNKNOWN
        if (words[at - 2].lower, words[at - 1].lower) == ("iedereen", "zegt"):
            return strange
    if not strange:
        return False
    if at and at + 1 < len(words) and words[at + 1].lower in NAMED:
        return words[at - 1].lower in ("die", "dat", "ik", "ze")
    if token.sort == DOUBTFUL and not token.capital:
        return False
    head = text[max(0, token.start - 14) : token.start]
    return bool(_IDENTITY.search(head) and _AFTER_IDENTITY.match(text, token.end))


def acts(words: Sequence[Token], at: int) -> bool:
    """True when a word that tells what persons do comes next."""
    return at + 1 < len(words) and words[at + 1].close and words[at + 1].lower in DOES


def ends_as_name(token: Token) -> bool:
    """True when a lower-cased word sounds like a name and hardly ever like a Dutch word: it ends in a, i, o, u or y."""
    return bool(_ENDS_AS_NAME.search(token.lower))
