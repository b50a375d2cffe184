"""A worker records a talk on a tablet without a line, in a real browser: from opening to saving, and there once."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from collector.accounts import create_account, demo_code
from collector.site import create_app
from corpus import audio, cards
from corpus.accounts import WORKER
from corpus.database import reading
from corpus.interviews import Interview
from corpus.stories import Story
from tests.collector.conftest import PASSWORD, SETTINGS, token
from tests.collector.test_offline import ITEMS
from tests.collector.test_speaking import MP4, SHORT_PARTS, WEBM
from tests.conftest import House, built, served

pytestmark = pytest.mark.browser

BOX = ITEMS.replace('"verhaal"', '"gesprekken"')
MINE, YOURS = "Ik durf nu naar de club te fietsen. (verzonnen)", "Mijn zus helpt mij met taal. (verzonnen)"
ASKED, NOTED = "Vertel eens meer over school en werk.", "Lachte erbij."
MARKS = {"GEVOEL": "heel positief", "VERTROUWEN": "klopt niet zo"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House, str]]:
    """A served installation with a worker who is signed in: (address, house, cookie)."""
    with built(tmp_path_factory.mktemp("house")) as house:
        app = create_app(house.instance, **SETTINGS)
        client, email = app.test_client(), "worker@voorbeeld.test"
        create_account(app, email, [WORKER], PASSWORD, fictional=True)
        answers = {"email": email, "password": PASSWORD, "csrf_token": token(client.get("/inloggen").text)}
        second = client.post("/inloggen", data=answers).location
        client.post(second, data={"code": demo_code(app, email), "csrf_token": token(client.get(second).text)})
        with served(house) as address:
            yield address, house, client.get_cookie("verhaal").value


class Tablet:
    """A browser in which a worker is signed in, on the page of a talk."""

    def __init__(self, browser: Any, site: tuple[str, House, str], width: int = 360, shell: bool = False) -> None:
        self.address, self.house, self.cookie = site
        self.context = browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            service_workers="allow" if shell else "block",
            permissions=["microphone"],
        )
        self.context.set_default_timeout(8000)
        self.context.on("dialog", lambda question: question.accept())
        self.sign_in()
        self.page = self.context.new_page()
        self.page.goto("/gesprekken/onderweg")
        self.page.locator("form[data-stepped]").wait_for()

    def sign_in(self) -> None:
        self.context.add_cookies([{"name": "verhaal", "value": self.cookie, "url": self.address}])

    @property
    def screen(self) -> Any:
        """The screen that is open."""
        return self.page.locator("#gesprek [data-screen]:not([hidden])")

    def on(self, name: str) -> None:
        """Wait until a screen is open."""
        expect(self.screen).to_have_id(f"scherm-{name}")

    def next(self, now: str) -> None:
        """Press the way forward; ``now`` is the screen that must be open then."""
        self.screen.locator("[data-next]").click()
        self.on(now)

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.screen.get_by_text(label, exact=True).first.click()

    def turn(self, who: str, words: str) -> None:
        self.page.locator("[data-speakers]").get_by_role("button", name=who).click()
        self.page.locator("[data-turns] textarea").last.fill(words)

    def who(self, teller: int, group: str, age: str) -> None:
        self.on(f"wie-v{teller}")
        self.choose(group, age)
        self.screen.locator("select").select_option("de-riet")

    def marks(self, teller: int, look: Callable[[], None] = lambda: None) -> None:
        """The teller holds the tablet, and gives it back."""
        self.on(f"geef-v{teller}")
        look()
        self.next(f"gevoel-v{teller}")
        self.choose("heel positief")
        look()
        for screen in ("verschil", "onderwerp", "toen-en-nu", "later", "vertrouwen"):
            self.next(f"{screen}-v{teller}")
            look()
        self.choose("klopt niet zo")
        self.next(f"klaar-v{teller}")
        self.next(f"kracht-v{teller}")

    def up_to_the_talk(self, tellers: int) -> None:
        self.next("plek")
        self.page.locator("#vertellers").select_option(str(tellers))
        people = [("een jongere (12 tot en met 23 jaar)", "jongere van 18 tot en met 23 jaar")]
        people += [("een ouder of opvoeder", "ouder van 30 tot en met 44 jaar")]
        for place in range(tellers):
            self.next(f"wie-v{place + 1}")
            self.who(place + 1, *people[place])
        self.next("zeggen")
        for yes in self.screen.get_by_text("hardop", exact=True).all():
            yes.click()

    def from_the_talk(self, tellers: int, look: Callable[[], None] = lambda: None) -> None:
        for place in range(tellers):
            self.next(f"terugzeggen-v{place + 1}")
            look()
            self.choose("ja, de verteller keurt het goed")
        self.screen.locator("[data-next]").click()
        for place in range(tellers):
            self.marks(place + 1, look)
            look()
            self.next(f"toestemming-v{place + 1}")
            self.screen.get_by_text(re.compile("^Ik doe mee")).click()
            look()
            self.screen.locator("[data-next]").click()
        self.on("afloop")
        self.choose("Nederlands")
        look()

    def save(self) -> None:
        self.page.get_by_role("button", name="Bewaar het gesprek").click()

    def items(self) -> list[dict[str, Any]]:
        return self.page.evaluate(BOX)


@pytest.fixture
def tablet(browser: Any, site: tuple[str, House, str]) -> Iterator[Callable[..., Tablet]]:
    """``tablet()`` opens the page of a talk on a device of its own."""
    made: list[Tablet] = []

    def make(**settings: Any) -> Tablet:
        made.append(Tablet(browser, site, **settings))
        return made[-1]

    yield make
    for one in made:
        one.context.close()


@pytest.fixture
def new(site: tuple[str, House, str]) -> Callable[[], list[Story]]:
    """The stories that came in during this test, by group."""

    def stories() -> list[Story]:
        with reading(site[1].engine) as session:
            return list(session.scalars(select(Story).order_by(Story.group)))

    before = {story.id for story in stories()}
    return lambda: [story for story in stories() if story.id not in before]


def test_a_talk_with_two_tellers_without_a_line_arrives_once_when_the_line_is_back(tablet, new, site):
    worker = tablet(shell=True)
    worker.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    worker.context.set_offline(True)
    worker.page.reload()
    worker.page.locator("form[data-stepped]").wait_for()
    worker.up_to_the_talk(2)
    worker.next("gesprek")
    worker.turn("Ik (interviewer)", ASKED)
    worker.turn("Verteller 1", MINE)
    worker.turn("Verteller 2", YOURS)
    worker.turn("Opmerking", NOTED)
    worker.from_the_talk(2)
    assert "9" in worker.page.locator("[data-review]").inner_text()
    worker.save()
    worker.page.get_by_text("2 verhalen nog niet verstuurd").wait_for()
    assert new() == []
    raw = str(worker.items())
    assert not any(words in raw for words in (MINE, YOURS, ASKED, "heel_positief"))
    worker.context.set_offline(False)
    expect(worker.page.get_by_role("button", name="Laat de vier woorden zien")).to_have_count(2)
    young, parent = new()
    assert (young.text(site[1].vault), parent.text(site[1].vault)) == (MINE, YOURS)
    assert young.session == parent.session
    assert {young.mode, parent.mode} == {"groep"}
    assert [one.marks["GEVOEL"]["value"] for one in (young, parent)] == ["heel_positief"] * 2
    assert [one.marks["VERTROUWEN"]["value"] for one in (young, parent)] == ["klopt_niet_zo"] * 2
    with reading(site[1].engine) as session:
        talk = session.get(Interview, young.id).turns(site[1].vault)
    assert [turn.text for turn in talk] == [ASKED, MINE, NOTED]
    worker.page.reload()
    for left in (1, 0):
        worker.page.get_by_role("button", name="Laat de vier woorden zien").first.click()
        expect(worker.page.locator("[data-words]:visible")).to_have_text(re.compile(r"^[a-z]+(-[a-z]+){3}$"))
        worker.page.get_by_role("button", name="De verteller heeft de woorden").click()
        expect(worker.page.get_by_role("button", name="Laat de vier woorden zien")).to_have_count(left)
    assert worker.items() == []
    assert len(new()) == 2


def test_stopping_leaves_nothing_of_the_talk_on_the_tablet(tablet, new):
    worker = tablet()
    worker.up_to_the_talk(1)
    worker.screen.get_by_text(re.compile("^De opname mag")).click()
    worker.next("gesprek")
    worker.page.get_by_role("button", name="Neem op").click()
    worker.page.get_by_text("Er wordt opgenomen.").wait_for()
    worker.turn("Verteller 1", MINE)
    worker.page.get_by_role("button", name="Pauze", exact=True).last.click()
    worker.page.get_by_role("button", name="Verder met het gesprek").click()
    expect(worker.page.get_by_text("De opname staat op pauze.")).to_be_visible()
    worker.page.get_by_role("button", name="Stop en bewaar niet").click()
    worker.page.get_by_text("Gestopt. Er is niets bewaard.").wait_for()
    assert worker.items() == []
    assert MINE not in worker.page.content()
    assert new() == []


def test_what_the_teller_chose_is_off_the_page_when_the_tablet_comes_back_and_does_not_return(tablet):
    worker = tablet()
    worker.up_to_the_talk(1)
    worker.next("gesprek")
    worker.turn("Verteller 1", MINE)
    worker.next("terugzeggen-v1")
    expect(worker.screen.locator("blockquote")).to_have_text(MINE)
    worker.choose("ja, de verteller keurt het goed")
    worker.next("geef-v1")
    expect(worker.screen).to_contain_text("Geef de tablet nu aan verteller 1")
    worker.marks(1)
    for _ in range(3):
        worker.page.go_back()
    for item in MARKS:
        expect(worker.page.locator(f'[name="{item}-v1"]')).to_have_count(0)
    worker.page.get_by_role("button", name="Terug", exact=True).locator("visible=true").click()
    worker.on("terugzeggen-v1")
    worker.page.reload()
    worker.page.get_by_role("button", name="Verder met dit gesprek").click()
    expect(worker.page.locator("[data-turns] textarea")).to_have_value(MINE)
    expect(worker.page.locator("#scherm-geef-v1")).to_have_attribute("data-closed", "")
    for item in MARKS:
        expect(worker.page.locator(f'[name="{item}-v1"]')).to_have_count(0)


def test_a_recording_follows_its_talk_and_a_card_that_is_unknown_can_be_put_right(tablet, new, site):
    worker = tablet()
    worker.page.add_init_script(SHORT_PARTS)
    worker.page.reload()
    worker.page.locator("form[data-stepped]").wait_for()
    worker.up_to_the_talk(1)
    worker.screen.get_by_text(re.compile("^De opname mag")).click()
    worker.next("gesprek")
    worker.page.get_by_role("button", name="Neem op").click()
    worker.page.get_by_text("0:01").wait_for()
    worker.page.get_by_role("button", name="Stop", exact=True).click()
    worker.page.get_by_text("De opname is klaar.").wait_for()
    worker.turn("Verteller 1", MINE)
    worker.from_the_talk(1)
    worker.page.locator('[name="KAART-v1"]').evaluate(
        "(box, code) => (box.value = code)", f"{cards.SPEAKING[0]}cdfghjk"
    )
    worker.save()
    worker.page.get_by_text("Deze code kennen we niet").wait_for()
    assert new() == []
    worker.page.reload()
    worker.page.get_by_role("button", name="Verder met dit gesprek").click()
    expect(worker.page.locator("[data-turns] textarea")).to_have_value(MINE)
    worker.page.locator('[name="KAART-v1"]').evaluate("(box) => (box.value = '')")
    for screen in ("plek", "wie-v1", "zeggen", "gesprek", "terugzeggen-v1", "kracht-v1", "toestemming-v1", "afloop"):
        worker.next(screen)
    worker.save()
    worker.page.get_by_text("De opname is aangekomen.").wait_for()
    (story,) = new()
    assert story.marks["GEVOEL"]["value"] == "heel_positief"
    with reading(site[1].engine) as session:
        recording = audio.of_story(session, story.id)
        assert audio.progress(session, story.id, story.collector).complete
        assert audio.whole(session, site[1].vault, recording)[:4] in (WEBM, MP4) or recording.mime == "audio/mp4"


def test_who_was_signed_out_keeps_the_talk_sealed_and_sends_it_after_signing_in(tablet, new):
    worker = tablet()
    worker.up_to_the_talk(1)
    worker.next("gesprek")
    worker.turn("Verteller 1", MINE)
    worker.from_the_talk(1)
    worker.context.clear_cookies()
    worker.save()
    worker.page.get_by_text("Je bent uitgelogd.").wait_for()
    expect(worker.page.get_by_role("link", name="Inloggen", exact=True)).to_be_visible()
    assert new() == []
    worker.sign_in()
    worker.page.get_by_role("button", name="Verstuur nu").click()
    worker.page.get_by_role("button", name="Laat de vier woorden zien").wait_for()
    assert len(new()) == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_every_screen_of_a_talk_is_clean_for_axe_and_fits(tablet, problems, width):
    worker, found = tablet(width=width), []

    def look() -> None:
        found.extend(problems(worker.page))

    look()
    worker.up_to_the_talk(1)
    look()
    worker.next("gesprek")
    worker.turn("Verteller 1", MINE)
    look()
    worker.from_the_talk(1, look)
    worker.save()
    worker.page.get_by_role("button", name="Laat de vier woorden zien").click()
    look()
    assert found == []
