"""A telephone on a bad line, in a real browser: wherever it breaks, one story in the corpus and a true sentence."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Error
from sqlalchemy import select

from collector.site import create_app
from corpus.database import reading
from corpus.receipts import words_for
from corpus.stories import Conflict, Story
from corpus.submission import digest_of
from corpus.withdrawal import withdraw
from tests.conftest import House, built, served

pytestmark = pytest.mark.browser

TOLD = "Op het plein staat een pingpongtafel en nu ken ik de hele flat. (verzonnen)"
ANSWERS = {
    "VERHAAL": TOLD,
    "GEVOEL": "positief",
    "LEEFTIJD": "18-23",
    "BUURTKEUZE": "twekkelerveld",
    "TOESTEMMING": ["meedoen"],
}
# Only the server knows that this card does not exist.
UNKNOWN_CARD = {"LEEFTIJD": "12-15", "KAART": "bcdfghjk"}
PUTS = "**/api/verhalen/*"
ITEMS = """() => new Promise((done) => {
    const request = indexedDB.open("verhaal", 1);
    request.onsuccess = () => {
        const all = request.result.transaction("items").objectStore("items").getAll();
        const readable = (item) => ({ ...item, sealed: String.fromCharCode(...new Uint8Array(item.sealed.bytes)) });
        all.onsuccess = () => done(all.result.map(readable));
    };
})"""
IN_FORM = "document.querySelector('form[data-questionnaire]')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House]]:
    """A served installation: (address, house). The tests tell each other apart by story id."""
    with built(tmp_path_factory.mktemp("house")) as house, served(house) as address:
        yield address, house


class Phone:
    """A browser of its own, and what a teller does with it."""

    def __init__(self, browser: Any, address: str, **settings: Any) -> None:
        self.context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, **settings)
        self.context.set_default_timeout(8000)
        self.context.on("dialog", lambda question: question.accept())
        self.page = self.context.new_page()

    def open(self, path: str = "/vertel/jongere") -> "Phone":
        """Open a page in the tab of this phone."""
        self.page.goto(path)
        return self

    def again(self, path: str = "/vertel/jongere") -> "Phone":
        """Close the tab in the middle of everything, and open a page in another one."""
        self.page.close()
        self.page = self.context.new_page()
        return self.open(path)

    def fill_in(self, **changes: Any) -> str:
        """Give the answers on whatever screen they are asked; returns the id of the story."""
        self.page.evaluate(
            f"answers => import('/static/tell/answers.js').then(({{fillIn}}) => fillIn({IN_FORM}, answers))",
            {**ANSWERS, **changes},
        )
        return self.story

    @property
    def story(self) -> str:
        """The id of the story in the form."""
        return self.page.evaluate(f"{IN_FORM}.elements.namedItem('id').value")

    def opt_in(self) -> None:
        """Tick "Bewaar op dit toestel"; done when it says so."""
        self.page.evaluate("document.querySelector('#bewaar-hier').click()")
        self.until("document.querySelector('[data-status]').textContent.includes('Bewaard')")

    def send(self) -> None:
        """Go to the last screen and press the button that sends the form."""
        self.page.evaluate(
            """() => {
                const open = () => document.querySelector("form [data-screen]:not([hidden])");
                for (const _ of document.querySelectorAll("[data-screen]"))
                    open().querySelector("[data-next]")?.click();
            }"""
        )
        self.page.evaluate(f"{IN_FORM}.requestSubmit({IN_FORM}.querySelector('button[type=submit]'))")

    def hears(self, *pieces: str) -> None:
        """Wait until the form says all of this."""
        self.waits_for("[data-message]", *pieces)

    def notices(self, *pieces: str) -> None:
        """Wait until the notice at the top of the page says all of this."""
        self.waits_for("#toestel:not([hidden])", *pieces)

    def waits_for(self, selector: str, *pieces: str) -> None:
        for piece in pieces:
            self.page.locator(selector).get_by_text(piece).first.wait_for(state="attached")

    def press(self, name: str) -> None:
        self.page.locator("#toestel").get_by_role("button", name=name).first.click()

    def is_thanked(self) -> str:
        """Wait for the thank-you page; returns the words."""
        self.page.wait_for_url("**/bedankt")
        return self.page.locator("#bewijs").inner_text()

    def until(self, expression: str) -> None:
        """Wait until an expression holds in the page, without weakening its policy on scripts."""
        deadline = time.monotonic() + 8
        while not self.holds(expression):
            assert time.monotonic() < deadline, expression
            self.page.wait_for_timeout(50)

    def holds(self, expression: str) -> bool:
        """Whether an expression holds in the page; in a page that is just leaving nothing does."""
        try:
            return bool(self.page.evaluate(expression))
        except Error:
            return False

    def quiet(self) -> None:
        """Nothing of a story is on this device any more."""
        self.until("document.querySelector('#toestel').hidden")
        self.until(f"({ITEMS})().then((all) => all.length === 0)")

    def items(self) -> list[dict[str, Any]]:
        """What lies in the database of the browser, as it lies there."""
        return self.page.evaluate(ITEMS)


@pytest.fixture
def phone(browser: Any, site: tuple[str, House]) -> Iterator[Callable[..., Phone]]:
    """``phone()`` has no service worker, so that the line itself can be broken; ``shell=True`` has one."""
    phones: list[Phone] = []

    def make(shell: bool = False) -> Phone:
        phones.append(Phone(browser, site[0], service_workers="allow" if shell else "block"))
        return phones[-1]

    yield make
    for made in phones:
        made.context.close()


@pytest.fixture
def rows(site: tuple[str, House]) -> Callable[[str], int]:
    """How often a story is in the corpus."""

    def rows(story_id: str) -> int:
        with reading(site[1].engine) as session:
            return len(session.scalars(select(Story).where(Story.id == story_id)).all())

    return rows


def lose_the_answer(route: Any) -> None:
    """Let a request reach the server and lose what it answers."""
    route.fetch()
    route.abort()


def ready(phone: Phone) -> None:
    """Wait until the service worker has its shell."""
    phone.until("navigator.serviceWorker.controller !== null")
    phone.until(
        "caches.keys().then(async (n) => Boolean(await (await caches.open(n[0])).match('/vertel/kind?taal=nl')))"
    )


def test_with_a_line_the_story_is_sent_once_and_thanked(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.send()
    assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", teller.is_thanked())
    assert rows(story) == 1


def test_without_a_line_from_the_start_the_form_opens_and_the_story_goes_later(phone, rows):
    teller = phone(shell=True).open("/")
    ready(teller)
    copied = teller.page.evaluate("caches.match('/vertel/jongere?taal=nl').then((copy) => copy.text())")
    teller.context.set_offline(True)
    teller.open()
    story = teller.fill_in()
    assert story not in copied
    teller.opt_in()
    teller.send()
    teller.hears("Er is geen verbinding", "bewaard op dit toestel")
    teller.notices("1 verhaal nog niet verstuurd")
    assert rows(story) == 0
    teller.again("/")
    teller.notices("1 verhaal nog niet verstuurd")
    teller.context.set_offline(False)
    teller.notices("Een verhaal van dit toestel is aangekomen")
    assert rows(story) == 1
    teller.press("Laat de vier woorden zien")
    teller.is_thanked()
    teller.page.get_by_role("button", name="Klaar").click()
    teller.quiet()


def test_a_form_that_closes_while_it_is_filled_in_can_be_opened_again(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.opt_in()
    teller.context.set_offline(True)
    teller.fill_in(KRACHT="de buurvrouw helpt (verzonnen)")
    teller.page.wait_for_timeout(700)
    teller.context.set_offline(False)
    teller.again()
    assert teller.story != story
    teller.press("Verder met dit verhaal")
    teller.until(f"{IN_FORM}.elements.namedItem('id').value === '{story}'")
    teller.until(f"{IN_FORM}.elements.namedItem('KRACHT').value.includes('buurvrouw')")
    assert teller.page.evaluate(f"{IN_FORM}.elements.namedItem('GEVOEL').value") == "positief"
    teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_without_keeping_a_cut_at_sending_leaves_everything_on_the_screen(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.context.set_offline(True)
    teller.send()
    teller.hears("Er is geen verbinding: het verhaal is nog niet verstuurd.", "staat nog op dit scherm")
    assert teller.page.evaluate(f"{IN_FORM}.elements.namedItem('VERHAAL').value") == TOLD
    assert (rows(story), teller.items()) == (0, [])
    teller.context.set_offline(False)
    teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_after_a_cut_the_teller_can_still_choose_to_keep_it(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.context.set_offline(True)
    teller.send()
    teller.hears("kies: Bewaar op dit toestel")
    teller.page.evaluate("document.querySelector('#bewaar-hier').click()")
    teller.hears("bewaard op dit toestel")
    assert teller.page.evaluate(f"{IN_FORM}.hidden")
    teller.context.set_offline(False)
    teller.notices("aangekomen")
    assert rows(story) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_an_answer_that_gets_lost_makes_no_second_story(phone, rows, kept):
    teller = phone().open()
    story = teller.fill_in()
    if kept:
        teller.opt_in()
    teller.page.route(PUTS, lose_the_answer)
    teller.send()
    teller.hears("weten niet of het verhaal is aangekomen", "op dit toestel" if kept else "op dit scherm")
    assert rows(story) == 1
    teller.page.unroute(PUTS)
    if kept:
        teller.press("Verstuur nu")
    else:
        teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_a_page_that_closes_between_the_answer_and_the_forgetting_sends_again_and_gets_the_same_words(phone, rows):
    teller = phone()
    teller.page.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, ...key) {
            if (value.state === "arrived") throw new DOMException("weg", "AbortError");
            return put.call(this, value, ...key);
        };"""
    )
    teller.open()
    story = teller.fill_in()
    teller.opt_in()
    teller.send()
    words = teller.is_thanked()
    assert [item["state"] for item in teller.items()] == ["waiting"]
    teller.again("/")
    teller.notices("aangekomen")
    teller.press("Laat de vier woorden zien")
    assert teller.is_thanked() == words
    assert rows(story) == 1


