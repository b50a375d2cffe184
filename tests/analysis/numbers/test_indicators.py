"""The catalogue: every indicator over a handful of stories worked out by hand."""

import math

import numpy as np
import pytest

from analysis.numbers.calibration import calibrated, error_rates
from analysis.numbers.indicators import MEASURES
from analysis.numbers.marks import line_shares
from analysis.numbers.observations import CORNERS, FEELING, LINE, NAMED, NUMBERS, WHO, Observations
from analysis.numbers.told import ANSWERS, FIGURES, SHARES
from corpus.indicators import INDICATORS
from corpus.triangles import zone

MEASURE = {measure.indicator: measure.measure for measure in MEASURES}


def stories(n: int, **given: object) -> Observations:
    """``n`` stories of young people told alone; what is not given was not asked."""

    def texts(value: str = "") -> np.ndarray:
        return np.array([value] * n, dtype=object)

    names = {item: texts() for item in (*NAMED, FEELING)} | dict(given.pop("names", {}))
    numbers = {item: np.full(n, np.nan) for item in NUMBERS} | dict(given.pop("numbers", {}))
    shares = {name: np.full((n, 3), np.nan) for name in (WHO, LINE)} | dict(given.pop("shares", {}))
    zones = {
        name: np.array(["" if row[0] != row[0] else zone(row, CORNERS[name]) for row in found], dtype=object)
        for name, found in shares.items()
    } | dict(given.pop("zones", {}))
    plain = {
        **{name: texts() for name in ("city", "place", "buurt", "round", "collector", "age", "polarity")},
        **{"ids": np.array([str(i) for i in range(n)], object), "group": texts("jongere"), "language": texts("nl")},
        **{"mode": texts("zelf_typen"), "cluster": np.array([str(i) for i in range(n)], object)},
        **{"year": np.full(n, 2026), "coded": np.ones(n, bool), "words": np.full(n, 30)},
        **{"themes": np.zeros((n, 2), bool), "theme_ids": ("O2", "W5"), "human": np.zeros(n, bool)},
        **{"drawn": np.zeros(n, bool), "human_themes": np.zeros((n, 2), bool)},
        **{"markers": np.zeros((n, 2), bool), "marker_ids": ("M1+", "M3")},
        **{"questionnaires": (), "area_versions": (), "fictional": True},
    }
    return Observations(**{**plain, **given}, names=names, numbers=numbers, shares=shares, zones=zones)


def of(indicator: str, observations: Observations, subject: str = ""):
    return MEASURE[indicator](observations, np.ones(len(observations), bool), subject)


def answers(*told: str) -> np.ndarray:
    return np.array(told, dtype=object)


def test_the_catalogue_and_the_measures_know_the_same_indicators():
    counted = {measure.indicator for measure in MEASURES}
    assert counted | {"NI-16"} == set(INDICATORS) == {f"NI-{number:02d}" for number in range(1, 22)}
    assert counted <= {*ANSWERS, *SHARES, *FIGURES, "NI-11", "NI-20"}


def test_every_entry_of_the_catalogue_is_complete():
    for entry in INDICATORS.values():
        assert all((entry.name, entry.definition, entry.question, entry.numerator, entry.denominator)), entry.id
        assert entry.range[0] < entry.range[1]
        assert entry.question.endswith("?")


def test_life_and_neighbourhood_are_counted_together_over_nine_combinations():
    life = answers("beter", "beter", "slechter", "hetzelfde", "weet_niet")
    around = answers("slechter", "beter", "beter", "hetzelfde", "beter")
    told = stories(5, names={"LEVEN": life, "BUURT": around})
    tension = of("NI-05", told, "spanning")
    assert (tension.n, tension.asked, tension.value) == (4, 5, 0.25)
    assert tension.parts["beter/slechter"] == tension.parts["slechter/beter"] == 1
    assert of("NI-05", told, "achterblijven").value == 0.25


def test_hope_is_the_share_that_agrees_among_those_who_answered():
    names = answers("klopt_helemaal", "klopt_beetje", "klopt_niet_zo", "klopt_niet", "weet_niet", "")
    numbers = np.array([4, 3, 2, 1, np.nan, np.nan])
    hope = of("NI-06", stories(6, names={"HOOP": names}, numbers={"HOOP": numbers}))
    assert (hope.n, hope.asked, hope.value) == (4, 5, 0.5)
    assert hope.parts["weet_niet"] == 1


def test_who_was_not_asked_is_not_counted_as_passing_over():
    trust = of("NI-08", stories(3, names={"VERTROUWEN": answers("overgeslagen", "", "")}))
    assert (trust.n, trust.asked) == (0, 1)
    assert math.isnan(trust.value)


