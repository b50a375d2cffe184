"""What is hidden stays hidden, and nothing more is hidden than needed."""

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.numbers.attack import Relation, feasible, narrowed
from analysis.numbers.disclosure import FLOORS, LEAST, Cell, protect, rounded_n, rounded_share
from analysis.numbers.table import sums

TOP = ("stad", "alle")


def grid(counts: list[list[int]], having: list[list[int]] | None = None) -> list[Cell]:
    """A table of areas by groups with all its totals; ``having`` counts tellers with a property."""
    xs = having or [[0] * len(row) for row in counts]

    def cell(place: int | None, group: int | None) -> Cell:
        rows = range(len(counts)) if place is None else [place]
        columns = range(len(counts[0])) if group is None else [group]
        key = ("stad" if place is None else f"gebied {place}", "alle" if group is None else f"groep {group}")
        parents = {("stad", key[1]), (key[0], "alle")} - {key} if key != TOP else set()
        n = sum(counts[r][c] for r in rows for c in columns)
        x = sum(xs[r][c] for r in rows for c in columns) if having else None
        return Cell(key, n, x, tuple(sorted(parents)))

    places, groups = [None, *range(len(counts))], [None, *range(len(counts[0]))]
    return [cell(place, group) for place in places for group in groups]


def hidden(cells: list[Cell]) -> dict[tuple[str, ...], str]:
    return {cell.key: cell.reason for cell in cells if cell.hidden}


def test_a_small_part_takes_the_next_smallest_with_it() -> None:
    table = {"totaal": 34, "delen": {"a": 14, "b": 12, "c": 8}}
    assert protect(table, "team") == {"totaal": 34, "delen": {"a": 14, "b": None, "c": None}}


def test_of_two_parts_both_are_hidden_and_the_total_stays() -> None:
    table = {"totaal": 34, "delen": {"a": 28, "b": 6}}
    assert protect(table, "team") == {"totaal": 34, "delen": {"a": None, "b": None}}


def test_two_small_parts_that_stay_below_the_floor_together_take_a_third() -> None:
    table = {"totaal": 51, "delen": {"a": 30, "b": 13, "c": 5, "d": 3}}
    assert protect(table, "team")["delen"] == {"a": 30, "b": None, "c": None, "d": None}


def test_a_table_without_small_parts_is_left_alone_and_the_given_one_is_not_touched() -> None:
    table = {"totaal": 100, "delen": {"a": 60, "b": 40}}
    assert protect(table, "openbaar") == table
    small = {"totaal": 34, "delen": {"a": 14, "b": 12, "c": 8}}
    protect(small, "team")
    assert small["delen"] == {"a": 14, "b": 12, "c": 8}


def test_parts_may_be_tables_themselves() -> None:
    inner = {"totaal": 60, "delen": {"c": 35, "d": 25}}
    shown = protect({"totaal": 140, "delen": {"a": 40, "b": 40, "e": inner}}, "openbaar")
    assert shown["delen"]["e"] == {"totaal": 60, "delen": {"c": None, "d": None}}
    assert shown["totaal"] == 140


def test_reasons_say_why_a_cell_is_hidden() -> None:
    cells = [
        Cell(("alle",), 200, 90.0),
        Cell(("a",), 20, 10.0, (("alle",),)),
        Cell(("b",), 60, 58.0, (("alle",),)),
        Cell(("c",), 60, 15.0, (("alle",),), dominance=0.7),
        Cell(("d",), 60, 7.0, (("alle",),)),
    ]
    assert hidden(protect(cells, "openbaar")) == {("a",): "drempel", ("b",): "aantal", ("c",): "dominantie"}
    assert hidden(protect(cells, "team")) == {("b",): "aantal", ("a",): "afgeleid"}
    assert hidden(protect(cells, "scherm")) == {}


def test_a_hidden_cell_comes_back_without_its_numbers_and_the_rest_unchanged() -> None:
    cells = [Cell(("a",), 9, 4.0, dominance=0.2), Cell(("b",), 12, 4.0)]
    first, second = protect(cells, "team")
    assert (first.key, first.n, first.x, first.dominance, first.reason) == (("a",), None, None, 0.2, "drempel")
    assert second == cells[1]


def test_an_answer_needs_the_smallest_count_and_goes_when_its_cell_goes() -> None:
    def asked(n: int, *answers: int) -> list[Cell]:
        whole = Cell(("kind",), n)
        return [
            whole,
            *(Cell(("kind", f"antwoord {i}"), a, None, (("kind",),), answer=True) for i, a in enumerate(answers)),
        ]

    assert hidden(protect(asked(40, 18, 15, 7), "openbaar")) == {}
    assert set(hidden(protect(asked(40, 26, 12, 2), "openbaar"))) == {("kind", "antwoord 1"), ("kind", "antwoord 2")}
    assert len(hidden(protect(asked(20, 10, 6, 4), "openbaar"))) == 4


