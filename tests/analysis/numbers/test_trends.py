"""Trend tests with known values, and the six states on series that are known to be what they are."""

import math
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from analysis.numbers.intervals import shrink
from analysis.numbers.states import STATES
from analysis.numbers.trends import Verdict, Wave, benjamini_hochberg, judge, mann_kendall, theil_sen

CAUSES = ("door", "dankzij", "vanwege", "zorgt", "leidt", "veroorzaakt", "effect", "werkt", "bewijst", "gevolg")


def series(shares: list[float], n: int = 100, start: float = 2026.0, new_way: int | None = None) -> list[Wave]:
    return [Wave(start + i / 2, round(p * n), n, series_break=i == new_way) for i, p in enumerate(shares)]


@pytest.mark.parametrize(("n", "p"), [(4, 0.0833), (5, 0.0167)])
def test_a_monotone_series_has_the_exact_p(n: int, p: float) -> None:
    assert mann_kendall(list(range(n))) == pytest.approx(p, abs=5e-5)
    assert mann_kendall(list(range(n, 0, -1))) == pytest.approx(p, abs=5e-5)


@pytest.mark.parametrize(("n", "critical"), [(5, 10), (6, 13), (7, 15), (8, 18), (9, 20), (10, 23), (11, 27), (12, 30)])
def test_the_critical_scores_are_the_published_ones(n: int, critical: int) -> None:
    p_by_score = {}
    values = list(range(n))
    # Moving the largest value forward one place lowers the score by two: a series for every possible score.
    for score in range(n * (n - 1) // 2, -1, -2):
        p_by_score[score] = mann_kendall(values)
        place = next((i for i in range(n - 1) if values[i] < values[i + 1]), None)
        if place is not None:
            values[place], values[place + 1] = values[place + 1], values[place]
    assert min(score for score, p in p_by_score.items() if p <= 0.05) in (critical, critical + 1)
    assert p_by_score.get(critical - 2, 1.0) > 0.05


def test_the_exact_p_is_the_share_of_orders_that_go_as_far() -> None:
    values = [3.0, 1.0, 4.0, 5.0, 9.0, 2.0]

    def score(order: tuple[float, ...]) -> int:
        return abs(sum((b > a) - (b < a) for i, a in enumerate(order) for b in order[i + 1 :]))

    all_scores = [score(order) for order in permutations(values)]
    assert mann_kendall(values) == pytest.approx(np.mean([s >= score(tuple(values)) for s in all_scores]))


def test_ties_and_long_series_use_the_corrected_normal_approximation() -> None:
    # Worked by hand in teaching notes of the College of the Holy Cross: S = 54, one tie, Z = 2.9058.
    values = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
    assert mann_kendall(values) == pytest.approx(math.erfc(2.9058 / math.sqrt(2)), rel=1e-3)
    assert mann_kendall([1, 1, 2, 3]) > mann_kendall([1, 1.5, 2, 3])


def test_a_series_that_does_not_move_has_p_one_and_too_short_a_series_none() -> None:
    assert mann_kendall([5.0] * 6) == 1.0
    assert math.isnan(mann_kendall([5.0]))
    assert math.isnan(mann_kendall([]))


def test_the_theil_sen_slope_is_the_median_of_all_slopes() -> None:
    times, values = [2026, 2027, 2029, 2030], [0.2, 0.3, 0.25, 0.9]
    slopes = [(values[j] - values[i]) / (times[j] - times[i]) for i in range(4) for j in range(i + 1, 4)]
    assert theil_sen(times, values) == pytest.approx(np.median(slopes))
    assert math.isnan(theil_sen([2026, 2026], [1, 2]))


def test_benjamini_hochberg_matches_the_known_family() -> None:
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.060, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.340]
    p += [0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.940, 0.942, 0.975, 0.986]
    adjusted = benjamini_hochberg(p)
    assert adjusted[:5] == pytest.approx([0.025, 0.100, 0.210, 0.210, 0.210], abs=5e-4)
    assert sum(q <= 0.05 for q in adjusted) == 1
    assert adjusted == pytest.approx(list(false_discovery_control(p)))
    assert {type(q) for q in adjusted} == {float}


def test_an_undefined_test_is_no_test() -> None:
    adjusted = benjamini_hochberg([0.01, math.nan, 0.04])
    assert math.isnan(adjusted[1])
    assert [adjusted[0], adjusted[2]] == pytest.approx(benjamini_hochberg([0.01, 0.04]))
    assert benjamini_hochberg([]) == []


def test_three_waves_are_too_little() -> None:
    verdict = judge(series([0.2, 0.5, 0.8]))
    assert (verdict.state, verdict.waves, verdict.p) == ("te weinig gegevens", 3, None)
    assert judge([]).state == "te weinig gegevens"


def test_too_many_thin_waves_are_too_little_and_the_threshold_can_be_raised() -> None:
    waves = [Wave(2026 + i, 2, 4 if i % 2 else 40) for i in range(10)]
    assert judge(waves).state == "te weinig gegevens"
    assert judge(waves, least=4).state != "te weinig gegevens"


