"""The contact box: who is in danger can ask for somebody, apart from the story, and only a guardian reads it."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from corpus import contact
from corpus.accounts import ANALYST, GUARDIAN
from corpus.contact import ContactRequest
from corpus.database import reading
from corpus.journal import Entry
from corpus.safeguarding import AlreadyHandledError
from forms.staff import CONTACT_HANDLED
from tests.collector.test_own_story import show
from tests.conftest import served

NAME, REACH = "Robin (verzonnen)", "06-00000000, na vier uur (verzonnen)"
DANGER = "Hij slaat mij elke dag en ik durf niet naar huis. (verzonnen)"
ADULT = {"VERHAAL": DANGER, "LEEFTIJD": "18-23", "BUURTKEUZE": "de-riet", "TOESTEMMING": ["meedoen"]}


def tell(client, **changes):
    page = client.get("/vertel/jongere").text
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("id", "csrf_token")}
    assert client.post("/vertel/jongere", data={**hidden, **ADULT, **changes}).status_code == 303
    return hidden["id"]


def ask(client, csrf, page, **answers):
    return client.post("/contact", data={"csrf_token": csrf(page), "name": NAME, "reach": REACH, **answers})


def requests(store):
    with reading(store.engine) as session:
        return session.scalars(select(ContactRequest)).all()


@pytest.fixture
def asked(client, csrf):
    """The id of a story of danger whose teller asked for somebody."""
    story_id = tell(client)
    assert ask(client, csrf, client.get("/bedankt").text).location == "/contact"
    return story_id


@pytest.fixture
def guardian(app, sign_in):
    """A browser in which a guardian is signed in."""
    browser = app.test_client()
    sign_in(browser, GUARDIAN)
    return browser


def test_the_box_stands_on_the_page_of_thanks_only_after_danger(client):
    tell(client)
    assert 'action="/contact"' in client.get("/bedankt").text
    tell(client, VERHAAL="We gingen zwemmen. (verzonnen)")
    assert 'action="/contact"' not in client.get("/bedankt").text


def test_a_request_is_sealed_under_keys_of_its_own_and_apart_from_the_story(asked, store):
    (request,) = requests(store)
    assert (request.story_id, request.handled) == (asked, None)
    assert vars(request.person(store.vault)) == {"name": NAME, "reach": REACH}
    assert NAME.encode() not in request.sealed
    with pytest.raises(Exception, match="zegel"):
        store.vault.open(request.sealed, "contact_requests.sealed", asked)


def test_a_request_without_a_name_or_a_way_is_asked_again_and_keeps_what_was_typed(client, csrf, store):
    tell(client)
    for missing in ("name", "reach"):
        answer = ask(client, csrf, client.get("/bedankt").text, **{missing: "  "})
        assert answer.status_code == 422
        assert (REACH if missing == "name" else NAME) in answer.text
    assert requests(store) == []


def test_asking_twice_keeps_the_newer(client, csrf, store, asked):
    ask(client, csrf, client.get("/bedankt").text, reach="bij de bieb (verzonnen)")
    (request,) = requests(store)
    assert request.person(store.vault).reach == "bij de bieb (verzonnen)"


def test_a_story_sent_without_a_page_can_ask_later_with_its_words(client, csrf, store):
    calm = {**ADULT, "VERHAAL": "We gingen zwemmen. (verzonnen)"}
    put = client.put(f"/api/verhalen/{uuid4()}", json={"questionnaire": "jongere@1", "answers": calm})
    page = show(client, csrf, put.json["receipt"]).text
    found = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    assert ask(client, csrf, page, ticket=found).location == "/contact"
    assert requests(store)[0].story_id == put.json["id"]
    again = show(client, csrf, put.json["receipt"]).text
    assert NAME not in again
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", again) == strip.sub("", page)  # whoever reads along does not learn that somebody was asked


def test_without_a_story_or_a_token_nothing_is_kept(client, csrf, store):
    page = client.get("/mijn-verhaal").text
    assert ask(client, csrf, page).location == "/mijn-verhaal"
    assert ask(client, csrf, page, ticket=str(uuid4())).location == "/mijn-verhaal"
    tell(client)
    assert client.post("/contact", data={"name": NAME, "reach": REACH}).status_code == 422
    assert requests(store) == []


def test_the_queue_has_the_request_first_with_its_deadline_and_without_a_word_of_it(asked, guardian):
    page = guardian.get("/signalen").text
    assert page.index(f"verhaal {asked[:8]}") < page.index("Misschien nu gevaar")
    assert "uiterlijk 24 november 2026" in page
    assert NAME not in page
    assert REACH not in page


def test_a_guardian_reads_it_with_a_journal_line_and_handles_it_by_a_code(asked, guardian, store, csrf):
    page = guardian.get(f"/signalen/{asked}/contact").text
    assert NAME in page
    assert REACH in page
    assert DANGER in page
    empty = guardian.post(f"/signalen/{asked}/contact", data={"csrf_token": csrf(page)})
    assert empty.status_code == 422
    done = {"csrf_token": csrf(page), "handled": "contact_gehad"}
    assert guardian.post(f"/signalen/{asked}/contact", data=done).location == "/signalen"
    assert guardian.post(f"/signalen/{asked}/contact", data=done).status_code == 409
    assert "weg op 23 december 2026" in guardian.get("/signalen").text
    with reading(store.engine) as session:
        entries = session.scalars(select(Entry).where(Entry.action.like("contact.%"))).all()
    assert [entry.action for entry in entries] == ["contact.asked", "contact.read", "contact.read", "contact.handled"]
    assert NAME not in str([vars(entry) for entry in entries])


def test_nobody_but_a_guardian_reads_it(asked, app, sign_in):
    analyst = app.test_client()
    sign_in(analyst, ANALYST)
    assert analyst.get(f"/signalen/{asked}/contact").status_code == 403
    assert app.test_client().get(f"/signalen/{asked}/contact").status_code == 302


def test_the_codes_of_the_form_are_those_of_the_corpus():
    assert set(CONTACT_HANDLED) == contact.HANDLED
    assert issubclass(AlreadyHandledError, ValueError)


@pytest.mark.browser
def test_the_pages_of_the_box_are_clean(house, app, browser, problems, client, csrf, asked, guardian):
    with served(house) as address:
        context = browser.new_context(viewport={"width": 320, "height": 740}, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{address}/contact")
        found = problems(page)
        cookie = client.get_cookie("verhaal")
        context.add_cookies([{"name": "verhaal", "value": cookie.value, "url": address}])
        page.goto(f"{address}/bedankt")
        assert page.get_by_role("heading", name="Moet er iemand contact opnemen?").is_visible()
        found += problems(page)
        page.get_by_role("button", name="Vraag om contact").click()
        found += problems(page)
        context.clear_cookies()
        context.add_cookies([{"name": "verhaal", "value": guardian.get_cookie("verhaal").value, "url": address}])
        for path in ("/signalen", f"/signalen/{asked}/contact"):
            assert page.goto(address + path).status == 200
            assert "Vraag" in page.content()
            found += problems(page)
        context.close()
    assert found == []
