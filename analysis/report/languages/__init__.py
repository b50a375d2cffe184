"""The sentences of the page for residents in six languages: one TOML each, with the same keys and placeholders."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from analysis.numbers.cells import AREA, PROGRAMME
from analysis.report.places import Place
from analysis.report.sentences import counted
from corpus.readings import LANGUAGES
from corpus.rounds import Round

DUTCH = "nl"
#: every language a page is made in, Dutch first
CODES = (DUTCH, *LANGUAGES)
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """One language: its code, its own name, its direction of writing, and what it says."""

    code: str
    name: str
    direction: str
    sentences: Mapping[str, str]
    months: tuple[str, ...]
    groups: Mapping[str, str]
    seasons: Mapping[str, str]
    #: theme id -> name; empty in Dutch, where the codebook says it
    themes: Mapping[str, str]

    def say(self, sentence: str, **words: object) -> str:
        """One sentence with its words filled in."""
        return self.sentences[sentence].format(**words)

    def ending(self, ending: str = "html") -> str:
        """How a file in this language ends: ``.html`` in Dutch, else ``.tr.html``."""
        return f".{ending}" if self.code == DUTCH else f".{self.code}.{ending}"

    def theme(self, subject: str, dutch: str) -> str:
        """The name of a theme; the Dutch one when this language does not know it."""
        return self.themes.get(subject) or dutch

    def listed(self, words: Iterable[str]) -> str:
        """Words as an enumeration: "kinderen, jongeren en ouders"."""
        found = list(words)
        if len(found) < 2:
            return "".join(found)
        return self.say("two", first=self.say("comma").join(found[:-1]), last=found[-1])

    def day(self, when: date) -> str:
        """A date in words: "23 november 2026"."""
        return self.say("day", day=when.day, month=self.months[when.month - 1], year=when.year)

    def share(self, value: float, base: int) -> str:
        """A share 0…1 in words, of the 10 or of the 100."""
        kind, count, of = counted(value, base)
        return self.say(f"share_{kind}", count=count, base=of)

    def round_name(self, window: Round) -> str:
        """A round by season and year; by its own name when this language does not know the season."""
        season = self.seasons.get(window.season)
        return self.say("round", season=season, year=window.year) if season else window.name

    def period_name(self, period: str) -> str:
        """A year, or a span of years."""
        if period.isdigit():
            return self.say("period_year", year=period)
        return self.say("period_years", first=period[:4], last=period[-4:])

    def place_name(self, place: Place) -> str:
        """The name of a place; only the programme has another name in every language."""
        return self.say("everywhere") if place.level == PROGRAMME else place.name

    def within(self, place: Place) -> str:
        """The place inside a sentence: "in Wesselerbrink"."""
        kinds = {PROGRAMME: "within_all", AREA: "within_area"}
        return self.say(kinds.get(place.level, "within_city"), name=place.name)


def read(text: str, code: str) -> Language:
    """A language from the text of its TOML."""
    told: dict[str, Any] = tomllib.loads(text)
    return Language(
        code=code,
        name=told["name"],
        direction=told["direction"],
        sentences=told["sentences"],
        months=tuple(told["months"]),
        groups=told["groups"],
        seasons=told.get("seasons", {}),
        themes=told.get("themes", {}),
    )


@cache
def language(code: str) -> Language:
    """One of ``CODES``, read once."""
    return read((_FOLDER / f"{code}.toml").read_text("utf-8"), code)


def languages() -> list[Language]:
    """Every language, Dutch first."""
    return [language(code) for code in CODES]
