"""Signing in, and who may open what."""

import re
import time

import pyotp
import pytest
from sqlalchemy import select

from collector import permissions
from collector.accounts import AccountRefusedError, create_account, demo_code, demo_logins
from collector.site import create_app
from corpus.accounts import ANALYST, MANAGER, ROLES, WORKER, Account
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.rounds import Round
from tests.collector.conftest import SETTINGS
from tests.conftest import built

PASSWORD = "een-verzonnen-wachtwoord"
STAFF = ("workplace.", "workers.", "guardians.", "coders.", "analysts.", "readers.", "managers.")
STORY = "7f3b6f0e-3f43-4d0e-9a53-0c6f7b1d2e4a"
API = ("workers.put_interview", "workers.put_audio", "workers.audio_parts")
VALUES = {
    "story_id": STORY,
    "quote_id": STORY,
    "number": 1,
    "folder": "2026-najaar",
    "audience": "team",
    "name": "x.html",
    "round_id": "2026-najaar",
    "place": "programma",
    "section": "duiding",
    "account_id": 999,
}


@pytest.fixture
def house(tmp_path):
    """An installation without any account."""
    with built(tmp_path, guardian=False) as made:
        yield made


def _staff_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(STAFF)]


def _cells(app):
    """Every page of the staff with every method it takes: (endpoint, path, method)."""
    with app.test_request_context():
        for rule in _staff_rules(app):
            path = app.url_for(rule.endpoint, **{part: VALUES.get(part, "W1") for part in rule.arguments})
            yield from ((rule.endpoint, path, method) for method in sorted(rule.methods - {"OPTIONS", "HEAD"}))


def _ask(client, path, method):
    return client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})


def test_every_page_of_the_staff_stands_in_the_table_and_nothing_else_does(app):
    assert {rule.endpoint for rule in _staff_rules(app)} == set(permissions.MATRIX)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_exactly_the_pages_of_the_table(client, app, sign_in, role):
    sign_in(client, role)
    for endpoint, path, method in list(_cells(app)):
        answer, may = _ask(client, path, method), role in permissions.MATRIX[endpoint]
        assert (answer.status_code != 403) == may, (endpoint, method)
        assert answer.status_code not in (401, 405, 500), (endpoint, method)
        if not may and endpoint not in API:
            assert "Deze pagina is niet voor jou bedoeld." in answer.text


def test_without_signing_in_every_page_of_the_staff_leads_to_the_sign_in_page(client, app):
    for endpoint, path, method in list(_cells(app)):
        answer = _ask(client, path, method)
        if endpoint in API:
            assert (answer.status_code, answer.is_json) == (401, True)
            assert answer.json["error"] == "Log eerst in om deze pagina te zien."
        elif endpoint == "workers.take_in":
            assert answer.status_code == 401
        else:
            assert answer.status_code == 302
            assert answer.location.startswith("/inloggen")


@pytest.mark.parametrize("role", ROLES)
def test_after_the_session_ended_no_page_of_ones_own_role_opens(client, app, sign_in, role):
    sign_in(client, role)
    own = [cell for cell in _cells(app) if role in permissions.MATRIX[cell[0]]]
    for endpoint, path, method in own:
        with client.session_transaction() as session:
            session["seen"] = time.time() - 31 * 60
        assert _ask(client, path, method).status_code in (302, 401), (endpoint, method)
        with client.session_transaction() as session:
            assert "_user_id" not in session
            session["_user_id"] = "een-oude-sessie"  # as when a stolen cookie is tried again after a new password
        assert _ask(client, path, method).status_code in (302, 401), (endpoint, method)


def test_an_endpoint_that_is_not_in_the_table_is_open_to_nobody():
    assert not permissions.allowed("workers.something_new", ROLES)
    assert not permissions.allowed(None, ROLES)


def test_the_start_page_lists_the_doors_of_the_role_only(client, sign_in):
    sign_in(client, MANAGER)
    names = re.findall(r'deur__naam">([^<]+)', client.get("/werkplek").text)
    assert names == ["Rapporten", "Beheer"]


def test_after_signing_in_the_page_that_was_asked_for_opens(client, app, sign_in, csrf):
    create_account(app, "analyst@voorbeeld.test", [ANALYST], PASSWORD, fictional=True)
    asked = client.get("/trends")
    assert asked.location == "/inloggen?next=/trends"
    answers = {
        "email": "analyst@voorbeeld.test",
        "password": PASSWORD,
        "csrf_token": csrf(client.get(asked.location).text),
    }
    second = client.post(asked.location, data=answers)
    answers = {"code": demo_code(app, "analyst@voorbeeld.test"), "csrf_token": csrf(client.get(second.location).text)}
    assert client.post(second.location, data=answers).location == "/trends"


