"""The identity rule: one row and a true answer, whatever the line does."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from corpus import cards, handin, journal, withdrawal
from corpus.database import reading, writing
from corpus.stories import Conflict, Story
from corpus.submission import Submission, digest_of

TODAY = date(2026, 11, 23)
WORDS = "Op het plein staat een nieuwe bank. (verzonnen)"


def submission(**changes: object) -> Submission:
    answers = {"VERHAAL": WORDS, "GEVOEL": "fijn"}
    made = Submission(
        id=str(uuid4()),
        questionnaire="jongere@1",
        group="jongere",
        language="nl",
        marks={"VERHAAL": {"state": "answered"}, "GEVOEL": {"state": "answered", "value": "positief", "number": 0.5}},
        words={"VERHAAL": WORDS},
        digest=digest_of("jongere@1", "nl", answers),
    )
    return replace(made, **changes)


def count(house, table) -> int:
    with reading(house.engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def send(house, sent: Submission) -> handin.Outcome:
    return handin.hand_in(house.engine, house.vault, sent, TODAY)


def test_a_new_story_is_stored_with_its_words_sealed(either_house):
    outcome = send(either_house, submission())
    assert outcome.result == handin.NEW
    with reading(either_house.engine) as session:
        story = session.scalars(select(Story)).one()
        assert WORDS.encode() not in story.sealed
        assert story.text(either_house.vault) == WORDS
        assert (story.received, story.round_id, story.late) == ("2026-11", "2026-najaar", False)


def test_the_same_story_again_gets_the_same_receipt_and_no_second_row(either_house):
    sent = submission()
    first, second = send(either_house, sent), send(either_house, sent)
    assert (first.result, second.result) == (handin.NEW, handin.SAME)
    assert first.receipt == second.receipt
    assert count(either_house, Story) == 1


def test_other_content_under_the_same_id_is_refused_and_both_are_kept(either_house):
    sent = submission()
    send(either_house, sent)
    other = replace(sent, words={"VERHAAL": "iets anders (verzonnen)"}, digest="f" * 64)
    assert [send(either_house, other).result for _ in range(2)] == [handin.CONFLICT] * 2
    assert (count(either_house, Story), count(either_house, Conflict)) == (1, 1)


def test_twenty_sends_at_the_same_moment_make_one_story(either_house):
    sent = submission()
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: send(either_house, sent), range(20)))
    assert sorted(o.result for o in outcomes).count(handin.NEW) == 1
    assert len({o.receipt for o in outcomes}) == 1
    assert count(either_house, Story) == 1


def test_a_withdrawn_story_does_not_come_back_with_a_late_copy(either_house):
    sent = submission()
    receipt = send(either_house, sent).receipt
    assert withdrawal.withdraw(either_house.engine, either_house.vault, receipt.replace("-", " ").upper())
    assert send(either_house, sent).result == handin.WITHDRAWN
    assert count(either_house, Story) == 0


def test_a_card_opens_one_story_and_limits_what_may_be_kept(either_house):
    batch = cards.Batch("jongere", "12-15", "School (verzonnen)", date(2027, 1, 1), may_keep=False, may_quote=True)
    with writing(either_house.engine) as session:
        (code,) = cards.make(session, either_house.vault, batch, 1)
    first = submission(card=code.upper(), may_keep=True, may_quote=True)
    assert send(either_house, first).result == handin.NEW
    assert send(either_house, submission(card=code)).result == handin.CARD_USED
    assert count(either_house, Story) == 1
    with reading(either_house.engine) as session:
        story = session.scalars(select(Story)).one()
        assert (story.may_keep, story.may_quote) == (False, True)


def test_story_and_journal_line_are_written_together(either_house):
    outcome = send(either_house, submission())
    with reading(either_house.engine) as session:
        (line,) = session.scalars(select(journal.Entry).where(journal.Entry.action == "story.received"))
        assert line.subject == f"story:{outcome.story_id}"
        assert WORDS not in str(line.codes)
        assert journal.broken_at(session) is None


def test_a_changed_journal_line_is_found(either_house):
    for _ in range(3):
        send(either_house, submission())
    with writing(either_house.engine) as session:
        line = session.scalars(select(journal.Entry).order_by(journal.Entry.id)).all()[1]
        line.codes = {"signal": 2}
        broken = line.id
    with reading(either_house.engine) as session:
        assert journal.broken_at(session) == broken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"CIJFER": 7}, {"CIJFER": "7"}),
        ({"WENS": ""}, {}),
        ({"WENS": None, "EMOTIE": []}, {}),
        ({"VERHAAL": "a\r\nb "}, {"VERHAAL": "a\nb"}),
    ],
)
def test_the_digest_does_not_depend_on_how_an_answer_travels(one, other):
    assert digest_of("kind@1", "nl", one) == digest_of("kind@1", "nl", other)


def test_the_digest_differs_when_an_answer_differs():
    assert digest_of("kind@1", "nl", {"GEVOEL": "fijn"}) != digest_of("kind@1", "nl", {"GEVOEL": "gewoon"})