def test_rows_and_columns_are_completed_together() -> None:
    shown = protect(grid([[14, 20, 8], [20, 20, 20], [20, 20, 20]]), "team")
    gone = hidden(shown)
    assert ("gebied 0", "groep 2") in gone
    for place in {key[0] for key in gone}:
        assert sum(key[0] == place for key in gone) > 1
    for group in {key[1] for key in gone}:
        assert sum(key[1] == group for key in gone) > 1


def test_tellers_in_none_of_the_parts_do_not_count_as_cover() -> None:
    assert protect({"totaal": 60, "delen": {"a": 40, "b": 4}}, "team")["delen"] == {"a": None, "b": None}


def test_the_floors_are_fixed_and_can_only_be_raised() -> None:
    assert FLOORS == {"scherm": 5, "team": 10, "openbaar": 30}
    assert LEAST == {"scherm": 0, "team": 3, "openbaar": 5}
    with pytest.raises(TypeError):
        FLOORS["team"] = 2  # type: ignore[index]
    with pytest.raises(ValueError, match="lager kan niet"):
        protect([Cell(("a",), 40)], "team", floor=9)
    with pytest.raises(ValueError, match="lager kan niet"):
        protect([Cell(("a",), 40)], "openbaar", least=4)
    assert protect([Cell(("a",), 40)], "team", floor=50)[0].hidden
    assert protect([Cell(("a",), 40, 8.0)], "openbaar", least=10)[0].reason == "aantal"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ([Cell(("a",), 3), Cell(("a",), 4)], "twee keer"),
        ([Cell(("a",), None)], "‘a’ kloppen niet"),
        ([Cell(("a",), 3, 4.0)], "‘a’ kloppen niet"),
        ({"totaal": 10, "delen": {"a": 8, "b": 3}}, "meer dan het totaal"),
        ({"delen": {"a": 8}}, "heeft een ‘totaal’"),
    ],
)
def test_tables_that_cannot_be_true_are_refused(table: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        protect(table, "team")  # type: ignore[call-overload]


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="‘pers’ bestaat niet"):
        protect([], "pers")


def test_numbers_and_shares_are_rounded_for_the_audience() -> None:
    assert [rounded_n(n, "openbaar") for n in (30, 32, 33, 37, 38)] == [30, 30, 35, 35, 40]
    assert rounded_n(33, "team") == 33
    assert rounded_share(0.3521, "openbaar") == "ongeveer 35%"
    assert rounded_share(0.3521, "team") == "35%"
    assert rounded_share(0.3521, "scherm") == "35,2%"
    assert rounded_share(0.004, "openbaar") == "vrijwel niemand"
    assert rounded_share(0.997, "openbaar") == "vrijwel iedereen"
    assert rounded_share(float("nan"), "team") == "onbekend"
    with pytest.raises(ValueError, match="tussen 0 en 1"):
        rounded_share(35, "team")


def test_the_attacker_finds_the_known_intervals() -> None:
    known = feasible({("b",): (10, np.inf), ("c",): (0, 9)}, [Relation({("b",): 1, ("c",): 1}, 20)])
    assert known[("c",)] == pytest.approx((0, 9))
    assert known[("b",)] == pytest.approx((11, 20))


def test_a_cell_that_nothing_speaks_of_keeps_its_bounds() -> None:
    assert feasible({("a",): (0, 4)}, []) == {("a",): (0, 4)}
    free = feasible({("a",): (0, np.inf), ("b",): (0, np.inf)}, [Relation({("a",): 1, ("b",): -1}, 3)])
    assert free[("a",)] == (3, np.inf)


def test_published_numbers_that_contradict_each_other_are_noticed() -> None:
    with pytest.raises(ValueError, match="spreken elkaar tegen"):
        feasible({("a",): (0, 4)}, [Relation({("a",): 1}, 7)])


@given(st.lists(st.integers(0, 12), min_size=2, max_size=4), st.integers(3, 9))
@settings(max_examples=25, deadline=None)
def test_the_attacker_does_as_well_as_trying_all_possibilities(values: list[int], limit: int) -> None:
    keys = [(str(i),) for i in range(len(values))]
    bounds = {
        key: (0.0, limit - 1.0) if v < limit else (float(limit), 14.0) for key, v in zip(keys, values, strict=True)
    }
    relation = Relation(dict.fromkeys(keys, 1), sum(values))
    options = [range(int(low), int(high) + 1) for low, high in bounds.values()]
    fitting = [option for option in product(*options) if sum(option) == sum(values)]
    found = feasible(bounds, [relation])
    for place, key in enumerate(keys):
        seen = [option[place] for option in fitting]
        assert found[key] == pytest.approx((min(seen), max(seen)))
    wide = {key: 1.0 for key in keys}
    assert dict(narrowed(bounds, [relation], wide, {})) == {key: found[key][0] == found[key][1] for key in keys}


