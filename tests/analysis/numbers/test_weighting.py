"""Weights: Kish, raking and trimming."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.numbers.weighting import effective_n, rake, trim

CELLS = {("noord", "kind"): 10.0, ("noord", "ouder"): 30.0, ("zuid", "kind"): 40.0, ("zuid", "ouder"): 20.0}


def test_the_effective_n_matches_the_known_value() -> None:
    weights = [0.5] * 20 + [1.0] * 20 + [3.0] * 10
    assert effective_n(weights) == pytest.approx(31.304, abs=5e-4)
    assert len(weights) / effective_n(weights) == pytest.approx(1.5972, abs=5e-5)


def test_equal_weights_cost_nothing_and_no_weights_mean_nothing() -> None:
    assert effective_n([2.5] * 17) == pytest.approx(17)
    assert math.isnan(effective_n([]))
    assert math.isnan(effective_n([0.0, 0.0]))
    assert type(effective_n([1, 2])) is float


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="niet negatief"):
        effective_n([1.0, -1.0])


def weighted(cells: dict[tuple[str, ...], float], weights: dict[tuple[str, ...], float], name: str) -> float:
    return sum(weights[key] * cells[key] for key in cells if name in key)


def test_raking_meets_every_margin_and_leaves_the_association_alone() -> None:
    weights = rake(CELLS, [{"noord": 60, "zuid": 40}, {"kind": 45, "ouder": 55}])
    assert [weighted(CELLS, weights, name) for name in ("noord", "zuid", "kind", "ouder")] == pytest.approx(
        [60, 40, 45, 55], rel=1e-5
    )
    # Raking keeps the odds ratio: with both margins that fixes the table (Deming & Stephan 1940).
    a, b, c, d = (weights[key] * CELLS[key] for key in sorted(CELLS))
    assert a * d / (b * c) == pytest.approx(10 * 20 / (30 * 40))
    assert {type(weight) for weight in weights.values()} == {float}


def test_raking_gives_the_table_of_a_log_linear_model_with_these_margins() -> None:
    # The raked table is counts · exp(a + b): the fit of a Poisson model of main effects with the counts as offset.
    rows, columns, counts = [60.0, 40.0], [45.0, 55.0], [CELLS[key] for key in sorted(CELLS)]
    wanted = [row * column / 100 for row in rows for column in columns]
    design = [[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]]
    fitted = sm.GLM(wanted, design, family=sm.families.Poisson(), offset=np.log(counts)).fit().fittedvalues
    weights = rake(CELLS, [{"noord": 60, "zuid": 40}, {"kind": 45, "ouder": 55}])
    assert [weights[key] * CELLS[key] for key in sorted(CELLS)] == pytest.approx(list(fitted), rel=1e-4)


def test_raking_on_one_margin_is_post_stratification() -> None:
    assert rake({("k",): 20, ("o",): 80}, [{"k": 50, "o": 50}]) == pytest.approx({("k",): 2.5, ("o",): 0.625})


def test_a_cell_without_tellers_stays_empty() -> None:
    cells = CELLS | {("zuid", "jongere"): 0.0, ("noord", "jongere"): 15.0}
    weights = rake(cells, [{"noord": 60, "zuid": 40}, {"kind": 40, "ouder": 40, "jongere": 20}])
    assert weights["zuid", "jongere"] == 0.0
    assert weighted(cells, weights, "jongere") == pytest.approx(20, rel=1e-4)


@pytest.mark.parametrize(
    ("margins", "sentence"),
    [
        ([{"noord": 50, "zuid": 30, "oost": 20}, {"kind": 50, "ouder": 50}], "‘oost’ zijn geen vertellers"),
        ([{"noord": 100}, {"kind": 50, "ouder": 50}], "‘zuid’ is niet bekend"),
        ([{"noord": 60, "zuid": 60}, {"kind": 50, "ouder": 50}], "hetzelfde totaal"),
        ([{"noord": 60, "zuid": 40}], "1 kenmerken"),
    ],
)
def test_margins_that_do_not_fit_the_tellers_are_refused(margins: list[dict[str, float]], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        rake(CELLS, margins)


def test_margins_that_empty_cells_make_impossible_are_refused() -> None:
    with pytest.raises(ValueError, match="lege cellen"):
        rake({("a", "k"): 10, ("b", "o"): 10}, [{"a": 70, "b": 30}, {"k": 30, "o": 70}])


@given(
    st.lists(st.integers(1, 50), min_size=6, max_size=6),
    st.lists(st.integers(5, 100), min_size=2, max_size=2),
    st.lists(st.integers(5, 100), min_size=3, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_raking_meets_any_margins_of_a_full_table(counts: list[int], rows: list[int], columns: list[int]) -> None:
    keys = [(row, column) for row in "ab" for column in "xyz"]
    cells = {key: float(count) for key, count in zip(keys, counts, strict=True)}
    margins = [{n: v / sum(rows) for n, v in zip("ab", rows, strict=True)}]
    margins.append({n: v / sum(columns) for n, v in zip("xyz", columns, strict=True)})
    weights = rake(cells, margins)
    for margin in margins:
        for name, target in margin.items():
            assert weighted(cells, weights, name) == pytest.approx(target, rel=1e-3)


def test_trimming_holds_weights_between_a_third_and_three_times_the_mean() -> None:
    weights = [0.01] * 10 + [1.0] * 80 + [12.0] * 5
    held = trim(weights)
    mean = sum(weights) / len(weights)
    assert sum(held) == pytest.approx(sum(weights))
    assert max(held) / min(held) == pytest.approx(3 / 0.33)
    assert held[50] == pytest.approx(1.0 * held[-1] / (3 * mean))
    assert effective_n(held) > effective_n(weights)


def test_trimming_leaves_even_weights_alone() -> None:
    assert trim([0.8, 1.0, 1.2]) == pytest.approx([0.8, 1.0, 1.2])
    assert trim([]) == []
