"""What tells where somebody lives: street and number, a named street one lives in, a house number, a postcode."""

import re

from analysis.reading.spoken import NUMBER_WORD

_UNITS = "en|of|in|is|ik|op|we|ze|te|al|na|zo|nu|om|er|de|me|je|uw|ja|eu|ur|x|km|kg|cm|mm|ml"
_STREET = r"(?:straat|stroat|laan|singel|gracht|kade|dijk|dreef|plantsoen|steeg|str\.|(?<!onder)(?<!snel)weg)"
_NAMED_PLACE = (
    r"(?:plein|hof|pad|markt|park|brink|es|esch|kamp|maten|marke|landen|veld|horst|hoek|bos|wal|ring|erf|donk)"
)
_COUNTED = (
    r"(?:jaar|uur|keer|euro|min|dag|dagen|weken|maanden|kinderen|mensen|huizen|auto|jongens|meisjes|lampen|bomen|winkels"
    r"|bewoners|gezinnen|buren|flats|meter|procent|x\b)"
)
_NUMBER = (
    r"[ ](?:nr\.? ?|nummer |huisnummer )?"
    rf"(?:[1-9]\d{{0,3}}(?:[ -]?[a-zA-Z]\b|[-/ ](?:[1-9]\d{{0,2}})\b| bis\b| hs\b)?(?![\d%])(?:,? kamer \d{{1,3}})?"
    rf"(?![ ]?{_COUNTED})"
    rf"|{NUMBER_WORD}\b(?![ ]?{_COUNTED}))"
)
_SURE_NUMBER = r"[ ](?:nr\.? ?|nummer |huisnummer )[1-9]\d{0,3}(?:[ -]?[a-zA-Z]\b|[-/]\d{1,3}\b)?"
_CAP = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{1,30}"
_INSERT = r"(?:(?:van|van der|van den|van de|der|den|ten|ter|de|het)[ ])?"
_ANY_STREET = (
    rf"(?:\b(?!(?:In|Op|De|Aan|Bij|Het|Ik|Wij|We|Mijn|Onze)\b){_CAP}[ ]{_INSERT}){{0,3}}"
    rf"\b[^\W\d_][\w'’-]{{2,30}}(?<!achter)(?i:{_STREET}){_NUMBER}"
)
_CAPITAL_STREET = (
    rf"\b(?:{_CAP}[ ]){{0,2}}(?:[A-ZÀ-Þ][\w'’-]{{2,30}}{_NAMED_PLACE}"
    rf"|{_CAP} (?i:straat|dijk|weg|laan|esweg|plein|kade|singel|hof|pad|brink)){_NUMBER}"
)
_LIVES = (
    r"\b(?:woon|woont|wonen|woonde|woonden|woonn|wonn|won|verhuisd|huis|flat|adres|thuis|appartement|kamer|buren)\b"
)
_ON = r"(?:op|aan|an|in|bij|naar|oan|is|staat|staat op|staat aan)"
_ARTICLE = r"(?:de|het|'t|'n|ut|n|t)"
_NOT_A_STREET = r"(?<!hoofd)(?<!winkel)(?<!zij)(?<!koop)(?<!onder)(?<!snel)(?<!speel)(?<!fiets)(?<!woon)"

ADDRESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("POSTCODE", re.compile(r"\b[1-9]\d{3} ?(?!(?:SA|SD|SS)\b)[A-Z]{2}\b")),
    ("POSTCODE", re.compile(rf"\b(?!(?:19|20)\d\d )[1-9]\d{{3}} ?(?!(?:{_UNITS})\b)[a-z]{{2}}\b")),
    ("POSTCODE", re.compile(r"\bpostcode(?: is)?:? (?P<it>[1-9]\d{3} ?[a-z]{2}\b|[1-9]\d{3}\b)", re.I)),
    ("ADRES", re.compile(_ANY_STREET)),
    ("ADRES", re.compile(_CAPITAL_STREET)),
    # A word that only is a street behind "op de" and before a number announced as such: "op de lijsterhof nr 9".
    ("ADRES", re.compile(rf"\b{_ON} {_ARTICLE} (?P<it>[^\W\d_][\w'’-]{{2,30}}{_SURE_NUMBER})", re.I)),
    ("ADRES", re.compile(rf"\b(?:[Oo]p|[Aa]an|[Aa]n) {_ARTICLE} (?P<it>{_CAP}(?: {_CAP})?{_NUMBER})")),
    (
        "ADRES",
        re.compile(
            r"\b(?P<it>(?:portiek|galerij|trappenhuis|kamer|flatnummer|appartement) (?:nr\.? |nummer )?\d{1,4}[a-z]?\b"
            rf"(?: van (?:de |het )?{_CAP})?)"
        ),
    ),
    # The street one lives in, also without a number.
    (
        "ADRES",
        re.compile(
            rf"{_LIVES}[^.!?\n]{{0,30}}?\b{_ON} (?:{_ARTICLE} )?"
            rf"(?P<it>(?:(?-i:{_CAP}) ){{0,2}}(?-i:[^\W\d_][\w'’-]{{2,30}}{_NOT_A_STREET}"
            r"(?:straat|stroat|laan|singel|gracht|kade|dreef|plantsoen|steeg|dijk|weg)))\b",
            re.I,
        ),
    ),
    # A bare house number, when it says where a house is.
    (
        "ADRES",
        re.compile(
            rf"(?:{_LIVES}|\b(?:achter|naast|boven|onder|tegenover) (?:de|het) \w{{3,20}})[^.!?\n]{{0,30}}?\bop "
            rf"(?P<it>(?:huisnummer|nummer|nr\.?) ?[1-9]\d{{0,3}}[a-z]?\b)",
            re.I,
        ),
    ),
)