def test_changed_after_a_lost_answer_both_versions_are_kept_and_the_words_are_shown(phone, rows, site):
    teller = phone().open()
    story = teller.fill_in()
    teller.page.route(PUTS, lose_the_answer)
    teller.send()
    teller.hears("weten niet")
    teller.page.unroute(PUTS)
    teller.fill_in(VERHAAL="Toch een ander verhaal. (verzonnen)")
    teller.send()
    teller.is_thanked()
    assert rows(story) == 1
    with reading(site[1].engine) as session:
        assert session.scalars(select(Conflict).where(Conflict.story_id == story)).one()


PORTAL = {"status": 200, "content_type": "text/html", "body": "<h1>Welkom op de gratis wifi</h1>"}
REFUSALS = [
    (PORTAL, "misschien vraagt de wifi om eerst in te loggen", True),
    (PORTAL, "misschien vraagt de wifi om eerst in te loggen", False),
    ({"status": 302, "headers": {"Location": "/hulp"}}, "misschien vraagt de wifi", False),
    ({"status": 200, "json": {"ok": True}}, "misschien vraagt de wifi", True),
    ({"status": 503, "headers": {"Retry-After": "7"}, "json": {"error": "vol"}}, "over 7 seconden", True),
    ({"status": 429, "headers": {"Retry-After": "60"}, "json": {"error": "snel"}}, "over 60 seconden", False),
    ({"status": 502, "content_type": "text/html", "body": "Bad Gateway"}, "over 30 seconden", False),
]


