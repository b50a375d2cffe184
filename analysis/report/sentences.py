"""The wording rules: how a number is said in plain Dutch, and the words that may not stand in a generated sentence."""

import re
from collections.abc import Iterable
from datetime import date

#: from this many tellers a share is said of the 100, below it of the 10
FINE = 100
#: below this many tellers no percentage is written at all
PERCENTABLE = 30
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)

TOO_FEW = "te weinig verhalen"
BAND = (
    "Deze band laat zien hoeveel toeval er bij dit aantal verhalen hoort. Zij zegt niets over mensen die niet meededen."
)


def share(value: float, n: int) -> str:
    """A share 0…1 of n tellers in words: "ongeveer 3 van de 10" below 100 tellers, else "34 van de 100"."""
    kind, count, base = counted(value, n)
    words = {
        "few": f"minder dan 1 van de {base}",
        "all": "vrijwel iedereen",
        "about": f"ongeveer {count} van de {base}",
        "exact": f"{count} van de {base}",
    }
    return words[kind]


def counted(value: float, n: int) -> tuple[str, int, int]:
    """How a share 0…1 of n tellers is said in any language: few, all, about or exact; how many, and of how many."""
    base, kind = (10, "about") if n < FINE else (100, "exact")
    count = round(value * base)
    return {0: "few", base: "all"}.get(count, kind), count, base


def say(told: str) -> str:
    """The verb that goes with a share in words: one of them "zegt", more of them "zeggen"."""
    return "zegt" if re.match(r"minder dan 1 |vrijwel iedereen|(ongeveer )?1 ", told) else "zeggen"


def percent(value: float | None, n: int) -> str:
    """A share 0…1 for a table: a whole percentage, of the 10 below 30 tellers; a dash when it may not be shown."""
    if value is None:
        return "–"
    if n < PERCENTABLE:
        return f"{round(10 * value)} van 10"
    whole = round(100 * value)
    return {0: "vrijwel niemand", 100: "vrijwel iedereen"}.get(whole, f"{whole}%")


def signed(value: float | None) -> str:
    """A balance −1…1 as a whole number −100…+100 with its sign; a dash when there is none."""
    if value is None:
        return "–"
    whole = round(100 * value)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


def number(value: float) -> str:
    """A figure from outside, with a decimal comma and a dot per thousand: "1.250" or "26,7"."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")).replace("-", "−")


def listed(words: Iterable[str]) -> str:
    """Words as a Dutch enumeration: "kinderen, jongeren en ouders"."""
    found = list(words)
    return " en ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def day(when: date) -> str:
    """A date in words: "23 november 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def capital(text: str) -> str:
    """A sentence with its first letter in capitals."""
    return text[:1].upper() + text[1:]
