"""Numbers and months said in words, for telephone numbers, dates and house numbers."""

import re

_ONES = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_AND = "(?:en|ën|n)"
#: a number from 0 to 99 in one word
NUMBER_WORD = f"(?:(?:{_ONES}){_AND}(?:{_TENS})|{_TEENS}|{_TENS}|nul|{_ONES})"
#: a month, whole or abbreviated
MONTHS = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)"
)
_ONE_DIGIT = re.compile(f"(?:nul|{_ONES})$", re.I)
_COUNTED = ("een twee drie", "één twee drie", "1 2 3", "1, 2, 3")


def is_spoken_phone(written: str) -> bool:
    """True when words and digits together make a telephone number: ten digits from 0, or eight or nine without it.

    Counting ("een twee drie vier …") is none, and neither is a row of years or prices: words there must be.
    """
    parts = re.findall(r"\w+", written.lower())
    if not any(part.isalpha() for part in parts):
        return False
    digits = sum(len(part) if part.isdigit() else 1 if _ONE_DIGIT.match(part) else 2 for part in parts)
    if parts[0] in ("nul", "06") or parts[0].startswith("0"):
        return 8 <= digits <= 12
    return 8 <= digits <= 11 and not written.lower().startswith(_COUNTED)
