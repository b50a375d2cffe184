"""A kiosk: one teller after the other on one tablet, and nothing of the one is left for the next."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from corpus import kiosks
from corpus.accounts import MANAGER
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.kiosks import Kiosk
from corpus.rounds import Round
from corpus.stories import Story
from tests.conftest import House, built, served

TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
SECRET = "Wij hebben samen een hut gebouwd (verzonnen)"
PLAN = {"form": "jongere", "area_slug": "de-riet", "round_id": "2026-najaar", "organisation": "Buurthuis (verzonnen)"}
ANSWERS = {"VERHAAL": SECRET, "LEEFTIJD": "16-17", "TOESTEMMING": "meedoen", "BUURTKEUZE": "de-riet", "website": ""}


def make_kiosk(store: Any, expires: date = date(2099, 1, 1), **other: Any) -> str:
    """The code of a new kiosk for young people in De Riet."""
    with writing(store.engine) as session:
        return kiosks.make(session, kiosks.Plan(**{**PLAN, "expires": expires, **other}), "account:1").id


def stories(store: Any) -> list[Story]:
    """All stories that came in."""
    with reading(store.engine) as session:
        return list(session.scalars(select(Story)))


# Without a script


@pytest.fixture
def code(store):
    """A kiosk that takes stories."""
    return make_kiosk(store)


def begun(client, code):
    """The address and the page of the form for the next teller."""
    address = re.search(rf'href="(/kiosk/{code}/[^"]+)"', client.get(f"/kiosk/{code}").text)[1]
    return address, client.get(address)


def tell(client, csrf, address, page):
    """Send a story in from the form of a kiosk."""
    told = {"id": re.search(r'name="id"[^>]*value="([^"]+)"', page)[1], "csrf_token": csrf(page)}
    return client.post(address, data={**ANSWERS, **told})


def test_the_form_of_a_kiosk_has_its_area_filled_in_and_no_way_out(client, code):
    address, page = begun(client, code)
    assert page.status_code == 200
    assert '<option value="de-riet" selected>' in page.text
    assert f'data-kiosk="/kiosk/{code}"' in page.text
    assert f'action="{address}"' in page.text
    assert 'action="/kiosk/' in page.text
    assert "Opnieuw beginnen" in page.text
    outside = {link for link in re.findall(r'<a [^>]*href="([^"#][^"]*)"', page.text) if not link.startswith("tel:")}
    assert outside == {f"/kiosk/{code}"}
    assert "Bewaar op dit toestel" not in page.text
    assert "sw.js" not in page.text


def test_two_tellers_after_each_other_give_two_stories_of_one_session(client, csrf, store, code):
    for _ in range(2):
        address, page = begun(client, code)
        answer = tell(client, csrf, address, page.text)
        assert (answer.status_code, answer.location) == (303, "/bedankt")
        assert re.search(r"[a-z]+(-[a-z]+){3}", client.get("/bedankt").text)
        assert client.post(f"/kiosk/{code}/opnieuw").location == f"/kiosk/{code}"
    one, other = stories(store)
    assert one.id != other.id
    assert one.session == other.session
    assert re.fullmatch("kiosk-[0-9a-f]{16}", one.session)
    assert {one.round_id, other.round_id} == {"2026-najaar"}
    assert one.collector is None


def test_another_day_or_another_kiosk_is_another_session(store, code):
    with reading(store.engine) as session:
        kiosk = session.get(Kiosk, code)
    days = [kiosks.sitting(store.vault, kiosk, date(2026, 11, day)) for day in (23, 23, 24)]
    assert days[0] == days[1] != days[2]
    assert "2026" not in days[0]


def test_the_own_form_of_the_site_gives_no_session(client, csrf, store):
    page = client.get("/vertel/jongere").text
    tell(client, csrf, "/vertel/jongere", page)
    assert [story.session for story in stories(store)] == [None]


def test_starting_again_forgets_the_words_the_language_and_the_turn(client, csrf, code):
    client.get(f"/kiosk/{code}?taal=tr")
    address = re.search(rf'href="(/kiosk/{code}/[^"]+)"', client.get(f"/kiosk/{code}?taal=tr").text)[1]
    page = client.get(address)
    assert '<html lang="tr"' in page.text
    tell(client, csrf, address, page.text)
    client.post(f"/kiosk/{code}/opnieuw")
    with client.session_transaction() as session:
        assert dict(session) == {}
    assert '<html lang="nl"' in client.get(f"/kiosk/{code}").text
    assert client.get("/bedankt").location == f"/kiosk/{code}"
    assert client.get(address).location == f"/kiosk/{code}"


def test_a_form_that_is_sent_again_after_its_turn_shows_nothing_of_it(client, csrf, store, code):
    address, page = begun(client, code)
    client.post(f"/kiosk/{code}/opnieuw")
    begun(client, code)
    answer = tell(client, csrf, address, page.text)
    assert (answer.status_code, answer.location) == (303, f"/kiosk/{code}")
    assert SECRET not in answer.text
    assert stories(store) == []


def test_done_on_the_page_of_thanks_leads_back_to_the_kiosk(client, csrf, code):
    address, page = begun(client, code)
    tell(client, csrf, address, page.text)
    thanks = client.get("/bedankt").text
    assert "/intrekken" not in thanks
    assert client.post("/klaar").location == f"/kiosk/{code}"


def test_a_kiosk_signs_staff_out(client, sign_in, code):
    sign_in(client, MANAGER)
    assert client.get("/beheer").status_code == 200
    client.get(f"/kiosk/{code}")
    assert client.get("/beheer").status_code == 302


@pytest.mark.parametrize("why", ["unknown", "closed", "expired", "round"])
def test_a_kiosk_that_takes_nothing_says_so(client, store, why):
    code = make_kiosk(store, date(2026, 11, 22) if why == "expired" else date(2026, 11, 23))
    with writing(store.engine) as session:
        if why == "closed":
            kiosks.shut(session, code, "account:1")
        if why == "round":
            session.get(Round, "2026-najaar").state = "closed"
    answer = client.get("/kiosk/bestaatniet" if why == "unknown" else f"/kiosk/{code}")
    assert answer.status_code == 404
    assert "Deze kiosk is nu dicht." in answer.text
    assert "data-kiosk" not in answer.text


def test_what_happens_to_a_kiosk_is_in_the_journal(store, code):
    with writing(store.engine) as session:
        kiosks.shut(session, code, "account:7")
        with pytest.raises(kiosks.KioskRefusedError, match="al gesloten"):
            kiosks.shut(session, code, "account:7")
        with pytest.raises(kiosks.KioskRefusedError, match="bestaat niet"):
            kiosks.shut(session, "nergens", "account:7")
    with reading(store.engine) as session:
        lines = session.scalars(select(Entry).where(Entry.subject == f"kiosk:{code}").order_by(Entry.id)).all()
    assert [(line.action, line.actor) for line in lines] == [
        ("kiosk.made", "account:1"),
        ("kiosk.closed", "account:7"),
    ]


# The pages of the manager


@pytest.fixture
def manager(client, sign_in):
    """A browser in which a manager is signed in."""
    sign_in(client, MANAGER)
    return client


@pytest.fixture
def asked(manager, csrf):
    """``asked(…)`` sends the form for a new kiosk."""

    def asked(**other):
        token = csrf(manager.get("/beheer/kiosken").text)
        return manager.post("/beheer/kiosken", data={**PLAN, "expires": "2026-12-31", "csrf_token": token, **other})

    return asked


def test_a_manager_makes_a_kiosk_and_gets_its_address(asked, manager, store):
    assert asked().location == "/beheer/kiosken"
    with reading(store.engine) as session:
        (kiosk,) = kiosks.in_order(session)
    page = manager.get("/beheer/kiosken").text
    assert f"http://localhost/kiosk/{kiosk.id}" in page
    assert "De Riet" in page
    assert (kiosk.form, kiosk.expires, kiosk.state) == ("jongere", date(2026, 12, 31), "open")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"form": "gesprek"}, "Kies een vragenlijst."),
        ({"area_slug": "nergens"}, "Kies een gebied."),
        ({"round_id": "1999"}, "Kies een meetmoment."),
        ({"organisation": "  "}, "Vul de naam van de organisatie in."),
        ({"expires": "2026-11-22"}, "Kies een dag die nog komt."),
        ({"expires": "straks"}, "Vul een dag in, zoals 31-12-2026."),
    ],
)
def test_a_kiosk_that_cannot_be_made_is_refused_in_one_sentence(asked, store, wrong, sentence):
    answer = asked(**wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    with reading(store.engine) as session:
        assert kiosks.in_order(session) == []


def test_a_manager_closes_a_kiosk(manager, csrf, code):
    token = csrf(manager.get("/beheer/kiosken").text)
    closed = {"kiosk_id": code, "csrf_token": token}
    assert manager.post("/beheer/kiosken/sluiten", data=closed).status_code == 303
    again = manager.post("/beheer/kiosken/sluiten", data=closed)
    assert (again.status_code, "Deze kiosk is al gesloten." in again.text) == (422, True)


# In a real browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str, str]]:
    """One installation for the tests with a browser: (house, address of the site, code of the kiosk)."""
    with built(tmp_path_factory.mktemp("kiosk")) as house:
        code = make_kiosk(house)
        with served(house) as address:
            yield house, address, code


@pytest.fixture
def tablet(browser: Any, site: tuple[House, str, str]) -> Iterator[Any]:
    """A tablet at the start screen of the kiosk; what goes wrong in its scripts fails the test."""
    problems: list[str] = []
    context = browser.new_context(**TABLET)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{site[1]}/kiosk/{site[2]}")
    yield page
    context.close()
    assert problems == []


def open_form(page: Any) -> None:
    """Press "Begin" and wait for the form."""
    page.click("[data-begin]")
    page.wait_for_selector("form[data-stepped]")


def type_story(page: Any) -> None:
    """Go to the screen of the story and type it."""
    while not page.locator("textarea[name=VERHAAL]").is_visible():
        page.click("[data-next]:visible")
    page.fill("textarea[name=VERHAAL]", SECRET)


def go_on(page: Any, *wanted: str) -> None:
    """Tick what is asked on the way to the last screen, and send."""
    while not page.locator("[data-send]").is_visible():
        for answer in wanted:
            if page.locator(answer).is_visible():
                page.locator(answer).check()
        page.click("[data-next]:visible")
    page.check('input[value="meedoen"]')
    page.click("[data-send]")


def tell_all(page: Any) -> None:
    """One whole story, up to the four words."""
    open_form(page)
    type_story(page)
    go_on(page, 'input[name=LEEFTIJD][value="16-17"]')
    page.wait_for_url("**/bedankt")


def kept_on(page: Any) -> dict[str, Any]:
    """Everything that this browser keeps for the site."""
    return page.evaluate(
        """async () => ({
          local: {...localStorage}, session: {...sessionStorage},
          databases: (await indexedDB.databases()).map(one => one.name),
          caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
          cookies: document.cookie, state: history.state,
        })"""
    )


NOTHING = {"local": {}, "session": {}, "databases": [], "caches": [], "workers": 0, "cookies": "", "state": None}


@pytest.mark.browser
def test_two_tellers_in_a_browser_give_two_stories_and_leave_nothing(tablet, site):
    house, _, code = site
    before = {story.id for story in stories(house)}
    for _ in range(2):
        tell_all(tablet)
        assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", tablet.locator("#bewijs").inner_text())
        tablet.click("[data-done] button")
        tablet.wait_for_url(f"**/kiosk/{code}")
        assert kept_on(tablet) == NOTHING
    new = [story for story in stories(house) if story.id not in before]
    assert len(new) == 2
    assert len({story.session for story in new}) == 1
    assert {story.marks["BUURTKEUZE"]["value"] for story in new} == {"de-riet"}


@pytest.mark.browser
def test_going_back_after_a_teller_shows_only_empty_start_screens(tablet, site):
    tell_all(tablet)
    words = tablet.locator("#bewijs").inner_text()
    tablet.click("[data-done] button")
    tablet.wait_for_url(f"**/kiosk/{site[2]}")
    steps = tablet.evaluate("history.length")
    assert steps > 8, "every screen of the form is a step back"
    for _ in range(steps):
        tablet.go_back()
        if tablet.url == "about:blank":
            break
        tablet.wait_for_selector("[data-begin]")
        assert SECRET not in tablet.content()
        assert words not in tablet.content()
        assert tablet.locator("form[data-questionnaire]").count() == 0


@pytest.mark.browser
def test_an_idle_tablet_counts_down_and_a_tap_stops_it(tablet, site):
    house, _, code = site
    before = len(stories(house))
    open_form(tablet)
    type_story(tablet)
    tablet.evaluate("Object.assign(document.body.dataset, {idle: 3, countdown: 2})")
    counting = tablet.locator("[data-counting] [data-seconds]")
    counting.wait_for()
    assert counting.inner_text() in ("1", "2")
    tablet.touchscreen.tap(400, 40)
    counting.wait_for(state="detached")
    assert tablet.input_value("textarea[name=VERHAAL]") == SECRET
    counting.wait_for()
    tablet.wait_for_url(f"**/kiosk/{code}", timeout=8000)
    tablet.wait_for_selector("[data-begin]")
    assert kept_on(tablet) == NOTHING
    tablet.go_back()
    tablet.wait_for_load_state()
    assert SECRET not in tablet.content()
    assert len(stories(house)) == before


@pytest.mark.browser
def test_an_idle_page_of_thanks_goes_away_too_and_the_language_with_it(tablet, site):
    tablet.click('a[hreflang="tr"]')
    tablet.wait_for_selector('html[lang="tr"]')
    tell_all(tablet)
    assert tablet.locator("html").get_attribute("lang") == "tr"
    tablet.evaluate("document.body.dataset.idle = 1")
    tablet.wait_for_url(f"**/kiosk/{site[2]}")
    tablet.wait_for_selector('html[lang="nl"]')
    assert SECRET not in tablet.content()


@pytest.mark.browser
def test_a_start_screen_in_another_language_goes_back_to_dutch(tablet, site):
    tablet.click('a[hreflang="ar"]')
    tablet.wait_for_selector('html[lang="ar"][dir="rtl"]')
    tablet.evaluate("document.body.dataset.idle = 1")
    tablet.wait_for_selector('html[lang="nl"]')


@pytest.mark.browser
def test_what_the_server_will_not_take_is_said_on_the_same_page(tablet, site):
    open_form(tablet)
    type_story(tablet)
    length = tablet.evaluate("history.length")
    while not tablet.locator("[data-send]").is_visible():
        for answer in ('input[name=LEEFTIJD][value="12-15"]',):
            if tablet.locator(answer).is_visible():
                tablet.locator(answer).check()
        if tablet.locator("input[name=KAART]").is_visible():
            tablet.fill("input[name=KAART]", "bbbb cccc")
        tablet.click("[data-next]:visible")
    if not tablet.input_value("input[name=KAART]"):
        tablet.evaluate("document.querySelector('input[name=KAART]').value = 'bbbb cccc'")
    tablet.check('input[value="meedoen"]')
    steps = tablet.evaluate("history.length")
    tablet.click("[data-send]")
    tablet.wait_for_selector(".foutenlijst")
    assert "Deze code kennen we niet" in tablet.locator(".foutenlijst").inner_text()
    assert tablet.evaluate("history.length") == steps > length
    assert tablet.input_value("textarea[name=VERHAAL]") == SECRET


@pytest.mark.browser
def test_without_a_line_the_story_stays_and_starting_again_still_empties_the_screen(tablet, site):
    open_form(tablet)
    type_story(tablet)
    tablet.context.set_offline(True)
    go_on(tablet, 'input[name=LEEFTIJD][value="16-17"]')
    tablet.wait_for_selector('[data-part="unsent"]')
    assert tablet.input_value("textarea[name=VERHAAL]") == SECRET
    tablet.click("[data-restart] button")
    tablet.wait_for_selector('[data-part="empty"]')
    assert SECRET not in tablet.content()
    assert tablet.locator("textarea").count() == 0
    tablet.context.set_offline(False)
    tablet.wait_for_selector("[data-begin]", timeout=9000)


@pytest.mark.browser
def test_a_scanned_card_fills_in_its_code_and_leaves_the_address(tablet, site):
    tablet.goto(f"{site[1]}/vertel/jongere?gebied=de-riet#kaart=bcdfghjk")
    tablet.wait_for_selector("form[data-stepped]")
    assert tablet.input_value("input[name=KAART]") == "bcdfghjk"
    assert tablet.url == f"{site[1]}/vertel/jongere?gebied=de-riet"
    assert tablet.input_value("select[name=BUURTKEUZE]") == "de-riet"


@pytest.mark.browser
def test_every_page_of_a_kiosk_passes_axe(tablet, site, axe):
    assert axe(tablet) == []
    open_form(tablet)
    assert axe(tablet) == []
    tablet.evaluate("document.body.dataset.idle = 19")
    tablet.wait_for_selector("[data-counting] [data-seconds]")
    assert axe(tablet) == []
    tablet.evaluate("document.body.dataset.idle = 60")
    type_story(tablet)
    go_on(tablet, 'input[name=LEEFTIJD][value="16-17"]')
    tablet.wait_for_url("**/bedankt")
    assert axe(tablet) == []
