"""Which answers say nothing. All are invented."""

import pytest

from analysis.reading.reader import open_reader
from analysis.themes.assign import assign, has_no_content

EMPTY = [
    *("", "?!", "...", "weet ik niet", "Niks.", "gewoon", "geen idee hoor", "nvt", "n.v.t."),
    *("weet nie", "wee niet", "kweetniet", "niksss", "Geen ideeeee", "NIKS", "nix", "idk", "ik heb niks te vertellen"),
    *(
        "asdf",
        "asdfasdf",
        "qwerty",
        "hjkl",
        "aaaaaaa",
        "xxxx",
        "hahahaha",
        "test",
        "test test",
        "bla bla bla",
        "jajaja",
    ),
    *("ja", "nee", "ok", "lol", "hoi"),
]
TOLD = [
    "Niks te doen hier voor jongeren.",
    "Gewoon voetballen op het veldje.",
    "Ik weet niet waar ik moet wonen.",
    "school",
    "pesten",
    "De juf is niet lief.",
    "bang",
    "het gaat goed thuis",
]


@pytest.mark.parametrize("text", EMPTY)
def test_an_answer_without_content_has_no_theme(text: str) -> None:
    reading = open_reader().read(text)
    assert has_no_content(reading)
    assert assign([reading]) == [()]


@pytest.mark.parametrize("text", TOLD)
def test_a_short_answer_with_content_is_read(text: str) -> None:
    assert not has_no_content(open_reader().read(text))
