"""Accounts from invitation to farewell: links, roles, recovery codes, and that nobody is left without a guardian."""

import re
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect
from sqlalchemy import select

from collector.accounts import create_account, demo_code, reset_link
from collector.commands import account
from collector.site import create_app
from corpus import staffing, tables
from corpus.accounts import (
    ANALYST,
    GUARDIAN,
    MANAGER,
    PRIVACY,
    READER,
    WORKER,
    Account,
    AccountRefusedError,
    Invitation,
)
from corpus.database import Base, reading, writing
from corpus.findings import Report, Run
from corpus.journal import Entry
from corpus.readings import Where, versions
from corpus.rounds import Round
from corpus.stories import Story
from tests.conftest import built, served

PASSWORD = "een-verzonnen-wachtwoord"
NEW = "nieuw@voorbeeld.test"
STORY = {
    "VERHAAL": "Op het plein staat een nieuwe bank.",
    "LEEFTIJD": "16-17",
    "BUURTKEUZE": "de-riet",
    "TOESTEMMING": ["meedoen"],
}


@pytest.fixture
def house(tmp_path):
    """An installation without any account."""
    with built(tmp_path, guardian=False) as made:
        yield made


@pytest.fixture
def manager(client, sign_in):
    """A browser in which a manager is signed in."""
    sign_in(client, MANAGER)
    return client


@pytest.fixture
def press(manager, csrf):
    """``press(path, **answers)`` sends a form of the accounts page."""

    def press(path="", **answers):
        token = csrf(manager.get("/beheer/accounts").text)
        return manager.post(f"/beheer/accounts{path}", data={**answers, "csrf_token": token})

    return press


def _account(store, email=NEW):
    with reading(store.engine) as session:
        return session.scalar(select(Account).where(Account.email == email))


def _link(page):
    return re.search(r'stapel__adres">http://[^/]+(/uitnodiging/[^<]+)<', page)[1]


def _secret(page):
    return re.search(r'class="sleutel"[^>]*>([^<]+)<', page)[1].replace("-", "")


def _come_in(browser, csrf, link, password=PASSWORD, later=0):
    """Fill in the page behind a link; returns the answer and the secret of the app."""
    page = browser.get(link).text
    code = pyotp.TOTP(_secret(page)).at(time.time() + later)
    answers = {"password": password, "again": password, "code": code, "csrf_token": csrf(page)}
    return browser.post(link, data=answers), _secret(page)


def _sign_in(browser, csrf, email, second):
    """Password, and then ``second(page)`` as the second step; returns the last answer."""
    answers = {"email": email, "password": PASSWORD, "csrf_token": csrf(browser.get("/inloggen").text)}
    browser.post("/inloggen", data=answers)
    where, given = second
    return browser.post(where, data={"code": given, "csrf_token": csrf(browser.get(where).text)})


def _recovery_codes(page):
    return re.findall(r"<code>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</code>", page)


def test_who_is_invited_sets_password_and_second_step_and_signs_in(app, store, press, csrf):
    page = press(email=" Nieuw@Voorbeeld.test ", roles=[WORKER, ANALYST])
    assert page.status_code == 200
    assert not _account(store).active
    browser = app.test_client()
    welcome, secret = _come_in(browser, csrf, _link(page.text))
    assert "Je account is klaar" in welcome.text
    account = _account(store)
    assert (account.active, account.codes()["roles"]) == (True, [ANALYST, WORKER])
    assert account.password.startswith("$argon2id$")
    code = pyotp.TOTP(secret).at(time.time() + 60)
    assert _sign_in(browser, csrf, NEW, ("/inloggen/code", code)).location == "/werkplek"
    assert browser.get("/gesprekken").status_code == 200
    with reading(store.engine) as session:
        lines = session.scalars(select(Entry).where(Entry.subject == f"account:{account.id}").order_by(Entry.id)).all()
    assert [line.action for line in lines] == [
        *["account.made", "account.invited", "account.accepted", "account.codes_made", "account.signed_in"]
    ]
    assert not any(NEW in f"{line.actor} {line.codes}" for line in lines)