@pytest.mark.parametrize(("answer", "said", "kept"), REFUSALS)
def test_what_is_no_receipt_is_said_truly_and_sent_again(phone, rows, answer, said, kept):
    teller = phone().open()
    story = teller.fill_in()
    if kept:
        teller.opt_in()
    teller.page.route(PUTS, lambda route: route.fulfill(**answer))
    teller.send()
    teller.hears(said, "bewaard op dit toestel" if kept else "staat nog op dit scherm")
    assert rows(story) == 0
    teller.page.unroute(PUTS)
    if kept:
        teller.press("Verstuur nu")
    else:
        teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_a_busy_server_is_tried_again_by_itself_when_it_asked_for_that(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.opt_in()
    refusal = {"status": 503, "headers": {"Retry-After": "1"}, "json": {"error": "vol"}}
    teller.page.route(PUTS, lambda route: route.fulfill(**refusal), times=1)
    teller.send()
    teller.notices("aangekomen")
    assert rows(story) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_what_the_server_wants_changed_stands_in_place_with_the_answers_kept(phone, rows, kept):
    teller = phone().open()
    story = teller.fill_in(**UNKNOWN_CARD)
    if kept:
        teller.opt_in()
    teller.send()
    teller.page.locator(".foutenlijst").wait_for()
    assert (teller.story, rows(story)) == (story, 0)
    assert teller.page.evaluate(f"{IN_FORM}.elements.namedItem('VERHAAL').value") == TOLD
    teller.until(f"document.querySelector('#bewaar-hier').checked === {str(kept).lower()}")
    teller.fill_in(KAART="")
    teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_refused_after_waiting_the_story_can_be_opened_and_completed(phone, rows):
    teller = phone().open()
    story = teller.fill_in(**UNKNOWN_CARD)
    teller.opt_in()
    teller.context.set_offline(True)
    teller.send()
    teller.hears("bewaard op dit toestel")
    teller.context.set_offline(False)
    teller.notices("er moet nog iets worden ingevuld")
    teller.again("/")
    teller.press("Verder met dit verhaal")
    teller.page.wait_for_url("**/vertel/jongere")
    teller.press("Verder met dit verhaal")
    teller.until(f"{IN_FORM}.elements.namedItem('id').value === '{story}'")
    teller.fill_in(KAART="")
    teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_a_withdrawn_story_does_not_come_back(phone, rows, site):
    teller = phone().open()
    story = teller.fill_in()
    teller.page.route(PUTS, lose_the_answer)
    teller.opt_in()
    teller.send()
    teller.hears("weten niet")
    with reading(site[1].engine) as session:
        assert session.get(Story, story)
    assert withdraw(site[1].engine, site[1].vault, words_for(site[1].vault, story))
    teller.page.unroute(PUTS)
    teller.press("Verstuur nu")
    teller.quiet()
    assert rows(story) == 0


def test_a_story_that_is_too_large_stays_on_the_screen(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.page.route(PUTS, lambda route: route.fulfill(status=413, content_type="text/html", body="te groot"))
    teller.send()
    teller.hears("te lang om te versturen", "staat nog op dit scherm")
    assert rows(story) == 0


def test_a_full_device_is_said_and_the_story_is_sent_all_the_same(phone, rows):
    teller = phone().open()
    line = teller.context.new_cdp_session(teller.page)
    address = teller.page.evaluate("location.origin")
    line.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1})
    story = teller.fill_in()
    teller.page.evaluate("document.querySelector('#bewaar-hier').click()")
    teller.hears("Dit toestel is vol", "alleen op dit scherm")
    assert not teller.page.evaluate("document.querySelector('#bewaar-hier').checked")
    teller.send()
    teller.is_thanked()
    assert rows(story) == 1


