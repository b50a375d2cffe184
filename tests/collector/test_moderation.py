"""Deciding about a story: a code, a masked text put right, and numbers that do not change once they are published."""

import pytest
from sqlalchemy import delete, select, update

from collector.coders import story as coding_page
from corpus import moderation, withdrawal
from corpus.accounts import ANALYST, GUARDIAN
from corpus.database import reading, writing
from corpus.findings import StoryFinding, seal_masked
from corpus.journal import Entry
from corpus.moderation import Moderation, ModerationRefusedError
from corpus.rounds import PUBLISHED, Round
from corpus.stories import Story, seal_words
from forms.moderation import OUTCOMES

STORY = "7f3b6f0e-3f43-4d0e-9a53-0c6f7b1d2e4a"
ADDRESS = f"/verhalen/{STORY}"
WORDS = "Op het plein zag ik Verzonneling weer, van De Windvang."
MASKED = "Op het plein zag ik [NAAM] weer, van De Windvang."
BETTER = "Op het plein zag ik [NAAM] weer, van [SCHOOL]."


@pytest.fixture
def told(house):
    """A story that the machine masked, but not well."""
    with writing(house.engine) as session:
        session.add(
            Story(
                id=STORY,
                questionnaire="jongere@1",
                group="jongere",
                language="nl",
                mode="zelf_typen",
                received="2026-11",
                marks={"VERHAAL": {"state": "answered"}},
                sealed=seal_words(house.vault, STORY, {"VERHAAL": WORDS}),
                digest=STORY,
                receipt=None,
                round_id="2026-najaar",
                handled="geen_signaal",
            )
        )
        session.flush()
        session.add(finding(house))
    return house


def finding(house):
    """What the machine found in it."""
    return StoryFinding(
        story_id=STORY,
        reader="proef",
        language="nl",
        polarity="midden",
        mixed=False,
        score=0.0,
        themes=[],
        markers=[],
        words=10,
        signal=0,
        masked=seal_masked(house.vault, STORY, MASKED),
    )


@pytest.fixture
def analyst(told, client, sign_in):
    """A browser in which an analyst is signed in."""
    sign_in(client, ANALYST)
    return client


def state(house):
    with reading(house.engine) as session:
        return session.get(Story, STORY).state


def post(client, csrf, part, **answers):
    return client.post(f"{ADDRESS}/{part}", data={"csrf_token": csrf(client.get(ADDRESS).text), **answers})


def test_opening_a_story_makes_it_read_and_is_in_the_journal(analyst, told):
    page = analyst.get(ADDRESS).text
    assert MASKED in page
    assert "Verzonneling" not in page
    assert state(told) == "read"
    with reading(told.engine) as session:
        assert session.scalars(select(Entry.codes).where(Entry.action == "story.read")).all() == [{"door": "analyst"}]


@pytest.mark.parametrize(
    ("outcome", "becomes"), [("in_orde", "cleared"), ("herleidbaar", "held"), ("geen_verhaal", "rejected")]
)
def test_a_decision_is_a_code_that_gives_the_story_its_state(analyst, told, csrf, outcome, becomes):
    assert post(analyst, csrf, "besluit", outcome=outcome).status_code == 303
    assert state(told) == becomes
    with reading(told.engine) as session:
        line = session.scalars(select(Entry).where(Entry.action == "story.judged")).one()
    assert line.codes == {"outcome": outcome, "state": becomes}
    shown = analyst.get("/verhalen?meetmoment=2026-najaar").text
    assert (STORY[:8] in shown) == (becomes == "cleared")


def test_without_a_choice_or_with_an_unknown_one_nothing_is_decided(analyst, told, csrf):
    for answers in ({}, {"outcome": "weggooien"}):
        answer = post(analyst, csrf, "besluit", **answers)
        assert answer.status_code == 422
        assert "Kies wat we met dit verhaal doen." in answer.text
    assert state(told) == "read"


def test_once_the_numbers_are_published_who_counts_does_not_change(analyst, told, csrf):
    with writing(told.engine) as session:
        session.execute(update(Round).values(state=PUBLISHED))
    answer = post(analyst, csrf, "besluit", outcome="proef")
    assert answer.status_code == 422
    assert "zijn gepubliceerd" in answer.text
    assert post(analyst, csrf, "besluit", outcome="in_orde").status_code == 303


def test_a_story_of_another_questionnaire_cannot_be_made_to_count(told):
    with writing(told.engine) as session:
        session.get(Story, STORY).state = "held"
    with writing(told.engine) as session, pytest.raises(ModerationRefusedError, match="andere vragenlijst"):
        moderation.decide(session, STORY, "in_orde", "account:1")


def test_a_corrected_text_is_what_everybody_reads_from_then_on_and_the_story_stays_as_it_was(analyst, told, csrf):
    assert post(analyst, csrf, "tekst", text=BETTER).status_code == 303
    page = analyst.get(ADDRESS).text
    assert BETTER in page
    assert "<del>De Windvang.</del> werd <ins>[SCHOOL].</ins>" in page
    listed = analyst.get("/verhalen?meetmoment=2026-najaar").text
    assert BETTER in listed
    assert "Windvang" not in listed
    assert coding_page.masked_text is moderation.masked_text
    with writing(told.engine) as session:  # a newer reader reads it again
        session.execute(delete(StoryFinding))
        session.add(finding(told))
    with reading(told.engine) as session:
        known = session.get(Moderation, STORY)
        assert b"Windvang" not in known.corrected
        assert known.changes(told.vault) == [["De Windvang.", "[SCHOOL]."]]
        assert moderation.masked_text(session, told.vault, session.get(StoryFinding, STORY)) == BETTER
        assert moderation.corrections(session, told.vault) == {STORY: BETTER}
        assert session.get(Story, STORY).text(told.vault) == WORDS
        line = session.scalars(select(Entry).where(Entry.action == "story.masked_again")).one()
    assert line.codes == {"changes": 1}


def test_the_same_text_is_no_correction_and_an_empty_one_is_refused(analyst, told, csrf):
    assert post(analyst, csrf, "tekst", text=MASKED).status_code == 303
    assert post(analyst, csrf, "tekst", text="  ").status_code == 422
    with reading(told.engine) as session:
        assert session.get(Moderation, STORY) is None


def test_a_decision_keeps_a_correction_and_a_withdrawal_takes_both(told):
    with writing(told.engine) as session:
        moderation.correct(session, told.vault, STORY, BETTER, "account:1")
        moderation.decide(session, STORY, "in_orde", "account:1")
        moderation.correct(session, told.vault, STORY, "Op het plein zag ik [NAAM] weer.", "account:1")
        assert session.get(Moderation, STORY).outcome == "in_orde"
    with reading(told.engine) as session:
        assert session.get(Moderation, STORY).corrected
    withdrawal.withdraw_known(told.engine, STORY)
    with reading(told.engine) as session:
        assert session.scalars(select(Moderation)).all() == []


def test_other_words_drop_the_correction_made_for_the_old_ones(told):
    with writing(told.engine) as session:
        moderation.correct(session, told.vault, STORY, BETTER, "account:1")
        moderation.forget_correction(session, STORY)
    with reading(told.engine) as session:
        assert moderation.masked_text(session, told.vault, session.get(StoryFinding, STORY)) == MASKED


def test_only_an_analyst_decides(told, client, sign_in):
    sign_in(client, GUARDIAN)
    assert client.get(ADDRESS).status_code == 403


def test_the_codes_of_the_form_are_those_of_the_corpus():
    assert list(OUTCOMES) == list(moderation.OUTCOMES)