def test_a_link_works_once_and_is_stored_as_a_fingerprint_only(app, store, press, csrf):
    link = _link(press(email=NEW, roles=[WORKER]).text)
    token = link.rpartition("/")[2]
    with reading(store.engine) as session:
        assert token not in session.scalar(select(Invitation.fingerprint))
    first, second = app.test_client(), app.test_client()
    page = second.get(link).text
    assert _come_in(first, csrf, link)[0].status_code == 200
    code = pyotp.TOTP(_secret(page)).now()
    answers = {"password": PASSWORD, "again": PASSWORD, "code": code, "csrf_token": csrf(page)}
    for late in (second.post(link, data=answers), second.get(link), second.get(link + "x")):
        assert late.status_code == 410
        assert "Deze link werkt niet meer." in late.text


def test_a_link_works_for_three_days(app, store, press):
    link = _link(press(email=NEW, roles=[WORKER]).text)
    with writing(store.engine) as session:
        sent = session.scalar(select(Invitation))
        expires = sent.expires.replace(tzinfo=UTC)
        assert timedelta(hours=71) < expires - datetime.now(UTC) <= timedelta(hours=72)
        sent.expires = datetime.now(UTC) - timedelta(minutes=1)
    assert app.test_client().get(link).status_code == 410


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "elf-tekens.", "again": "elf-tekens."}, "minstens 12 tekens"),
        ({"again": "iets heel anders"}, "Dit is niet hetzelfde wachtwoord."),
        ({"code": "000000"}, "Deze code klopt niet."),
        ({"code": ""}, "Vul de code uit de app in."),
        ({"csrf_token": ""}, "De pagina stond lang open."),
    ],
)
def test_what_does_not_fit_is_said_and_the_link_stays(app, store, press, csrf, changed, sentence):
    link = _link(press(email=NEW, roles=[WORKER]).text)
    browser = app.test_client()
    page = browser.get(link).text
    answers = {"password": PASSWORD, "again": PASSWORD, "code": pyotp.TOTP(_secret(page)).now()}
    refused = browser.post(link, data={**answers, "csrf_token": csrf(page), **changed})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert PASSWORD not in refused.text
    assert _account(store).password is None
    assert _come_in(browser, csrf, link)[0].status_code == 200


def test_nobody_signs_in_to_an_account_before_its_owner_came_in(app, press, csrf):
    press(email=NEW, roles=[GUARDIAN])
    answers = {"email": NEW, "password": "", "csrf_token": csrf(app.test_client().get("/inloggen").text)}
    assert app.test_client().post("/inloggen", data=answers).status_code == 200


@pytest.mark.parametrize(
    ("email", "roles", "sentence"),
    [
        ("geen adres", [WORKER], "Vul een e-mailadres in"),
        ("", [WORKER], "Vul een e-mailadres in."),
        (NEW, [], "Kies minstens één rol."),
        (NEW, ["tovenaar"], "Kies minstens één rol."),
        ("manager@voorbeeld.test", [WORKER], "heeft al een account"),
    ],
)
def test_an_invitation_that_does_not_fit_is_refused_in_one_sentence(press, store, email, roles, sentence):
    refused = press(email=email, roles=roles)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert _account(store) is None


def test_roles_change_and_the_change_is_in_the_journal(app, store, press):
    create_account(app, NEW, [WORKER], PASSWORD)
    number = _account(store).id
    assert press(f"/{number}/rollen", roles=[ANALYST, READER]).location == "/beheer/accounts"
    assert _account(store).codes()["roles"] == [ANALYST, READER]
    with reading(store.engine) as session:
        line = session.scalar(select(Entry).where(Entry.action == "account.roles"))
    assert (line.subject, line.codes) == (f"account:{number}", {"before": [WORKER], "after": [ANALYST, READER]})


