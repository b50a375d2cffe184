"""From headcounts to weights: what they meet, what they cost, who is missing, and what nobody may see of them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from analysis.numbers.cells import AREA, CITY, EVERYONE, PROGRAMME, PUBLIC, SCREEN, TEAM, Key
from analysis.numbers.indicators.change import change_in_life
from analysis.numbers.indicators.feeling import feeling_balance
from analysis.numbers.indicators.outlook import hope
from analysis.numbers.ladder import every_cell, table_hash
from analysis.numbers.observations import gather
from analysis.numbers.publish import shown
from analysis.numbers.strata import UnweightedError, weigh, weighed
from analysis.numbers.told import told
from corpus import areas, codebook, samples
from corpus.database import writing
from corpus.exchange.figures import load_figures
from corpus.figures import BANDS
from corpus.findings import IndicatorFinding, Run
from corpus.rounds import CLOSED, Round
from corpus.stories import Story
from tests.analysis.numbers.test_indicators import answers, stories

KIND, TWELVE, SIXTEEN, EIGHTEEN, OUDER = BANDS.values()
PEOPLE = {
    (area, band): count * size
    for area, size in (("noord", 1.0), ("zuid", 1.5))
    for band, count in ((KIND, 120.0), (TWELVE, 100.0), (SIXTEEN, 80.0), (EIGHTEEN, 130.0), (OUDER, 170.0))
}


def tellers(**counts):
    """Tellers of every band: ``noord=10`` is ten of each in the north."""
    return [(area, band) for area, count in counts.items() for band in BANDS.values() for _ in range(count)]


def totals(told, weights, which):
    found = Counter()
    for stratum, weight in zip(told, weights, strict=True):
        found[stratum[which]] += weight
    return {name: weight / sum(weights) for name, weight in found.items()}


def test_weights_bring_the_tellers_to_the_share_of_each_area_and_age():
    asked = tellers(noord=10, zuid=10)
    weights, deff, merged = weigh(asked, PEOPLE)
    assert totals(asked, weights, 0) == pytest.approx({"noord": 0.4, "zuid": 0.6}, abs=1e-3)
    assert totals(asked, weights, 1)[OUDER] == pytest.approx(170 / 600, abs=1e-3)
    assert np.mean(weights) == pytest.approx(1)
    assert deff == pytest.approx(1 + np.var(weights))  # Kish (1965): 1 + the squared coefficient of variation
    assert merged == ()


def test_a_busy_club_in_one_area_does_not_move_the_weighted_total():
    happy = {"noord": 1.0, "zuid": 0.0}
    few, many = tellers(noord=10, zuid=10), tellers(noord=20, zuid=10)
    plain = [np.mean([happy[area] for area, _ in told]) for told in (few, many)]
    standard = [np.average([happy[a] for a, _ in told], weights=weigh(told, PEOPLE).weights) for told in (few, many)]
    assert plain == pytest.approx([1 / 2, 2 / 3])
    assert standard == pytest.approx([0.4, 0.4], abs=1e-3)


def test_a_small_youth_band_goes_with_its_neighbour_and_a_group_without_tellers_is_left_out():
    asked = [one for one in tellers(noord=8, zuid=8) if one[1] not in (SIXTEEN, KIND)]
    weights, _, merged = weigh(asked, PEOPLE)
    assert merged == (f"{SIXTEEN} en {EIGHTEEN}",)
    shares = totals(asked, weights, 1)
    assert shares[TWELVE] == pytest.approx(100 / 480, abs=1e-3), "the children are not filled in by others"
    assert shares[EIGHTEEN] == pytest.approx(210 / 480, abs=1e-3)


def test_who_named_no_area_or_age_gets_no_weight_and_changes_none():
    asked = tellers(noord=10, zuid=10)
    with_others, deff, _ = weigh([*asked, ("", KIND), ("noord", "")], PEOPLE)
    assert with_others[-2:] == [0.0, 0.0]
    assert (with_others[:-2], deff) == (pytest.approx(weigh(asked, PEOPLE).weights), weigh(asked, PEOPLE).deff)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ([("", KIND)], "geen verhaal noemt een gebied en een leeftijd"),
        ([*tellers(noord=10), ("oost", KIND)], "de telling noemt geen .* in oost"),
        ([*tellers(noord=10), *tellers(zuid=10)[:3]], "minder dan 5 vertellers: zuid"),
        ([one for one in tellers(noord=8) if one[1] != OUDER] + [("noord", OUDER)] * 4, "minder dan 5 .*ouders"),
        (tellers(noord=4) + [("noord", KIND)] * 400 + tellers(zuid=4), "meer dan de helft van de zeggingskracht"),
    ],
)
def test_a_round_that_cannot_be_weighted_says_why(asked, reason):
    with pytest.raises(UnweightedError, match=reason):
        weigh(asked, PEOPLE)


def test_a_count_of_nobody_at_all_weighs_nothing():
    with pytest.raises(UnweightedError, match="woont er niemand"):
        weigh(tellers(noord=10), dict.fromkeys(PEOPLE, 0.0))


def test_a_weighted_share_and_mean_match_statsmodels():
    weights = np.array([0.5] * 20 + [1.0] * 20 + [3.0] * 10)
    agrees = np.array(([4.0] * 3 + [1.0] * 7) * 5)
    feelings = np.tile([1.0, 0.5, 0.0, -0.5, -1.0], 10)
    asked = stories(
        50,
        names={"HOOP": answers(*["klopt_helemaal"] * 50), "GEVOEL": answers(*["positief"] * 50)},
        numbers={"HOOP": agrees, "GEVOEL": feelings},
        weights=weights,
    )
    every = np.ones(50, bool)
    found = hope(asked, every, "").weighted
    assert found.deff == pytest.approx(1.5972, abs=5e-5)
    assert found.value == pytest.approx(DescrStatsW(agrees >= 3, weights).mean)
    low, high = proportion_confint(found.value * 31.3043, 31.3043, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-5)
    mean = feeling_balance(asked, every, "").weighted
    assert mean.value == pytest.approx(DescrStatsW(feelings, weights).mean)
    assert mean.low < mean.value < mean.high


def test_a_net_change_that_turns_with_the_weights_is_called_sensitive():
    life = stories(4, names={"LEVEN": answers("beter", "hetzelfde", "slechter", "slechter")})
    found = change_in_life(replace(life, weights=np.array([2.0, 1.0, 0.5, 0.5])), np.ones(4, bool), "")
    assert (found.value, found.weighted.value) == (-0.25, pytest.approx(0.25))
    assert found.weighted.deff == pytest.approx(4 * 5.5 / 16)
    key = Key("NI-03", CITY, "Almelo", EVERYONE, "2026")
    where = {"level": CITY, "place": "Almelo", "group": EVERYONE, "period": "2026", "subject": ""}
    counts = {"n": 4, "asked": 4, "value": -0.25, "low": -1.0, "high": 0.5, "parts": dict(found.parts)}
    row = IndicatorFinding(run_id="x", indicator="NI-03", version=1, **where, **counts)
    assert not told(key, row, set(), TEAM).sensitive
    row.weighted, row.weighted_low, row.weighted_high, row.deff = 0.25, -0.5, 1.0, 1.375
    assert told(key, row, set(), TEAM).sensitive
    assert told(key, row, {"slechter"}, TEAM).weighted is None, "it goes with the value when an answer is hidden"


def test_one_round_without_weights_leaves_a_longer_period_without():
    life = stories(2, names={"LEVEN": answers("beter", "slechter")}, weights=np.array([1.0, np.nan]))
    assert change_in_life(life, np.ones(2, bool), "").weighted is None


@pytest.fixture
def counted(house):
    """A closed round of invented tellers in two cities, with and without the sample headcounts."""
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = CLOSED
        known = {area.slug: area for area in areas.current(session, date(2026, 11, 23))}
        ages = [("kind", "10-11"), ("jongere", "12-15"), ("jongere", "16-17"), ("jongere", "18-23"), ("ouder", "30-44")]
        for slug, each in (("wesselerbrink", 12), ("twekkelerveld", 9), ("de-riet", 8), ("ossenkoppelerhoek", 2)):
            for number in range(each * len(ages)):
                group, age = ages[number % len(ages)]
                life = ("beter", "hetzelfde", "slechter")[number % 3]
                story = Story(
                    id=str(uuid4()),
                    questionnaire=f"{group}@1",
                    group=group,
                    age=age,
                    language="nl",
                    mode="zelf_typen",
                    received="2026-11",
                    marks={"LEVEN": {"state": "answered", "value": life}},
                    sealed=b"",
                    digest=str(uuid4()),
                    receipt=None,
                    round_id="2026-najaar",
                    area_id=known[slug].id,
                )
                session.add(story)
        session.flush()
        yield session


def test_without_headcounts_of_its_year_a_round_is_told_unweighted(counted):
    observations, found = weighed(counted, gather(counted, codebook.reference()))
    weighing = found["2026-najaar"]
    assert weighing.why_not == "er zijn geen bevolkingsaantallen van 2026 geladen"
    assert (weighing.tellers, weighing.outside, weighing.deff) == (155, 0, None)
    assert np.isnan(observations.weights).all()
    assert all(finding.estimate.weighted is None for finding in every_cell(counted, observations))


def test_who_told_nothing_is_named_and_a_weighted_number_is_told_of_whole_totals_only(counted):
    load_figures(counted, samples.FIGURES, date(2026, 11, 23))
    observations, found = weighed(counted, gather(counted, codebook.reference()))
    assert found["2026-najaar"].missing == ("Kerkelanden", "Nieuwstraatkwartier")
    assert found["2026-najaar"].source == "Fictieve telling van inwoners, 2026, indeling 2021"
    findings = every_cell(counted, observations)
    assert table_hash(findings) == table_hash(every_cell(counted, observations))
    run = Run(id="x", finished=datetime.now(UTC), manifest={}, table_hash="", stories=0, unread=0)
    counted.add(run)
    counted.flush()
    counted.add_all(finding.row("x") for finding in findings)
    counted.flush()
    for audience, levels in ((SCREEN, {AREA, CITY, PROGRAMME}), (TEAM, {CITY, PROGRAMME}), (PUBLIC, {CITY, PROGRAMME})):
        cells = shown(counted, run, audience)
        weighted = [cell for cell in cells.values() if cell.weighted is not None]
        assert {cell.key.level for cell in weighted} == levels
        assert not any(cell.hidden for cell in weighted)
        assert audience == SCREEN or {cell.key.group for cell in weighted} == {EVERYONE}
        assert audience == SCREEN or all(round(cell.weighted.value, 2) == cell.weighted.value for cell in weighted)
