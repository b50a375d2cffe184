"""The coders' door: one masked story at a time, the machine hidden where it must be, three people at once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import krippendorff
import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from analysis.numbers import coders
from collector.accounts import create_account, demo_code
from collector.coders import story as story_page
from collector.site import create_app
from corpus import coding_draws
from corpus.accounts import ANALYST, CODER, GUARDIAN
from corpus.codebook import reference
from corpus.coding import DECISION, Coding, doubly_coded, ratings
from corpus.coding_agreement import AnchorAgreement, CodeAgreement
from corpus.coding_draws import CodingDraw
from corpus.database import reading, writing
from corpus.findings import Run, StoryFinding, seal_masked, seal_why
from corpus.journal import Entry
from corpus.rounds import CLOSED, Round
from corpus.stories import Story, seal_words
from tests.conftest import House, built, served

MASKED = "Op het plein zag ik [NAAM] weer. (verzonnen)"
ROUND, PASSWORD = "2026-najaar", "een-verzonnen-wachtwoord"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def tell(house: Any, count: int, twice: bool | None = None, **columns: Any) -> list[str]:
    """Put read stories of a closed round in the corpus and draw; returns their ids."""
    ids = [str(uuid4()) for _ in range(count)]
    with writing(house.engine) as session:
        session.get(Round, ROUND).state = CLOSED
        for one in ids:
            words = seal_words(house.vault, one, {"VERHAAL": "Op het plein zag ik Verzonneling weer."})
            told = {"language": "nl", "mode": "zelf_typen", "received": "2026-11", "receipt": None, "may_keep": True}
            marks = {"VERHAAL": {"state": "answered"}}
            asked = {"questionnaire": "jongere@1", "group": "jongere", "round_id": ROUND, "marks": marks}
            session.add(Story(id=one, digest=one, sealed=words, **{**told, **asked, **columns}))
            session.flush()
            found = {"language": "nl", "polarity": "midden", "mixed": False, "score": 0.0, "markers": [], "words": 7}
            sealed = {
                "masked": seal_masked(house.vault, one, MASKED),
                "why": seal_why(house.vault, one, {"O4": ["plein"]}),
            }
            themes = [{"id": "O4", "score": 0.83}]
            session.add(StoryFinding(story_id=one, reader="proef", themes=themes, signal=0, **found, **sealed))
        session.flush()
        coding_draws.prepare(session)
        if twice is not None:
            for lot in session.scalars(select(CodingDraw)):
                lot.twice = twice
    return ids


@pytest.fixture
def coder(client, sign_in):
    """A browser in which a coder is signed in."""
    sign_in(client, CODER)
    return client


def opened(client, csrf):
    """Open the next story; returns its address."""
    answer = client.post("/coderen/volgende", data={"csrf_token": csrf(client.get("/coderen").text)})
    return answer.location


def code(client, csrf, where, **chosen):
    return client.post(where, data={"csrf_token": csrf(client.get(where).text), **chosen})


def codings(house):
    with reading(house.engine) as session:
        return session.scalars(select(Coding).order_by(Coding.id)).all()


def test_a_story_is_shown_masked_with_the_proposal_and_why_and_its_opening_is_in_the_journal(coder, store, csrf):
    (only,) = tell(store, 1, twice=False)
    page = coder.get(opened(coder, csrf)).text
    assert MASKED in page
    assert "Verzonneling" not in page
    assert "kans 83 %, door: plein" in page
    assert "Wel: " in page
    with reading(store.engine) as session:
        (line,) = session.scalars(select(Entry).where(Entry.action == "story.read")).all()
    assert (line.subject, line.codes) == (f"story:{only}", {"door": "coder"})


def test_where_two_people_read_the_proposal_is_hidden_until_the_codes_are_in(coder, store, csrf):
    tell(store, 2)
    first = opened(coder, csrf)
    page = coder.get(first).text
    assert "pas als je zelf gekozen hebt" in page
    assert "kans 83" not in page
    following = coder.get(code(coder, csrf, first, themes="L1").location).text
    assert "De computer stelde voor: O4" in following
    assert "Jij koos: L1" in following


def test_codes_are_kept_and_the_next_story_opens_until_none_is_left(coder, store, csrf):
    tell(store, 2, twice=False)
    answers = {"themes": ["L1", "anders"], "wished": "L1", "markers": ["M1+", "M3"], "polarity": "midden", "doubt": "y"}
    following = code(coder, csrf, opened(coder, csrf), **answers).location
    assert code(coder, csrf, following, uncodable="y").location == "/coderen"
    first, second = codings(store)
    assert (first.themes, first.wished, first.markers) == (["L1", "anders"], ["L1"], ["M1+", "M3"])
    assert (first.polarity, first.life, first.doubt, first.blind, first.drawn) == ("midden", None, True, False, True)
    assert second.uncodable
    assert "Er wacht nu niets op jou." in coder.get("/coderen").text


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "Kies minstens één thema"),
        ({"themes": ["L1", "L2", "L3", "O1", "O2"]}, "hoogstens 4 thema"),
        ({"themes": "Z9"}, "staat niet in het codeboek"),
        ({"themes": "L1", "polarity": "geweldig"}, "staat niet in het codeboek"),
    ],
)
def test_codes_that_cannot_be_are_refused_in_one_sentence_and_nothing_is_kept(coder, store, csrf, chosen, sentence):
    tell(store, 1)
    page = code(coder, csrf, opened(coder, csrf), **chosen)
    assert page.status_code == 422
    assert sentence in page.text
    assert codings(store) == []


def test_nobody_opens_a_story_that_is_not_theirs(coder, store, csrf):
    one, other = tell(store, 2)
    mine = opened(coder, csrf).rsplit("/", 1)[1]
    not_mine = other if mine == one else one
    answer = coder.get(f"/coderen/verhaal/{not_mine}")
    assert (answer.status_code, answer.location) == (303, "/coderen")
    token = csrf(coder.get("/coderen").text)
    assert coder.post(f"/coderen/verhaal/{uuid4()}", data={"csrf_token": token, "themes": "L1"}).status_code == 404


def test_a_story_that_is_skipped_makes_place_for_another(coder, store, csrf):
    tell(store, 2)
    first = opened(coder, csrf)
    following = coder.post(f"{first}/later", data={"csrf_token": csrf(coder.get(first).text)})
    assert following.location.startswith("/coderen/verhaal/")
    assert following.location != first


def test_a_story_with_a_signal_stays_closed_until_the_coder_opens_it(coder, store, csrf):
    tell(store, 1, signal=1)
    page = coder.get(opened(coder, csrf)).text
    assert "Dit verhaal kan naar zijn" in page
    assert '<details class="verhaal">' in page


def test_after_an_hour_the_page_asks_for_a_pause(coder, store, csrf):
    tell(store, 1)
    where = opened(coder, csrf)
    assert "Neem een pauze" not in coder.get(where).text
    with coder.session_transaction() as kept:
        began, last = kept["coding"]
        kept["coding"] = [began.replace(began[:13], "2026-01-01T00"), last]
    assert "Neem een pauze" in coder.get(where).text
    with coder.session_transaction() as kept:
        kept["coding"] = ["2026-01-01T00:00:00+00:00"] * 2
    assert "Neem een pauze" not in coder.get(where).text
    assert story_page.PAUSE < story_page.WORK


@pytest.mark.parametrize(("role", "status"), [(ANALYST, 200), (GUARDIAN, 403)])
def test_analysts_read_whether_coders_agree_but_do_not_code(client, sign_in, role, status):
    sign_in(client, role)
    assert client.get("/coderen/betrouwbaarheid").status_code == status
    assert client.get("/coderen").status_code == 403


def run(session, run_id="0123456789abcdef"):
    session.add(Run(id=run_id, finished=NOW, manifest={}, table_hash="ab" * 32, stories=12, unread=1))
    session.flush()
    return run_id


def test_a_coder_who_drifts_from_the_anchor_stories_is_seen(coder, store):
    with writing(store.engine) as session:
        shared = {"run_id": run(session), "round_id": ROUND}
        for name, agreement in (("k-een", 0.91), ("k-twee", 0.72)):
            session.add(AnchorAgreement(**shared, coder=name, stories=10, agreement=agreement))
        counted = {"pairs": 50, "first": 12, "second": 12, "both": 6}
        shared |= {"rounds": 1, "low": 0.2, "high": 0.7, "agreement": 0.5, **counted}
        session.add(CodeAgreement(**shared, code="L1", alpha=0.45))
    page = coder.get("/coderen/betrouwbaarheid").text
    assert page.count("verschuift</strong>") == 1
    assert "niet vertellen" in page
    assert "Minstens één codeur leest de ankerverhalen anders" in coder.get("/coderen").text


def test_three_coders_code_sixty_stories_at_once_and_the_alpha_shown_is_that_of_the_package(app, client, store, csrf):
    ids = tell(store, 60)
    with reading(store.engine) as session:
        twice = session.scalar(select(func.count()).select_from(CodingDraw).where(CodingDraw.twice))
    browsers = [_signed_in(app, f"codeur{number}@voorbeeld.test", csrf) for number in range(3)]

    def work(number):
        where = opened(browsers[number], csrf)
        while where != "/coderen":
            # Every reader has an own but fixed view of a story, so that some differ.
            seen = "L1" if hash_of(where) % 3 else "O6"
            where = code(browsers[number], csrf, where, themes=seen if hash_of(where) % (number + 4) else "W5").location

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    found = [one for one in codings(store) if one.purpose != DECISION]
    assert len(found) == len({(one.story_id, one.coder) for one in found}) == len(ids) + twice
    with writing(store.engine) as session:
        coders.store(session, run(session), reference())
        rows = ratings(doubly_coded(session, ROUND).values(), "L1")
    alpha = krippendorff.alpha(reliability_data=rows, level_of_measurement="nominal")
    row = re.search(r">L1 .*?</tr>", browsers[0].get("/coderen/betrouwbaarheid").text, re.S)[0]
    assert f"{alpha:.2f}".replace(".", ",") in row
    assert f'<td class="getal">{twice}</td>' in row


def hash_of(where: str) -> int:
    return int(where.rsplit("/", 1)[1][:8], 16)


def _signed_in(app, email, csrf):
    create_account(app, email, [CODER], PASSWORD, fictional=True)
    client = app.test_client()
    answers = {"email": email, "password": PASSWORD, "csrf_token": csrf(client.get("/inloggen").text)}
    second = client.post("/inloggen", data=answers).location
    client.post(second, data={"code": demo_code(app, email), "csrf_token": csrf(client.get(second).text)})
    return client


@pytest.fixture
def site(tmp_path) -> Iterator[tuple[str, House]]:
    """A site that is served, with three stories to code."""
    with built(tmp_path) as house:
        tell(house, 3, twice=False)
        create_account(create_app(house.instance), "codeur@voorbeeld.test", [CODER], PASSWORD, fictional=True)
        with served(house) as address:
            yield address, house


@pytest.mark.browser
def test_three_stories_are_coded_by_keyboard_alone(browser, site, problems):
    address, house = site
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    page.goto("/inloggen")
    page.locator("#email").fill("codeur@voorbeeld.test")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#code").fill(demo_code(create_app(house.instance), "codeur@voorbeeld.test"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Je werkplek")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto("/coderen")
    assert problems(page) == []
    page.get_by_role("button", name="Open een verhaal").press("Enter")
    page.wait_for_url("**/coderen/verhaal/*")
    assert problems(page) == []
    for keys in ("l1o4", "m1+w5t", "n"):
        before = page.url
        expect(page.locator("[data-keys]")).to_be_visible()
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    expect(page.get_by_text("Er wacht nu niets op jou.")).to_be_visible()
    page.goto("/coderen/betrouwbaarheid")
    assert problems(page) == []
    page.close()
    one, two, three = codings(house)
    assert (one.themes, two.themes, two.markers, two.doubt) == (["L1", "O4"], ["W5"], ["M1+"], True)
    assert three.uncodable
