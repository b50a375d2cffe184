"""The double-send matrix, against the running server: exactly one row and a true answer, wherever the line breaks."""

import json
import resource
import socket
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from corpus.database import reading
from corpus.stories import Story
from tests.conftest import EITHER, built_on, served

ANSWERS = {
    "VERHAAL": "We hebben een moestuin gemaakt achter de flat. (verzonnen)",
    "GEVOEL": "positief",
    "LEEFTIJD": "18-23",
    "BUURTKEUZE": "twekkelerveld",
    "TOESTEMMING": ["meedoen"],
}


def body(**changes):
    answers = {**ANSWERS, **changes}
    return json.dumps({"questionnaire": "jongere@1", "language": "nl", "answers": answers}).encode()


def put(address, story_id, content):
    """Status and JSON of one hand-in."""
    request = urllib.request.Request(
        f"{address}/api/verhalen/{story_id}", data=content, method="PUT", headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def cut(address, story_id, content, part):
    """Send the request up to a part of its body and hang up without reading the answer."""
    host, port = address.removeprefix("http://").split(":")
    head = (
        f"PUT /api/verhalen/{story_id} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head.encode() + content[: int(len(content) * part)])
        time.sleep(0.05)


@pytest.fixture(scope="module", params=EITHER)
def running(request, tmp_path_factory):
    """A served installation on each database: (address, house). The tests tell each other apart by story id."""
    with built_on(request.param, tmp_path_factory.mktemp("house"), request) as house, served(house) as address:
        yield address, house


def rows(house, story_id=None):
    """How many stories are stored, or how often one is."""
    query = select(func.count()).select_from(Story)
    with reading(house.engine) as session:
        return session.scalar(query if story_id is None else query.where(Story.id == str(story_id)))


def wait_for_row(house, story_id):
    deadline = time.monotonic() + 10
    while rows(house, story_id) == 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("part", [0, 0.5])
def test_a_line_cut_before_or_during_the_body_stores_nothing_and_the_next_send_is_new(running, part):
    (address, house), story_id = running, uuid4()
    cut(address, story_id, body(), part)
    time.sleep(0.5)
    assert rows(house, story_id) == 0
    assert put(address, story_id, body())[0] == 201
    assert rows(house, story_id) == 1


def test_a_line_cut_after_the_commit_gives_the_same_receipt_on_the_next_send(running):
    (address, house), story_id = running, uuid4()
    cut(address, story_id, body(), 1)
    wait_for_row(house, story_id)
    (one, first), (two, second) = put(address, story_id, body()), put(address, story_id, body())
    assert (one, two) == (200, 200)
    assert first == second
    assert first["id"] == str(story_id)
    assert len(first["receipt"].split("-")) == 4
    assert rows(house, story_id) == 1


def test_two_tabs_sending_the_same_story_make_one_row(running):
    (address, house), story_id = running, uuid4()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: put(address, story_id, body()), range(8)))
    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len({answer["receipt"] for _, answer in answers}) == 1
    assert rows(house, story_id) == 1


def test_other_answers_under_the_same_id_are_refused_and_kept_apart(running):
    (address, house), story_id = running, uuid4()
    assert put(address, story_id, body())[0] == 201
    status, answer = put(address, story_id, body(GEVOEL="negatief"))
    assert status == 409
    assert "receipt" not in answer
    assert rows(house, story_id) == 1


def test_a_story_made_with_another_version_of_the_form_is_kept_for_people(running):
    (address, house), story_id = running, uuid4()
    old = {**ANSWERS, "OUDE-VRAAG": "een antwoord van toen", "GEVOEL": "een optie van toen"}
    content = json.dumps({"questionnaire": "jongere@7", "language": "nl", "answers": old}).encode()
    assert [put(address, story_id, content)[0] for _ in range(2)] == [201, 200]
    with reading(house.engine) as session:
        story = session.get(Story, str(story_id))
        assert (story.state, story.questionnaire) == ("held", "jongere@7")
        assert "een antwoord van toen" in story.words(house.vault)["ZOALS-VERSTUURD"]
        assert story.marks["GEVOEL"]["state"] == "skipped"


def fields_of(page):
    """The hidden fields of the form on a page."""
    return {name: page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0] for name in ("id", "csrf_token")}


def form_post(address, opener, fields):
    """Send the form as a browser without JavaScript would; gives the address and page it ends at."""
    data = urlencode({**ANSWERS, **fields}, doseq=True).encode()
    with opener.open(f"{address}/vertel/jongere", data=data, timeout=30) as answer:
        return answer.url, answer.read().decode()


def test_a_double_click_on_the_page_makes_one_story_and_shows_one_receipt(running):
    address, house = running
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    fields = fields_of(opener.open(f"{address}/vertel/jongere").read().decode())
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: form_post(address, opener, fields), range(2)))
    assert {url for url, _ in answers} == {f"{address}/bedankt"}
    assert len({html.split('id="bewijs"')[1].split(">")[1].split("<")[0] for _, html in answers}) == 1
    assert rows(house, fields["id"]) == 1


def fill_the_disk(house):
    """Let no file of the process that starts grow beyond what the database needs now and a little more."""
    largest = max(file.stat().st_size for file in house.instance.folder.glob("verhalen.sqlite*")) + 60_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def test_a_full_disk_is_said_truly_and_loses_nothing(house):
    story_id = uuid4()
    with served(house, preexec_fn=lambda: fill_the_disk(house)) as address:
        sent = [put(address, uuid4(), body(WENS="x" * 400)) for _ in range(80)]
        stored = sum(status == 201 for status, _ in sent)
        assert {status for status, _ in sent} == {201, 503}
        assert rows(house) == stored
        status, answer = put(address, story_id, body())
        assert status == 503
        assert "receipt" not in answer
    with served(house) as address:
        assert put(address, story_id, body())[0] == 201
    assert rows(house) == stored + 1