def test_two_tabs_send_a_waiting_story_once(phone, rows):
    teller = phone().open()
    story = teller.fill_in()
    teller.opt_in()
    teller.context.set_offline(True)
    teller.send()
    teller.hears("bewaard op dit toestel")
    sent: list[str] = []
    teller.context.on("request", lambda request: sent.append(request.method) if "/api/" in request.url else None)
    teller.context.route(PUTS, lambda route: (teller.page.wait_for_timeout(200), route.continue_()))
    teller.context.set_offline(False)
    tabs = [teller.context.new_page() for _ in range(3)]
    for tab in tabs:
        tab.goto("/", wait_until="commit")
    for tab in tabs:
        tab.locator("#toestel").get_by_text("aangekomen").wait_for()
    assert (sent, rows(story)) == (["PUT"], 1)


def test_a_story_is_open_in_one_tab_only(phone):
    teller = phone().open()
    teller.fill_in()
    teller.opt_in()
    second = teller.context.new_page()
    second.goto("/vertel/jongere")
    second.locator("#toestel").get_by_role("button", name="Verder met dit verhaal").click()
    second.locator("[data-message]").get_by_text("open in een ander tabblad").wait_for(state="attached")


@pytest.mark.parametrize("year", [1999, 2060])
def test_a_clock_that_is_wrong_by_years_loses_nothing(phone, rows, year):
    teller = phone()
    teller.context.clock.set_fixed_time(f"{year}-01-01T12:00:00")
    teller.open()
    story = teller.fill_in()
    teller.opt_in()
    teller.context.set_offline(True)
    teller.send()
    teller.hears("bewaard op dit toestel")
    teller.context.set_offline(False)
    teller.notices("aangekomen")
    teller.again("/")
    teller.notices("aangekomen")
    assert rows(story) == 1


