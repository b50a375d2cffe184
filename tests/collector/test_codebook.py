"""The codebook of the analysts: the tree, a theme, a proposal, and a decision that is seen before it is taken."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from collector.accounts import create_account, demo_code
from collector.site import create_app
from corpus import codebook, curating
from corpus.accounts import ANALYST, CODER
from corpus.classification import MERGE, PIN, SPLIT, CodebookEvent
from corpus.curating_rules import Wish
from corpus.database import reading, writing
from corpus.findings import Proposal, Run
from tests.conftest import built, served

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PASSWORD = "een-verzonnen-wachtwoord"
MERGING = {
    "operation": "samenvoegen",
    "themes": ["O1", "O2"],
    "name": "Wonen en buurt",
    "line": "woon- en leefomgeving",
    "definition": "Alles over wonen. (verzonnen)",
}


@pytest.fixture
def analyst(client, sign_in):
    """A browser in which an analyst is signed in."""
    sign_in(client, ANALYST)
    return client


def propose(house):
    with writing(house.engine) as session:
        session.add(Run(id="r1", finished=NOW, manifest={}, table_hash="x", stories=9, unread=0))
        session.flush()
        made = Proposal(run_id="r1", words=["hond", "kat", "konijn"], n=9, near=[{"id": "O4", "score": 0.4}])
        session.add(made)
        session.flush()
        return made.id


def decided(house):
    with reading(house.engine) as session:
        return codebook.events(session)


def post(client, csrf, where="/codeboek/O1", **fields):
    return client.post("/codeboek/besluit", data={"csrf_token": csrf(client.get(where).text), **fields})


def test_the_tree_shows_every_theme_by_line_with_its_version(analyst):
    page = analyst.get("/codeboek").text
    assert "Versie 0.1.0." in page
    assert all(f"/codeboek/{theme.id}" in page for theme in codebook.reference().themes)
    assert "Codeboek" in analyst.get("/werkplek").text


def test_a_merge_is_seen_first_and_taken_only_when_somebody_says_why(analyst, store, csrf):
    seen = post(analyst, csrf, **MERGING)
    assert seen.status_code == 200
    assert "0.1.0 wordt 1.0.0" in seen.text
    assert "<dd>O9</dd>" in seen.text
    assert decided(store) == []
    refused = post(analyst, csrf, **MERGING, sure="y", seen="0.1.0")
    assert (refused.status_code, decided(store)) == (422, [])
    assert "zonder reden wordt niets besloten" in refused.text
    assert "Alles over wonen. (verzonnen)" in refused.text
    assert (
        post(analyst, csrf, **MERGING, sure="y", seen="0.1.0", reason="Niet uit elkaar te houden.").status_code == 303
    )
    assert [(one.operation, one.role) for one in decided(store)] == [(MERGE, ANALYST)]
    assert "telt nu mee bij O9" in analyst.get("/codeboek").text
    old = analyst.get("/codeboek/O1").text
    assert "Dit thema geldt niet meer." in old
    assert "Niet uit elkaar te houden." in old
    assert "Niet uit elkaar te houden." in analyst.get("/codeboek/O9").text


def test_a_preview_that_is_no_longer_true_is_shown_again(analyst, store, csrf):
    page = post(analyst, csrf, **MERGING, sure="y", seen="0.0.9", reason="Daarom.")
    assert page.status_code == 422
    assert "Het codeboek is intussen veranderd." in page.text
    assert decided(store) == []


def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(analyst, csrf):
    page = post(analyst, csrf, **{**MERGING, "themes": ["O1", "Z9"]})
    assert page.status_code == 422
    assert "Z9 is geen thema dat nu geldt." in page.text
    assert "Wonen en buurt" in page.text
    assert "hoogstens 80 tekens" in post(analyst, csrf, operation="hernoemen", themes="O1", name="a" * 81).text


def test_a_proposal_becomes_a_theme(analyst, store, csrf):
    number = propose(store)
    assert "hond, kat, konijn" in analyst.get("/codeboek").text
    where = f"/codeboek/voorstel/{number}"
    assert "Het lijkt op O4" in analyst.get(where).text
    fields = {"operation": "aannemen", "proposal": number, "name": "Huisdieren", "line": "dwars"}
    answer = post(
        analyst, csrf, where, **fields, definition="Dieren thuis.", reason="Vaak verteld.", sure="y", seen="0.1.0"
    )
    assert answer.status_code == 303
    assert "D5 Huisdieren" in analyst.get("/codeboek").text
    assert "Stand: aangenomen." in analyst.get(where).text


@pytest.mark.parametrize("path", ["/codeboek/Z9", "/codeboek/voorstel/99"])
def test_what_does_not_exist_is_not_found(analyst, path):
    assert analyst.get(path).status_code == 404


def test_only_an_analyst_decides(client, sign_in, csrf):
    sign_in(client, CODER)
    assert client.get("/codeboek").status_code == 403
    assert client.post("/codeboek/besluit", data=MERGING).status_code == 403


def test_without_the_token_against_forgery_nothing_is_decided(analyst, store):
    analyst.post("/codeboek/besluit", data={**MERGING, "reason": "Waarom niet.", "sure": "y"})
    with reading(store.engine) as session:
        assert session.scalars(select(CodebookEvent)).all() == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible_and_fit_the_screen(tmp_path, browser, problems, width):
    with built(tmp_path) as house:
        app = create_app(house.instance)
        email = "analist@voorbeeld.test"
        create_account(app, email, [ANALYST], PASSWORD, fictional=True)
        number = propose(house)
        with writing(house.engine) as session:
            for wish in (
                Wish(MERGE, ("O1", "O2"), name="Wonen", line="woon- en leefomgeving"),
                Wish(SPLIT, ("O4",), parts=("Parken", "Speelplekken")),
                Wish(PIN, ("L1",), places=("de-riet",)),
            ):
                curating.decide(session, wish, "Verzonnen reden.", role=ANALYST, actor="account:1")
        with served(house) as address:
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(f"{address}/inloggen")
            page.fill("[name=email]", email)
            page.fill("[name=password]", PASSWORD)
            page.click("[type=submit]")
            page.fill("[name=code]", demo_code(app, email))
            page.click("[type=submit]")
            page.wait_for_url("**/werkplek")
            for path in ("/codeboek", "/codeboek/O1", "/codeboek/O4", "/codeboek/L1", f"/codeboek/voorstel/{number}"):
                page.goto(f"{address}{path}")
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                assert problems(page) == [], path
            page.goto(f"{address}/codeboek/L1")
            page.click("summary:has-text('Hernoemen')")
            page.fill("#name-hernoemen", "Advies voor later")
            page.click("form:has(#name-hernoemen) button")
            page.get_by_role("heading", name="Wat dit raakt").wait_for()
            assert problems(page) == []
            page.fill("#reason", "Duidelijker. (verzonnen)")
            page.get_by_role("button", name="Hernoemen").click()
            page.get_by_role("heading", name="L1 Advies voor later").wait_for()
            page.close()