def test_an_account_that_is_switched_off_is_out_at_once_and_comes_back(app, store, press, sign_in):
    other = app.test_client()
    email = sign_in(other, WORKER)
    number = _account(store, email).id
    assert press(f"/{number}/stand", step="off").location == "/beheer/accounts"
    assert other.get("/gesprekken").status_code == 302
    assert press(f"/{number}/stand", step="on").location == "/beheer/accounts"
    assert other.get("/gesprekken").status_code == 302  # the old session stays closed
    sign_in(other, WORKER)
    assert other.get("/gesprekken").status_code == 200


@pytest.mark.parametrize(("role", "name"), [(GUARDIAN, "aandachtsfunctionaris"), (ANALYST, "analist")])
def test_the_last_of_a_role_stays(app, store, press, role, name):
    create_account(app, NEW, [role, WORKER], PASSWORD)
    number = _account(store).id
    for refused in (press(f"/{number}/stand", step="off"), press(f"/{number}/rollen", roles=[WORKER])):
        assert refused.status_code == 422
        assert f"{NEW} is de laatste {name}. Geef eerst iemand anders die rol." in refused.text
    press(email="ander@voorbeeld.test", roles=[role])  # who was only invited does not count
    assert press(f"/{number}/stand", step="off").status_code == 422
    create_account(app, "tweede@voorbeeld.test", [role], PASSWORD)
    assert press(f"/{number}/stand", step="off").status_code == 303
    assert not _account(store).active


def test_the_last_manager_stays_and_nobody_switches_the_own_account_off(app, store, press):
    own = _account(store, "manager@voorbeeld.test").id
    assert "Je eigen account kun je niet uitzetten." in press(f"/{own}/stand", step="off").text
    assert "is de laatste beheerder" in press(f"/{own}/rollen", roles=[WORKER]).text
    create_account(app, "tweede@voorbeeld.test", [MANAGER], PASSWORD)
    assert "Je eigen account kun je niet uitzetten." in press(f"/{own}/stand", step="off").text
    assert press(f"/{own}/rollen", roles=[WORKER]).status_code == 303


def test_a_manager_cannot_take_over_the_account_of_a_colleague(app, store, press):
    create_account(app, NEW, [GUARDIAN], PASSWORD)
    number = _account(store).id
    refused = press(f"/{number}/stand", step="link")
    assert "heeft al een wachtwoord" in refused.text
    assert press(f"/{number}/stand", step="on").status_code == 303
    assert press("/999/stand", step="off").status_code == 422
    assert "Kies aanzetten, uitzetten of een nieuwe link." in press(f"/{number}/stand", step="weg").text


def test_a_new_link_ends_the_old_one_and_an_invitation_can_be_taken_back(app, store, press, csrf):
    old = _link(press(email=NEW, roles=[WORKER]).text)
    number = _account(store).id
    fresh = _link(press(f"/{number}/stand", step="link").text)
    assert app.test_client().get(old).status_code == 410
    assert app.test_client().get(fresh).status_code == 200
    assert "heeft nog geen wachtwoord" in press(f"/{number}/stand", step="on").text
    assert press(f"/{number}/stand", step="off").status_code == 303
    assert app.test_client().get(fresh).status_code == 410


def test_a_forged_change_of_an_account_changes_nothing(app, store, manager):
    create_account(app, NEW, [WORKER], PASSWORD)
    number = _account(store).id
    for path, answers in (("rollen", {"roles": [MANAGER]}), ("stand", {"step": "off"})):
        assert manager.post(f"/beheer/accounts/{number}/{path}", data=answers).status_code == 422
    assert (_account(store).active, _account(store).codes()["roles"]) == (True, [WORKER])


