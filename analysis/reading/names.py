"""The words of a text as names see them: listed, doubtful, surname, ordinary or unknown; and the lists behind that."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.reading import spelling
from analysis.reading.reader import known

_REFERENCE = Path(__file__).parents[2] / "corpus" / "reference"
FIRST_NAMES = _REFERENCE / "first-names.txt"
STAYS = _REFERENCE / "stays.txt"
#: what a masked stretch looks like afterwards
PLACEHOLDER = re.compile(r"\[[A-Z]{3,12}\]")

#: The sorts of word: a name and nothing else, a name and also a word, no person, in the dictionary, in no list at all.
#: A word that may be misspelt is ordinary when written small and unknown with a capital inside a sentence.
NAME, DOUBTFUL, STAY, ORDINARY, UNKNOWN = "name", "doubtful", "stay", "ordinary", "unknown"
_MISSPELT = "misspelt"

_TOKEN = re.compile(r"\[[A-Z]{3,12}\]|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:\n\"“‘(]|(?:^|\s)'$")
# No name is longer; a key held down is no word either.
_LONGEST = 50
_POSSESSIVE = re.compile(r"['’]s?$")
# "'t", "'n", "'s" and "'k": the apostrophe before them is no quotation mark.
_SHORT = frozenset("tnsk")
_PRONOUN = re.compile(
    r"(?:daar|hier|waar|er)(?:aan|achter|bij|bove|boven|buiten|door|in|mee|na|naast|om|op|over|uit|van|voor)$"
)
_DIMINUTIVES = ("tje", "je", "pje", "ie", "ke", "ken")


class Token(NamedTuple):
    """A word of the text: as written and lower-cased, its code points, whether it opens a sentence, and its sort.

    ``stem`` is the name in it, without the s of possession or a diminutive; ``close`` says that only a space
    stands between it and the word before.
    """

    text: str
    lower: str
    start: int
    end: int
    first: bool
    close: bool
    between: str
    stem: str
    sort: str

    @property
    def masked(self) -> bool:
        """True for a placeholder: what stood here is masked already."""
        return self.text.startswith("[")

    @property
    def capital(self) -> bool:
        """True for a capital at the head of a word that is not all capitals."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


@cache
def _listed() -> tuple[str, ...]:
    lines = FIRST_NAMES.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))


@cache
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Lower-cased first names: those that are nothing else, and those that are also ordinary words."""
    return (
        frozenset(name for name in _listed() if name[-1] not in "*+"),
        frozenset(name.rstrip("*") for name in _listed() if name.endswith("*")),
    )


@cache
def surnames() -> frozenset[str]:
    """Lower-cased surnames, without the small words before them."""
    return frozenset(name.rstrip("+") for name in _listed() if name.endswith("+"))


@cache
def stays() -> frozenset[str]:
    """Lower-cased words that may carry a capital and are no person; an underscore joins words that go together."""
    lines = STAYS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _phrases() -> dict[str, list[list[str]]]:
    """The phrases that stay, by their first word."""
    split = [entry.split("_") for entry in sorted(stays()) if "_" in entry]
    return {first: [phrase for phrase in split if phrase[0] == first] for first, *_ in split}


def tokens(text: str) -> list[Token]:
    """The words of a text in order; a placeholder counts as one, and as a name when it stands for one."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        between = text[last : match.start()]
        lower = match.group().lower()
        short = lower in _SHORT and between[-1:] in ("'", "’")
        first = not found or bool(_SENTENCE_END.search(between[:-1] if short else between))
        stem, sort = _sorted(lower)
        if sort == _MISSPELT:
            sort = UNKNOWN if match.group().istitle() and not first else ORDINARY
        found.append(Token(match.group(), lower, *match.span(), first, between == " ", between, stem, sort))
        last = match.end()
    return _with_phrases(found)


def _with_phrases(found: list[Token]) -> list[Token]:
    """The tokens, those of a phrase that stays ("donald duck") marked as such."""
    for at, token in enumerate(found):
        for phrase in _phrases().get(token.lower, ()):
            places = range(at, min(at + len(phrase), len(found)))
            if [found[place].lower for place in places] == phrase:
                for place in places:
                    found[place] = found[place]._replace(sort=STAY)
    return found


@lru_cache(maxsize=50_000)
def _sorted(word: str) -> tuple[str, str]:
    """The name in a lower-cased word and its sort."""
    if word.startswith("["):
        return word, NAME if word == "[naam]" else STAY
    if len(word) > _LONGEST:
        return word, ORDINARY
    plain, doubtful = first_names()
    if word in stays() and word not in plain:
        return word, STAY
    for stem in _stems(word):
        if stem in plain and (stem == word or _POSSESSIVE.search(word) or not known(word)):
            return stem, NAME
        if stem in plain or (stem in doubtful and (stem == word or _POSSESSIVE.search(word))):
            return stem, DOUBTFUL
    bare = _POSSESSIVE.sub("", word)
    if word in stays() or bare in stays():
        return bare, STAY
    if "-" in bare and any(part in plain for part in bare.split("-")) and not ordinary(bare):
        return bare, NAME
    if not ordinary(bare):
        return bare, UNKNOWN
    return bare, ORDINARY if len(bare) < 2 or _in_dictionary(bare) else _MISSPELT


def _stems(word: str) -> Iterator[str]:
    """The word, and what is left without the s of possession or a diminutive: fatma's, annes, keesje."""
    yield word
    bare = _POSSESSIVE.sub("", word)
    yield bare
    if bare.endswith("s"):
        yield bare[:-1]
    yield from (bare[: -len(ending)] for ending in _DIMINUTIVES if bare.endswith(ending) and len(bare) > 5)


@lru_cache(maxsize=50_000)
def ordinary(word: str) -> bool:
    """True for a word of the dictionary, a known spelling of one, or two of them in one: kunstgras, Lidl-filiaal."""
    return len(word) < 2 or _in_dictionary(word) or _plain_word(spelling.standard(word, known, False))


def _in_dictionary(word: str) -> bool:
    """As ``ordinary``, as it is spelt."""
    if _plain_word(word) or _PRONOUN.match(word):
        return True
    if "-" in word:
        return all(ordinary(part) or part in stays() for part in word.split("-") if part)
    return any(_plain_word(word[at:]) and _first_part(word[:at]) for at in range(4, len(word) - 3))


def _plain_word(word: str) -> bool:
    return known(word) or word in spelling.variants()


def _first_part(word: str) -> bool:
    return known(word) or word in stays() or (word[-1] in "sn" and len(word) > 4 and known(word[:-1]))
