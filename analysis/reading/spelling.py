"""From the spelling of children, chat and Twente to the standard word; the original text is never changed."""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

SPELLING = Path(__file__).parents[2] / "corpus" / "reference" / "spelling.tsv"

# What children write -> what the dictionary has. Each rule may be used once, at most two rules a word.
RULES = (
    *(("sg", "sch"), ("sk", "sch"), ("gt", "cht"), ("ch", "g"), ("g", "ch"), ("ng", "nk")),
    *(("ei", "ij"), ("ij", "ei"), ("ie", "i"), ("i", "ie"), ("au", "ou"), ("ou", "au"), ("uu", "u")),
    *(("oo", "o"), ("aa", "a"), ("ee", "e"), ("o", "oo"), ("a", "aa"), ("e", "ee")),
    *(("s", "z"), ("z", "s"), ("f", "v"), ("v", "f"), ("k", "c"), ("ks", "x"), ("kw", "qu")),
    *(("l", "ll"), ("s", "ss"), ("n", "nn"), ("k", "kk"), ("t", "tt"), ("p", "pp"), ("m", "mm"), ("r", "rr")),
    *(("ll", "l"), ("ss", "s"), ("nn", "n"), ("kk", "k"), ("tt", "t"), ("pp", "p"), ("mm", "m"), ("rr", "r")),
    *(("lluk", "lijk"), ("luk", "lijk"), ("lik", "lijk"), ("eg", "ig"), ("ug", "ig"), ("ur", "er")),
)
ENDINGS = (("t", "d"), ("d", "t"), ("t", "dt"), ("dt", "d"), ("e", "en"), ("te", "de"))
_LONGEST = 20


@cache
def variants() -> dict[str, tuple[str, str]]:
    """Variant → (standard word, kind ``kind``, ``straat`` or ``twents``), from the reference table."""
    lines = SPELLING.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {variant: (standard, kind) for variant, standard, kind in rows}


def looks_twents(words: list[str], known: Callable[[str], bool]) -> bool:
    """True when two or more different words are Twents and nothing else."""
    table = variants()
    return len({word for word in words if table.get(word, ("", ""))[1] == "twents" and not known(word)}) >= 2


@lru_cache(maxsize=100_000)
def standard(word: str, known: Callable[[str], bool], twents: bool) -> str:
    """The standard spelling of a lower-cased word; the word itself when nothing fits.

    ``known`` says whether the dictionary has a word; Twents words that are also Dutch words are only read as
    Twents in a text that is (``twents``).
    """
    entry = variants().get(word)
    if entry and (entry[1] != "twents" or twents or not known(word)):
        return entry[0]
    if known(word) or not 4 <= len(word) <= _LONGEST or not word.isalpha():
        return word
    return next((candidate for candidate in _candidates(word) if known(candidate)), word)


def _candidates(word: str) -> Iterator[str]:
    """Spellings one rule away, then two rules away; the first letter only changes between s/z, f/v and k/c."""
    near = list(dict.fromkeys(_one_rule(word)))
    yield from near
    for candidate in near:
        yield from _one_rule(candidate)


def _one_rule(word: str) -> Iterator[str]:
    for wrong, right in ENDINGS:
        if word.endswith(wrong):
            yield word[: len(word) - len(wrong)] + right
    for wrong, right in RULES:
        start = word.find(wrong)
        while start >= 0:
            if not (start == 0 and len(right) != len(wrong)):
                yield word[:start] + right + word[start + len(wrong) :]
            start = word.find(wrong, start + 1)