def test_a_recovery_code_opens_once_and_only_with_the_password(app, store, press, csrf):
    browser = app.test_client()
    welcome, _ = _come_in(browser, csrf, _link(press(email=NEW, roles=[WORKER]).text))
    codes = _recovery_codes(welcome.text)
    assert len(set(codes)) == 8
    assert not any(code in str(_account(store).mf_recovery_codes) for code in codes)
    assert browser.get("/inloggen/herstelcode").status_code == 302  # no password, no second step
    typed = ("/inloggen/herstelcode", f" {codes[0].upper().replace('-', ' ')} ")
    assert _sign_in(browser, csrf, NEW, typed).location == "/werkplek"
    again = _sign_in(app.test_client(), csrf, NEW, typed)
    assert "Deze herstelcode klopt niet." in again.text
    assert _sign_in(app.test_client(), csrf, NEW, ("/inloggen/herstelcode", codes[1])).location == "/werkplek"
    assert "Vul een herstelcode in." in _sign_in(app.test_client(), csrf, NEW, ("/inloggen/herstelcode", " ")).text
    with reading(store.engine) as session:
        spent = session.scalars(select(Entry).where(Entry.action == "account.code_spent").order_by(Entry.id)).all()
    assert [line.codes["left"] for line in spent] == [7, 6]


def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(app, client, store, sign_in, csrf):
    email = sign_in(client, WORKER)
    made = []
    for _ in range(2):
        page = client.get("/inloggen/herstelcodes").text
        answers = {"generate_new_codes": "y", "csrf_token": csrf(page)}
        made.append(_recovery_codes(client.post("/inloggen/herstelcodes", data=answers).text))
    assert [len(codes) for codes in made] == [8, 8]
    assert not _recovery_codes(client.get("/inloggen/herstelcodes?show_codes=1").text)
    second = ("/inloggen/herstelcode", made[0][0])
    assert "Deze herstelcode klopt niet." in _sign_in(app.test_client(), csrf, email, second).text
    assert _sign_in(app.test_client(), csrf, email, (second[0], made[1][0])).location == "/werkplek"


def test_a_reset_shuts_an_account_out_until_its_owner_used_the_link(app, client, store, sign_in, csrf):
    email = sign_in(client, WORKER)
    link = reset_link(app, email)
    assert client.get("/gesprekken").status_code == 302
    answers = {"email": email, "password": PASSWORD, "csrf_token": csrf(client.get("/inloggen").text)}
    assert "klopt niet" in client.post("/inloggen", data=answers).text
    assert _come_in(client, csrf, link)[0].status_code == 200
    assert _sign_in(client, csrf, email, ("/inloggen/code", demo_code(app, email))).location == "/werkplek"


def test_the_command_for_a_lost_phone_prints_a_link_that_works(app, client, house, monkeypatch, sign_in):
    email = sign_in(client, WORKER)
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    said = CliRunner().invoke(account, ["reset", email])
    assert said.exit_code == 0, said.output
    assert client.get(re.search(r"/uitnodiging/\S+", said.output)[0]).status_code == 200
    unknown = CliRunner().invoke(account, ["reset", "niemand@voorbeeld.test"])
    assert unknown.exit_code == 1
    assert "Dit account bestaat niet." in unknown.output


def test_a_reset_needs_an_account_that_is_there_and_switched_on(app, store):
    create_account(app, NEW, [WORKER], PASSWORD)
    with writing(store.engine) as session:
        staffing.switch_off(session, session.scalar(select(Account)), "systeem")
    for email, sentence in (("niemand@voorbeeld.test", "bestaat niet"), (NEW, "is uitgezet")):
        with pytest.raises(AccountRefusedError, match=sentence):
            reset_link(app, email)


def test_the_privacy_officer_reads_the_journal_the_clocks_and_the_accounts_and_changes_nothing(client, sign_in, csrf):
    sign_in(client, PRIVACY)
    assert "opnamen" in client.get("/beheer/bewaren").text
    page = client.get("/beheer/accounts").text
    assert "privacy@voorbeeld.test" in page
    assert "<form" not in page.partition("<main")[2]
    menu = client.get("/beheer/logboek").text.partition('aria-label="Beheer"')[2].partition("</nav>")[0]
    assert re.findall(r">([A-Z][a-z]+)</a>", menu) == ["Bewaren", "Accounts", "Logboek"]
    assert client.post("/beheer/accounts", data={"email": NEW, "roles": [MANAGER]}).status_code == 403


