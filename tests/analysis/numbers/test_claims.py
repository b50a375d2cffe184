"""The logit, bridges, the fixed mix and what is left when a round is left out, against known values."""

import math

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.numbers.bridging import NoBridgeError, bridged, parallel_run
from analysis.numbers.claims import JUMP, LINE, Claim, chance_of, fitted, held_size
from analysis.numbers.composition import GOES, STAYS, UNKNOWN, held_fixed, sentence
from analysis.numbers.followed import tellers_worth
from analysis.numbers.intervals import wilson
from analysis.numbers.logit import deviance, fit, fit_design
from analysis.numbers.sensitivity import OTHER, SAME, counted_otherwise, holds, leave_one_out, without_model
from analysis.numbers.trends import Wave, judge
from analysis.numbers.waves import Series, season, series

#: admitted of applicants at Berkeley in 1973, men and women, by department (Bickel, Hammel & O'Connell 1975)
BERKELEY = {
    "A": ((512, 825), (89, 108)),
    "B": ((353, 560), (17, 25)),
    "C": ((120, 325), (202, 593)),
    "D": ((138, 417), (131, 375)),
    "E": ((53, 191), (94, 393)),
    "F": ((22, 373), (24, 341)),
}


def counts(*pairs: tuple[float, float]) -> Series:
    """A series of (x, n), a wave a year."""
    x, n = np.array(pairs, dtype=float).T
    return Series(2026.25 + np.arange(len(x)), x, n)


def half_years(shares: list[float], n: float = 200) -> list[Wave]:
    return [Wave(2026.25 + i / 2, share * n, n) for i, share in enumerate(shares)]


def test_the_logit_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        n = rng.integers(5, 200, 9).astype(float)
        data = Series(2026.25 + np.arange(9) / 2, rng.binomial(n.astype(int), rng.uniform(0.05, 0.95)).astype(float), n)
        columns = [*season(data.years), data.years - data.years.mean()]
        design = np.column_stack([np.ones(9), *columns])
        known = sm.GLM(np.column_stack([data.x, n - data.x]), design, family=sm.families.Binomial()).fit()
        found = fit(data, columns)
        assert found.coefficients == pytest.approx(known.params, abs=1e-5)
        assert deviance(data, found.shares) == pytest.approx(known.deviance, abs=1e-6)


def test_department_held_fixed_gives_the_published_coefficient_of_berkeley() -> None:
    # logit(admitted ~ gender + department) has .0999 for women (Agresti 2013); by itself it is −.61.
    x, n = np.array([pair for both in BERKELEY.values() for pair in both], dtype=float).T
    department = np.kron(np.eye(6), np.ones((2, 1)))
    woman = np.tile([0.0, 1.0], 6)
    assert fit_design(x, n, np.column_stack([department, woman])).coefficients[-1] == pytest.approx(0.0999, abs=5e-4)
    assert fit_design(x, n, np.column_stack([np.ones(12), woman])).coefficients[-1] == pytest.approx(-0.6104, abs=5e-4)


def test_the_fall_of_berkeley_disappears_when_the_mix_of_departments_is_held_fixed() -> None:
    strata, claim = [counts(*both) for both in BERKELEY.values()], Claim(JUMP, 2027.25)
    together = counts(*[tuple(np.sum([both[side] for both in BERKELEY.values()], axis=0)) for side in (0, 1)])
    size = fitted(claim, together)[1]
    assert size == pytest.approx(557 / 1835 - 1198 / 2691, abs=1e-6)
    assert held_size(claim, strata) > 0
    assert held_fixed(claim, size, strata, 0.10) == GOES
    assert "samenstelling" in sentence({"ophalers": GOES, "groepen": STAYS})


def test_a_mix_that_was_replaced_at_once_cannot_be_told_from_the_change() -> None:
    old, new = (Series(2026.25 + np.arange(6) + 6 * i, np.full(6, 30.0 + 30 * i), np.full(6, 100.0)) for i in (0, 1))
    assert held_fixed(Claim(JUMP, 2032.25), 0.30, [old, new], 0.10) == UNKNOWN
    assert held_fixed(Claim(JUMP, 2032.25), 0.30, [counts(*[(30, 100)] * 6 + [(60, 100)] * 6)], 0.10) == STAYS
    assert "niet te zeggen" in sentence({"groepen": UNKNOWN})
    assert sentence({"groepen": STAYS}) == ""


