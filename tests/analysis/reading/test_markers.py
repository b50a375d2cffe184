"""What is highlighted for the coder of markers. All sentences are invented."""

import pytest

from analysis.reading.markers import mark
from analysis.reading.reader import open_reader


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("Later word ik verpleegkundige.", ("M1", "+")),
        ("Het wordt hier toch nooit anders.", ("M1", "-")),
        ("Ik heb het zelf geregeld.", ("M2", "")),
        ("Dat is niks voor ons, mensen zoals wij nemen ze niet.", ("M3", "")),
        ("Ze kwamen en hebben geluisterd, ik vertrouw ze.", ("M4", "+")),
        ("Er is al zoveel beloofd.", ("M4", "-")),
        ("De buren helpen elkaar.", ("M5", "")),
    ],
)
def test_a_clear_expression_points_to_its_marker(text: str, marker: tuple[str, str]) -> None:
    assert marker in mark(open_reader().read(text))


def test_one_vague_word_points_to_nothing() -> None:
    assert mark(open_reader().read("De winkel is open.")) == ()


@pytest.mark.parametrize("text", ["Ik durf niks te zeggen.", "Het wordt koud en het wordt donker."])
def test_what_is_denied_or_said_twice_points_to_nothing(text: str) -> None:
    assert mark(open_reader().read(text)) == ()
