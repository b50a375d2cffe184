"""What a number, an address or an institution looks like; every pattern is bounded, so long texts stay fast."""

import re
from collections.abc import Callable

_MONTH = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_INSERT = r"(?:(?:van|de|der|den|het|ter|ten|'t|in|aan)[ ]){0,3}"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]|\.(?=\w)){1,30}"
_PROPER = rf"(?:de |het |'t )?{_CAPITAL}(?:[ ]{_INSERT}{_CAPITAL}){{0,3}}"
_STREET = r"(?:straat|stroat|laan|singel|gracht|kade|dijk|dreef|plantsoen|steeg|(?<!onder)(?<!snel)weg)"
_NAMED_PLACE = r"(?:plein|hof|pad|markt|park|brink|es|esch|kamp|maten|marke|landen|veld|horst|hoek|bos|wal|ring)"
_NUMBER = (
    r"[ ](?:nr\.? ?|nummer )?[1-9]\d{0,3}(?:[ -]?[a-zA-Z]\b|[-/]\d{1,3}\b)?(?![\d%])"
    r"(?![ ]?(?:jaar|uur|keer|euro|min|dagen|weken|maanden|kinderen|mensen|huizen|auto|jongens|meisjes|lampen))"
)
_HANDLE = "|".join(
    f"(?<={word}{link})"
    for word in ("snap", "snapchat", "insta", "instagram", "tiktok", "roblox", "discord")
    for link in (" ", ": ", " is ")
)
_SCHOOL = "(?i:basisschool|obs|kbs|pcbs|rkbs|cbs|kinderopvang|peuterspeelzaal|peuteropvang|kinderdagverblijf)"
_CLUB = (
    "(?i:vv|sv|svv|rksv|hv|voetbalclub|sportclub|voetbalvereniging|hockeyclub|turnvereniging|vereniging|scouting"
    "|judoschool|sportschool|dansschool)"
)
_CARE = (
    "(?i:stichting|zorgcentrum|zorginstelling|zorggroep|ziekenhuis|huisartsenpraktijk|tandartspraktijk|praktijk"
    "|verpleeghuis|verzorgingshuis|thuiszorg)"
)

_UNITS = "en|of|in|is|ik|op|we|ze|te|al|na|zo|nu|om|er|de|me|je|uw|ja|eu|ur|x|km|kg|cm|mm|ml"
_BIRTHDAY = "|".join(
    f"(?<={words} )"
    for words in ("jarig op", "geboren op", "jarig is op", "verjaardag is", "verjaardag is op", "ben jarig")
)
_GROUP = r"(?:\d{1,3}|[A-Z]{1,3})"
_LOWER_PLATE = r"(?:[a-z]{2}-\d{2}-[a-z]{2}|[a-z]{2}-\d{3}-[a-z]|\d{2}-[b-df-hj-np-tv-z]{2,3}-\d{1,2})"
_COLLEGE = (
    r"\b(?!De |Het |Mijn |Onze |Deze |Die |Elke |Op |Na |Naar )[A-ZÀ-Þ][\w'’-]{1,30}(?:[ ][A-ZÀ-Þ][\w'’-]{1,30}){0,2}"
    r"(?:[ -](?:College|Lyceum|Mavo|Gymnasium)|(?<=[a-z])(?:college|lyceum|basisschool))\b"
)
_ANY_STREET = rf"\b(?:[A-ZÀ-Þ][\w'’.-]{{1,20}}[ ]){{0,3}}[^\W\d_][\w'’-]{{2,30}}(?i:{_STREET}){_NUMBER}"
_CAPITAL_STREET = (
    rf"\b(?:[A-ZÀ-Þ][\w'’.-]{{1,20}}[ ]){{0,2}}"
    rf"(?:[A-ZÀ-Þ][\w'’-]{{2,30}}{_NAMED_PLACE}|[A-ZÀ-Þ][\w'’.-]{{1,20}} [Ss]traat){_NUMBER}"
)
_DOMAIN = r"(?<![\w.-])[\w-]{2,40}(?:\.[\w-]{2,40})?\.(?:nl|com|net|org|eu|be|info|tv|io)\b"

# In order of trust: an earlier rule wins where two overlap.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EMAIL", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (
        "EMAIL",
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64} ?(?:\(at\)|\[at\]|apenstaartje) ?[\w-]{1,63} ?(?:\.|punt) ?(?:nl|com|eu)\b",
            re.I,
        ),
    ),
    ("LINK", re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,500}(?<![.,;:!?)])", re.I)),
    ("LINK", re.compile(rf"{_DOMAIN}(?:/[^\s<>\"']{{1,200}}(?<![.,;:!?)]))?", re.I)),
    ("ACCOUNT", re.compile(r"(?<![\w@])@\w[\w.]{0,28}\w")),
    ("ACCOUNT", re.compile(rf"(?:{_HANDLE})(?=[\w.]{{0,20}}[\d_])[\w.]{{2,30}}\b", re.I)),
    ("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.I)),
    ("BSN", re.compile(r"(?<![\d+])\d(?:[ .-]?\d){7,8}(?!\d)")),
    ("TELEFOON", re.compile(r"(?<![\d\w])(?:(?:\+|00)\d{2}[ -]?(?:\(0\))?[ -]?|0)(?:\d[ .-]{0,3}){8}\d(?!\d)")),
    ("POSTCODE", re.compile(r"\b[1-9]\d{3} ?(?!(?:SA|SD|SS)\b)[A-Z]{2}\b")),
    ("POSTCODE", re.compile(rf"\b[1-9]\d{{3}} ?(?!{_UNITS})[a-z]{{2}}\b")),
    (
        "KENTEKEN",
        re.compile(rf"(?<![\w-])(?=[\w-]{{8}}(?![\w-]))(?=[A-Z-]*\d)(?=[\d-]*[A-Z]){_GROUP}(?:-{_GROUP}){{2}}"),
    ),
    ("KENTEKEN", re.compile(rf"(?<![\w-])(?=[\w-]{{8}}(?![\w-])){_LOWER_PLATE}")),
    ("ADRES", re.compile(_ANY_STREET)),
    ("ADRES", re.compile(_CAPITAL_STREET)),
    ("DATUM", re.compile(rf"(?<![\d-]){_DAY}([-/. ])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d{{2}}(?![\d-])")),
    ("DATUM", re.compile(r"(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")),
    ("DATUM", re.compile(rf"(?<!\d){_DAY}(?:e|ste|de)? {_MONTH}\.? (?:19|20)\d{{2}}\b", re.I)),
    ("DATUM", re.compile(rf"(?:{_BIRTHDAY}){_DAY}(?:e|ste|de)? {_MONTH}\b", re.I)),
    ("SCHOOL", re.compile(rf"\b{_SCHOOL} {_PROPER}")),
    ("SCHOOL", re.compile(_COLLEGE)),
    ("CLUB", re.compile(rf"\b{_CLUB} {_PROPER}")),
    ("INSTELLING", re.compile(rf"\b{_CARE} {_PROPER}")),
)


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


#: kinds that must also pass a check digit
CHECKS: dict[str, Callable[[str], bool]] = {"BSN": is_bsn, "IBAN": is_iban}
