"""The guardian's queue: who waits for a reader, in which order, and what is kept of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from corpus import journal, safeguarding
from corpus.accounts import GUARDIAN, MANAGER, WORKER
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.stories import Story, seal_words
from forms.staff import HANDLED

SECRET = "Een verzonnen verhaal over het plein."


@pytest.fixture
def guardian(client, sign_in):
    """A browser in which a guardian is signed in."""
    sign_in(client, GUARDIAN)
    return client


@pytest.fixture
def tell(store):
    """``tell(group, signal, since)`` puts a story in the corpus; without ``since`` it was loaded from a file."""

    def tell(group="jongere", signal=0, since=None, text=SECRET):
        story_id = str(uuid4())
        with writing(store.engine) as session:
            session.add(
                Story(
                    id=story_id,
                    questionnaire="kind@1" if group == "kind" else "jongere@1",
                    group=group,
                    language="nl",
                    mode="zelf_typen",
                    received="2026-11",
                    marks={},
                    sealed=seal_words(store.vault, story_id, {"VERHAAL": text}),
                    digest=story_id,
                    receipt=None,
                    signal=signal,
                )
            )
            if since:
                line = journal.write(session, journal.TELLER, "story.received", f"story:{story_id}")
                line.at = since
        return story_id

    return tell


def _at(day, hour=12):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def _lines(store, action):
    with reading(store.engine) as session:
        return session.scalars(select(Entry).where(Entry.action == action).order_by(Entry.id)).all()


def test_the_queue_has_acute_signals_first_then_concerns_then_every_child_and_the_oldest_first(store, tell):
    child = tell("kind", 0, _at(2))
    concern = tell("ouder", 1, _at(20))
    young, old = tell("jongere", 2, _at(20)), tell("kind", 2, _at(18))
    loaded = tell("kind", 0)
    tell("jongere", 0, _at(1))
    with reading(store.engine) as session:
        order = [entry.story.id for entry in safeguarding.waiting(session)]
    assert order == [old, young, concern, loaded, child]


@pytest.mark.parametrize(
    ("since", "level", "due"),
    [
        (datetime(2026, 11, 16, 12, tzinfo=UTC), 2, date(2026, 11, 17)),  # Monday
        (datetime(2026, 11, 20, 12, tzinfo=UTC), 2, date(2026, 11, 23)),  # Friday
        (datetime(2026, 11, 21, 12, tzinfo=UTC), 2, date(2026, 11, 23)),  # Saturday
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), 2, date(2026, 11, 23)),  # half past midnight on Friday, here
        (datetime(2026, 11, 16, 12, tzinfo=UTC), 1, date(2026, 11, 23)),
        (datetime(2026, 11, 20, 12, tzinfo=UTC), 0, date(2026, 11, 27)),
    ],
)
def test_an_acute_signal_is_due_after_one_working_day_and_the_rest_after_five(store, tell, since, level, due):
    story_id = tell("kind", level, since)
    with reading(store.engine) as session:
        assert safeguarding.Waiting(session.get(Story, story_id), since).due == due


def test_the_queue_shows_counts_deadlines_and_what_is_late_but_no_words(guardian, tell):
    late, fresh = tell("jongere", 2, _at(18)), tell("kind", 0, _at(23, 9))
    tell("kind", 0)
    page = guardian.get("/signalen").text
    assert "18 november 2026, 13:00" in page
    assert "uiterlijk 19 november 2026 <strong" in page
    assert "1 te laat." in page
    assert "30 november 2026" in page
    assert "dag onbekend" in page
    assert late[:8] in page
    assert fresh[:8] in page
    assert SECRET not in page


def test_a_story_opens_with_a_warning_and_the_opening_is_in_the_journal_first(guardian, store, tell):
    story_id = tell("kind", 1, _at(20))
    page = guardian.get(f"/signalen/{story_id}").text
    assert SECRET in page
    assert page.index("dit verhaal kan naar zijn om te lezen") < page.index(SECRET)
    (line,) = _lines(store, "story.read")
    assert (line.subject, line.codes) == (f"story:{story_id}", {"door": "guardian"})
    assert line.actor.startswith("account:")


def test_what_came_of_it_is_kept_as_a_code_and_the_story_leaves_the_queue(guardian, store, tell, csrf):
    story_id = tell("kind", 2, _at(20))
    page = guardian.get(f"/signalen/{story_id}").text
    done = guardian.post(f"/signalen/{story_id}", data={"handled": "overleg_veilig_thuis", "csrf_token": csrf(page)})
    assert done.location == "/signalen"
    with reading(store.engine) as session:
        assert session.get(Story, story_id).handled == "overleg_veilig_thuis"
    assert _lines(store, "story.handled")[0].codes == {"handled": "overleg_veilig_thuis"}
    assert story_id[:8] not in guardian.get("/signalen").text
    assert guardian.get(f"/signalen/{story_id}").status_code == 404


def test_the_second_of_two_guardians_is_told_that_it_was_handled_already(guardian, store, tell, csrf):
    story_id = tell("kind", 2, _at(20))
    page = guardian.get(f"/signalen/{story_id}").text
    with writing(store.engine) as session:
        safeguarding.handle(session, story_id, "geen_signaal", "account:99")
    answer = guardian.post(f"/signalen/{story_id}", data={"handled": "melding_gedaan", "csrf_token": csrf(page)})
    assert answer.status_code == 409
    assert "al door iemand anders afgehandeld" in answer.text
    with reading(store.engine) as session:
        assert session.get(Story, story_id).handled == "geen_signaal"


def test_without_a_choice_or_with_an_unknown_one_nothing_is_kept(guardian, store, tell, csrf):
    story_id = tell("kind", 2, _at(20))
    for choice in ({}, {"handled": "weggooien"}):
        page = guardian.get(f"/signalen/{story_id}").text
        answer = guardian.post(f"/signalen/{story_id}", data={**choice, "csrf_token": csrf(page)})
        assert answer.status_code == 422
        assert "Kies wat er met dit verhaal is gedaan." in answer.text
    with reading(store.engine) as session:
        assert session.get(Story, story_id).handled is None


def test_a_story_that_needs_no_guardian_cannot_be_opened_here(guardian, store, tell):
    assert guardian.get(f"/signalen/{tell('ouder', 0, _at(20))}").status_code == 404
    assert guardian.get(f"/signalen/{uuid4()}").status_code == 404
    assert _lines(store, "story.read") == []


def test_a_forged_choice_changes_nothing(guardian, store, tell):
    story_id = tell("kind", 2, _at(20))
    assert guardian.post(f"/signalen/{story_id}", data={"handled": "geen_signaal"}).status_code == 422
    with reading(store.engine) as session:
        assert session.get(Story, story_id).handled is None


def test_the_codes_of_the_form_are_those_of_the_corpus():
    assert set(HANDLED) == safeguarding.HANDLED


def test_an_unread_story_becomes_late_the_day_after_its_deadline(store, tell):
    tell("kind", 2, _at(16))
    with reading(store.engine) as session:
        (entry,) = safeguarding.waiting(session)
    assert not entry.late(entry.due)
    assert entry.late(entry.due + timedelta(days=1))


def test_markup_in_a_story_is_shown_as_text(guardian, tell):
    story_id = tell("kind", 0, _at(20), "<script>alert(1)</script>")
    assert "<script>alert" not in guardian.get(f"/signalen/{story_id}").text


def test_a_talk_is_recorded_read_and_handled_on_both_databases(either_house, open_site, sign_in, csrf):
    app = open_site(either_house.instance)
    worker, guardian, manager = app.test_client(), app.test_client(), app.test_client()
    sign_in(worker, WORKER)
    sign_in(guardian, GUARDIAN)
    sign_in(manager, MANAGER)
    answers = {"GROEP": "ouder", "LEEFTIJD": "30-44", "BUURTKEUZE": "de-riet", "MODUS": "alleen", "TAAL-GESPREK": "nl"}
    answers |= {"AKKOORD": "ja", "TOESTEMMING": ["meedoen"]}
    body = {"answers": answers, "turns": [{"speaker": "verteller", "text": "Ik wil niet meer leven."}]}
    story_id = str(uuid4())
    sent = worker.put(f"/api/gesprekken/{story_id}", json=body, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 201
    assert story_id[:8] in guardian.get("/signalen").text
    page = guardian.get(f"/signalen/{story_id}").text
    assert "Ik wil niet meer leven." in page
    done = {"handled": "contact_opgenomen", "csrf_token": csrf(page)}
    assert guardian.post(f"/signalen/{story_id}", data=done).status_code == 303
    assert "Alles is gelezen." in guardian.get("/signalen").text
    assert "De keten is heel" in manager.get("/beheer/logboek").text
