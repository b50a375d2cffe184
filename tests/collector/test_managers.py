"""The managers' door: rounds that open and close, who works here, and a journal that tells when it was changed."""

from datetime import date

import pytest
from sqlalchemy import select, text

from collector.accounts import create_account
from corpus.accounts import ANALYST, MANAGER, WORKER
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.rounds import Round
from corpus.stories import wave_hash


@pytest.fixture
def manager(client, sign_in):
    """A browser in which a manager is signed in."""
    sign_in(client, MANAGER)
    return client


@pytest.fixture
def step(manager, csrf):
    """``step(round_id, action)`` presses the button of a round."""

    def step(round_id, action, sure="y"):
        token = csrf(manager.get("/beheer").text)
        answers = {"round_id": round_id, "action": action, "sure": sure, "csrf_token": token}
        return manager.post("/beheer/meetmomenten", data=answers)

    return step


def _plan(store, round_id="2027-voorjaar"):
    window = {"opens": date(2027, 3, 29), "closes": date(2027, 4, 23), "season": "voorjaar"}
    with writing(store.engine) as session:
        session.add(Round(id=round_id, name="voorjaar 2027", **window))


def _round(store, round_id):
    with reading(store.engine) as session:
        return session.get(Round, round_id)


def test_closing_a_round_freezes_its_wave_and_is_in_the_journal(step, store):
    assert step("2026-najaar", "close").location == "/beheer"
    with reading(store.engine) as session:
        window = session.get(Round, "2026-najaar")
        assert (window.state, window.frozen) == ("closed", wave_hash(session, "2026-najaar"))
        line = session.scalar(select(Entry).where(Entry.action == "round.close"))
    assert line.actor.startswith("account:")


def test_a_planned_round_opens_when_no_other_is_open(step, store, manager):
    _plan(store)
    refused = step("2027-voorjaar", "open")
    assert refused.status_code == 422
    assert "voorjaar 2027 kan niet open: najaar 2026 is nog open. Sluit dat eerst." in refused.text
    assert _round(store, "2027-voorjaar").state == "planned"
    step("2026-najaar", "close")
    assert step("2027-voorjaar", "open").status_code == 303
    assert _round(store, "2027-voorjaar").state == "open"


@pytest.mark.parametrize(
    ("round_id", "action", "sentence"),
    [
        ("2031-najaar", "open", "Het meetmoment 2031-najaar bestaat niet."),
        ("2026-najaar", "open", "dit meetmoment is al open geweest"),
        ("2026-najaar", "verwijderen", "Kies openen of sluiten."),
        ("", "open", "Kies een meetmoment."),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused_in_one_sentence(step, store, round_id, action, sentence):
    refused = step(round_id, action)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert _round(store, "2026-najaar").state == "open"


def test_a_closed_round_has_no_button_any_more(step, manager):
    step("2026-najaar", "close")
    page = manager.get("/beheer").text
    assert "gesloten" in page
    assert 'name="action"' not in page


def test_closing_asks_for_certainty_first(step, store):
    answer = step("2026-najaar", "close", sure="")
    assert answer.status_code == 422
    assert "Zet eerst een vinkje" in answer.text
    assert _round(store, "2026-najaar").state == "open"


def test_a_forged_step_changes_nothing(manager, store):
    answer = manager.post("/beheer/meetmomenten", data={"round_id": "2026-najaar", "action": "close"})
    assert answer.status_code == 422
    assert _round(store, "2026-najaar").state == "open"


def test_accounts_are_listed_with_their_roles_in_dutch(manager, app):
    create_account(app, "twee@voorbeeld.test", [ANALYST, WORKER], "een-verzonnen-wachtwoord")
    page = manager.get("/beheer/accounts").text
    assert "twee@voorbeeld.test" in page
    assert "analist, jongerenwerker" in page
    assert "argon2" not in page


def test_the_journal_shows_the_last_lines_and_that_the_chain_is_whole(manager):
    page = manager.get("/beheer/logboek").text
    assert "De keten is heel" in page
    assert "ingelogd" in page
    assert "roles: manager" in page


def test_a_journal_that_was_changed_behind_the_back_of_the_site_says_where(manager, store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET actor = 'account:99' WHERE id = 1"))
    page = manager.get("/beheer/logboek").text
    assert "De keten is gebroken bij regel 1." in page