def test_waves_without_tellers_are_skipped_but_counted_as_thin() -> None:
    told = series([0.3] * 8)
    assert judge([*told, Wave(2040, 0, 0)]).waves == 8
    assert judge([*told, *(Wave(2040 + i, 0, 0) for i in range(5))]).state == "te weinig gegevens"


def test_an_even_series_gives_no_hint() -> None:
    verdict = judge(series([0.30, 0.32, 0.29, 0.31, 0.30, 0.28, 0.31, 0.30]))
    assert verdict.state == "geen aanwijzing"
    assert verdict.per_five_years == pytest.approx(0, abs=0.03)


def test_shares_at_the_very_ends_are_judged_like_any_other() -> None:
    assert judge(series([0.0] * 6 + [0.4] * 6)).state == "trendbreuk"
    assert judge(series([1.0] * 6 + [0.6] * 6)).state == "trendbreuk"
    # A logit line through only zeros and then only ones is as steep as a jump: either name is right, silence is not.
    assert judge(series([0.0] * 6 + [1.0] * 6)).state in ("trend", "trendbreuk")


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nobody_or_everybody_in_every_wave_gives_no_hint(share: float) -> None:
    assert judge(series([share] * 8)).state == "geen aanwijzing"


def test_a_last_wave_out_of_line_is_a_signal_and_not_more() -> None:
    verdict = judge(series([0.30, 0.31, 0.29, 0.30, 0.31, 0.30, 0.29, 0.55]))
    assert verdict.state == "signaal"
    assert "niet bevestigd" in verdict.why


def test_two_of_the_last_three_waves_out_of_line_on_one_side_are_a_signal() -> None:
    level = [0.30, 0.31, 0.29, 0.30, 0.31, 0.30, 0.30, 0.30, 0.30]
    assert judge(series([*level, 0.42, 0.30, 0.42])).state == "signaal"
    assert judge(series([*level, 0.42, 0.30, 0.18])).state == "geen aanwijzing"


def test_a_small_change_is_no_signal_however_many_tellers_there_are() -> None:
    assert judge(series([0.300, 0.303, 0.306, 0.309, 0.312, 0.315, 0.318], n=20_000)).state == "geen aanwijzing"


def test_a_clear_shift_is_a_trend_break_with_its_place_and_size() -> None:
    verdict = judge(series([0.30, 0.31, 0.29, 0.30, 0.30, 0.31, 0.46, 0.45, 0.44, 0.45, 0.46, 0.45], n=200))
    assert (verdict.state, verdict.at, verdict.year, verdict.waves) == ("trendbreuk", 6, 2029.0, 12)
    assert verdict.level_change == pytest.approx(0.15, abs=0.01)
    assert verdict.p is not None
    assert verdict.p < 0.05


def test_a_break_that_only_the_last_wave_shows_waits_for_the_next() -> None:
    shares = [0.30, 0.31, 0.29, 0.30, 0.30, 0.31, 0.30, 0.29, 0.50, 0.49, 0.50]
    assert judge(series(shares[:10], n=200)).state == "signaal"
    assert judge(series(shares, n=200)).state == "signaal"
    assert judge(series([*shares, 0.51], n=200)).state == "trendbreuk"


def test_a_turn_in_direction_is_a_trend_break() -> None:
    shares = [0.30, 0.31, 0.30, 0.29, 0.30, 0.31, 0.30, 0.29, 0.30, 0.30]
    shares += [0.30 + 0.05 * i for i in range(1, 11)]
    verdict = judge(series(shares, n=300))
    assert verdict.state == "trendbreuk"
    assert verdict.level_change is not None
    assert verdict.level_change > 0.2


def test_a_slow_steady_rise_is_a_trend_and_not_a_break() -> None:
    wobble = [0.01, -0.01, 0.0, 0.01, -0.01, 0.0]
    verdict = judge(series([0.30 + 0.01 * i + wobble[i % 6] for i in range(20)], n=150))
    assert verdict.state == "trend"
    assert verdict.per_five_years == pytest.approx(0.10, abs=0.02)
    assert (verdict.level_change, verdict.at) == (None, None)
    assert "stijgt" in verdict.why


def test_a_fall_is_told_as_a_fall() -> None:
    waves = series([0.30 + 0.015 * i for i in range(14)], n=150)
    rise, fall = judge(waves), judge([Wave(wave.year, wave.n - wave.x, wave.n) for wave in waves])
    assert (rise.state, fall.state) == ("trend", "trend")
    assert fall.per_five_years == pytest.approx(-(rise.per_five_years or 0))
    assert "daalt" in fall.why


def test_a_shift_at_a_recorded_change_of_method_is_a_series_break() -> None:
    verdict = judge(series([0.30] * 6 + [0.50] * 6, n=200, new_way=6))
    assert (verdict.state, verdict.at, verdict.waves) == ("reeksbreuk", 6, 6)
    assert (verdict.per_five_years, verdict.level_change, verdict.p) == (None, None, None)


