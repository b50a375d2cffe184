"""What a number, an address on the web or a date looks like; every pattern is bounded, so long texts stay fast."""

import re
from collections.abc import Callable

from analysis.reading.addresses import ADDRESSES
from analysis.reading.spoken import MONTHS, NUMBER_WORD, is_spoken_phone

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_DAY_WORD = rf"(?:{_DAY}(?:e|ste|de)?|{NUMBER_WORD}(?:de|ste)?|eerste|derde)"
_BIRTHDAY = (
    r"\b(?:jarig(?: ben| is)?|geboren|gebore|geb\.?|geboortedatum|geboortedag|verjaardag)"
    r"(?: (?:is|ben|ik|word|altijd|dus|weer|in|op|:)){0,3}:? "
)
_YEAR = rf"(?:(?:19|20)\d{{2}}|'\d{{2}}|tweeduizend ?(?:en)? ?{NUMBER_WORD}|negentien(?:honderd)? ?{NUMBER_WORD})"

_SITE = (
    "snap(?:chat)?|insta(?:gram)?|tik ?tok|roblox|discord|twitch|steam|facebook|fb|youtube|psn|minecraft|fortnite"
    "|telegram"
)
_ACCOUNT_WORD = r"(?: ?(?:naam|account|gebruikersnaam|kanaal|tag))?(?: (?:is|heet|heet ik|ben ik|noem ik me))?:? "
_HANDLE_CUE = rf"\b(?:{_SITE}){_ACCOUNT_WORD}"
# A handle has something no word has: a digit, an underscore, a point or a capital inside, a hash sign.
_ODD = r"(?:(?=[\w.]{0,28}[\d_])|(?=\w{1,20}\.\w)|(?=[A-Za-z]{0,20}[a-z][A-Z])|(?=\w{2,30}#\d))"
_DOMAIN = r"(?<![\w.@-])[\w-]{2,40}(?:\.[\w-]{2,40})?\.(?:nl|com|net|org|eu|be|de|info|tv|io)\b"
_POINT = r" ?(?:\.|\bpunt\b|\bdot\b) ?"
_SAID_DOMAIN = rf"(?:[\w-]{{2,40}}(?:{_POINT}[\w-]{{2,40}}){{0,2}}){_POINT}(?:nl|com|eu|org|net)\b"
_SAID_LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}(?: (?:punt|dot|streepje|underscore) [\w.+-]{1,40}){0,3}"

_GROUP = r"(?:\d{1,3}|[A-Z]{1,3})"
_LOWER_PLATE = (
    r"(?:[a-z]{2}-\d{2}-[a-z]{2}|[a-z]{2}-\d{3}-[a-z]|\d{2}-[b-df-hj-np-tv-z]{2,3}-\d{1,2}|[a-z]{3}-\d{2}-[a-z])"
)
_TIGHT_PLATE = (
    r"(?:\d{2}[A-Z]{2}\d{2}|[A-Z]{2}\d{2}[A-Z]{2}|\d{2}[A-Z]{3}\d|\d[A-Z]{3}\d{2}|[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}"
    r"|[A-Z]{3}\d{2}[A-Z]|[A-Z]\d{2}[A-Z]{3}|\d[A-Z]{2}\d{3}|\d{3}[A-Z]{2}\d)"
)
_PLATE_CUE = r"\b(?:kenteken|nummerplaat|nummerbord|kentekenplaat)(?:nummer)?(?: (?:is|was|van|de|met|:))*:? \(?"
# Behind the bank every group has a digit: a word after the number is no part of it.
_IBAN = r"[A-Z]{2} ?\d{2} ?[A-Z0-9]{4}(?: ?(?=[A-Z]{0,3}\d)[A-Z0-9]{4}){1,6}(?: ?(?=[A-Z]{0,2}\d)[A-Z0-9]{1,3})?"
_SEPARATED = r"(?:[ .-]?\d)"
_PHONE_CUE = (
    r"\b(?:bel|belt|bellen|app|appen|sms|tel|telefoon\w*|mobiel\w*|nummer|nr|06|whatsapp)\b"
    r"[^\d\n]{0,25}(?:0[56]\d?\D{1,8})?"
)
_SAID_NUMBER = rf"(?:{NUMBER_WORD}|\d{{1,4}})"
_PLATE_PART = "[a-z0-9]{1,3}"