def test_words_that_nobody_came_for_are_gone_after_thirty_days_of_the_server(phone):
    teller = phone().open()
    teller.fill_in()
    teller.opt_in()
    teller.send()
    teller.is_thanked()
    teller.again("/")
    teller.notices("aangekomen")

    def later(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-day="[^"]+"', 'data-day="2099-01-01"', answer.text()))

    teller.page.route("**/", later)
    teller.open("/")
    teller.quiet()


def test_an_old_copy_of_the_form_is_still_taken_and_held_for_people(phone, rows, site):
    teller = phone(shell=True).open("/")
    ready(teller)
    teller.page.evaluate(
        """async () => {
            const shell = await caches.open((await caches.keys())[0]);
            const copy = await shell.match("/vertel/jongere?taal=nl");
            const old = (await copy.text()).replaceAll("jongere@1", "jongere@9");
            await shell.put("/vertel/jongere?taal=nl", new Response(old, { headers: copy.headers }));
        }"""
    )
    teller.context.set_offline(True)
    teller.open()
    story = teller.fill_in()
    teller.opt_in()
    teller.send()
    teller.hears("bewaard op dit toestel")
    teller.context.set_offline(False)
    teller.notices("aangekomen")
    with reading(site[1].engine) as session:
        assert session.get(Story, story).questionnaire == "jongere@9"
        assert session.get(Story, story).state == "held"


def test_danger_is_not_shown_to_whoever_opens_the_site_but_to_who_asks_for_the_words(phone):
    teller = phone().open()
    teller.fill_in(VERHAAL="Hij slaat mij elke dag en ik durf niet naar huis. (verzonnen)")
    teller.opt_in()
    teller.context.set_offline(True)
    teller.send()
    teller.hears("bewaard op dit toestel")
    teller.context.set_offline(False)
    teller.notices("aangekomen")
    teller.again("/")
    teller.notices("aangekomen")
    assert "klinkt heel naar" not in teller.page.locator("main").inner_text()
    teller.press("Laat de vier woorden zien")
    teller.is_thanked()
    assert "klinkt heel naar" in teller.page.locator("main").inner_text()


def test_words_are_shown_without_a_line_too_and_go_when_the_teller_has_them(phone):
    teller = phone().open()
    teller.fill_in()
    teller.opt_in()
    teller.send()
    words = teller.is_thanked()
    teller.again("/")
    teller.context.set_offline(True)
    teller.press("Laat de vier woorden zien")
    teller.waits_for("[data-words]", words)
    teller.press("Ik heb de woorden")
    teller.quiet()


def test_nothing_of_a_story_lies_open_on_the_device(phone):
    teller = phone(shell=True).open()
    ready(teller)
    teller.fill_in()
    teller.opt_in()
    teller.page.wait_for_timeout(600)
    (item,) = teller.items()
    assert set(item) == {"id", "state", "sealed"}
    assert "pingpong" not in item["sealed"]
    teller.send()
    words = teller.is_thanked()
    teller.open("/inloggen").open("/privacy")
    (item,) = teller.items()
    assert item["state"] == "arrived"
    kept = teller.page.evaluate(
        """async () => {
            const copies = {};
            for (const name of await caches.keys()) {
                const shell = await caches.open(name);
                for (const key of await shell.keys()) copies[key.url] = await (await shell.match(key)).text();
            }
            return { copies, stored: localStorage.length + sessionStorage.length, cookies: document.cookie };
        }"""
    )
    assert (kept["stored"], kept["cookies"]) == (0, "")
    pages = {url.split("/", 3)[3] for url in kept["copies"] if "/static/" not in url}
    forms = {f"vertel/{name}?taal=nl" for name in ("kind", "jongere", "ouder", "professional")}
    assert pages == forms | {"taal", "?taal=nl", "hulp?taal=nl"}
    assert not [url for url, copy in kept["copies"].items() if words in copy or "pingpong" in copy]
    assert not any("staff" in url for url in kept["copies"])


