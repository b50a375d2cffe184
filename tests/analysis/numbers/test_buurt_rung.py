"""Below the areas lie buurten, for whoever named one; who named none can be subtracted, and is guarded."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from analysis.numbers.cells import PUBLIC, SCREEN, TEAM
from analysis.numbers.ladder import every_cell
from analysis.numbers.observations import gather
from analysis.numbers.publish import shown
from corpus import areas, codebook
from corpus.areas import Area
from corpus.database import writing
from corpus.findings import Run
from corpus.rounds import CLOSED, Round
from corpus.stories import Story

ROUND, PLACE, BUURT = "2026-najaar", "twekkelerveld", "BU01530300"


@pytest.fixture
def publish(house):
    """``publish({answer: count}, audience)`` tells invented stories; gives what this audience may see, by place."""

    def tell(session, answer, count):
        area, buurtcode = areas.chosen(areas.current(session, date(2026, 11, 23)), answer)
        for number in range(count):
            life = ("beter", "hetzelfde", "slechter")[number % 3]
            story = Story(
                id=str(uuid4()),
                questionnaire="jongere@1",
                group=("jongere", "ouder")[number % 2],
                language="nl",
                mode="zelf_typen",
                received="2026-11",
                marks={"LEVEN": {"state": "answered", "value": life}},
                sealed=b"",
                digest=str(uuid4()),
                receipt=None,
                round_id=ROUND,
                area_id=area.id if area else None,
                buurtcode=buurtcode,
            )
            session.add(story)

    def publish(told, audience):
        with writing(house.engine) as session:
            session.get(Round, ROUND).state = CLOSED
            for answer, count in told.items():
                tell(session, answer, count)
            session.flush()
            run = Run(id="x", finished=datetime.now(UTC), manifest={}, table_hash="", stories=0, unread=0)
            session.add(run)
            session.flush()
            observations = gather(session, codebook.reference())
            session.add_all(finding.row("x") for finding in every_cell(session, observations))
            session.flush()
            cells = shown(session, run, audience)
        return {
            key.place: cell
            for key, cell in cells.items()
            if (key.indicator, key.group, key.period) == ("NI-03", "alle", ROUND)
        }

    return publish


def test_a_story_that_names_a_buurt_counts_in_it_in_its_area_and_above(publish):
    cells = publish({f"{PLACE}+tubantia": 60, f"{PLACE}+toekomst": 40, PLACE: 50}, SCREEN)
    assert {place: cell.n for place, cell in cells.items()} == {
        BUURT: 100,
        PLACE: 150,
        "Enschede": 150,
        "programma": 150,
    }


@pytest.mark.parametrize("audience", [TEAM, PUBLIC])
def test_a_buurt_is_shown_when_enough_others_named_none(publish, audience):
    cells = publish({f"{PLACE}+tubantia": 60, PLACE: 60}, audience)
    assert not cells[BUURT].hidden
    assert not cells[PLACE].hidden


@pytest.mark.parametrize("audience", [TEAM, PUBLIC])
@pytest.mark.parametrize("others", [1, 3])
def test_a_buurt_is_hidden_when_subtracting_it_would_single_out_the_few_who_named_none(publish, audience, others):
    cells = publish({f"{PLACE}+tubantia": 60, PLACE: others}, audience)
    assert cells[BUURT].hidden
    assert cells[BUURT].reason == "te weinig verhalen"
    assert not cells[PLACE].hidden


@pytest.mark.parametrize("audience", [TEAM, PUBLIC])
def test_a_small_buurt_is_hidden_and_its_area_is_not(publish, audience):
    cells = publish({f"{PLACE}+tubantia": 6, PLACE: 80}, audience)
    assert cells[BUURT].hidden
    assert not cells[PLACE].hidden


def test_no_place_that_does_not_exist_is_shown(publish, house):
    cells = publish({f"{PLACE}+tubantia": 60, PLACE: 60, "andere": 60}, SCREEN)
    with writing(house.engine) as session:
        known = set(session.scalars(select(Area.slug)))
    assert set(cells) <= known | {BUURT, "Enschede", "programma"}
