"""The teller stays the owner: reads back, takes along, and takes back in part or whole, with nothing but four words."""

import json
import logging
import re
import time
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Error
from sqlalchemy import select

from collector.residents import ticket
from collector.site import create_app
from corpus.database import reading
from corpus.journal import Entry
from corpus.stories import Story
from tests.conftest import served

TOLD = "De buren passen op de poes als wij weg zijn. (verzonnen)"
ANSWERS = {
    "VERHAAL": TOLD,
    "GEVOEL": "positief",
    "DRIEHOEK-WIE": "zelf",
    "HOOP": "weet_niet",
    "LEEFTIJD": "18-23",
    "BUURTKEUZE": "twekkelerveld+tubantia",
    "TOESTEMMING": ["meedoen", "bewaren", "citaat"],
}


@pytest.fixture
def told(client):
    """The four words and the id of a story that was handed in without a browser."""
    body = {"questionnaire": "jongere@1", "language": "nl", "answers": ANSWERS}
    story_id = str(uuid4())
    answer = client.put(f"/api/verhalen/{story_id}", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json["receipt"], story_id


@pytest.fixture
def opened(client, told, csrf):
    """The page of the own story."""
    return show(client, csrf, told[0])


def show(client, csrf, words):
    token = csrf(client.get("/mijn-verhaal").text)
    return client.post("/mijn-verhaal", data={"csrf_token": token, "code": words})


def press(client, csrf, page, step, **answers):
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    return client.post(f"/mijn-verhaal/{step}", data={"csrf_token": csrf(page.text), "ticket": found, **answers})


def story(store, story_id):
    with reading(store.engine) as session:
        return session.get(Story, story_id)


def lines(store, action):
    with reading(store.engine) as session:
        return session.scalars(select(Entry).where(Entry.action == action)).all()


def test_the_own_story_is_read_back_in_words_by_question(opened):
    page = opened.text
    assert opened.status_code == 200
    for piece in (TOLD, "Hoe is het om hier op te groeien?", "Tubantia (Twekkelerveld)", "18 tot en met 23 jaar"):
        assert piece in page
    assert "vooral wat ik zelf deed" in page
    assert "Overgeslagen" in page
    assert "no-store" in opened.headers["Cache-Control"]


def test_what_others_noted_about_a_story_is_not_shown_to_whoever_holds_its_words(client, csrf):
    urgent = {**ANSWERS, "VERHAAL": "Hij slaat mij elke dag en ik durf niet naar huis. (verzonnen)"}
    put = client.put(f"/api/verhalen/{uuid4()}", json={"questionnaire": "jongere@1", "answers": urgent})
    page = show(client, csrf, put.json["receipt"]).text
    assert "klinkt heel naar" not in page
    assert "signaal" not in page.lower()


@pytest.mark.parametrize("typed", ["", "vis lamp groen", "vis lamp groen fiets", "x" * 300, "'; DROP TABLE stories"])
def test_words_that_fit_no_story_are_refused_in_one_sentence(client, csrf, told, typed):
    answer = show(client, csrf, typed)
    assert answer.status_code == 422
    assert TOLD not in answer.text
    assert "vier woorden" in answer.text


def test_unknown_words_take_as_long_as_known_ones(client, csrf, told):
    def seconds(words):
        token = csrf(client.get("/mijn-verhaal").text)
        before = time.process_time()
        client.post("/mijn-verhaal", data={"csrf_token": token, "code": words})
        return time.process_time() - before

    known, unknown = (min(seconds(words) for _ in range(4)) for words in (told[0], "vis-lamp-groen-fiets"))
    assert unknown > known / 3


def test_guessing_is_slowed_down_over_both_doors_together(house, csrf):
    client = create_app(house.instance, TESTING=True).test_client()
    token = csrf(client.get("/mijn-verhaal").text)
    doors = ["/mijn-verhaal", "/intrekken"] * 6
    codes = [
        client.post(path, data={"csrf_token": token, "code": "vis lamp groen fiets"}).status_code for path in doors
    ]
    assert codes == [422] * 10 + [429] * 2


def test_a_copy_in_json_holds_every_answer_with_its_id(client, csrf, opened):
    copy = press(client, csrf, opened, "bestand", kind="json")
    assert copy.headers["Content-Disposition"] == "attachment; filename=mijn-verhaal.json"
    assert "no-store" in copy.headers["Cache-Control"]
    content = json.loads(copy.data)
    answers = {one["id"]: one for one in content["answers"]}
    assert (content["may_quote"], content["area"], content["buurtcode"]) == (True, "Twekkelerveld", "BU01530300")
    assert answers["VERHAAL"]["words"] == TOLD
    assert answers["DRIEHOEK-WIE"]["mark"]["shares"] == [1.0, 0.0, 0.0]
    assert answers["HOOP"]["state"] == "unknown"
    assert answers["LEVEN"]["state"] == "skipped"
    assert not {"signal", "handled", "receipt", "digest"} & set(content)


def test_a_copy_in_plain_text_reads_as_questions_and_answers(client, csrf, opened):
    copy = press(client, csrf, opened, "bestand", kind="txt")
    assert copy.mimetype == "text/plain"
    assert "Hoe is het om hier op te groeien?" in copy.text
    assert TOLD in copy.text
    assert press(client, csrf, opened, "bestand", kind="exe").status_code == 422


@pytest.mark.parametrize(("permission", "left"), [("quote", (False, True)), ("keep", (True, False))])
def test_a_permission_is_taken_back_alone_and_the_story_stays(client, csrf, store, told, opened, permission, left):
    answer = press(client, csrf, opened, "toestemming", permission=permission)
    assert answer.status_code == 200
    kept = story(store, told[1])
    assert (kept.may_quote, kept.may_keep) == left
    assert kept.text(store.vault) == TOLD
    press(client, csrf, answer, "toestemming", permission=permission)
    (line,) = lines(store, "story.permission_ended")
    assert (line.actor, line.codes) == ("verteller", {"permission": permission})


def test_sending_the_story_again_does_not_give_a_permission_back(client, csrf, store, told, opened):
    press(client, csrf, opened, "toestemming", permission="quote")
    again = client.put(f"/api/verhalen/{told[1]}", json={"questionnaire": "jongere@1", "answers": ANSWERS})
    assert again.status_code == 200
    assert not story(store, told[1]).may_quote


def test_the_whole_story_goes_after_a_second_yes(client, csrf, store, told, opened):
    asked = press(client, csrf, opened, "weghalen")
    assert asked.status_code == 422
    assert story(store, told[1]) is not None
    gone = press(client, csrf, asked, "weghalen", sure="y")
    assert "Je verhaal is weg" in gone.text
    assert story(store, told[1]) is None
    assert show(client, csrf, told[0]).status_code == 422


def test_klaar_leaves_no_trace_and_a_page_gone_back_to_shows_nothing(client, csrf, opened, told):
    assert client.post("/klaar").location == "/"
    for step, answers in (("bestand", {"kind": "txt"}), ("weghalen", {"sure": "y"})):
        again = press(client, csrf, opened, step, **answers)
        assert again.status_code == 422
        assert TOLD not in again.text
    repeated = client.post("/mijn-verhaal", data={"csrf_token": csrf(opened.text), "code": told[0]})
    assert repeated.status_code == 422
    assert told[0] not in repeated.text


def test_nothing_of_the_story_is_in_the_session_the_addresses_or_the_log(client, csrf, told, caplog):
    caplog.set_level(logging.DEBUG)
    page = show(client, csrf, told[0])
    press(client, csrf, page, "bestand", kind="json")
    with client.session_transaction() as session:
        assert set(session) <= {"csrf_token", "taal", "_fresh", "_permanent"}
    assert told[0] not in page.text
    assert not [line for line in caplog.messages if TOLD in line or told[0] in line or told[1] in line]
    assert all("ticket" not in target for target in re.findall(r'(?:action|href)="([^"]*)"', page.text))


def test_a_forged_or_old_ticket_opens_nothing(client, csrf, told, opened, monkeypatch):
    forged = {"csrf_token": csrf(opened.text), "ticket": told[1], "kind": "txt"}
    assert client.post("/mijn-verhaal/bestand", data=forged).status_code == 422
    monkeypatch.setattr(ticket, "VALID", -1)
    assert TOLD not in press(client, csrf, opened, "bestand", kind="txt").text


def test_without_a_token_against_forgery_nothing_is_changed(client, store, told, opened):
    found = re.search(r'name="ticket" value="([^"]+)"', opened.text)[1]
    assert client.post("/mijn-verhaal/weghalen", data={"ticket": found, "sure": "y"}).status_code == 422
    assert story(store, told[1]) is not None


def test_a_step_opened_by_its_address_starts_with_the_words(client):
    assert client.get("/mijn-verhaal/weghalen").location == "/mijn-verhaal"


def test_the_page_for_taking_back_leads_to_the_own_story(client):
    assert 'href="/mijn-verhaal"' in client.get("/intrekken").text


def test_a_story_in_an_interview_is_read_back_too(client, sign_in, csrf, app):
    worker = app.test_client()
    sign_in(worker, "worker")
    answers = {"GROEP": "ouder", "LEEFTIJD": "30-44", "BUURTKEUZE": "de-riet", "MODUS": "alleen", "TAAL-GESPREK": "nl"}
    body = {
        "answers": {**answers, "AKKOORD": "ja", "TOESTEMMING": ["meedoen"]},
        "turns": [{"speaker": "verteller", "text": TOLD}],
    }
    put = worker.put(f"/api/gesprekken/{uuid4()}", json=body, headers={"Sec-Fetch-Site": "same-origin"})
    page = show(client, csrf, put.json["receipt"])
    assert page.status_code == 200
    assert TOLD in page.text


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_own_story_are_clean_and_work_with_a_keyboard(
    house, app, browser, problems, told, width, tmp_path: Path
):
    with served(house) as address:
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{address}/mijn-verhaal")
        found = problems(page)
        page.get_by_label("vier geheime woorden").fill(told[0])
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Alles weghalen").wait_for()
        found += problems(page)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Als gewone tekst").click()
        assert TOLD in Path(waiting.value.path()).read_text("utf-8")
        page.get_by_role("button", name="Klaar").click()
        page.wait_for_url(f"{address}/")
        # The browser kept nothing: it would have to ask for the page once more, and that is refused.
        with pytest.raises(Error, match="ERR_CACHE_MISS"):
            page.go_back()
        context.close()
    assert found == []