def test_the_key_of_the_device_cannot_be_read_out(phone):
    teller = phone().open()
    refused = teller.page.evaluate(
        """import("/static/outbox/seal.js").then(async ({ newKey }) =>
            crypto.subtle.exportKey("raw", await newKey()).catch((error) => error.name))"""
    )
    assert refused == "InvalidAccessError"


def test_on_a_kiosk_nothing_is_kept_and_nothing_is_offered(phone):
    teller = phone()

    def kiosk(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<body ", "<body data-kiosk ", 1))

    teller.page.route("**/vertel/jongere", kiosk)
    teller.open()
    teller.fill_in()
    teller.page.wait_for_timeout(600)
    assert teller.page.locator("#bewaar-hier").count() == 0
    assert teller.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_the_teller_can_take_the_story_off_the_device(phone):
    teller = phone().open()
    teller.fill_in()
    teller.opt_in()
    teller.page.evaluate("document.querySelector('#bewaar-hier').click()")
    teller.waits_for("[data-status]", "alleen nog op dit scherm")
    assert teller.items() == []


def test_a_new_version_replaces_the_old_shell(phone):
    teller = phone(shell=True).open("/hulp")
    teller.page.evaluate("caches.open('schil-van-vroeger').then((old) => old.put('/x', new Response('oud')))")
    ready(teller.open("/"))
    teller.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.unregister())")
    ready(teller.again("/"))
    teller.until("caches.keys().then((names) => names.length === 1)")


def test_the_form_opens_without_a_line_in_the_language_last_read(phone):
    teller = phone(shell=True).open("/?taal=tr")
    teller.until("caches.match('/vertel/ouder?taal=tr').then(Boolean)")
    teller.context.set_offline(True)
    teller.open("/vertel/ouder")
    assert teller.page.evaluate("document.documentElement.lang") == "tr"


AWKWARD = [
    {"VERHAAL": ' regel één\r\nregel "twee" \\ \t\u2028 🙂 \u0085', "B": "", "A": ["x ", "y"], "C": []},
    {"VERHAAL": "بيتنا\u00a0", "EMOTIE": ["blij"], "CIJFER": "7", "AB": "\u0001é", "ab": "z"},
]


def test_the_device_and_the_server_compute_the_same_digest(phone):
    here = phone().open("/hulp").page
    for answers in AWKWARD:
        body = {"questionnaire": "jongere@1", "language": "tr", "answers": answers}
        compute = "body => import('/static/outbox/digest.js').then(({digestOf}) => digestOf(body))"
        assert here.evaluate(compute, body) == digest_of("jongere@1", "tr", answers)


def test_the_service_worker_is_served_for_the_whole_site_and_never_from_a_cache(house):
    client = create_app(house.instance, TESTING=True).test_client()
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assets = json.loads(re.search(r"^const ASSETS = (.*);$", answer.text, re.M)[1])
    assert all(client.get(asset).status_code == 200 for asset in assets)
    manifest = client.get("/manifest.webmanifest")
    assert (manifest.mimetype, manifest.json["start_url"]) == ("application/manifest+json", "/")


def test_the_thank_you_page_opens_only_for_who_has_the_words(house):
    client = create_app(house.instance, TESTING=True).test_client()
    nobody = [{}, [], {"id": "x", "receipt": "y"}, {"id": 1, "receipt": "é"}, {"receipt": "a-b-c-d"}]
    assert [client.post("/bedankt", json=sent).status_code for sent in nobody] == [404] * len(nobody)
    assert client.post("/bedankt", data={"id": "x", "receipt": "y"}).status_code == 404
    story_id = str(uuid4())
    body = {"questionnaire": "jongere@1", "language": "nl", "answers": ANSWERS}
    told = client.put(f"/api/verhalen/{story_id}", json=body).json
    assert client.post("/bedankt", json={"id": story_id, "receipt": "vis-lamp-groen-fiets"}).status_code == 404
    assert client.post("/bedankt", json={"id": story_id, "receipt": told["receipt"]}).status_code == 204
    assert told["receipt"] in client.get("/bedankt").text
