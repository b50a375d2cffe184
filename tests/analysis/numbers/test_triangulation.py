"""Stories beside a figure: the whole table of states, and what counts as a direction."""

import math

import pytest

from analysis.numbers.triangulation import BETTER, SAME, UNKNOWN, WORSE, direction, triangulate


@pytest.mark.parametrize(
    ("told", "row"),
    [
        (BETTER, ["convergent +", "divergent beleving voorop", "divergent tegengesteld", "stil cijfer"]),
        (SAME, ["divergent cijfer voorop", "convergent 0", "divergent cijfer voorop", "stil cijfer"]),
        (WORSE, ["divergent tegengesteld", "divergent beleving voorop", "convergent −", "stil cijfer"]),
        (UNKNOWN, ["stil verhaal", "stil verhaal", "stil verhaal", "blind"]),
    ],
)
def test_every_cell_of_the_table_has_its_state(told: str, row: list[str]) -> None:
    assert [" ".join(triangulate(told, other)).strip() for other in (BETTER, SAME, WORSE, UNKNOWN)] == row


@pytest.mark.parametrize(
    ("change", "higher_is_better", "expected"),
    [
        (0.10, True, BETTER),
        (0.10, False, WORSE),
        (-0.10, True, WORSE),
        (-0.10, False, BETTER),
        (0.099, True, SAME),
        (0.0, False, SAME),
        (None, True, UNKNOWN),
        (math.nan, True, UNKNOWN),
    ],
)
def test_a_change_points_somewhere_from_the_smallest_that_counts(
    change: float | None, higher_is_better: bool, expected: str
) -> None:
    assert direction(change, 0.1, higher_is_better) == expected


def test_what_is_no_direction_and_a_smallest_change_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="Een richting is"):
        triangulate("omhoog", SAME)
    with pytest.raises(ValueError, match="groter dan nul"):
        direction(0.1, 0)