@pytest.mark.parametrize("new_way", [5, 7])
def test_a_shift_one_wave_from_a_change_of_method_cannot_be_told_from_it(new_way: int) -> None:
    assert judge(series([0.30] * 6 + [0.50] * 6, n=200, new_way=new_way)).state == "reeksbreuk"


def test_a_shift_far_from_a_change_of_method_is_still_a_trend_break() -> None:
    verdict = judge(series([0.30] * 12 + [0.50] * 8, n=200, new_way=3))
    assert (verdict.state, verdict.at, verdict.waves) == ("trendbreuk", 12, 17)


def test_a_later_turn_is_found_in_the_new_way_of_measuring_alone() -> None:
    verdict = judge(series([0.20] * 4 + [0.40] * 8 + [0.60] * 8, n=200, new_way=4))
    assert (verdict.state, verdict.at, verdict.waves) == ("trendbreuk", 12, 16)
    assert verdict.level_change == pytest.approx(0.20)


def test_a_new_series_that_is_still_short_is_a_series_break_when_the_level_jumps_and_too_little_otherwise() -> None:
    assert judge(series([0.30] * 8 + [0.55, 0.56], n=150, new_way=8)).state == "reeksbreuk"
    assert judge(series([0.30] * 8 + [0.31, 0.30], n=150, new_way=8)).state == "te weinig gegevens"


def test_a_change_of_method_that_changed_nothing_leaves_the_new_series_to_be_judged() -> None:
    verdict = judge(series([0.30, 0.31, 0.30, 0.29] * 3, n=100, new_way=6))
    assert (verdict.state, verdict.waves) == ("geen aanwijzing", 6)


def test_a_mark_on_the_first_wave_separates_nothing() -> None:
    shares = [0.30, 0.31, 0.29, 0.30] * 2
    assert judge(series(shares, new_way=0)) == judge(series(shares))


def test_the_order_in_which_waves_are_given_does_not_matter() -> None:
    waves = series([0.30] * 6 + [0.45] * 6, n=200)
    assert judge(waves[::-1]) == judge(waves)


def test_weighted_counts_may_be_fractions() -> None:
    assert judge([Wave(2026 + i, 12.7, 41.3) for i in range(6)]).state == "geen aanwijzing"


def test_impossible_and_double_waves_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"Meetmoment 2027\.5: x moet"):
        judge([Wave(2026, 3, 10), Wave(2027.5, 11, 10)])
    with pytest.raises(ValueError, match="2026 komt twee keer voor"):
        judge([Wave(2026, 3, 10), Wave(2026, 4, 10)])


def test_shrunk_estimates_are_refused_by_every_trend_test() -> None:
    shrunk = shrink([(3, 10), (4, 10), (5, 10)])
    for attempt in (
        lambda: judge(shrunk),  # type: ignore[arg-type]
        lambda: judge([Wave(2026, shrunk[0], 10)]),  # type: ignore[arg-type]
        lambda: mann_kendall(shrunk),  # type: ignore[arg-type]
        lambda: theil_sen([1, 2, 3], shrunk),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError, match="trendtoets"):
            attempt()


def planted(rng: np.random.Generator, shares: np.ndarray, n: int, new_way: int | None = None) -> Verdict:
    told = rng.binomial(n, shares)
    return judge([Wave(2026 + i / 2, float(x), n, series_break=i == new_way) for i, x in enumerate(told)])


def states_of(seed: int, times: int, shares: np.ndarray, n: int, new_way: int | None = None) -> Counter[str]:
    rng = np.random.default_rng(seed)
    return Counter(planted(rng, shares, n, new_way).state for _ in range(times))


def test_a_planted_drift_of_twenty_points_is_mostly_found() -> None:
    found = states_of(6, 80, np.linspace(0.30, 0.50, 12), 80)
    assert found["trend"] + found["trendbreuk"] >= 66
    assert found["trend"] >= 5 * found["trendbreuk"]


def test_every_verdict_is_one_state_with_one_sentence_that_names_no_cause() -> None:
    rng = np.random.default_rng(7)
    for _ in range(150):
        size = int(rng.integers(2, 14))
        shares = np.clip(0.3 + rng.choice([0.0, 0.02, 0.05]) * np.arange(size) + rng.normal(0, 0.05, size), 0, 1)
        mark = int(rng.integers(0, size)) if rng.random() < 0.4 else None
        verdict = planted(rng, shares, int(rng.integers(3, 300)), mark)
        assert verdict.state in STATES
        assert verdict.why.count(".") == 1
        assert verdict.why.endswith(".")
        assert not set(verdict.why.lower().strip(".").split()) & set(CAUSES)
        numbers = (verdict.per_five_years, verdict.level_change, verdict.p, verdict.year)
        assert all(number is None or type(number) is float for number in numbers)


def test_the_same_waves_give_the_same_verdict() -> None:
    waves = series([0.30, 0.34, 0.29, 0.36, 0.41, 0.38, 0.45, 0.40, 0.47, 0.44], n=70)
    assert judge(waves) == judge(waves)
