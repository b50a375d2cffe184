"""The guardian's queue: who waits for a reader, in which order, and what is kept of it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from collector.dates import left
from corpus import canary, handling, journal, safeguarding
from corpus.accounts import GUARDIAN, MANAGER, WORKER, Account
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.stories import Story, seal_words
from corpus.working_days import HERE
from forms.staff import HANDLED, REOPENED
from tests.conftest import served

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
        (datetime(2026, 11, 16, 12, tzinfo=UTC), 2, (2026, 11, 17)),  # Monday
        (datetime(2026, 11, 20, 12, tzinfo=UTC), 2, (2026, 11, 23)),  # Friday
        (datetime(2026, 11, 21, 12, tzinfo=UTC), 2, (2026, 11, 23)),  # Saturday
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), 2, (2026, 11, 23)),  # half past midnight on Friday, here
        (datetime(2026, 11, 16, 12, tzinfo=UTC), 1, (2026, 11, 23)),
        (datetime(2026, 11, 20, 12, tzinfo=UTC), 0, (2026, 11, 27)),
    ],
)
def test_an_acute_signal_is_due_after_one_working_day_and_the_rest_after_five(store, tell, since, level, due):
    story_id = tell("kind", level, since)
    with reading(store.engine) as session:
        assert safeguarding.Waiting(session.get(Story, story_id), since).due == datetime(*due, 17, tzinfo=HERE)


def test_the_queue_shows_counts_deadlines_and_what_is_late_but_no_words(guardian, tell):
    late, fresh = tell("jongere", 2, _at(18)), tell("kind", 0, _at(23, 9))
    tell("kind", 0)
    page = guardian.get("/signalen").text
    assert "18 november 2026, 13:00" in page
    assert 'uiterlijk 19 november 2026, 17:00: <strong class="te-laat">te laat' in page
    assert "1 te laat." in page
    assert "uiterlijk 30 november 2026, 17:00: <strong>nog 5 werkdagen" in page
    assert "het komt uit een bestand, dag en uur zijn onbekend" in page
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
    story_id = tell("kind", 1, _at(20))
    page = guardian.get(f"/signalen/{story_id}").text
    done = guardian.post(f"/signalen/{story_id}", data={"handled": "overleg_veilig_thuis", "csrf_token": csrf(page)})
    assert done.location == "/signalen"
    with reading(store.engine) as session:
        assert session.get(Story, story_id).handled == "overleg_veilig_thuis"
    assert _lines(store, "story.handled")[0].codes == {"handled": "overleg_veilig_thuis", "level": 1}
    assert story_id[:8] not in guardian.get("/signalen").text
    assert guardian.get(f"/signalen/{story_id}").status_code == 404


def test_the_second_of_two_guardians_is_told_that_it_was_handled_already(guardian, store, tell, csrf):
    story_id = tell("kind", 1, _at(20))
    page = guardian.get(f"/signalen/{story_id}").text
    with writing(store.engine) as session:
        handling.handle(session, story_id, "geen_signaal", "account:99")
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
    assert set(HANDLED) == handling.HANDLED
    assert set(REOPENED) == handling.REOPENED


def test_an_unread_story_becomes_late_when_its_term_ends(store, tell):
    tell("kind", 2, _at(16))
    with reading(store.engine) as session:
        (entry,) = safeguarding.waiting(session)
    assert not entry.late(entry.due)
    assert entry.late(entry.due + timedelta(minutes=1))


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
    assert "wacht op een tweede lezer" in guardian.get("/signalen").text
    with writing(either_house.engine) as session:
        assert handling.handle(session, story_id, "contact_opgenomen", "account:99")
    assert story_id[:8] in guardian.get("/signalen/afgehandeld").text
    assert "Alles is gelezen." in guardian.get("/signalen").text
    assert "De keten is heel" in manager.get("/beheer/logboek").text


def test_acute_danger_leaves_the_queue_only_when_two_people_choose_the_same(guardian, store, tell, csrf):
    story_id = tell("kind", 2, _at(20))

    def choose(code):
        sent = {"handled": code, "csrf_token": csrf(guardian.get(f"/signalen/{story_id}").text)}
        return guardian.post(f"/signalen/{story_id}", data=sent, follow_redirects=True).text

    assert "tot een tweede aandachtsfunctionaris hetzelfde kiest" in choose("melding_gedaan")
    choose("melding_gedaan")  # the same person again is no second one
    with writing(store.engine) as session:
        assert not handling.handle(session, story_id, "geen_signaal", "account:99")
        assert not handling.handle(session, story_id, "geen_signaal", "account:99")
    assert "Een ander las dit verhaal ook en koos: Geen signaal." in guardian.get(f"/signalen/{story_id}").text
    choose("geen_signaal")
    with reading(store.engine) as session:
        assert session.get(Story, story_id).handled == "geen_signaal"
        assert handling.first_readings(session) == {}
    assert len(_lines(store, "story.handled_first")) == 4
    assert len(_lines(store, "story.handled")) == 1


def test_with_one_guardian_at_work_the_queue_says_that_a_second_is_needed(guardian, house):
    assert "maar één aandachtsfunctionaris" not in guardian.get("/signalen").text
    with writing(house.engine) as session:
        session.execute(update(Account).where(Account.email == "wacht@voorbeeld.test").values(active=False))
    assert "maar één aandachtsfunctionaris" in guardian.get("/signalen").text


def test_a_handled_story_is_opened_again_with_a_reason_and_a_term_of_its_own(guardian, store, tell, csrf):
    story_id = tell("kind", 1, _at(2))
    with writing(store.engine) as session:
        handling.handle(session, story_id, "geen_signaal", "account:99")
    assert f"Open verhaal {story_id[:8]} weer" in guardian.get("/signalen/afgehandeld").text
    address = f"/signalen/{story_id}/heropenen"
    sent = {"csrf_token": csrf(guardian.get(address).text)}
    assert "Kies waarom het weer open moet." in guardian.post(address, data=sent).text
    assert guardian.post(address, data={**sent, "reason": "nieuwe_informatie"}).location == "/signalen"
    assert guardian.post(address, data={**sent, "reason": "nieuwe_informatie"}).status_code == 409
    assert guardian.get(address).status_code == 404
    (line,) = _lines(store, "story.reopened")
    assert line.codes == {"reason": "nieuwe_informatie", "earlier": "geen_signaal"}
    with reading(store.engine) as session:
        (entry,) = safeguarding.waiting(session)
    assert entry.since > _at(2)


def test_who_read_many_today_is_asked_to_stop_but_acute_danger_always_opens(guardian, store, tell, monkeypatch):
    monkeypatch.setattr("collector.guardians.story.MOST_A_DAY", 2)
    monkeypatch.setattr("collector.guardians.story.now", lambda: datetime.now(UTC))
    calm, acute = [tell("kind", 0, _at(20)) for _ in range(3)], tell("kind", 2, _at(20))
    for story_id in calm[:2]:
        assert SECRET in guardian.get(f"/signalen/{story_id}").text
    asked = guardian.get(f"/signalen/{calm[2]}").text
    assert "Genoeg voor vandaag" in asked
    assert SECRET not in asked
    assert len(_lines(store, "story.read")) == 2
    assert SECRET in guardian.get(f"/signalen/{calm[0]}").text  # one that was read today may be finished
    assert SECRET in guardian.get(f"/signalen/{calm[2]}?toch=ja").text
    opened = guardian.get(f"/signalen/{acute}").text
    assert SECRET in opened
    assert "Neem na dit verhaal rust" in opened


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 18, 10, tzinfo=HERE), "nog 2 werkdagen"),
        (datetime(2026, 11, 19, 10, tzinfo=HERE), "nog 1 werkdag"),
        (datetime(2026, 11, 20, 14, tzinfo=HERE), "nog 3 uur"),
        (datetime(2026, 11, 20, 16, 50, tzinfo=HERE), "nog 1 uur"),
        (datetime(2026, 11, 20, 17, 1, tzinfo=HERE), "te laat"),
    ],
)
def test_what_is_left_of_a_term_is_said_in_days_and_on_the_last_day_in_hours(now, said):
    assert left(datetime(2026, 11, 20, 17, tzinfo=HERE), now) == said


@pytest.mark.browser
def test_the_pages_of_the_guardian_are_clean(browser, house, guardian, tell, store, csrf, problems):
    done, _ = tell("kind", 1, _at(2)), tell("kind", 2, _at(18))
    with writing(store.engine) as session:
        canary.place(session, datetime.now(UTC))
        handling.handle(session, done, "geen_signaal", "account:99")
    page = browser.new_page(viewport={"width": 320, "height": 740}, bypass_csp=True)

    def signed_in(route):
        found = guardian.get(urlsplit(route.request.url).path)
        route.fulfill(status=found.status_code, body=found.text, content_type="text/html")

    page.route(re.compile("/signalen"), signed_in)
    with served(house) as address:
        for path in ("/signalen", "/signalen/afgehandeld", f"/signalen/{done}/heropenen", "/signalen/proef/1"):
            page.goto(address + path)
            assert problems(page) == []
    page.close()
