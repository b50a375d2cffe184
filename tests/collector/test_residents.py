"""The residents' door: what is typed is never lost, what is asked is clear, and nobody is followed."""

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from collector.site import create_app
from corpus import cards, rounds
from corpus.database import reading, writing
from corpus.rounds import Round
from corpus.stories import Story

ADULT = {
    "VERHAAL": "De buren passen op de poes als wij weg zijn. (verzonnen)",
    "LEEFTIJD": "30-44",
    "BUURTKEUZE": "de-riet",
    "TOESTEMMING": ["meedoen", "citaat"],
}
PAGES = ["/", "/intrekken", "/privacy", "/hulp", "/toegankelijkheid", "/terugkoppeling/", "/healthz"]
FORMS = ["kind", "jongere", "ouder", "professional"]


@pytest.fixture
def client(house):
    app = create_app(house.instance, TESTING=True, RATELIMIT_ENABLED=False, TODAY=lambda: date(2026, 11, 23))
    return app.test_client()


def hidden(page):
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page).group(1) for name in ("id", "csrf_token")}


def fill_in(client, form, answers):
    page = client.get(f"/vertel/{form}").get_data(as_text=True)
    return client.post(f"/vertel/{form}", data={**hidden(page), **answers})


def stories(house):
    with reading(house.engine) as session:
        return list(session.scalars(select(Story)))


@pytest.mark.parametrize("path", PAGES + [f"/vertel/{form}" for form in FORMS])
def test_every_page_opens_with_strict_headers_and_without_third_parties(client, path):
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|(?:src|href)=\"https?:", page)


