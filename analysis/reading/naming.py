"""Where a text names a person: whole names, in rows, and again wherever a name comes back."""

import re
from collections.abc import Collection, Iterator, Sequence

from analysis.reading.name_cues import acts, ends_as_name, is_name
from analysis.reading.name_words import INSERT, NAMED, PERSON_BEFORE, ROLES, SMALL_INSERT, TITLES
from analysis.reading.names import DOUBTFUL, NAME, ORDINARY, STAY, UNKNOWN, Token, surnames

_PIECE = r"[A-ZÀ-Þ][\w’'-]+"
_INITIALS = re.compile(
    r"(?<![\w.])(?!(?:B\.V|N\.V|V\.O\.F|A\.U\.B|N\.B|P\.S|O\.A|B\.O|E\.D|T\.V|D\.J)\b)(?:[A-Z]\. ?){1,4}"
    rf"(?:(?:van|de|der|den|ten|ter|te|el|al|het|'t) ){{0,3}}(?:[A-Z]\.|{_PIECE})"
)
_ONE_INITIAL = re.compile(
    r"\b(?:met|jongere|cliënt|client|moeder|vader|meneer|mevrouw|mw\.?|dhr\.?|jongen|meisje|vriend|vriendin|van|ik ben)"
    r" \(?(?P<it>(?-i:(?:[A-Z]\.){1,3}))(?=[\s,;:)]|$)",
    re.I,
)
_BEFORE = re.compile(r"(?<![\w.])(?:[A-Z]\. ?){1,4}$")
_AFTER = re.compile(r" [A-Z]\.(?!\w)")
_POSSESSIVE = re.compile(r"['’]s?$")


def find(
    text: str, words: Sequence[Token], lower_case: bool = True, proper: Collection[int] = frozenset()
) -> Iterator[tuple[int, int]]:
    """Start and end of every stretch that names a person; where two overlap the first counts.

    ``words`` are the tokens of the text, ``proper`` the places where the reader sees a proper noun begin. With
    ``lower_case`` (Dutch) lower-cased names count, and capitals that no dictionary knows; without it only listed names
    with a capital and what follows a Dutch title.
    """
    named = [is_name(text, words, at, lower_case, proper) for at in range(len(words))]
    _join(words, named, lower_case)
    _come_back(words, named, lower_case)
    yield from _initials(text)
    at = 0
    while at < len(words):
        if named[at] and not words[at].masked:
            first = _begin(words, at) if lower_case else at
            at = _last(words, at, lower_case)
            yield _start(text, words[first]), _end(text, words[at])
        at += 1


def _join(words: Sequence[Token], named: list[bool], lower_case: bool) -> None:
    """A likely name in a row with a name: "Sem en roos", "xem, yuki en Ali"; from left to right and back."""
    for order in (range(1, len(words)), range(len(words) - 2, -1, -1)):
        for at in order:
            token = words[at]
            if named[at] or token.sort not in (DOUBTFUL, UNKNOWN) or len(token.lower) < 3:
                continue
            if lower_case or token.capital:
                named[at] = _beside(words, named, at, -1) or _beside(words, named, at, 1)


def _beside(words: Sequence[Token], named: Sequence[bool], at: int, step: int) -> bool:
    """True when "en" or a comma stands between this word and a name on that side."""
    other = at + step
    if not 0 <= other < len(words):
        return False
    if words[other].lower == "en" and 0 <= other + step < len(words):
        return named[other + step] and words[max(other, other + step)].close and words[max(at, other)].close
    comma = words[max(at, other)].between == ", "
    row = words[at].capital or (words[at].sort == UNKNOWN and (step < 0 or words[at - 1].lower in PERSON_BEFORE))
    return comma and named[other] and not words[at].first and row


def _come_back(words: Sequence[Token], named: list[bool], lower_case: bool) -> None:
    """A name found once is one wherever it comes back, also lower-cased or as a diminutive; a word needs more."""
    found = {token.stem for token, name in zip(words, named, strict=True) if name}
    for at, token in enumerate(words):
        if named[at] or token.stem not in found or token.sort == STAY or not (lower_case or token.capital):
            continue
        plain = token.sort in (NAME, UNKNOWN)
        named[at] = plain or (token.capital and (not token.first or acts(words, at)))


def _begin(words: Sequence[Token], at: int) -> int:
    """Index of the first token: small words behind a title belong to the name ("meneer el idrissi"), and so does the
    name of a farm before it ("Scholten Jan")."""
    step = at
    while step and words[step].close and words[step - 1].lower in INSERT and words[step].sort != NAME:
        step -= 1
    role = words[step - 1].lower if step and step < at else ""
    if role in TITLES or (role in ROLES and words[at].lower in surnames()):
        return step
    token = words[at - 1] if at else None
    if token is None or not words[at].close or token.first or not token.capital or not words[at].capital:
        return at
    return at - 1 if token.sort in (UNKNOWN, ORDINARY) and token.lower not in NAMED | TITLES | ROLES else at


def _last(words: Sequence[Token], at: int, lower_case: bool) -> int:
    """Index of the last token of the name that begins at ``at``: "Henk de Vries" is one name."""
    last = step = at
    while step + 1 < len(words) and words[step + 1].close and step < at + 5:
        step += 1
        token = words[step]
        if token.masked or token.sort == STAY or token.lower in TITLES or (token.lower in ROLES and not token.capital):
            break
        if (token.capital and token.lower not in INSERT) or (lower_case and _goes_on(words, at, step)):
            last = step
        elif token.lower not in INSERT:
            break
    return last


def _goes_on(words: Sequence[Token], at: int, step: int) -> bool:
    """True when a lower-cased word goes on the name: "jan willem", "kees de vries", "mehmet kartalı"."""
    token = words[step]
    if token.sort == NAME:
        return True
    if token.lower in surnames():
        return token.sort == UNKNOWN or words[step - 1].lower in SMALL_INSERT | {"de"}
    return token.sort == UNKNOWN and words[at].sort == NAME and ends_as_name(token)


def _start(text: str, token: Token) -> int:
    """The start of the name, with the initials before it."""
    match = _BEFORE.search(text[max(0, token.start - 12) : token.start])
    return token.start - len(match.group()) if match else token.start


def _end(text: str, token: Token) -> int:
    """The end of the name: without the 's of possession, with the initial that stands for a surname."""
    match = _POSSESSIVE.search(token.text)
    end = token.end - len(match.group()) if match else token.end
    initial = _AFTER.match(text, end)
    return initial.end() if initial else end


def _initials(text: str) -> Iterator[tuple[int, int]]:
    """Names by initials, "K. de V.", and a single initial where a person is announced, everywhere in the text."""
    yield from (match.span() for match in _INITIALS.finditer(text))
    for initial in sorted({match.group("it") for match in _ONE_INITIAL.finditer(text)}):
        yield from (match.span() for match in re.finditer(rf"(?<![\w.]){re.escape(initial)}(?!\w)", text))
