"""What people write around the numbers: every version stays, nothing half-written counts, causes are pointed out."""

import pytest
from sqlalchemy import select

from corpus import readings
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.readings import REQUIRED, Reading, ReadingRefusedError, Where
from corpus.rounds import Round

ROUND = "2026-najaar"
DUIDING = Where(ROUND, "de-riet", "duiding")
WHOLE = {
    "gesprek": {"who": "8 ouders en 2 jongeren", "where": "buurthuis", "when": "19 november", "corrected": "Niets."},
    "duiding": {"text": "Meer mensen zijn tevreden."},
    "besluit": {"what": "Een plan maken.", "role": "wijkregisseur", "look_again": "2027-05-15"},
    "terugkoppeling": {"decision": "Er komt een plan.", "done": "De schommel staat er."},
}


@pytest.fixture
def closed(either_house):
    """An installation of which the round is closed."""
    with writing(either_house.engine) as session:
        session.get(Round, ROUND).state = "closed"
    return either_house


def test_every_saved_version_stays_and_the_newest_counts(closed):
    with writing(closed.engine) as session:
        for text in ("Eerste lezing.", "Betere lezing.", "  Betere lezing. "):
            readings.write(session, DUIDING, {"text": text, "rivals": ""}, role="analyst", actor="account:7")
    with reading(closed.engine) as session:
        assert [one.words for one in readings.versions(session, DUIDING)] == [
            {"text": "Betere lezing."},
            {"text": "Eerste lezing."},
        ]
        assert readings.newest(session, ROUND) == {"de-riet": {"duiding": {"text": "Betere lezing."}}}


def test_the_journal_says_who_wrote_which_version_in_which_role_and_no_word_of_it(closed):
    with writing(closed.engine) as session:
        readings.write(session, DUIDING, {"text": "Een lezing."}, role="analyst", actor="account:7")
    with reading(closed.engine) as session:
        (line,) = session.scalars(select(Entry).where(Entry.action == "reading.written")).all()
    assert (line.actor, line.subject) == ("account:7", f"round:{ROUND}")
    assert line.codes == {"place": "de-riet", "section": "duiding", "version": 1, "role": "analyst"}


@pytest.mark.parametrize(
    ("where", "words", "sentence"),
    [
        (Where("2030-najaar", "de-riet", "duiding"), {"text": "x"}, "bestaat niet"),
        (Where(ROUND, "de-riet", "gedicht"), {"text": "x"}, "onderdeel gedicht"),
        (DUIDING, {"kleur": "x"}, "geen veld kleur"),
        (DUIDING, {"text": "  "}, "nog niets"),
        (Where(ROUND, "de-riet", "besluit"), {"look_again": "in mei"}, "jaar-maand-dag"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(closed, where, words, sentence):
    with pytest.raises(ReadingRefusedError, match=sentence), writing(closed.engine) as session:
        readings.write(session, where, words, role="analyst")
    with reading(closed.engine) as session:
        assert session.scalar(select(Reading)) is None


def test_nothing_is_written_around_a_round_that_is_open(house):
    with pytest.raises(ReadingRefusedError, match="nog niet gesloten"), writing(house.engine) as session:
        readings.write(session, DUIDING, {"text": "x"}, role="analyst")


def test_what_is_missing_is_told_by_place_until_everything_is_there():
    assert readings.missing({}, ["de-riet"]) == {"de-riet": list(REQUIRED)}
    assert readings.missing({"de-riet": WHOLE}, ["de-riet"]) == {}
    half = {**WHOLE, "besluit": {"what": "Een plan maken."}}
    assert readings.missing({"de-riet": half}, ["de-riet", "kerkelanden"]) == {
        "de-riet": ["besluit"],
        "kerkelanden": list(REQUIRED),
    }


def test_a_talk_that_was_not_held_may_be_explained():
    waived = {**WHOLE, "gesprek": {"waiver": "Er waren te weinig verhalen om te bespreken."}}
    assert readings.missing({"de-riet": waived}, ["de-riet"]) == {}


def test_rival_explanations_belong_to_the_pair_they_begin_with():
    words = {"rivals": "W5: later gemeten\nw5:  andere mensen\nbuurt: een kleiner stuk\nW5:\nlos"}
    assert readings.rivals(words, "W5") == ["later gemeten", "andere mensen"]
    assert readings.rivals(words, "buurt") == ["een kleiner stuk"]
    assert readings.rivals({}, "W5") == []


def test_words_that_claim_a_cause_are_pointed_out_once():
    words = {"text": "Dankzij het park, en door het park.", "rivals": "Het komt door het weer."}
    assert readings.claims(words) == ["dankzij", "door"]
    assert readings.claims(WHOLE["duiding"]) == []