@pytest.mark.parametrize("path", ["/nergens", "/vertel/iemand", "/terugkoppeling/2020-voorjaar/index.html"])
def test_an_unknown_page_is_said_in_dutch(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet." in answer.get_data(as_text=True)


def test_a_parent_tells_a_story_and_gets_four_words(client, house):
    answer = fill_in(client, "ouder", ADULT)
    assert (answer.status_code, answer.location) == (303, "/bedankt")
    page = client.get("/bedankt").get_data(as_text=True)
    words = re.search(r'id="bewijs"[^>]*>([^<]+)<', page).group(1)
    assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", words)
    (story,) = stories(house)
    assert (story.group, story.age, story.may_keep, story.may_quote) == ("ouder", "30-44", False, True)
    assert story.marks["GEVOEL"] == {"state": "skipped"}
    assert "TOESTEMMING" not in story.marks


def test_errors_stand_in_place_with_a_summary_and_nothing_typed_is_lost(client, house):
    answer = fill_in(client, "ouder", {"VERHAAL": ADULT["VERHAAL"], "CIJFER": "elf", "EMOTIE": ["blij", "trots"]})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Fout: " in page
    assert ADULT["VERHAAL"] in page
    assert 'value="elf"' in page
    for item in ("CIJFER", "LEEFTIJD", "BUURTKEUZE", "TOESTEMMING"):
        assert f'href="#{item}' in page
        assert f'id="{item}-fout"' in page
    assert stories(house) == []


def test_a_page_left_open_too_long_keeps_what_was_typed(client, house):
    page = client.get("/vertel/ouder").get_data(as_text=True)
    sent = hidden(page) | ADULT
    client.delete_cookie("verhaal")
    answer = client.post("/vertel/ouder", data=sent)
    assert answer.status_code == 422
    again = answer.get_data(as_text=True)
    assert ADULT["VERHAAL"] in again
    assert client.post("/vertel/ouder", data=sent | hidden(again)).status_code == 303
    assert [story.id for story in stories(house)] == [sent["id"]]


def test_who_told_can_read_the_own_story_back_from_the_thank_you_page(client):
    fill_in(client, "ouder", ADULT)
    thanks = client.get("/bedankt").get_data(as_text=True)
    assert '<a class="utrecht-link" href="/mijn-verhaal">Uw verhaal teruglezen of meenemen</a>' in thanks


def test_the_privacy_page_tells_what_stays_on_the_phone_and_what_becomes_of_a_recording(client):
    page = client.get("/privacy").get_data(as_text=True)
    for piece in (
        "als je er niet om vraagt",
        "Een mens luistert en typt uit",
        "uiterlijk na 30 dagen",
        "meten we niets",
    ):
        assert piece in page


def test_under_eight_is_refused_kindly_and_nothing_is_kept(client, house):
    answer = fill_in(client, "kind", {"VERHAAL": "ik speel buiten (verzonnen)", "LEEFTIJD": "jonger"})
    assert answer.status_code == 422
    assert "nog niet voor jou" in answer.get_data(as_text=True)
    assert stories(house) == []


def card(house, form, age):
    with writing(house.engine) as session:
        batch = cards.Batch(form, age, "School (verzonnen)", date(2027, 7, 1))
        (code,) = cards.make(session, house.vault, batch, 1)
    return code


def test_a_child_needs_a_card_and_it_works_once(client, house):
    child = {"VERHAAL": "wij hebben een hut (verzonnen)", "LEEFTIJD": "8-9", "BUURTKEUZE": "weet_niet"}
    child |= {"TOESTEMMING": ["meedoen"]}
    assert fill_in(client, "kind", child).status_code == 422
    assert fill_in(client, "kind", child | {"KAART": "bcdfghjk"}).status_code == 422
    code = card(house, "kind", "8-9")
    assert fill_in(client, "kind", child | {"KAART": code}).status_code == 303
    assert fill_in(client, "kind", child | {"KAART": code}).status_code == 422
    (story,) = stories(house)
    assert story.area_id is None
    assert story.marks["BUURTKEUZE"] == {"state": "unknown", "value": "weet_niet"}
    assert "KAART" not in story.marks
    assert code not in str(story.marks) + str(story.words(house.vault))


def test_sixteen_and_over_tell_freely_and_younger_youth_with_a_card(client, house):
    youth = ADULT | {"LEEFTIJD": "16-17"}
    assert fill_in(client, "jongere", youth).status_code == 303
    assert fill_in(client, "jongere", youth | {"LEEFTIJD": "12-15"}).status_code == 422
    code = card(house, "jongere", "12-15")
    assert fill_in(client, "jongere", youth | {"LEEFTIJD": "12-15", "KAART": code}).status_code == 303


def test_a_machine_that_fills_in_everything_is_not_a_teller(client, house):
    assert fill_in(client, "ouder", ADULT | {"website": "koop nu"}).status_code == 422
    assert stories(house) == []


def test_the_help_box_is_the_same_for_everyone_and_danger_is_met_first(client):
    fill_in(client, "ouder", ADULT)
    calm = client.get("/bedankt").get_data(as_text=True)
    fill_in(client, "ouder", ADULT | {"VERHAAL": "Hij slaat mij elke dag en ik durf niet naar huis. (verzonnen)"})
    urgent = client.get("/bedankt").get_data(as_text=True)
    assert "0800-0432" in calm
    assert "klinkt heel naar" not in calm
    assert urgent.index("klinkt heel naar") < urgent.index('id="bewijs"')


def test_withdrawing_by_the_four_words_removes_the_story(client, house):
    fill_in(client, "ouder", ADULT)
    words = re.search(r'id="bewijs"[^>]*>([^<]+)<', client.get("/bedankt").get_data(as_text=True)).group(1)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', client.get("/intrekken").get_data(as_text=True)).group(
        1
    )
    wrong = client.post("/intrekken", data={"csrf_token": token, "code": "vis lamp groen fiets"})
    assert wrong.status_code == 422
    gone = client.post("/intrekken", data={"csrf_token": token, "code": words.replace("-", " ")})
    assert "Je verhaal is weg" in gone.get_data(as_text=True)
    assert stories(house) == []


