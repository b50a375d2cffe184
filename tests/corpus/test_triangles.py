"""Zones of a triangle: one convention, the same for every corner."""

from itertools import permutations

import pytest

from corpus.triangles import zone
from forms.questionnaire import load

CORNERS = ("a", "b", "c")
GRID = [(top, start, 100 - top - start) for top in range(101) for start in range(101 - top)]


def renamed(name: str, order: tuple[int, ...]) -> str:
    """The name of a zone after the corners have changed places; an edge keeps the order of its corners."""
    if name == "midden":
        return name
    return "_".join(sorted(CORNERS[order.index(CORNERS.index(corner))] for corner in name.split("_")))


@pytest.mark.parametrize(
    ("shares", "named"),
    [
        ((1, 0, 0), "a"),
        ((0.6, 0.2, 0.2), "a"),
        ((0.2, 0.2, 0.6), "c"),
        ((0.59, 0.41, 0), "a_b"),
        ((0.19, 0.4, 0.41), "b_c"),
        ((0.41, 0.19, 0.4), "a_c"),
        ((0.2, 0.4, 0.4), "midden"),
        ((1 / 3, 1 / 3, 1 / 3), "midden"),
        ((0.597, 0.199, 0.199), "a"),
    ],
)
def test_a_point_has_the_zone_of_the_convention(shares: tuple[float, float, float], named: str) -> None:
    assert zone(shares, CORNERS) == named


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_changing_the_corners_about_changes_the_names_and_nothing_else(order: tuple[int, ...]) -> None:
    for parts in GRID:
        shares = [part / 100 for part in parts]
        turned = zone([shares[place] for place in order], CORNERS)
        assert turned == renamed(zone(shares, CORNERS), order)


def test_every_corner_holds_as_many_points_of_a_grid() -> None:
    counts = {name: 0 for name in (*CORNERS, "a_b", "a_c", "b_c", "midden")}
    for parts in GRID:
        counts[zone([part / 100 for part in parts], CORNERS)] += 1
    assert counts["a"] == counts["b"] == counts["c"] == 861
    assert counts["a_b"] == counts["a_c"] == counts["b_c"]
    assert sum(counts.values()) == len(GRID)


@pytest.mark.parametrize("name", ["kind", "jongere", "ouder"])
def test_the_zone_of_every_dot_is_the_dot_itself(name: str) -> None:
    question = load(name).question("DRIEHOEK-WIE")
    assert question is not None
    corners = [corner.id for corner in question.corners]
    for dot in question.options:
        if dot.shares is not None:
            assert zone(dot.shares, corners) == dot.id


@pytest.mark.parametrize("name", ["jongere", "ouder", "professional", "gesprek", "kind"])
def test_the_middle_promises_no_equal_shares_for_it_names_unequal_ones_too(name: str) -> None:
    assert zone((0.5, 0.3, 0.2), CORNERS) == zone((1 / 3, 1 / 3, 1 / 3), CORNERS) == "midden"
    middles = [question.option("midden") for question in load(name).questions if question.kind == "triangle"]
    assert {middle.label for middle in middles if middle} == {"van alle drie wat"}


def test_other_than_three_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="drie hoeken"):
        zone((0.5, 0.5), CORNERS)
