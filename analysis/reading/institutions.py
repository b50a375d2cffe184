"""Schools, clubs, care and small employers by name: a word that says what it is, and the name beside it."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from analysis.reading import schools
from analysis.reading.name_words import DETERMINERS, role
from analysis.reading.names import DOUBTFUL, NAME, STAY, UNKNOWN, Token
from analysis.reading.reader import word_set

_KINDS = {
    "SCHOOL": word_set(
        """
        basisschool obs kbs pcbs rkbs cbs pcb daltonschool montessorischool kinderopvang kdv bso psz peuterspeelzaal
        peuteropvang kinderdagverblijf praktijkschool vakschool scholengemeenschap crèche creche ikc sbo osg csg rsg
        """
    ),
    "CLUB": word_set(
        """
        vv sv svv rksv hv sc sportclub voetbalclub boksclub scouting judoschool sportschool dansschool boksschool
        turnvereniging vereniging hockeyclub karateschool zwemclub zwemvereniging muziekvereniging fanfare
        """
    ),
    "INSTELLING": word_set(
        """
        stichting zorgcentrum zorginstelling zorggroep ziekenhuis huisartsenpraktijk tandartspraktijk praktijk
        verpleeghuis verzorgingshuis thuiszorg jeugdzorg zorgboerderij gezinshuis leefgroep kliniek tandarts
        """
    ),
    "WERKGEVER": word_set(
        """
        bakkerij garage snackbar cafetaria kapsalon kapperszaak autobedrijf pizzeria supermarkt restaurant café cafe
        drukkerij slagerij bloemist toko eethuis lunchroom kwekerij uitzendbureau stomerij rijschool nagelstudio hotel
        firma winkel shoarmazaak grillroom eetcafé barbershop fietsenmaker slijterij nagelsalon groentehal
        """
    ),
}
_TYPES = {word: kind for kind, words in _KINDS.items() for word in words}
# What a longer word of the same sort ends in; then only a name with a capital counts.
_ENDINGS = {
    "school": "SCHOOL",
    "opvang": "SCHOOL",
    "club": "CLUB",
    "vereniging": "CLUB",
    "praktijk": "INSTELLING",
    "instelling": "INSTELLING",
    "stichting": "INSTELLING",
    "zorg": "INSTELLING",
    "winkel": "WERKGEVER",
    "bedrijf": "WERKGEVER",
    "zaak": "WERKGEVER",
    "erij": "WERKGEVER",
    "handel": "WERKGEVER",
    "studio": "WERKGEVER",
    "kantoor": "WERKGEVER",
    "kliniek": "INSTELLING",
    "salon": "WERKGEVER",
    "garage": "WERKGEVER",
}
_ARTICLES = word_set("de het t ut")
_INSERT = word_set("van de der den het ter ten t in aan op voor en bij by and")
_BEFORE = word_set("van de der den het ter ten t ut")
_NO_NAME = word_set(
    "hele laatste enige beste juf meester kinderen leraren mensen klas eerste volgende andere dag week middag avond "
    "baas eigenaar trainer regels directeur buurt wijk straat stad zelfde nieuwe oude meeste"
)
_AFTER = re.compile(r"(?: & [A-ZÀ-Þ][\w-]*| '\d{2}\b| (?:B\.?V|V\.?O\.?F)\b\.?)+")
_IS_CALLED = word_set("heet heette genaamd")
# A name without such a word, told by the words and the preposition before it: "voetbal bij Noordster".
_BARE = (
    (
        "SCHOOL",
        word_set("school klas groep juf meester schoolplein les leerlingen leraar leraren zit zat zitten"),
        ("op", "naar", "van"),
    ),
    (
        "CLUB",
        word_set("voetbal voetbalt voetballen hockey handbal turn train traint trainen keeper keep team"),
        ("bij",),
    ),
    ("WERKGEVER", word_set("werk werkt werken werkte stage bijbaan bijbaantje baantje gesolliciteerd"), ("bij",)),
)


def find(text: str, words: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of every institution with a name; national chains and public bodies stay."""
    told = {token.lower for token in words}
    at = 0
    while at < len(words):
        found = _typed(words, at) or _called(words, at) or schools.find(words, at)
        found = found or _bare(words, at, told)
        if found:
            first, last, kind = found
            end = words[last].end
            more = _AFTER.match(text, end)
            yield _with_apostrophe(text, words[first].start), more.end() if more else end, kind
            at = last
        at += 1