# In order of trust: an earlier rule wins where two overlap. A group ``it`` is what is masked, the rest is its cue.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EMAIL", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("EMAIL", re.compile(rf"{_SAID_LOCAL} ?(?:\(at\)|\[at\]|\bat\b|\bapenstaart(?:je)?\b|@) ?{_SAID_DOMAIN}", re.I)),
    ("LINK", re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,500}(?<![.,;:!?)])", re.I)),
    ("LINK", re.compile(r"\bwww punt [\w-]{2,40} punt (?:nl|com|org|eu)\b", re.I)),
    ("ACCOUNT", re.compile(r"(?<![\w@])@\w[\w.]{0,28}\w")),
    ("ACCOUNT", re.compile(rf"{_HANDLE_CUE}(?P<it>(?-i:{_ODD})[\w.]{{1,30}}\w(?:#\d{{3,5}})?)", re.I)),
    ("LINK", re.compile(rf"{_DOMAIN}(?:/[^\s<>\"']{{1,200}}(?<![.,;:!?)]))?", re.I)),
    ("IBAN", re.compile(rf"\b{_IBAN}\b", re.I)),
    (
        "IBAN",
        re.compile(
            r"\b(?:iban|rekening(?:nummer|nr)?|bankrekening|giro(?:nummer)?)\b[^\d\n.]{0,20}?"
            rf"(?P<it>\b{_IBAN}\b|(?<!\d)\d(?:[ .]?\d){{6,9}}(?!\d))",
            re.I,
        ),
    ),
    (
        "BSN",
        re.compile(
            rf"\b(?:bsn|burgerservice ?nummer|sofi-?(?: ?nummer)?)\b\D{{0,25}}(?P<it>\d{_SEPARATED}{{6,8}})(?!\d)", re.I
        ),
    ),
    ("BSN", re.compile(rf"(?<![\d+])\d{_SEPARATED}{{7,8}}(?!\d)")),
    ("TELEFOON", re.compile(r"(?<![\d\w])(?:(?:\+|00)\d{2}[ -]?(?:\(0\))?[ -]?|\(?0)(?:\d[ ./()-]{0,3}){8}\d(?!\d)")),
    (
        "TELEFOON",
        re.compile(rf"{_PHONE_CUE}(?P<it>(?<!\d)[1-9](?:[ .-]?\d){{5,8}})(?![\d.,]*\d|[ ]?(?:euro|mensen))", re.I),
    ),
    ("TELEFOON", re.compile(rf"(?<!\w){_SAID_NUMBER}(?:[ ,.-]{{1,3}}{_SAID_NUMBER}){{3,11}}(?!\w)", re.I)),
    *ADDRESSES,
    (
        "KENTEKEN",
        re.compile(rf"(?<![\w-])(?=[\w-]{{8}}(?![\w-]))(?=[A-Z-]*\d)(?=[\d-]*[A-Z]){_GROUP}(?:-{_GROUP}){{2}}"),
    ),
    ("KENTEKEN", re.compile(rf"(?<![\w-])(?=[\w-]{{8}}(?![\w-])){_LOWER_PLATE}")),
    ("KENTEKEN", re.compile(rf"(?<![\w-]){_TIGHT_PLATE}(?![\w-])")),
    (
        "KENTEKEN",
        re.compile(
            rf"{_PLATE_CUE}(?P<it>(?=[a-z -]{{0,6}}\d)(?=[\d -]{{0,6}}[a-z]){_PLATE_PART}(?:[ -]?{_PLATE_PART}){{2}})"
            r"\b",
            re.I,
        ),
    ),
    ("DATUM", re.compile(rf"(?<![\d-]){_DAY}([-/. ]){_MONTH_NUMBER}\1(?:(?:19|20)?\d{{2}}|'\d{{2}})(?![\d-])")),
    ("DATUM", re.compile(r"(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")),
    ("DATUM", re.compile(rf"(?<!\w){_DAY_WORD} {MONTHS}\.? {_YEAR}(?!\w)", re.I)),
    ("DATUM", re.compile(rf"{_BIRTHDAY}(?P<it>{_DAY_WORD} {MONTHS})\b", re.I)),
    ("DATUM", re.compile(rf"{_BIRTHDAY}(?P<it>{_DAY}[-/]{_MONTH_NUMBER})(?![\d/-])", re.I)),
)
# Most stories have no digit at all; these are never found without one.
_NUMBERED = frozenset(["IBAN", "BSN", "POSTCODE", "KENTEKEN"])
#: what is left to look for in a text without any digit
WITHOUT_DIGITS = tuple((kind, pattern) for kind, pattern in PATTERNS if kind not in _NUMBERED)


def is_bsn(written: str) -> bool:
    """The eleven-test of the citizen service number: 9·a + 8·b + … + 2·h − i is divisible by 11; 8 digits get a 0."""
    digits = [int(character) for character in written if character.isdigit()]
    digits = [0] * (9 - len(digits)) + digits
    weighed = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and weighed % 11 == 0


def is_iban(written: str) -> bool:
    """The check digits of ISO 13616: moved to the end, with letters as numbers, the whole is 1 modulo 97."""
    compact = written.replace(" ", "").upper()
    if not compact.isascii() or not compact.isalnum():
        return False
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1


def is_phone(written: str) -> bool:
    """True for digits alone, and for digits said in words when there are as many as in a telephone number."""
    if any(character.isalpha() for character in written):
        return is_spoken_phone(written)
    return written.lstrip("(").startswith(("0", "+")) and 10 <= sum(character.isdigit() for character in written) <= 14


#: what a find of this kind must also pass; a number that is announced as such ("mijn bsn is …") need not
CHECKS: dict[tuple[str, bool], Callable[[str], bool]] = {
    ("BSN", False): is_bsn,
    ("IBAN", False): is_iban,
    ("TELEFOON", False): is_phone,
}
