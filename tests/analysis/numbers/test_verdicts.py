"""The verdicts as they are stored: families, smallest effects, bridges and checks, on stories in a real corpus."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from analysis.numbers import ladder, verdicts
from analysis.numbers.observations import Observations, gather
from analysis.numbers.verdicts import SeriesVerdict, corrected_state
from corpus import breaks
from corpus.breaks import BridgeRefusedError, SeriesBreak, build_bridge
from corpus.codebook import reference
from corpus.database import writing
from corpus.indicators import FAMILIES, INDICATORS, SESOI_VERSION, family_of
from corpus.rounds import Round
from corpus.stories import Story
from tests.conftest import House

BETTER, SAME = "beter", "hetzelfde"
#: stories a round, half of them typed and half told in a talk unless a test says otherwise
TELLERS = 80


def tell(session: Session, rounds: int, better: Any, typed: Any = lambda _: 0.5) -> None:
    """Rounds in which ``better(round, mode)`` is the share that says life got better and ``typed(round)`` types."""
    for at in range(rounds):
        year, autumn = divmod(at, 2)
        opens = date(2020 + year, 10 if autumn else 4, 1)
        name = f"{opens.year}-{at}"
        season = "najaar" if autumn else "voorjaar"
        session.add(Round(id=name, name=name, opens=opens, closes=opens.replace(day=28), season=season, state="closed"))
        session.flush()
        for one in range(TELLERS):
            by_hand = one < typed(at) * TELLERS
            inside = one if by_hand else one - typed(at) * TELLERS
            size = typed(at) * TELLERS if by_hand else TELLERS - typed(at) * TELLERS
            mode = "zelf_typen" if by_hand else "interview"
            answer = BETTER if inside < better(at, mode) * size else SAME
            session.add(story(f"{name}-{one:03}", name, mode, answer))
    session.flush()


def story(name: str, round_id: str, mode: str, answer: str) -> Story:
    marks = {"LEVEN": {"state": "answered", "value": answer}}
    told = {"questionnaire": "jongere@1", "group": "jongere", "language": "nl", "mode": mode, "received": "2026-01"}
    return Story(id=name, marks=marks, sealed=b"", digest=name, receipt=None, round_id=round_id, **told)


def changed_question(round_id: str) -> SeriesBreak:
    return SeriesBreak(
        round_id=round_id,
        kind="vraagtekst",
        indicators=["NI-03"],
        description="de vraag is anders",
        decided=date(2022, 3, 1),
    )


def judged(session: Session) -> SeriesVerdict:
    """The verdict on life getting better, of the youth of the whole programme."""
    observations: Observations = gather(session, reference())
    found = verdicts.every_series(session, ladder.every_cell(session, observations), observations)
    return next(one for one in found if one.name == ("NI-03", "programma", "programma", "jongere", ""))


def test_every_followed_indicator_has_a_smallest_effect_and_a_family() -> None:
    followed = {indicator for family in FAMILIES for indicator in family.indicators}
    assert {one for one in followed if not INDICATORS[one].sesoi} == set()
    assert {one.id for one in INDICATORS.values() if one.sesoi} == followed
    assert SESOI_VERSION
    assert family_of("NI-03", "gebied", "kind") == "F1"
    assert (family_of("NI-10", "stad", "kind"), family_of("NI-10", "gebied", "alle")) == ("F2", "F3")
    assert family_of("NI-10", "gebied", "kind") == family_of("NI-03", "buurt", "alle") == ""


def test_a_change_in_every_channel_is_a_trend_break_that_holds(house: House) -> None:
    with writing(house.engine) as session:
        tell(session, 10, lambda at, _: 0.25 if at < 5 else 0.65)
        found = judged(session)
    assert found.verdict.state == "trendbreuk"
    assert "samenstelling" not in found.verdict.why
    assert found.checks is not None
    assert found.checks["mixes"] == dict.fromkeys(("manieren van vertellen", "ophalers", "gebieden"), "blijft")
    assert set(found.checks["ways"].values()) == {"zelfde kant"}
    assert found.row("run").checks == found.checks


def test_a_shift_of_channel_alone_is_told_as_composition(house: House) -> None:
    with writing(house.engine) as session:
        tell(
            session,
            10,
            lambda _, mode: 0.15 if mode == "zelf_typen" else 0.75,
            typed=lambda at: 0.8 if at < 5 else 0.2,
        )
        found = judged(session)
    assert found.verdict.state == "trendbreuk"
    assert "samenstelling: bij een gelijke mix van manieren van vertellen" in found.verdict.why


def test_a_break_of_method_interrupts_until_it_is_bridged(house: House) -> None:
    with writing(house.engine) as session:
        tell(session, 10, lambda at, _: 0.25 if at < 5 else 0.65)
        entry = changed_question("2022-5")
        session.add(entry)
        session.flush()
        assert judged(session).verdict.state == "reeksbreuk"
        before = verdicts.rules(session)
        build_bridge(session, entry.id, breaks.PARALLEL, 0.38, 0.03, "account:1")
        assert judged(session).verdict.state == "geen aanwijzing"
        assert verdicts.rules(session) != before
        build_bridge(session, entry.id, breaks.RECODED, 0.0, 0.0, "account:1")
        assert judged(session).verdict.state == "trendbreuk"


@pytest.mark.parametrize(
    ("method", "difference", "se", "sentence"),
    [
        ("gokken", 0.1, 0.1, "is een dubbelmeting, hercodering of omzetting"),
        ("dubbelmeting", 0.1, 0.0, "standaardfout"),
        ("omzetting", float("nan"), 0.1, "een verschil"),
    ],
)
def test_a_bridge_needs_a_known_way_and_an_error(
    house: House, method: str, difference: float, se: float, sentence: str
) -> None:
    with writing(house.engine) as session:
        entry = changed_question("2026-najaar")
        session.add(entry)
        session.flush()
        with pytest.raises(BridgeRefusedError, match=sentence):
            build_bridge(session, entry.id, method, difference, se, "account:1")
        with pytest.raises(BridgeRefusedError, match="niet in het register"):
            build_bridge(session, 99, "omzetting", 0.0, 0.0, "account:1")


def test_a_mean_is_followed_by_its_own_spread_and_told_in_its_own_unit(house: House) -> None:
    with writing(house.engine) as session:
        tell(session, 6, lambda *_: 0.4)
        observations = gather(session, reference())
        rising = np.array([int(name[5:]) for name in observations.round])
        feeling = -0.5 + 0.2 * rising + np.tile([-0.1, 0.1], len(rising) // 2)
        observations = replace(observations, numbers={**observations.numbers, "GEVOEL": feeling})
        observations = replace(
            observations, names={**observations.names, "GEVOEL": np.full(len(rising), "positief", dtype=object)}
        )
        found = verdicts.every_series(session, ladder.every_cell(session, observations), observations)
    one = next(one for one in found if one.name[0] == "NI-01" and one.name[1] == "programma")
    assert one.verdict.state in ("trend", "trendbreuk")
    assert "het gemiddelde" in one.verdict.why
    assert one.row("run").per_five_years == pytest.approx(2.0, abs=0.1)


def test_what_does_not_survive_the_correction_is_not_there() -> None:
    assert corrected_state("trendbreuk", 0.04) == "trendbreuk"
    assert corrected_state("trendbreuk", 0.07) == "signaal"
    assert corrected_state("trend", 0.2) == corrected_state("signaal", 0.2) == "geen aanwijzing"
    assert corrected_state("reeksbreuk", None) == "reeksbreuk"