def test_nobody_is_led_to_another_site_after_signing_in(client, app, csrf):
    create_account(app, "analyst@voorbeeld.test", [ANALYST], PASSWORD, fictional=True)
    answers = {
        "email": "analyst@voorbeeld.test",
        "password": PASSWORD,
        "csrf_token": csrf(client.get("/inloggen").text),
    }
    second = client.post("/inloggen?next=https://elders.example/", data=answers).location
    answers = {"code": demo_code(app, "analyst@voorbeeld.test"), "csrf_token": csrf(client.get(second).text)}
    assert client.post(second, data=answers).location == "/werkplek"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, app, csrf):
    create_account(app, "analyst@voorbeeld.test", [ANALYST], PASSWORD)
    answers = []
    for email, password in (("analyst@voorbeeld.test", "x" * 12), ("niemand@voorbeeld.test", "x" * 12)):
        page = client.post(
            "/inloggen", data={"email": email, "password": password, "csrf_token": csrf(client.get("/inloggen").text)}
        )
        answers.append(re.sub(r'value="[^"]*"', "", page.text))
    assert answers[0] == answers[1]
    assert "Het e-mailadres of het wachtwoord klopt niet." in answers[0]


def test_a_password_alone_opens_nothing(client, app, csrf):
    create_account(app, "worker@voorbeeld.test", [WORKER], PASSWORD)
    answers = {"email": "worker@voorbeeld.test", "password": PASSWORD, "csrf_token": csrf(client.get("/inloggen").text)}
    assert client.post("/inloggen", data=answers).location == "/inloggen/code?next=/werkplek"
    assert client.get("/gesprekken").status_code == 302
    wrong = {"code": "000000", "csrf_token": csrf(client.get("/inloggen/code").text)}
    assert "Deze code klopt niet." in client.post("/inloggen/code", data=wrong).text
    assert client.get("/gesprekken").status_code == 302


def test_a_one_time_code_works_once(client, app, csrf):
    create_account(app, "worker@voorbeeld.test", [WORKER], PASSWORD, fictional=True)
    code = demo_code(app, "worker@voorbeeld.test")
    for browser, signed_in in ((client, True), (app.test_client(), False)):
        start = csrf(browser.get("/inloggen").text)
        browser.post("/inloggen", data={"email": "worker@voorbeeld.test", "password": PASSWORD, "csrf_token": start})
        second = csrf(browser.get("/inloggen/code").text)
        browser.post("/inloggen/code", data={"code": code, "csrf_token": second})
        assert (browser.get("/werkplek").status_code == 200) == signed_in


def test_the_secret_that_is_given_out_makes_the_codes_and_is_stored_encrypted(app, store):
    secret = create_account(app, "worker@voorbeeld.test", [WORKER], PASSWORD, fictional=True)
    assert pyotp.TOTP(secret).verify(demo_code(app, "worker@voorbeeld.test"), valid_window=1)
    with reading(store.engine) as session:
        account = session.scalar(select(Account))
    assert secret not in account.tf_totp_secret
    assert account.password.startswith("$argon2id$")
    assert PASSWORD not in repr(account)
    assert account.password not in repr(account)
    assert account.tf_totp_secret not in repr(account)


def test_an_account_without_a_second_step_sets_it_up_first(client, app, store, csrf):
    create_account(app, "worker@voorbeeld.test", [WORKER], PASSWORD, fictional=True)
    with writing(store.engine) as session:
        account = session.scalar(select(Account))
        account.tf_totp_secret = account.tf_primary_method = None
    answers = {"email": "worker@voorbeeld.test", "password": PASSWORD, "csrf_token": csrf(client.get("/inloggen").text)}
    assert client.post("/inloggen", data=answers).location == "/inloggen/tweede-stap"
    page = client.get("/inloggen/tweede-stap").text
    page = client.post("/inloggen/tweede-stap", data={"setup": "authenticator", "csrf_token": csrf(page)}).text
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'class="sleutel"[^>]*>([^<]+)<', page)[1].replace("-", "")
    done = client.post("/inloggen/code", data={"code": pyotp.TOTP(secret).now(), "csrf_token": csrf(page)})
    assert done.location == "/werkplek"
    assert client.get("/gesprekken").status_code == 200


