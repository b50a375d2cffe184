"""Without anybody who reads what children tell, their form closes itself, kindly, and loses nothing."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from collector.accounts import demo_logins
from corpus import cards, safeguarding
from corpus.accounts import Account
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.safeguarding import has_active_guardian
from corpus.stories import Story
from tests.conftest import add_guardian, built, served

TOLD = "Wij hebben een hut bij het water. (verzonnen)"
NOW = datetime.now(UTC)


@pytest.fixture
def house(tmp_path):
    """An installation without a guardian."""
    with built(tmp_path, guardian=False) as made:
        yield made


@pytest.fixture
def child(store):
    """The answers of a child, with a card."""
    with writing(store.engine) as session:
        batch = cards.Batch("kind", "8-9", "School (verzonnen)", date(2027, 7, 1))
        (code,) = cards.make(session, store.vault, batch, 1)
    return {"VERHAAL": TOLD, "LEEFTIJD": "8-9", "BUURTKEUZE": "weet_niet", "KAART": code, "TOESTEMMING": ["meedoen"]}


def open_again(store):
    with writing(store.engine) as session:
        add_guardian(session)


def stories(store):
    with reading(store.engine) as session:
        return session.scalars(select(Story.id)).all()


def put(client, story_id, answers):
    return client.put(f"/api/verhalen/{story_id}", json={"questionnaire": "kind@1", "answers": answers})


def test_the_start_page_says_so_before_a_child_taps_the_door(client, store):
    assert "Nu even dicht." in client.get("/").text
    open_again(store)
    assert "Nu even dicht." not in client.get("/").text


def test_the_page_says_kindly_that_it_is_closed_with_somebody_to_call(client):
    answer = client.get("/vertel/kind")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "even dicht" in answer.text
    assert "0800-0432" in answer.text
    assert "<form id=" not in answer.text
    for other in ("jongere", "ouder", "professional"):
        assert client.get(f"/vertel/{other}").status_code == 200


def test_the_form_opens_when_a_guardian_is_there(client, store):
    open_again(store)
    assert client.get("/vertel/kind").status_code == 200


def test_what_a_child_typed_meanwhile_is_given_back_and_not_stored(client, store, child):
    open_again(store)
    page = client.get("/vertel/kind").text
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("id", "csrf_token")}
    with writing(store.engine) as session:
        session.execute(update(Account).values(active=False))
    answer = client.post("/vertel/kind", data={**hidden, **child})
    assert answer.status_code == 503
    assert TOLD in answer.text
    assert stories(store) == []
    with writing(store.engine) as session:
        session.execute(update(Account).values(active=True))
    assert client.post("/vertel/kind", data={**hidden, **child}).status_code == 303  # the card was not spent


def test_the_interface_asks_a_phone_to_keep_the_story_and_takes_it_later(client, store, child):
    story_id = uuid4()
    closed = put(client, story_id, child)
    assert closed.status_code == 503
    assert closed.json["closed"] == "kind"
    assert int(closed.headers["Retry-After"]) > 0
    assert stories(store) == []
    open_again(store)
    assert put(client, story_id, child).status_code == 201
    with writing(store.engine) as session:
        session.execute(update(Account).values(active=False))
    assert put(client, story_id, child).status_code == 200  # it is in: the phone gets its receipt, whoever reads
    assert put(client, uuid4(), {**child, "VERHAAL": "nog een (verzonnen)"}).status_code == 503


def test_a_closed_form_is_not_kept_on_devices(client, store):
    assert "/vertel/kind" not in client.get("/sw.js").text
    open_again(store)
    assert "/vertel/kind" in client.get("/sw.js").text


def seen(store, days):
    with writing(store.engine) as session:
        line = session.scalars(select(Entry).where(Entry.action == "account.made")).one()
        line.at = NOW - timedelta(days=days)
    with reading(store.engine) as session:
        return has_active_guardian(session, NOW)


def test_a_guardian_counts_for_fourteen_days_after_the_last_sign_of_life(store):
    open_again(store)
    assert safeguarding.SEEN_DAYS == 14
    assert [seen(store, days) for days in (0, 13, 15)] == [True, True, False]


def test_signing_in_is_a_sign_of_life_and_another_role_is_no_guardian(client, store, sign_in):
    with reading(store.engine) as session:
        assert not has_active_guardian(session, NOW)
    sign_in(client, "manager")
    with reading(store.engine) as session:
        assert not has_active_guardian(session, NOW)
    sign_in(client.application.test_client(), "guardian")
    with writing(store.engine) as session:
        for line in session.scalars(select(Entry).where(Entry.action == "account.made")):
            line.at = NOW - timedelta(days=99)
    with reading(store.engine) as session:
        assert has_active_guardian(session, NOW)


def test_the_demo_opens_the_form_for_children_every_time_it_is_started(app, store):
    demo_logins(app, "een-verzonnen-wachtwoord")
    with writing(store.engine) as session:
        for line in session.scalars(select(Entry)):
            line.at = NOW - timedelta(days=99)
    with reading(store.engine) as session:
        assert not has_active_guardian(session, NOW)
    demo_logins(app, "een-verzonnen-wachtwoord")
    with reading(store.engine) as session:
        assert has_active_guardian(session, NOW)


@pytest.mark.browser
def test_a_story_waits_on_the_phone_lets_others_go_first_and_arrives_when_the_form_is_open(
    house, browser, child, store, problems
):
    own, other = str(uuid4()), str(uuid4())
    kept = {
        own: {"questionnaire": "kind@1", "language": "nl", "answers": child},
        other: {"questionnaire": "ouder@1", "language": "nl", "answers": {**child, "LEEFTIJD": "30-44"}},
    }
    kept[other]["answers"].pop("KAART")
    with served(house) as address:
        context = browser.new_context(base_url=address, viewport={"width": 320, "height": 740}, bypass_csp=True)
        page = context.new_page()
        page.goto("/vertel/kind")
        assert problems(page) == []
        page.goto("/hulp")
        for story_id in (own, other):
            page.evaluate(
                """([id, content]) => import('/static/outbox/store.js').then((store) =>
                    store.keep(id, store.WAITING, content))""",
                [story_id, {"road": "/api/verhalen/", "path": "/vertel/kind", "body": kept[story_id], "earlier": None}],
            )
        sent = page.evaluate(
            """() => import('/static/outbox/sending.js').then(async ({deliver}) =>
                (await deliver()).map((done) => [done.id, done.result]))"""
        )
        assert dict(sent) == {own: "closed", other: "arrived"}
        assert stories(store) == [other]
        page.goto("/hulp")
        page.get_by_text("Het formulier voor kinderen is nu even dicht").wait_for()
        open_again(store)
        page.goto("/hulp")
        page.get_by_text("is aangekomen").first.wait_for()
        assert set(stories(store)) == {own, other}
        context.close()
