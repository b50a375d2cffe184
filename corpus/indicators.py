"""The catalogue of narrative indicators in words: the question each answers, how it is counted, and in which order."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: value −1…1, shown as a whole number −100…+100
BALANCE = "balans"
#: value 0…1, shown as so many of the 100
SHARE = "aandeel"
#: value 0…10
MARK = "cijfer"
#: value 0 and up, 1 is chance
RATIO = "verhouding"
#: value −1…1, shown with two decimals
AGREEMENT = "overeenkomst"

RANGES = {
    BALANCE: (-1.0, 1.0),
    SHARE: (0.0, 1.0),
    MARK: (0.0, 10.0),
    RATIO: (0.0, float("inf")),
    AGREEMENT: (-1.0, 1.0),
}
UNITS = {
    BALANCE: "punten van −100 tot +100",
    SHARE: "van de 100",
    MARK: "cijfer van 0 tot 10",
    RATIO: "verhouding; 1 is toeval",
    AGREEMENT: "van −1 tot 1",
}
HIGHER_IS_BETTER = "hoger is gunstiger"


@dataclass(frozen=True)
class Indicator:
    """An indicator as a reader meets it: its name, the question it answers, and what is counted among whom.

    ``definition`` is the formula in words, ``kind`` gives unit and range, ``level`` is the finest place it is told for,
    ``answers`` are the bars it is shown with and ``line`` what the derived value is called beside them.
    """

    id: str
    name: str
    kind: str
    definition: str
    question: str
    numerator: str
    denominator: str
    answers: tuple[str, ...] = ()
    line: str = ""
    direction: str = HIGHER_IS_BETTER
    level: str = "buurt"
    version: int = 1
    #: smallest change over the rounds that matters, for what is followed of it; None when it is not followed
    sesoi: float | None = None

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value there can be."""
        return RANGES[self.kind]

    @property
    def unit(self) -> str:
        """The unit in which it is read."""
        return UNITS[self.kind]


@dataclass(frozen=True)
class Family:
    """Series that are tested together: the correction for the number of tests is made within a family."""

    id: str
    name: str
    indicators: list[str]
    levels: list[str]
    groups: list[str]


UNANSWERED = ("weet_niet", "overgeslagen")
CHANGE = ("beter", "hetzelfde", "slechter", *UNANSWERED)
FEELING = ("heel_positief", "positief", "neutraal", "negatief", "heel_negatief", "gemengd", *UNANSWERED)
AGREEING = ("klopt_helemaal", "klopt_beetje", "klopt_niet_zo", "klopt_niet", *UNANSWERED)
_ANSWERS = {"change": CHANGE, "feeling": FEELING, "agreeing": AGREEING}

CATALOGUE = Path(__file__).parent / "reference" / "indicators.toml"


def _indicator(entry: dict[str, Any]) -> Indicator:
    return Indicator(**{**entry, "answers": _ANSWERS.get(entry.get("answers", ""), ())})


_DATA = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
INDICATORS = {entry["id"]: _indicator(entry) for entry in _DATA["indicator"]}
FAMILIES = [Family(**entry) for entry in _DATA["family"]]
#: of the smallest changes that matter; a run says which version it was judged by
SESOI_VERSION: str = _DATA["sesoi_version"]
GROUP_NAMES = {"kind": "kinderen", "jongere": "jongeren", "ouder": "ouders", "alle": "alle groepen"}


def family_of(indicator: str, level: str, group: str) -> str:
    """The family that a series is tested in; empty when it is not tested, as was decided beforehand."""
    inside = (one.id for one in FAMILIES if indicator in one.indicators and level in one.levels and group in one.groups)
    return next(inside, "")


def label(answer: str) -> str:
    """An answer, zone, marker, mode, language or group in the words of a page."""
    found: str = _DATA["labels"].get(answer, answer.partition(":")[2] or answer.replace("_", " "))
    return found
