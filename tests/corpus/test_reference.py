"""Areas, codebook and rounds: what the house knows before the first story."""

from datetime import date

import pytest
from sqlalchemy import func, select

from corpus import areas, codebook, rounds
from corpus.database import reading, writing
from corpus.rounds import Round
from corpus.stories import wave_hash


def test_there_are_six_areas_of_43035_people_and_20595_households(either_house):
    with reading(either_house.engine) as session:
        known = areas.current(session, date(2026, 11, 23))
        counts = {
            group: sum(p.count for area in known for p in area.populations if p.group == group)
            for group in ("inwoners", "huishoudens", "kind", "jongere")
        }
    assert [area.slug for area in known if area.city == "Enschede"] == ["twekkelerveld", "wesselerbrink"]
    assert counts == {"inwoners": 43035, "huishoudens": 20595, "kind": 2231, "jongere": 6700}


def test_loading_the_reference_twice_adds_nothing(either_house):
    with writing(either_house.engine) as session:
        assert areas.load_reference(session) == []
        assert codebook.load_reference(session) == 0


def test_a_name_residents_use_leads_to_its_area(house):
    with reading(house.engine) as session:
        known = areas.current(session, date(2026, 11, 23))
        answers = dict(areas.choices(known))
        answer = next(key for key, label in answers.items() if label.startswith("Het Lang"))
        area, buurtcode = areas.chosen(known, answer)
        assert (area.slug, buurtcode) == ("wesselerbrink", None)
        assert areas.chosen(known, "kerkelanden/BU01411402")[1] == "BU01411402"
        assert areas.chosen(known, "bestaat-niet/BU01411402") == (None, None)


def test_the_codebook_has_26_themes_and_5_markers_with_permanent_ids(either_house):
    book = codebook.reference()
    assert (len(book.themes), len(book.markers), book.version) == (26, 5, "0.1.0")
    assert {theme.line for theme in book.themes} == set(codebook.LINES)
    with reading(either_house.engine) as session:
        assert session.scalar(select(func.count()).select_from(codebook.Theme)) == 31


def test_only_one_round_is_open_at_a_time(house):
    with writing(house.engine) as session:
        session.add(Round(id="2027", name="2027", opens=date(2027, 4, 1), closes=date(2027, 5, 1), season="voorjaar"))
        session.flush()
        with pytest.raises(rounds.RoundRefusedError, match="nog open"):
            rounds.open_up(session, "2027", "account:1")
        closed = rounds.close(session, "2026-najaar", "account:1", wave_hash(session, "2026-najaar"))
        assert closed.frozen
        assert rounds.open_up(session, "2027", "account:1").state == rounds.OPEN
        with pytest.raises(rounds.RoundRefusedError, match="al open geweest"):
            rounds.open_up(session, "2026-najaar", "account:1")
