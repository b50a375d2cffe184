"""The double-send matrix, against the running server: exactly one row and a true answer, wherever the line breaks."""

import json
import resource
import socket
import subprocess
import sys
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
from tests.conftest import ROOT, _free_port, _wait_for

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


def rows(house):
    with reading(house.engine) as session:
        return session.scalar(select(func.count()).select_from(Story))


def wait_for_row(house):
    deadline = time.monotonic() + 10
    while rows(house) == 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("part", [0, 0.5])
def test_a_line_cut_before_or_during_the_body_stores_nothing_and_the_next_send_is_new(either_house, serving, part):
    address, story_id = serving(either_house), uuid4()
    cut(address, story_id, body(), part)
    time.sleep(0.5)
    assert rows(either_house) == 0
    assert put(address, story_id, body())[0] == 201
    assert rows(either_house) == 1


def test_a_line_cut_after_the_commit_gives_the_same_receipt_on_the_next_send(either_house, serving):
    address, story_id = serving(either_house), uuid4()
    cut(address, story_id, body(), 1)
    wait_for_row(either_house)
    (one, first), (two, second) = put(address, story_id, body()), put(address, story_id, body())
    assert (one, two) == (200, 200)
    assert first == second
    assert first["id"] == str(story_id)
    assert len(first["receipt"].split("-")) == 4
    assert rows(either_house) == 1


def test_two_tabs_sending_the_same_story_make_one_row(either_house, serving):
    address, story_id = serving(either_house), uuid4()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: put(address, story_id, body()), range(8)))
    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len({answer["receipt"] for _, answer in answers}) == 1
    assert rows(either_house) == 1


def test_other_answers_under_the_same_id_are_refused_and_kept_apart(either_house, serving):
    address, story_id = serving(either_house), uuid4()
    assert put(address, story_id, body())[0] == 201
    status, answer = put(address, story_id, body(GEVOEL="negatief"))
    assert status == 409
    assert "receipt" not in answer
    assert rows(either_house) == 1


def test_a_story_made_with_another_version_of_the_form_is_kept_for_people(house, serving):
    address, story_id = serving(house), uuid4()
    old = {**ANSWERS, "OUDE-VRAAG": "een antwoord van toen", "GEVOEL": "een optie van toen"}
    content = json.dumps({"questionnaire": "jongere@7", "language": "nl", "answers": old}).encode()
    assert [put(address, story_id, content)[0] for _ in range(2)] == [201, 200]
    with reading(house.engine) as session:
        story = session.scalars(select(Story)).one()
        assert (story.state, story.questionnaire) == ("held", "jongere@7")
        assert "een antwoord van toen" in story.words(house.vault)["ZOALS-VERSTUURD"]
        assert story.marks["GEVOEL"]["state"] == "skipped"


def form_post(address, opener, page):
    """Fill in the page's form as a browser without JavaScript would, and send it."""
    fields = {name: page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0] for name in ("id", "csrf_token")}
    data = urlencode({**ANSWERS, **fields}, doseq=True).encode()
    with opener.open(f"{address}/vertel/jongere", data=data, timeout=30) as answer:
        return answer.url, answer.read().decode()


def test_a_double_click_on_the_page_makes_one_story_and_shows_one_receipt(either_house, serving):
    address = serving(either_house)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{address}/vertel/jongere").read().decode()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: form_post(address, opener, page), range(2)))
    assert {url for url, _ in answers} == {f"{address}/bedankt"}
    assert len({html.split('id="bewijs"')[1].split(">")[1].split("<")[0] for _, html in answers}) == 1
    assert rows(either_house) == 1


def test_a_full_disk_is_said_truly_and_loses_nothing(house, serving):
    port, story_id = _free_port(), uuid4()
    largest = sum(file.stat().st_size for file in house.instance.folder.glob("verhalen.sqlite*")) + 4096

    def fill_up():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2, largest // 2))

    command = [sys.executable, "-m", "verhaal", "serve", "--port", str(port)]
    full = subprocess.Popen(command, cwd=ROOT, env=house.environment, preexec_fn=fill_up)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz")
        sent = [put(address, uuid4(), body(WENS="x" * 400)) for _ in range(60)]
        stored = sum(status == 201 for status, _ in sent)
        assert {status for status, _ in sent} <= {201, 503}
        assert rows(house) == stored
        status, answer = put(address, story_id, body())
        assert status == 503
        assert "receipt" not in answer
    finally:
        full.terminate()
        full.wait(10)
    assert put(serving(house), story_id, body())[0] == 201
    assert rows(house) == stored + 1