def test_who_is_signed_in_can_move_the_second_step_to_a_new_phone(client, app, sign_in, csrf):
    sign_in(client, WORKER)
    page = client.get("/inloggen/tweede-stap").text
    page = client.post("/inloggen/tweede-stap", data={"setup": "authenticator", "csrf_token": csrf(page)}).text
    secret = re.search(r'class="sleutel"[^>]*>([^<]+)<', page)[1].replace("-", "")
    where = re.search(r'action="(/inloggen/tweede-stap/[^"]+)"', page)[1]
    code = pyotp.TOTP(secret).at(time.time() + 60)
    assert client.post(where, data={"code": code, "csrf_token": csrf(page)}).location == "/werkplek"


def test_moving_the_second_step_asks_for_the_password_again_after_a_while(client, app, sign_in, csrf):
    sign_in(client, WORKER)
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    asked = client.get("/inloggen/tweede-stap")
    assert asked.location.startswith("/inloggen/opnieuw")
    page = client.get(asked.location).text
    assert "Vul nog een keer je wachtwoord in" in page
    answers = {"password": PASSWORD, "csrf_token": csrf(page)}
    assert client.post(asked.location, data=answers).location == "/inloggen/tweede-stap"


def test_after_half_an_hour_away_one_signs_in_again(client, sign_in):
    sign_in(client, MANAGER)
    with client.session_transaction() as session:
        session["seen"] = time.time() - 31 * 60
    gone = client.get("/beheer")
    assert gone.status_code == 302
    assert "Je was een half uur weg. Log opnieuw in." in client.get(gone.location).text


def test_half_an_hour_counts_from_the_last_page_and_also_from_the_sign_in_itself(client, sign_in):
    sign_in(client, MANAGER)
    with client.session_transaction() as session:
        assert time.time() - session["seen"] < 60
        session["seen"] = time.time() - 29 * 60
    assert client.get("/beheer").status_code == 200
    with client.session_transaction() as session:
        assert time.time() - session["seen"] < 60


def test_signing_out_ends_it(client, sign_in):
    sign_in(client, ANALYST)
    assert client.get("/uitloggen").status_code == 405
    out = client.post("/uitloggen")
    assert out.location == "/inloggen"
    assert "Je bent uitgelogd." in client.get("/inloggen").text
    assert client.get("/trends").status_code == 302


def test_an_account_that_is_turned_off_is_out_at_once(client, store, sign_in):
    email = sign_in(client, ANALYST)
    with writing(store.engine) as session:
        session.scalar(select(Account).where(Account.email == email)).active = False
    assert client.get("/trends").status_code == 302


def test_nobody_is_remembered_and_no_token_or_json_signs_in(client, app, csrf):
    create_account(app, "worker@voorbeeld.test", [WORKER], PASSWORD, fictional=True)
    answers = {"email": "worker@voorbeeld.test", "password": PASSWORD, "remember": "y"}
    client.post("/inloggen", data={**answers, "csrf_token": csrf(client.get("/inloggen").text)})
    page = client.get("/inloggen/code").text
    client.post("/inloggen/code", data={"code": demo_code(app, "worker@voorbeeld.test"), "csrf_token": csrf(page)})
    assert client.get("/werkplek").status_code == 200
    assert client.get_cookie("remember_token") is None
    assert client.get_cookie("tf_validity") is None
    assert not client.get("/inloggen", headers={"Accept": "application/json"}).is_json


@pytest.mark.parametrize("path", ["/inloggen/hulp", "/inloggen/keuze", "/register", "/reset", "/change", "/login"])
def test_what_this_site_does_not_offer_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_guessing_is_slowed_down(instance, csrf):
    app = create_app(instance, TESTING=True, RATELIMIT_ENABLED=True)
    client = app.test_client()
    try:
        answers = {"email": "x@voorbeeld.test", "password": "", "csrf_token": csrf(client.get("/inloggen").text)}
        codes = [client.post("/inloggen", data=answers).status_code for _ in range(11)]
    finally:
        create_app(instance, RATELIMIT_ENABLED=False)
    assert codes == [200] * 10 + [429]


def test_guessing_the_password_of_one_account_is_slowed_down_wherever_the_guesses_come_from(instance, csrf):
    app = create_app(instance, **{**SETTINGS, "RATELIMIT_ENABLED": True})
    try:
        codes = []
        for network in range(11):
            guesser, place = app.test_client(), {"REMOTE_ADDR": f"10.1.{network}.7"}
            token = csrf(guesser.get("/inloggen").text)
            answers = {"email": f"{' ' * network}Doel@voorbeeld.test", "password": "x", "csrf_token": token}
            codes.append(guesser.post("/inloggen", data=answers, environ_base=place).status_code)
        other = {"email": "ander@voorbeeld.test", "password": "x", "csrf_token": token}
        codes.append(guesser.post("/inloggen", data=other, environ_base=place).status_code)
    finally:
        create_app(instance, RATELIMIT_ENABLED=False)
    assert codes == [200] * 10 + [429, 200]


