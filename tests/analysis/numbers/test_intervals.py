"""Bands: published values, a second source for each, and what happens at the edges."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, betabinom

from analysis.numbers.intervals import (
    Shrunk,
    cluster_bootstrap,
    jeffreys,
    mean_band,
    net_change,
    shrink,
    shrink_fixed,
    smallest_visible_change,
    smallest_visible_difference,
    wilson,
)

WILSON = {
    (0, 10): (0.0000, 0.2775),
    (1, 10): (0.0179, 0.4042),
    (3, 10): (0.1078, 0.6032),
    (5, 20): (0.1119, 0.4687),
    (8, 30): (0.1418, 0.4445),
    (15, 50): (0.1910, 0.4375),
    (30, 100): (0.2189, 0.3958),
    (100, 400): (0.2101, 0.2947),
}
# Newcombe (1998), Statistics in Medicine 17: 857–872, table I, method 3.
NEWCOMBE = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0, 0.1611),
    (1, 29): (0.0061, 0.1718),
}
JEFFREYS = {(0, 10): (0.0, 0.2172), (3, 10): (0.0927, 0.6058), (30, 100): (0.2168, 0.3945)}
CELLS = [(2, 8), (9, 30), (5, 25), (1, 12), (14, 40), (0, 6), (20, 60)]
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("cell", "band"), [*WILSON.items(), *NEWCOMBE.items()])
def test_a_wilson_band_matches_the_published_values(cell: tuple[int, int], band: tuple[float, float]) -> None:
    assert wilson(*cell) == pytest.approx(band, abs=5e-5)


@pytest.mark.parametrize(("cell", "band"), JEFFREYS.items())
def test_a_jeffreys_band_matches_the_known_values(cell: tuple[int, int], band: tuple[float, float]) -> None:
    assert jeffreys(*cell) == pytest.approx(band, abs=5e-5)


def test_a_jeffreys_band_is_the_middle_of_a_beta_distribution() -> None:
    assert jeffreys(8, 30) == pytest.approx(tuple(beta.ppf([0.025, 0.975], 8.5, 22.5)))


@pytest.mark.parametrize("band", [wilson, jeffreys])
def test_a_band_reaches_the_end_when_nobody_or_everybody_has_it(band) -> None:  # type: ignore[no-untyped-def]
    assert band(0, 12)[0] == 0.0
    assert band(12, 12)[1] == 1.0


@pytest.mark.parametrize("band", [wilson, jeffreys])
def test_a_band_without_tellers_is_undefined(band) -> None:  # type: ignore[no-untyped-def]
    assert all(math.isnan(side) for side in band(0, 0))


@pytest.mark.parametrize(("x", "n"), [(4, 3), (-1, 3), (math.nan, 3)])
def test_an_impossible_share_is_refused_in_dutch(x: float, n: float) -> None:
    with pytest.raises(ValueError, match="tussen 0 en n"):
        wilson(x, n)


@given(counts)
@settings(max_examples=60, deadline=None)
def test_a_band_holds_the_share_and_mirrors(cell: tuple[int, int]) -> None:
    x, n = cell
    for band in (wilson, jeffreys):
        low, high = band(x, n)
        assert 0 <= low <= x / n + 1e-12
        assert x / n - 1e-12 <= high <= 1
        assert band(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_results_are_plain_python_numbers() -> None:
    found = [
        *wilson(3, 10),
        *jeffreys(3, 10),
        *net_change(3, 4, 5),
        *shrink([(1, 5)])[0],
        *shrink_fixed([(1, 5)], 0.3, 9)[0],
    ]
    found += [*mean_band([1.0] * 9, range(9)), smallest_visible_difference(0.3, 50)]
    assert {type(number) for number in found} == {float}


def test_net_change_matches_the_known_value_and_the_variance_of_plus_and_minus_one() -> None:
    value, low, high = net_change(18, 15, 7)
    assert (value, low, high) == pytest.approx((0.275, 0.0453, 0.5047), abs=5e-5)
    answers = np.repeat([1.0, 0.0, -1.0], [18, 15, 7])
    assert (high - low) / 2 == pytest.approx(1.959964 * answers.std() / math.sqrt(40))


def test_net_change_without_answers_is_undefined() -> None:
    assert all(math.isnan(number) for number in net_change(0, 0, 0))


@pytest.mark.parametrize(("answers", "value"), [((10, 0, 0), 1.0), ((0, 10, 0), 0.0), ((0, 0, 10), -1.0)])
def test_the_same_answer_from_all_is_not_taken_for_certainty(answers: tuple[int, int, int], value: float) -> None:
    net, low, high = net_change(*answers)
    assert net == value
    assert high - low > 0.4
    assert -1 <= low <= net <= high <= 1


def test_negative_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="niet negatief"):
        net_change(3, -1, 2)


def test_shrinking_with_a_known_prior_matches_the_known_values() -> None:
    found = shrink_fixed([(2, 8), (9, 30), (1, 12), (0, 6), (20, 60)], mu=0.25, m=20)
    expected = [
        (0.2500, 0.1111, 0.4226),
        (0.2800, 0.1658, 0.4108),
        (0.1875, 0.0745, 0.3373),
        (0.1923, 0.0683, 0.3608),
        (0.3125, 0.2163, 0.4175),
    ]
    assert [tuple(cell) for cell in found] == [pytest.approx(cell, abs=5e-5) for cell in expected]


def test_shrinking_over_the_grid_matches_the_known_values() -> None:
    expected = [
        (0.267, 0.120, 0.428),
        (0.284, 0.176, 0.408),
        (0.244, 0.124, 0.365),
        (0.223, 0.066, 0.363),
        (0.309, 0.208, 0.433),
        (0.227, 0.046, 0.381),
        (0.307, 0.216, 0.412),
    ]
    assert [tuple(cell) for cell in shrink(CELLS)] == [pytest.approx(cell, abs=0.003) for cell in expected]


def test_shrinking_over_the_grid_matches_drawing_from_the_prior() -> None:
    rng = np.random.default_rng(11)
    mu, m = rng.uniform(size=100_000), np.exp(rng.uniform(math.log(2), math.log(200), size=100_000))
    weight = np.prod([betabinom.pmf(x, n, mu * m, (1 - mu) * m) for x, n in CELLS[:3]], axis=0)
    drawn = [np.average((x + mu * m) / (n + m), weights=weight) for x, n in CELLS[:3]]
    assert [cell.mean for cell in shrink(CELLS[:3])] == pytest.approx(drawn, abs=0.004)


def test_shrinking_pulls_small_cells_furthest_and_keeps_their_order() -> None:
    small, large = shrink([(0, 6), (0, 60)])
    assert small.mean > large.mean
    assert isinstance(small, Shrunk)


def test_a_cell_without_tellers_is_not_filled_in_from_its_neighbours() -> None:
    assert all(math.isnan(number) for number in shrink([(0, 0), (3, 10)])[0])
    assert all(math.isnan(number) for number in shrink_fixed([(0, 0)], 0.2, 10)[0])
    assert shrink([]) == []


def test_a_cell_that_cannot_be_true_is_named() -> None:
    with pytest.raises(ValueError, match="Cel 2"):
        shrink([(1, 3), (4, 3)])
    with pytest.raises(ValueError, match="tussen 0 en 1"):
        shrink_fixed([(1, 3)], 1.0, 10)


def test_a_cluster_bootstrap_covers_the_standard_error_of_cluster_means() -> None:
    rng = np.random.default_rng(3)
    means = rng.normal(size=40)
    values, clusters = np.repeat(means, 5), np.repeat(np.arange(40), 5)
    low, high = cluster_bootstrap(values, list(clusters), lambda rows: float(rows.mean()))
    assert (high - low) / 2 == pytest.approx(1.96 * means.std() / math.sqrt(40), rel=0.06)


def test_a_mean_band_is_the_cluster_bootstrap_of_the_mean_whatever_the_order() -> None:
    rng = np.random.default_rng(4)
    values, clusters = list(rng.normal(size=60)), [f"klas {i % 9}" for i in range(60)]
    band = mean_band(values, clusters)
    assert band == pytest.approx(cluster_bootstrap(values, clusters, lambda rows: float(rows.mean())))
    assert mean_band(values[::-1], clusters[::-1]) == pytest.approx(band)


def test_a_bootstrap_takes_rows_of_several_numbers() -> None:
    rows = np.random.default_rng(5).dirichlet([2, 3, 4], size=50)
    low, high = cluster_bootstrap(rows, range(50), lambda drawn: float(drawn[:, 1].mean()), draws=300, seed=1)
    assert low < rows[:, 1].mean() < high


def test_fewer_than_eight_clusters_give_no_band() -> None:
    values = [0.0, 1.0] * 14
    assert all(math.isnan(side) for side in mean_band(values, [i % 7 for i in range(28)]))
    assert all(math.isnan(side) for side in cluster_bootstrap(values, [i % 7 for i in range(28)], np.mean))
    assert all(math.isnan(side) for side in mean_band([], []))


def test_a_statistic_that_is_mostly_undefined_gives_no_band() -> None:
    assert math.isnan(cluster_bootstrap([1.0] * 9, range(9), lambda rows: math.nan, draws=20)[0])


def test_every_value_needs_a_cluster() -> None:
    with pytest.raises(ValueError, match="3 waarden en 2 groepen"):
        mean_band([1, 2, 3], ["a", "b"])


SMALLEST = {
    20: (39, 42, 43, 40),
    30: (31, 34, 35, 33),
    50: (23, 26, 28, 27),
    100: (15, 18, 19, 19),
    200: (10, 12, 14, 14),
    400: (7, 9, 9, 10),
}


@pytest.mark.parametrize(("n", "points"), SMALLEST.items())
def test_the_smallest_visible_difference_matches_the_table_within_a_point(n: int, points: tuple[int, ...]) -> None:
    found = [smallest_visible_difference(share, n) for share in (0.1, 0.2, 0.3, 0.5)]
    assert found == pytest.approx(points, abs=1.0)


def test_the_smallest_visible_change_of_a_mean_follows_from_its_band() -> None:
    # Two means with a standard deviation of 0.75, 80 % power at .05: 2.80 · √2 · 0.75 / √n (Fleiss, Levin & Paik 2003).
    for n, change in ((20, 0.66), (30, 0.54), (50, 0.42), (100, 0.30), (200, 0.21), (400, 0.15)):
        error = 1.959964 * 0.75 / math.sqrt(n)
        assert smallest_visible_change(-error, error) == pytest.approx(change, abs=0.006)
    assert math.isnan(smallest_visible_change(math.nan, math.nan))


def test_a_weighted_mean_band_with_equal_weights_is_that_of_the_mean() -> None:
    values, clusters = [float(number % 5) for number in range(60)], [number % 12 for number in range(60)]
    assert mean_band(values, clusters, [2.0] * 60) == pytest.approx(mean_band(values, clusters))
    assert all(math.isnan(end) for end in mean_band(values[:7], range(7), [1.0] * 7))


def test_the_smallest_visible_difference_is_found_in_four_out_of_five_pairs_of_waves() -> None:
    rng = np.random.default_rng(6)
    difference = smallest_visible_difference(0.3, 100) / 100
    first, second = rng.binomial(100, 0.3, 20_000) / 100, rng.binomial(100, 0.3 + difference, 20_000) / 100
    pooled = (first + second) / 2
    z = (second - first) / np.sqrt(2 * pooled * (1 - pooled) / 100)
    assert (np.abs(z) > 1.959964).mean() == pytest.approx(0.8, abs=0.02)


def test_the_smallest_visible_difference_mirrors_and_can_be_out_of_reach() -> None:
    assert smallest_visible_difference(0.8, 60) == pytest.approx(smallest_visible_difference(0.2, 60))
    assert math.isnan(smallest_visible_difference(0.5, 3))
    assert math.isnan(smallest_visible_difference(0.5, 0))
    assert smallest_visible_difference(0.0, 50) > 0