def test_a_reader_of_an_area_team_sees_published_team_reports_only(client, store, sign_in):
    for folder in ("2026-najaar", "concept"):
        for audience in ("team", "openbaar"):
            (store.instance.reports / folder / audience).mkdir(parents=True)
            (store.instance.reports / folder / audience / "de-riet.html").write_text(f"{folder} {audience}", "utf-8")
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    with writing(store.engine) as session:
        session.add(Run(id="r1", finished=moment, manifest={}, table_hash="ab" * 32, stories=1, unread=0))
        session.flush()
        session.add(Report(round_id="2026-najaar", run_id="r1", published=moment, folder="2026-najaar"))
    sign_in(client, READER)
    page = client.get("/gebiedsteam").text
    assert re.findall(r'href="(/gebiedsteam/[^"]+)"', page) == ["/gebiedsteam/2026-najaar/de-riet.html"]
    assert client.get("/gebiedsteam/2026-najaar/de-riet.html").text == "2026-najaar team"
    hidden = (
        "concept/de-riet.html",
        "2026-najaar/../openbaar/de-riet.html",
        "2026-najaar/%2e%2e/openbaar/de-riet.html",
    )
    assert [client.get(f"/gebiedsteam/{path}").status_code for path in hidden] == [404, 404, 404]
    assert client.get("/rapporten/2026-najaar/openbaar/de-riet.html").status_code == 403


def _joined_to(table):
    """The tables that can be joined to a table along foreign keys, in either direction, however far."""
    links = {
        frozenset((one.name, key.column.table.name))
        for one in Base.metadata.tables.values()
        for key in one.foreign_keys
    }
    found = {table}
    while more := {name for link in links if link & found for name in link} - found:
        found |= more
    return found


def test_no_column_leads_from_an_account_to_what_was_told():
    assert tables
    known = _joined_to("accounts")
    assert {"roles", "invitations"} <= known
    assert known.isdisjoint({"stories", "interviews", "audio", "contact_requests"} | _joined_to("stories"))
    stories = Base.metadata.tables["stories"]
    shared = set(stories.columns.keys()) & set(Base.metadata.tables["accounts"].columns.keys())
    assert shared == {"id", "collector", "fictional"}  # collector: the opaque code of an interview, see the next test


def test_what_a_resident_sends_in_names_no_worker_also_in_the_browser_of_one(client, store, sign_in):
    sign_in(client, WORKER)
    told = {"questionnaire": "jongere@1", "language": "nl", "answers": STORY}
    answer = client.put("/api/verhalen/7f3b6f0e-3f43-4d0e-9a53-0c6f7b1d2e4a", json=told)
    assert answer.status_code == 201, answer.json
    with reading(store.engine) as session:
        story = session.scalar(select(Story))
        lines = session.scalars(select(Entry).where(Entry.subject == f"story:{story.id}")).all()
    assert story.collector is None
    assert [line.actor for line in lines] == ["verteller"]


def test_the_recording_of_one_worker_is_not_there_for_another(client, app, store, sign_in, csrf):
    sign_in(client, WORKER)
    path = "/api/gesprekken/7f3b6f0e-3f43-4d0e-9a53-0c6f7b1d2e4a/audio"
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert client.put(f"{path}/1", data=b"geluid", content_type="audio/webm", headers=ours).status_code == 201
    assert client.get(path).json["parts"] == [1]
    create_account(app, NEW, [WORKER], PASSWORD, fictional=True)
    other = app.test_client()
    _sign_in(other, csrf, NEW, ("/inloggen/code", demo_code(app, NEW)))
    assert other.get("/gesprekken").status_code == 200
    assert other.get(path).json["parts"] == []


