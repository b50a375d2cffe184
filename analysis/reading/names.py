"""Where a person is named: a list of first names, the words before a name, and the places where a name is likely."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.reading.reader import known, word_set

_REFERENCE = Path(__file__).parents[2] / "corpus" / "reference"
FIRST_NAMES = _REFERENCE / "first-names.txt"
STAYS = _REFERENCE / "stays.txt"

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Words after which a name often stands; after the sure ones a lower-cased, unknown word is a name too.
SURE = frozenset(["heet", "heette", "juf", "juffrouw", "meester", "mevrouw", "mevr", "mw", "meneer", "dhr", "genaamd"])
TRIGGERS = SURE | word_set(
    """
    oma opa tante oom broer broertje zus zusje vriend vriendin vriendje vriendinnetje vriendinnen vrienden trainer
    coach begeleider begeleidster mentor dokter dokteres zoon zoontje dochter dochtertje nicht nichtje neef neefje
    buurman buurvrouw buurmeisje buurjongen collega klasgenoot wijkagent wijkcoach jongerenwerker maatje mattie
    bestie broeder zuster imam pastoor dominee leraar lerares docent man vrouw kleinzoon kleindochter baby groetjes
    groeten liefs xxx naam
    """
)
_LINK = frozenset(["is", "van", "mij", "heet", "die", "genaamd", "en", "ook"])
# What persons do: a capital at the head of a sentence is a name when one of these follows.
_DOES = word_set(
    """
    zei zegt zeggen vertelt vertelde vroeg vraagt riep roept belt belde komt kwam gaat ging woont woonde heeft had
    helpt hielp vindt vond wil wou mag moet speelt speelde lacht lachte appt appte staat stond zit zat doet deed kan
    kon bakt kookt
    """
)
_INSERT = frozenset(["van", "de", "der", "den", "ten", "ter", "het", "'t", "el", "al", "ben", "von"])


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    start: int
    end: int
    first: bool
    next_to_previous: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


@cache
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Lower-cased first names: those that are nothing else, and those that are also ordinary words."""
    lines = FIRST_NAMES.read_text(encoding="utf-8").splitlines()
    listed = [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]
    return (
        frozenset(name for name in listed if not name.endswith("*")),
        frozenset(name.rstrip("*") for name in listed if name.endswith("*")),
    )


@cache
def stays() -> frozenset[str]:
    """Lower-cased words that may carry a capital and are no person."""
    lines = STAYS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def find(text: str, lower_case: bool = True) -> list[tuple[int, int]]:
    """Start and end of every stretch of the text that names a person, in order; lower-cased names if asked."""
    tokens = _tokens(text)
    named = [(lower_case or token.text[0].isupper()) and _is_name(tokens, at) for at, token in enumerate(tokens)]
    for at in range(len(tokens)):
        named[at] = named[at] or _joined(tokens, named, at)
    places: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if not named[at]:
            at += 1
            continue
        last = _surname(tokens, at)
        places.append((tokens[at].start, _without_genitive(tokens[last])))
        at = last + 1
    return places


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        between = text[last : match.start()]
        first = not tokens or bool(re.search(r"[.!?:\n\"“‘(]|(?:^|\s)'$", between))
        tokens.append(_Token(match.group(), match.group().lower(), *match.span(), first, between == " "))
        last = match.end()
    return tokens


def _is_name(tokens: Sequence[_Token], at: int) -> bool:
    token = tokens[at]
    plain, doubtful = first_names()
    word = _stem(token.lower, plain | doubtful)
    if word in plain:
        return True
    if token.lower in stays() or token.lower in TRIGGERS:
        return False
    trigger = _trigger(tokens, at)
    if word in doubtful:
        return bool(trigger) or (token.capital and (not token.first or _acts(tokens, at)))
    if len(word) < 2 or known(token.lower):
        return token.capital and not token.first and trigger in SURE - {"heet", "heette"}
    if trigger in SURE:
        return True
    return token.capital and (bool(trigger) or (not token.first and _acts(tokens, at)))


def _stem(word: str, names: frozenset[str]) -> str:
    """The name without the s of possession: Fatma's, Annes."""
    bare = re.sub(r"['’]s?$", "", word)
    return bare if bare in names or not bare.endswith("s") or bare[:-1] not in names else bare[:-1]


def _trigger(tokens: Sequence[_Token], at: int) -> str:
    """The word before it that announces a name, looking past a link ("mijn zus is"); else empty."""
    if at and not tokens[at].first and tokens[at - 1].lower in TRIGGERS:
        return tokens[at - 1].lower
    if at > 1 and tokens[at - 1].lower in _INSERT and tokens[at - 2].lower in SURE and tokens[at].capital:
        return tokens[at - 2].lower
    linked = at > 1 and not tokens[at].first and tokens[at - 1].lower in _LINK and tokens[at - 2].lower in TRIGGERS
    return tokens[at - 2].lower if linked and tokens[at].capital else ""


def _acts(tokens: Sequence[_Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].next_to_previous and tokens[at + 1].lower in _DOES


def _joined(tokens: Sequence[_Token], named: Sequence[bool], at: int) -> bool:
    """A doubtful name beside a name: "Sem en roos"."""
    if tokens[at].lower not in first_names()[1]:
        return False
    before = at > 1 and tokens[at - 1].lower == "en" and named[at - 2]
    after = at + 2 < len(tokens) and tokens[at + 1].lower == "en" and named[at + 2]
    return bool(before or after)


def _surname(tokens: Sequence[_Token], at: int) -> int:
    """Index of the last token of the name that begins at ``at``: "Henk de Vries" is one name."""
    last = step = at
    while step + 1 < len(tokens) and tokens[step + 1].next_to_previous and step < at + 5:
        step += 1
        token = tokens[step]
        if token.capital and token.lower not in stays() and token.lower not in TRIGGERS:
            last = step
        elif token.lower not in _INSERT:
            break
    return last


def _without_genitive(token: _Token) -> int:
    match = re.search(r"['’]s?$", token.text)
    return token.end - len(match.group()) if match else token.end
