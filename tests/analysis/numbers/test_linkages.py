"""Themes that are told together."""

import math

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import Table2x2

from analysis.numbers.linkages import co_occurrence, mantel_haenszel, merged_share

# Admissions by sex in six departments, Berkeley 1973 (Bickel, Hammel & O'Connell 1975).
BERKELEY = [
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
]


def test_the_common_odds_ratio_matches_the_known_value_and_not_the_crude_one() -> None:
    strata = [(5, 15, 20, 60), (20, 20, 20, 40)]
    assert mantel_haenszel(strata)[0] == pytest.approx(1.5714, abs=5e-5)
    a, b, c, d = np.sum(strata, axis=0)
    assert a * d / (b * c) == pytest.approx(1.7857, abs=5e-5)
    assert {type(number) for number in mantel_haenszel(strata)} == {float}


def test_the_odds_ratio_and_its_interval_match_the_published_analysis_of_the_berkeley_admissions() -> None:
    assert mantel_haenszel(BERKELEY) == pytest.approx((0.9046968, 0.7719074, 1.0603298), abs=1e-6)


def test_one_stratum_gives_the_plain_odds_ratio_with_the_interval_of_woolf() -> None:
    table = Table2x2(np.array([[12, 8], [7, 33]]))
    assert mantel_haenszel([(12, 8, 7, 33)]) == pytest.approx((table.oddsratio, *table.oddsratio_confint()))


def test_a_stratum_with_a_zero_gets_a_half_everywhere_and_the_others_nothing() -> None:
    assert mantel_haenszel([(3, 0, 4, 9), (5, 6, 7, 8)]) == pytest.approx(
        mantel_haenszel([(3.5, 0.5, 4.5, 9.5), (5, 6, 7, 8)])
    )


def test_strata_without_stories_do_not_count() -> None:
    assert mantel_haenszel([(12, 8, 7, 33), (0, 0, 0, 0)]) == mantel_haenszel([(12, 8, 7, 33)])
    assert all(math.isnan(number) for number in mantel_haenszel([(0, 0, 0, 0)]))
    assert all(math.isnan(number) for number in mantel_haenszel([]))


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="niet negatief"):
        mantel_haenszel([(1, 2, -1, 3)])


def test_co_occurrence_matches_the_known_values() -> None:
    found = co_occurrence(200, 80, 90, 40)
    assert found.lift == pytest.approx(1.111, abs=5e-4)
    assert found.jaccard == pytest.approx(0.3077, abs=5e-5)
    assert found.npmi == pytest.approx(0.0655, abs=5e-5)
    assert found.log_odds_ratio == pytest.approx(0.3365, abs=5e-5)


def test_the_log_odds_ratio_is_that_of_the_fourfold_table() -> None:
    assert co_occurrence(60, 20, 19, 12).log_odds_ratio == pytest.approx(
        Table2x2(np.array([[12, 8], [7, 33]])).log_oddsratio
    )


def test_themes_that_never_or_always_meet_have_the_ends_of_the_scale() -> None:
    never = co_occurrence(100, 20, 30, 0)
    assert (never.lift, never.jaccard, never.npmi) == (0.0, 0.0, -1.0)
    assert math.isfinite(never.log_odds_ratio)
    always = co_occurrence(100, 20, 20, 20)
    assert (always.jaccard, always.npmi) == pytest.approx((1.0, 1.0))
    assert math.isnan(co_occurrence(10, 10, 10, 10).npmi)


def test_a_theme_that_is_never_told_goes_with_nothing() -> None:
    assert all(math.isnan(number) for number in co_occurrence(100, 0, 30, 0))
    assert all(math.isnan(number) for number in co_occurrence(0, 0, 0, 0))


@pytest.mark.parametrize("counts", [(100, 20, 30, 25), (40, 30, 30, 5)])
def test_counts_that_cannot_be_true_together_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="passen niet bij elkaar"):
        co_occurrence(*counts)


def test_a_merged_theme_counts_who_named_both_once() -> None:
    assert merged_share(100, 30, 25, 10) == pytest.approx(0.45)
    assert math.isnan(merged_share(0, 0, 0, 0))