@pytest.fixture
def site(house):
    """The served site with a closed round: (address, app that makes accounts and codes)."""
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"
    with served(house) as address:
        yield address, create_app(house.instance, RATELIMIT_ENABLED=False)


def _by_keyboard(page, selector, words):
    page.locator(selector).focus()
    page.keyboard.type(words)


def _sign_in_by_keyboard(page, app, email):
    page.goto("/inloggen")
    _by_keyboard(page, "#email", email)
    _by_keyboard(page, "#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Vul de code in")
    _by_keyboard(page, "#code", demo_code(app, email))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Je werkplek")


def _look(page, problems, found):
    """What is wrong with a page on a phone and on a screen."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += problems(page)


@pytest.mark.browser
def test_from_invitation_to_recovery_code_by_keyboard_on_clean_pages(browser, site, problems):
    address, app = site
    create_account(app, "manager@voorbeeld.test", [MANAGER], PASSWORD, fictional=True)
    found = []
    at_work = browser.new_context(base_url=address, bypass_csp=True).new_page()
    _sign_in_by_keyboard(at_work, app, "manager@voorbeeld.test")
    at_work.goto("/beheer/accounts")
    _by_keyboard(at_work, "#email", NEW)
    at_work.locator("#nieuw-coder").focus()
    at_work.keyboard.press("Space")
    at_work.keyboard.press("Enter")
    link = at_work.locator("code.stapel__adres").inner_text()
    at_work.locator("summary").first.focus()
    at_work.keyboard.press("Enter")
    _look(at_work, problems, found)
    page = browser.new_context(base_url=address, bypass_csp=True).new_page()
    page.goto(link)
    _look(page, problems, found)
    for box in ("#password", "#again"):
        _by_keyboard(page, box, PASSWORD)
    secret = page.locator(".sleutel").inner_text().replace("-", "")
    _by_keyboard(page, "#code", pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Je account is klaar")
    _look(page, problems, found)
    code = page.locator("main code").first.inner_text()
    page.goto("/inloggen")
    _by_keyboard(page, "#email", NEW)
    _by_keyboard(page, "#password", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Log in met een herstelcode").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Inloggen met een herstelcode")
    _look(page, problems, found)
    _by_keyboard(page, "#code", code)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Je werkplek")
    page.goto("/inloggen/herstelcodes")
    _look(page, problems, found)
    assert found == []


@pytest.mark.browser
def test_what_an_analyst_was_writing_survives_being_signed_out(browser, site, problems, house):
    address, app = site
    create_account(app, "analist@voorbeeld.test", [ANALYST], PASSWORD, fictional=True)
    context = browser.new_context(base_url=address, bypass_csp=True)
    page, found = context.new_page(), []
    _sign_in_by_keyboard(page, app, "analist@voorbeeld.test")
    page.goto("/rapporten/2026-najaar/schrijven/programma/duiding")
    _by_keyboard(page, "#text", "Wij zien <meer> banken.")
    page.keyboard.press("Enter")
    page.keyboard.type("En bomen.")
    context.clear_cookies()  # what half an hour away comes down to
    page.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.locator("h1")).to_have_text("Wat je schreef is er nog")
    _look(page, problems, found)
    with context.expect_page() as opened:
        page.get_by_role("link", name="Log in op een nieuw tabblad").press("Enter")
    _sign_in_by_keyboard(opened.value, app, "analist@voorbeeld.test")
    page.get_by_role("button", name="Ik ben weer ingelogd").press("Enter")
    expect(page.locator("#text")).to_have_value("Wij zien <meer> banken.\nEn bomen.")
    page.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.locator("h1")).to_have_text("Rapport najaar 2026")
    with reading(house.engine) as session:
        (version,) = versions(session, Where("2026-najaar", "programma", "duiding"))
    assert version.words["text"].split() == ["Wij", "zien", "<meer>", "banken.", "En", "bomen."]
    assert found == []