def test_outside_a_round_the_story_is_taken_with_a_label(client, house):
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"
        session.add(
            Round(id="2027", name="voorjaar 2027", opens=date(2027, 4, 5), closes=date(2027, 5, 17), season="voorjaar")
        )
    assert "5 april 2027" in client.get("/vertel/ouder").get_data(as_text=True)
    fill_in(client, "ouder", ADULT)
    (story,) = stories(house)
    assert (story.late, story.round_id) == (True, "2027")
    thanks = client.get("/bedankt").get_data(as_text=True)
    assert "telt de volgende keer mee" in thanks
    assert "5 april 2027" in thanks


def test_a_story_told_while_no_round_is_planned_counts_in_the_next_that_opens(client, house):
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"
    assert "geen vast meetmoment" in client.get("/vertel/ouder").get_data(as_text=True)
    fill_in(client, "ouder", ADULT)
    (story,) = stories(house)
    assert (story.late, story.round_id) == (True, None)
    with writing(house.engine) as session:
        session.add(
            Round(id="2027", name="voorjaar 2027", opens=date(2027, 4, 5), closes=date(2027, 5, 17), season="voorjaar")
        )
        session.flush()
        rounds.open_up(session, "2027", "account:1")
    (story,) = stories(house)
    assert (story.late, story.round_id) == (True, "2027")


def put(client, body, story_id=None):
    return client.put(f"/api/verhalen/{story_id or uuid4()}", json=body)


def test_the_api_answers_with_id_receipt_and_digest_and_needs_no_cookie(client):
    story_id = uuid4()
    answer = put(client, {"questionnaire": "ouder@1", "language": "tr", "answers": ADULT}, story_id)
    assert answer.status_code == 201
    assert set(answer.json) == {"id", "receipt", "digest"}
    assert answer.json["id"] == str(story_id)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "item"),
    [
        ([], "body"),
        ({"questionnaire": "ouder@1"}, "answers"),
        ({"questionnaire": "oma@1", "answers": ADULT}, "questionnaire"),
        ({"questionnaire": "../kind@1", "answers": ADULT}, "questionnaire"),
        ({"questionnaire": "ouder@1", "language": "nl;DROP", "answers": ADULT}, "language"),
        ({"questionnaire": "ouder@1", "answers": ADULT | {"GEVOEL": "fantastisch"}}, "GEVOEL"),
        ({"questionnaire": "ouder@1", "answers": ADULT | {"GEVOEL": ["positief"]}}, "GEVOEL"),
        ({"questionnaire": "ouder@1", "answers": ADULT | {"NAAM": "x"}}, "NAAM"),
        ({"questionnaire": "ouder@1", "answers": {k: v for k, v in ADULT.items() if k != "VERHAAL"}}, "VERHAAL"),
    ],
)
def test_the_api_names_what_is_wrong(client, house, body, item):
    answer = put(client, body)
    assert answer.status_code == 422
    assert item in answer.json["errors"]
    assert all(isinstance(sentence, str) for sentences in answer.json["errors"].values() for sentence in sentences)
    assert stories(house) == []


def test_too_large_is_413_and_no_json_is_422(client):
    large = client.put(f"/api/verhalen/{uuid4()}", data=b"x" * 300_000, content_type="application/json")
    assert large.status_code == 413
    broken = client.put(f"/api/verhalen/{uuid4()}", data=b"{", content_type="application/json")
    assert broken.status_code == 422
    assert client.put("/api/verhalen/geen-uuid", json={}).status_code == 404


def test_a_flood_is_slowed_down_without_keeping_an_address(house):
    app = create_app(house.instance, TESTING=True)
    client = app.test_client()
    codes = [put(client, {}).status_code for _ in range(310)]
    assert codes[:300] == [422] * 300
    assert 429 in codes
    with reading(house.engine) as session:
        assert session.scalar(select(func.count()).select_from(Story)) == 0
