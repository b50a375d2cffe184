"""The koppelkansen that the programme expects: themes of different lines that its plans tie together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """Two themes that are expected to be told together, and why, in the words of a page."""

    one: str
    other: str
    because: str


EXPECTED_PAIRS = (
    Expected("L5", "W4", "hulp bij school en werk van ouders"),
    Expected("L7", "W4", "voorschool en werk van ouders"),
    Expected("O2", "W5", "energie en rondkomen"),
    Expected("O5", "W7", "ontmoeten en meedoen"),
    Expected("L1", "W5", "rondkomen en kansen op school"),
    Expected("L4", "W5", "rondkomen en naar school gaan"),
    Expected("O2", "W1", "verduurzamen en werk"),
    Expected("O2", "W2", "verduurzamen en een vak leren"),
    Expected("O8", "W1", "vernieuwen en werk"),
    Expected("O8", "W2", "vernieuwen en een vak leren"),
    Expected("D1", "L2", "gezondheid en leren"),
)
EXPECTED = frozenset(frozenset((pair.one, pair.other)) for pair in EXPECTED_PAIRS)