def _typed(words: Sequence[Token], at: int) -> tuple[int, int, str] | None:
    """ "basisschool De Regenboog", "garage Yılmaz", "bloemenwinkel Rozenrood"."""
    token = words[at]
    kind, sure = _TYPES.get(token.lower), True
    if token.text in ("Zorg", "Taxi"):
        kind = "INSTELLING" if token.text == "Zorg" else "WERKGEVER"
    if kind is None:
        kind, sure = _kind_by_end(token.lower), False
    if kind is None:
        return None
    determined = at > 0 and words[at - 1].lower in DETERMINERS
    last = _name_from(words, at + 1, lower=sure, loose=sure and not determined)
    return (at, last, kind) if last else None


@lru_cache(maxsize=50_000)
def _kind_by_end(word: str) -> str | None:
    return next((kind for ending, kind in _ENDINGS.items() if word.endswith(ending)), None)


def _name_from(words: Sequence[Token], at: int, lower: bool, loose: bool) -> int:
    """Index of the last token of the name that begins at ``at``, or 0. ``lower``: an unknown lower-cased word is a
    name too; ``loose``: and so is any word behind an article ("café de zwaan")."""
    head = at
    inside = _INSERT if words[at - 1].capital else _BEFORE
    while head < len(words) and head < at + 2 and words[head].lower in inside and not words[head].first:
        head += 1
    if head >= len(words) or words[head].first or words[head].between not in (" ", " '", " ’"):
        return 0
    token = words[head]
    article = head > at and words[head - 1].lower in _ARTICLES
    if (
        token.masked
        or token.sort == STAY
        or token.lower in _NO_NAME
        or (not token.capital and head > at and not article)
    ):
        return 0
    strange = token.sort in (UNKNOWN, NAME) and token.lower.isalpha()
    if token.capital or (lower and strange and len(token.lower) > 2) or (loose and article and len(token.lower) > 2):
        return _extended(words, head)
    return 0


def _extended(words: Sequence[Token], at: int) -> int:
    """The last token of a name of several words: "Zorg aan Huis Twentehof", "bella sofia"."""
    last = step = at
    while step + 1 < len(words) and words[step + 1].close and step < at + 5:
        step += 1
        token = words[step]
        if token.masked:
            break
        strange = token.sort in (UNKNOWN, NAME) and not words[at].capital and step == last + 1
        if token.sort != STAY and (token.capital or strange):
            last = step
        elif token.lower not in _INSERT:
            break
    return last


def _called(words: Sequence[Token], at: int) -> tuple[int, int, str] | None:
    """ "mijn school heet De Windvang": only the name is masked."""
    if words[at].lower not in _IS_CALLED or not at:
        return None
    for back in (1, 2, 3):
        token = words[at - back] if at >= back else None
        if token is None:
            return None
        kind = _TYPES.get(token.lower) or _kind_by_end(token.lower)
        if kind:
            last = _name_from(words, at + 1, lower=True, loose=True)
            return (at + 1, last, kind) if last else None
        if token.first:
            return None
    return None


def _bare(words: Sequence[Token], at: int, told: AbstractSet[str]) -> tuple[int, int, str] | None:
    """ "op de Regenboog" in a text about school, "stage bij Lampenier"; "De Boei" with two capitals anywhere."""
    token = words[at]
    if at < 2 or not token.capital or token.first or not token.close or token.sort in (STAY, NAME, DOUBTFUL):
        return None
    article = words[at - 1].lower in _ARTICLES
    first = at - 1 if article else at
    if words[first].first or first < 1:
        return None
    before, last = words[first - 1].lower, _extended(words, at)
    if words[last].lower in schools.COLLEGES:
        return None
    for kind, cues, prepositions in _BARE:
        if before in prepositions and (article or kind != "SCHOOL") and not told.isdisjoint(cues):
            return first, last, kind
    named = article and words[first].text in ("De", "Het") and not role(before)
    return (first, last, "INSTELLING") if named else None


def _with_apostrophe(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] in "'’" and text[start : start + 2] == "t " else start