def test_the_mark_for_life_is_a_mean_with_its_bars():
    marks = np.array([4.0, 7.0, 8.0, np.nan])
    names = answers("4", "7", "8", "overgeslagen")
    life = of("NI-09", stories(4, names={"CIJFER": names}, numbers={"CIJFER": marks}))
    assert life.value == pytest.approx(19 / 3)
    assert life.parts == {"0 tot en met 5": 1, "6 of 7": 1, "8, 9 of 10": 1, "overgeslagen": 1}


def test_a_line_profile_sums_to_one_and_links_are_what_lies_between():
    points = np.array([(1.0, 0, 0), (0.5, 0.5, 0), (1 / 3, 1 / 3, 1 / 3), (np.nan,) * 3])
    told = stories(4, shares={LINE: points})
    profile = [of("NI-12", told, line).value for line in CORNERS[LINE]]
    assert sum(profile) == pytest.approx(1)
    assert profile[0] == pytest.approx((1 + 0.5 + 1 / 3) / 3)
    assert of("NI-13", told, "samen").value == pytest.approx(2 / 3)
    assert of("NI-13", told, "leren_werken").value == pytest.approx(1 / 3)


def test_a_child_that_chooses_two_lines_points_at_the_middle_of_an_edge():
    marks = {"LIJN": {"state": "answered", "value": ["leren", "wonen"]}}
    assert line_shares(marks) == (0.5, 0, 0.5)
    assert line_shares({"LIJN": {"state": "answered", "value": ["leren", "anders"]}}) == (1, 0, 0)
    assert math.isnan(line_shares({"LIJN": {"state": "answered", "value": ["anders"]}})[0])


def test_nobody_is_a_share_among_all_who_said_who_made_the_difference():
    points = np.array([(1.0, 0, 0), (0, 1.0, 0), (np.nan,) * 3, (np.nan,) * 3])
    zones = {WHO: answers("zelf", "naasten", "niemand", "weet_niet")}
    told = stories(4, shares={WHO: points}, zones=zones)
    nobody = of("NI-15", told, "niemand")
    assert (nobody.n, nobody.value) == (3, pytest.approx(1 / 3))
    assert of("NI-15", told, "zelf").value == 0.5


def test_markers_are_counted_among_stories_that_people_coded_only():
    markers = np.array([(True, False), (False, True), (False, False)])
    told = stories(3, human=np.array([True, True, False]), markers=markers)
    assert (of("NI-17", told, "M1+").n, of("NI-17", told, "M1+").value) == (2, 0.5)
    assert of("NI-18", told).value == 0.5


def test_a_strength_passed_over_counts_in_the_denominator():
    strength = of("NI-19", stories(4, names={"KRACHT": answers("genoemd", "overgeslagen", "genoemd", "")}))
    assert (strength.n, strength.value) == (3, pytest.approx(2 / 3))


def test_text_and_feeling_that_agree_completely_give_one():
    polarity = answers(*["negatief", "midden", "positief"] * 4)
    feeling = np.array([-1.0, 0.0, 1.0] * 4)
    assert of("NI-21", stories(12, polarity=polarity, numbers={FEELING: feeling})).value == pytest.approx(1)


def test_themes_named_together_are_held_against_chance_within_strata():
    # strata by way of telling, (both, only one, only other, neither): Mantel & Haenszel give 1.5714
    counts = {"interview": (5, 15, 20, 60), "zelf_typen": (20, 20, 20, 40)}
    rows = [(mode, pair) for mode, four in counts.items() for pair, count in zip(
        [(1, 1), (1, 0), (0, 1), (0, 0)], four, strict=True) for _ in range(count)]  # fmt: skip
    told = stories(
        len(rows),
        mode=np.array([mode for mode, _ in rows], object),
        themes=np.array([pair for _, pair in rows], bool),
    )
    together = of("NI-14", told, "O2+W5")
    assert together.value == pytest.approx(1.5714, abs=1e-4)
    assert together.parts["samen"] == 25


def test_a_machine_with_known_errors_is_put_right_by_a_drawn_sample():
    random = np.random.default_rng(5)
    true = random.random(20_000) < 0.05
    machine = np.where(true, random.random(20_000) < 0.8, random.random(20_000) > 0.95)
    drawn = np.zeros(20_000, bool)
    for named in (True, False):
        drawn[random.choice(np.flatnonzero(machine == named), 400, replace=False)] = True
    value, low, high = calibrated(machine, true, np.ones(20_000, bool), drawn)
    assert machine.mean() - true.mean() > 0.03
    assert low < true.mean() < high
    assert value == pytest.approx(true.mean(), abs=0.02)
    rates = error_rates(machine, true, np.ones(20_000, bool), drawn)
    assert rates.specificity == pytest.approx(0.95, abs=0.01)


def test_without_enough_drawn_stories_a_theme_share_stays_the_machines_and_says_so():
    told = stories(40, themes=np.array([(True, False)] * 10 + [(False, False)] * 30))
    raw = of("NI-10", told, "O2")
    assert (raw.value, raw.note) == (0.25, "machinaal, niet geijkt")