def test_the_tellers_with_a_property_are_kept_from_the_attacker_too() -> None:
    parts = [(40, 20.0), (30, 12.0), (20, 3.0), (8, 0.0)]
    cells = [Cell(("alle",), 98, 35.0), *(Cell((str(n),), n, x, (("alle",),)) for n, x in parts)]
    # With 8 and 20 hidden, 3 of the 35 are left for the two of them: enough for the smallest count of three.
    assert set(hidden(protect(cells, "team"))) == {("8",), ("20",)}
    assert set(hidden(protect(cells, "team", least=4))) == {("8",), ("20",), ("30",)}


def solved(cells: list[Cell], shown: list[Cell]) -> list[tuple[str, ...]]:
    """Hidden cells that follow from the published ones by linear algebra alone, without any knowledge of the rules."""
    secret = [cell.key for cell in shown if cell.hidden]
    rows = [[float((key in parts) - (key == total)) for key in secret] for total, parts in sums(cells)]
    matrix = np.array(rows).reshape(len(rows), len(secret))
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    return [key for key, unit in zip(secret, np.eye(len(secret)), strict=True) if follows(matrix, unit, rank)]


def follows(matrix: np.ndarray, unit: np.ndarray, rank: int) -> bool:
    return bool(np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank) if len(matrix) else False


def test_no_hidden_cell_of_a_hundred_random_tables_can_be_worked_out() -> None:
    rng = random.Random(2026)
    for _ in range(100):
        rows, columns, most = rng.randint(2, 5), rng.randint(2, 4), rng.choice([15, 40, 80])
        counts = [[rng.randint(0, most) for _ in range(columns)] for _ in range(rows)]
        having = [[rng.randint(0, n) for n in row] for row in counts]
        cells, audience = grid(counts, having if rng.random() < 0.5 else None), rng.choice(list(FLOORS))
        shown = protect(cells, audience)
        assert solved(cells, shown) == []
        assert all(cell.hidden or (cell.n or 0) >= FLOORS[audience] for cell in shown)


def test_the_width_left_to_the_attacker_is_five_or_a_fifth() -> None:
    rng = random.Random(7)
    for _ in range(12):
        counts = [[rng.randint(0, 40) for _ in range(3)] for _ in range(4)]
        cells = grid(counts)
        shown = protect(cells, "team")
        true = {cell.key: cell.n or 0 for cell in cells}
        secret = {cell.key for cell in shown if cell.hidden}
        relations = []
        for total, parts in sums(cells):
            signs = {key: 1 for key in parts if key in secret} | ({total: -1} if total in secret else {})
            if signs:
                relations.append(Relation(signs, sum(sign * true[key] for key, sign in signs.items())))
        # Who is only hidden with another could have been told: there the reasons are not known.
        for least in (10.0, 0.0):
            bounds = {key: (0.0, 9.0) if true[key] < 10 else (least, np.inf) for key in secret}
            for key, (low, high) in feasible(bounds, relations).items():
                if least == 0.0 or true[key] < 10:
                    assert high - low >= min(max(5, 0.2 * true[key]), 9) - 1e-6


def test_a_cell_exactly_at_the_floor_does_not_take_the_totals_along() -> None:
    # Two rounds in which a hidden area has a neighbour of exactly 30: the totals can stay.
    areas = {"klein": 20, "dertig": 30, "groot": 38}
    cells = [Cell(("stad", "jaar"), 2 * sum(areas.values()))]
    for window in ("een", "twee"):
        cells.append(Cell(("stad", window), sum(areas.values()), parents=(("stad", "jaar"),)))
        for name, n in areas.items():
            cells.append(Cell((name, window), n, parents=(("stad", window), (name, "jaar"))))
    cells += [Cell((name, "jaar"), 2 * n, parents=(("stad", "jaar"),)) for name, n in areas.items()]
    secret = hidden(protect(cells, "openbaar"))
    assert {window for _, window in secret} == {"een", "twee"}
    assert "stad" not in {name for name, _ in secret}


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.sampled_from(["scherm", "team", "openbaar"]))
@settings(max_examples=60, deadline=None)
def test_one_breakdown_never_hides_exactly_one_part_or_too_little(parts: list[int], audience: str) -> None:
    names = [str(i) for i in range(len(parts))]
    shown = protect({"totaal": sum(parts), "delen": dict(zip(names, parts, strict=True))}, audience)
    gone = [n for name, n in zip(names, parts, strict=True) if shown["delen"][name] is None]
    if shown["totaal"] is not None:
        assert len(gone) != 1
        assert not gone or sum(gone) >= FLOORS[audience]
    assert all(n in (None, true) for n, true in zip(shown["delen"].values(), parts, strict=True))