def test_what_was_typed_while_the_session_ended_comes_back_without_being_stored(client, store, sign_in, csrf):
    with writing(store.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"
    sign_in(client, ANALYST)
    where = "/rapporten/2026-najaar/schrijven/programma/duiding"
    old = csrf(client.get(where).text)
    with client.session_transaction() as session:
        session["seen"] = time.time() - 31 * 60
    kept = client.post(where, data={"text": "Wij zien <meer>.", "csrf_token": old})
    assert (kept.status_code, kept.headers["Cache-Control"]) == (401, "no-store")
    assert 'name="text" value="Wij zien &lt;meer&gt;."' in kept.text
    assert "csrf_token" not in kept.text
    assert "Je was een half uur weg." in kept.text
    sign_in(client, ANALYST)
    first = client.post(where, data={"text": "Wij zien <meer>."})
    assert first.status_code == 422  # looked at once more before it is stored
    assert "Wij zien &lt;meer&gt;." in first.text
    sent = client.post(where, data={"text": "Wij zien <meer>.", "csrf_token": csrf(first.text)})
    assert sent.location == "/rapporten/2026-najaar"


def test_signing_in_is_written_in_the_journal_without_any_address(client, app, store, sign_in, csrf):
    email = sign_in(client, WORKER)
    other = app.test_client()
    wrong = {"email": email, "password": "x" * 12, "csrf_token": csrf(other.get("/inloggen").text)}
    other.post("/inloggen", data=wrong)
    with reading(store.engine) as session:
        lines = session.scalars(select(Entry).order_by(Entry.id)).all()
    assert [line.action for line in lines] == ["account.made", "account.signed_in", "account.refused"]
    assert not any(email in f"{line.actor} {line.subject} {line.codes}" for line in lines)


def test_an_account_needs_a_role_that_exists_a_long_password_and_an_address_of_its_own(app):
    create_account(app, "Worker@Voorbeeld.test ", [WORKER], PASSWORD)
    for email, roles, password, sentence in (
        ("a@voorbeeld.test", ["tovenaar"], PASSWORD, "Kies uit deze rollen"),
        ("a@voorbeeld.test", [], PASSWORD, "Kies uit deze rollen"),
        ("a@voorbeeld.test", [WORKER], "elf-tekens.", "minstens 12 tekens"),
        ("worker@voorbeeld.test", [WORKER], PASSWORD, "heeft al een account"),
        ("geen adres", [WORKER], PASSWORD, "Vul een e-mailadres in"),
    ):
        with pytest.raises(AccountRefusedError, match=sentence):
            create_account(app, email, roles, password)


def test_only_fictional_accounts_get_their_code_from_the_command_line(app):
    create_account(app, "worker@voorbeeld.test", [WORKER], PASSWORD)
    with pytest.raises(AccountRefusedError, match="geen verzonnen account"):
        demo_code(app, "worker@voorbeeld.test")


def test_the_demo_has_one_account_for_each_role_and_makes_it_once(app, store):
    first, again = demo_logins(app, PASSWORD), demo_logins(app, PASSWORD)
    assert [login[:2] for login in first] == [login[:2] for login in again]
    assert {role for role, _, _ in first} == set(ROLES.values())
    with reading(store.engine) as session:
        assert len(session.scalars(select(Account)).all()) == len(ROLES)


def test_the_pages_for_signing_in_are_dutch_and_carry_no_script_or_style_of_their_own(client, app, sign_in, csrf):
    pages = [client.get("/inloggen").text]
    pages.append(client.post("/inloggen", data={"email": "", "password": ""}).text)
    filled = {"email": "geen adres", "password": "", "csrf_token": csrf(pages[0])}
    pages.append(client.post("/inloggen", data=filled).text)
    sign_in(client, WORKER)
    pages += [client.get("/werkplek").text, client.get("/inloggen/tweede-stap").text]
    for page in pages:
        assert 'lang="nl"' in page
        assert not re.search(r"<script(?![^>]*src=)|<style|style=|\bon\w+=", page)
        assert not re.search(r"\b(Login|Password|Invalid|Email not|Submit|Please|Two-Factor|must)\b", page)