def test_a_season_has_a_column_only_when_both_halves_of_the_year_have_enough_waves() -> None:
    assert season(2026.25 + np.arange(7) / 2) == []
    assert season(2026.25 + np.arange(9)) == []
    (column,) = season(2026.25 + np.arange(8) / 2)
    assert column.tolist() == [-0.5, 0.5] * 4


def test_a_last_round_is_held_against_its_own_season() -> None:
    swing = [0.30, 0.50] * 6
    assert judge(half_years(swing)).state == "geen aanwijzing"
    assert judge(half_years([*swing, 0.50])).state == "signaal"


def test_a_steady_rise_is_found_through_the_seasons() -> None:
    rise = [0.30 + 0.02 * i + (0.08 if i % 2 else -0.08) for i in range(12)]
    verdict = judge(half_years(rise))
    assert verdict.state == "trend"
    assert verdict.per_five_years == pytest.approx(0.20, abs=0.02)


def test_a_trend_that_rests_on_one_round_falls_when_that_is_left_out() -> None:
    claim, steady = Claim(LINE), [(20 + 4 * i, 100) for i in range(8)]
    stands = leave_one_out(claim, fitted(claim, counts(*steady))[1], counts(*steady), 0.10)
    assert (stands.agree, stands.of, stands.without_first) == (8, 8, True)
    hanging = counts((5, 100), *[(30, 100)] * 7)
    left = leave_one_out(claim, fitted(claim, hanging)[1], hanging, 0.10)
    assert not left.without_first
    assert left.agree < left.of
    assert math.isnan(chance_of(claim, counts((1, 10), (2, 10))))


def test_the_check_without_a_model_is_over_years() -> None:
    p, slope = without_model(series(half_years([0.2, 0.4, 0.3, 0.5, 0.4, 0.6, 0.5, 0.7])))
    assert p == pytest.approx(1 / 12)  # four years that only rise
    assert slope == pytest.approx(0.5)
    assert without_model(counts((1, 10))) == (None, None)


def test_a_break_holds_when_three_in_four_other_ways_of_counting_point_its_way() -> None:
    rise, fall = counts(*[(20, 100)] * 6 + [(50, 100)] * 6), counts(*[(50, 100)] * 6 + [(20, 100)] * 6)
    claim = Claim(JUMP, 2032.25)
    ways = counted_otherwise(claim, 0.30, {"a": rise, "b": rise, "c": rise, "d": fall, "e": counts((1, 2))})
    assert list(ways.values()) == [SAME, SAME, SAME, OTHER, "niet te zeggen"]
    assert holds(ways)
    assert not holds({"a": SAME, "d": OTHER})
    assert holds({})


def test_the_tellers_behind_a_band_are_found_again() -> None:
    for x, n in ((0, 10), (3, 10), (8, 30), (100, 400)):
        assert tellers_worth(x / n, *wilson(x, n)) == pytest.approx(n)


def test_a_parallel_run_measures_how_far_old_and_new_are_apart() -> None:
    difference, se = parallel_run((30, 100), (45, 100))
    assert difference == pytest.approx(0.15)
    assert se == pytest.approx(math.sqrt(0.21 / 100 + 0.2475 / 100))
    with pytest.raises(NoBridgeError, match="60 vertellers per helft"):
        parallel_run((10, 59), (30, 100))


def test_a_bridge_takes_away_the_step_of_the_method_and_keeps_that_of_the_world() -> None:
    method = half_years([0.30] * 6 + [0.45] * 6)
    assert judge(bridged(method, 2029.25, 0.15, 0.02)).state == "geen aanwijzing"
    world = half_years([0.30] * 6 + [0.55] * 6)
    assert judge(bridged(world, 2029.25, 0.0, 0.0)).state == "trendbreuk"
    assert judge(bridged(world, 2029.25, 0.0, 0.30)).state != "trendbreuk"


def test_earlier_rounds_together_are_worth_no_more_than_their_bridge() -> None:
    moved = bridged(half_years([0.30] * 6), 2030.0, 0.10, 0.05)
    share, n = 0.30, sum(wave.n for wave in moved)
    assert math.sqrt(share * (1 - share) / n) == pytest.approx(math.sqrt(0.21 / 1200 + 0.05**2), rel=1e-3)
    assert {round(wave.x / wave.n, 6) for wave in moved} == {0.40}
