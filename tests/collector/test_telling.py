"""Telling a story in a real browser: by tapping, by keyboard and without a script the same is stored."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from collector.residents.aloud import recorded
from corpus import cards
from corpus.database import reading, writing
from corpus.stories import Story
from forms.questionnaire import load
from tests.conftest import House, built, served

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
STORY = "Wij hebben een hut gebouwd bij het veldje. (verzonnen)"
CHILD = {
    "MODUS": ["zelf_typen"],
    "GEVOEL": ["fijn"],
    "EMOTIE": ["blij", "trots"],
    "DRIEHOEK-WIE": ["zelf_naasten"],
    "LIJN": ["wonen"],
    "LEVEN": ["beter"],
    "BUURT": ["hetzelfde"],
    "HOOP": ["klopt_beetje"],
    "INVLOED": ["weet_niet"],
    "LEEFTIJD": ["8-9"],
    "TOESTEMMING": ["meedoen"],
}
#: what the child answers on the screens after the story; the last is answered apart
SCREENS = [["GEVOEL", "EMOTIE"], ["DRIEHOEK-WIE"], ["LIJN"], ["LEVEN", "BUURT"], [], ["HOOP", "INVLOED"], []]
#: in the triangle from "vooral ikzelf" to "half ikzelf, half thuis of vrienden"
WALK = {"DRIEHOEK-WIE": ["ArrowDown", "ArrowLeft"]}
FORWARD, BACK, SEND = "[data-next]:visible", "[data-back]:visible", "[data-send]"


@dataclass
class Site:
    """A site that is served, and what is told there."""

    house: House
    address: str
    seen: set[str] = field(default_factory=set)

    def card(self) -> str:
        """The code of a new card for a child of eight or nine."""
        with writing(self.house.engine) as session:
            batch = cards.Batch("kind", "8-9", "School (verzonnen)", date(2027, 7, 1))
            (code,) = cards.make(session, self.house.vault, batch, 1)
        return code

    def told(self) -> dict[str, Any]:
        """The marks of the one story that came in since the last time."""
        with reading(self.house.engine) as session:
            (new,) = [story for story in session.scalars(select(Story)) if story.id not in self.seen]
            self.seen.add(new.id)
            return dict(new.marks)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for all tests of this file, served as operators do."""
    with built(tmp_path_factory.mktemp("telling")) as house, served(house) as address:
        yield Site(house, address)


@pytest.fixture
def opened(browser: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """``opened(path, …)`` opens a page in a browser of its own; what goes wrong in its scripts fails the test."""
    contexts, problems = [], []

    def open_page(path: str, script: str = "", **options: Any) -> Any:
        contexts.append(browser.new_context(**{**PHONE, **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(site.address + path)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("form[data-stepped]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def on_screen(page: Any) -> str:
    """The id of the one screen that is shown."""
    (only,) = page.evaluate("[...document.querySelectorAll('[data-screen]:not([hidden])')].map(one => one.id)")
    return str(only)


def choice(page: Any, item: str, option: str) -> Any:
    """The radio button or checkbox of an answer."""
    return page.locator(f'input[name="{item}"][value="{option}"]')


def thanked(page: Any) -> None:
    """Wait until the four words are shown."""
    page.wait_for_url("**/bedankt")
    assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", page.locator("#bewijs").inner_text())


class Fingers:
    """Taps, and counts them."""

    def __init__(self, page: Any) -> None:
        self.page, self.taps, self.screens = page, 0, ["begin"]

    def tap(self, target: Any) -> None:
        target.tap()
        self.taps += 1

    def forward(self) -> None:
        self.tap(self.page.locator(FORWARD))
        self.screens.append(on_screen(self.page))

    def answer(self, item: str) -> None:
        for option in CHILD[item]:
            dot = choice(self.page, item, option)
            self.tap(
                dot
                if "driehoek__stip" in dot.get_attribute("class")
                else self.page.locator(f"label[for='{dot.get_attribute('id')}']")
            )


def child_by_tapping(page: Any, code: str) -> Fingers:
    """A child tells, with fingers alone."""
    fingers = Fingers(page)
    fingers.tap(page.locator("#KAART"))
    page.locator("#KAART").fill(code)
    fingers.forward()
    fingers.answer("MODUS")
    fingers.tap(page.locator("#VERHAAL"))
    page.locator("#VERHAAL").fill(STORY)
    for items in SCREENS:
        fingers.forward()
        for item in items:
            fingers.answer(item)
    page.locator("#BUURTKEUZE").select_option("weet_niet")
    fingers.taps += 2  # a list is opened, and one of it is tapped
    fingers.answer("LEEFTIJD")
    fingers.answer("TOESTEMMING")
    fingers.tap(page.locator(SEND))
    return fingers


class Keys:
    """Tells without ever touching the screen."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def at(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def to(self, selector: str) -> None:
        """Press Tab until something of that kind has the keyboard."""
        for _ in range(60):
            if self.at(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.to(selector)
        self.page.keyboard.press(key)

    def answer(self, item: str) -> None:
        for option in CHILD[item]:
            target = f'input[name="{item}"][value="{option}"]'
            if choice(self.page, item, option).get_attribute("type") == "checkbox":
                self.press(target, "Space")
            else:
                self.press(f'input[name="{item}"]', "Space")
                for key in WALK.get(item, ["ArrowDown"] * 7):
                    if not self.at(target):
                        self.page.keyboard.press(key)
            assert choice(self.page, item, option).is_checked()


def child_by_keyboard(page: Any, code: str) -> None:
    """The same child, by keyboard alone."""
    keys = Keys(page)
    keys.to("#KAART")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    keys.answer("MODUS")
    keys.to("#VERHAAL")
    page.keyboard.type(STORY)
    for items in SCREENS:
        keys.press("[data-next]")
        for item in items:
            keys.answer(item)
    keys.to("#BUURTKEUZE")
    page.keyboard.type("weet ik")
    keys.answer("LEEFTIJD")
    keys.answer("TOESTEMMING")
    keys.press(SEND)


def child_without_script(page: Any, code: str) -> None:
    """The same child, on one long page."""
    page.locator("#KAART").fill(code)
    page.locator("#VERHAAL").fill(STORY)
    page.locator("#BUURTKEUZE").select_option("weet_niet")
    for item, options in CHILD.items():
        for option in options:
            choice(page, item, option).check()
    page.locator(SEND).click()


def test_by_tapping_by_keyboard_and_without_a_script_the_same_is_stored(opened, site):
    page = opened("/vertel/kind")
    fingers = child_by_tapping(page, site.card())
    thanked(page)
    assert len(fingers.screens) == len(set(fingers.screens)) <= 9
    assert fingers.taps <= 25
    tapped = site.told()
    assert {item: mark["value"] for item, mark in tapped.items() if item in ("GEVOEL", "EMOTIE", "DRIEHOEK-WIE")} == {
        "GEVOEL": "fijn",
        "EMOTIE": ["blij", "trots"],
        "DRIEHOEK-WIE": "zelf_naasten",
    }
    page = opened("/vertel/kind")
    child_by_keyboard(page, site.card())
    thanked(page)
    assert site.told() == tapped
    page = opened("/vertel/kind", java_script_enabled=False)
    child_without_script(page, site.card())
    thanked(page)
    assert site.told() == tapped


def adult(page: Any, mark: Callable[[Any], None]) -> None:
    """A professional tells; ``mark`` answers the triangle."""
    page.locator(FORWARD).click()
    page.locator("#VERHAAL").fill(STORY)
    page.locator(FORWARD).click()
    page.locator(FORWARD).click()
    mark(page)
    page.locator(FORWARD).click()
    page.locator("#BUURTKEUZE").select_option("weet_niet")
    page.locator(FORWARD).click()
    page.get_by_text("Ik doe mee.").click()
    page.locator(SEND).click()
    thanked(page)


def by_button(*names: str) -> Callable[[Any], None]:
    """Answers the triangle in steps, by keyboard."""

    def mark(page: Any) -> None:
        page.get_by_text("Liever kiezen met knoppen?").press("Enter")
        for name in names:
            page.locator(".driehoek__keus:visible").filter(has_text=re.compile(f"^{name}$")).last.press("Enter")

    return mark


def test_an_adult_points_anywhere_or_uses_buttons_or_has_the_seven_dots(opened, site):
    def point(page: Any) -> None:
        plane = page.locator(".driehoek__vlak")
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        page.touchscreen.tap(box["x"] + box["width"] * 0.38, box["y"] + box["height"] * 0.76)
        assert (
            page.locator(".driehoek__punt:checked + label").inner_text()
            == "deels werk en geld, deels wonen en de buurt"
        )

    adult(opened("/vertel/professional"), point)
    free = site.told()["DRIEHOEK-LIJN"]
    assert (free["state"], free["value"]) == ("answered", "punt")
    assert free["shares"] == pytest.approx([0.17, 0.57, 0.27], abs=0.03)
    assert sum(free["shares"]) == pytest.approx(1)
    adult(opened("/vertel/professional"), by_button("werk en geld", "leren", "ja, een beetje"))
    assert site.told()["DRIEHOEK-LIJN"] == {"state": "answered", "value": "punt", "shares": [0.3, 0.5, 0.2]}
    adult(opened("/vertel/professional"), by_button("werk en geld", "nee, verder niets"))
    only = site.told()
    page = opened("/vertel/professional", java_script_enabled=False)
    page.locator("#VERHAAL").fill(STORY)
    choice(page, "DRIEHOEK-LIJN", "werken").check()
    page.locator("#BUURTKEUZE").select_option("weet_niet")
    choice(page, "TOESTEMMING", "meedoen").check()
    page.locator(SEND).click()
    thanked(page)
    assert site.told() == only
    assert only["DRIEHOEK-LIJN"] == {"state": "answered", "value": "werken", "shares": [0.0, 1.0, 0.0]}


def test_arrow_keys_go_through_the_triangle_the_way_the_eye_sees_it(opened):
    page = opened("/vertel/jongere")
    page.evaluate("for (const one of document.querySelectorAll('[data-screen]')) one.hidden = one.id !== 'scherm-wie'")
    choice(page, "DRIEHOEK-WIE", "zelf").press("Space")
    path = [
        *[("ArrowDown", "midden"), ("ArrowLeft", "zelf_naasten"), ("ArrowRight", "zelf_instanties")],
        *[("ArrowDown", "instanties"), ("ArrowLeft", "naasten_instanties"), ("ArrowUp", "midden"), ("ArrowUp", "zelf")],
    ]
    for key, reached in path:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.value") == reached
        assert choice(page, "DRIEHOEK-WIE", reached).is_checked()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.value") == "zelf"


def test_the_way_back_loses_nothing_and_the_heading_gets_the_keyboard(opened):
    page = opened("/vertel/ouder")
    page.locator(FORWARD).click()
    assert (on_screen(page), page.evaluate("document.activeElement.id")) == ("scherm-verhaal", "kop-verhaal")
    assert page.locator(".voortgang").inner_text().strip() == "Stap 1 van 13"
    page.locator(FORWARD).click()
    assert on_screen(page) == "scherm-verhaal"
    assert page.locator(".vraag--mist .vraag__melding").inner_text().startswith("Vertel eerst wat er gebeurde.")
    page.locator("#VERHAAL").fill(STORY)
    page.locator(FORWARD).click()
    assert page.locator(FORWARD).inner_text() == "Overslaan"
    page.get_by_text("heel positief").tap()
    assert page.locator(FORWARD).inner_text() == "Volgende"
    page.locator(FORWARD).click()
    page.go_back()
    assert on_screen(page) == "scherm-gevoel"
    assert choice(page, "GEVOEL", "heel_positief").is_checked()
    page.locator(BACK).click()
    page.wait_for_function("location.hash === '#stap-verhaal'")
    assert page.locator("#VERHAAL").input_value() == STORY
    page.go_forward()
    assert on_screen(page) == "scherm-gevoel"


def test_one_answer_too_many_is_refused_at_once_and_in_words(opened):
    page = opened("/vertel/kind")
    page.evaluate(
        "for (const one of document.querySelectorAll('[data-screen]')) one.hidden = one.id !== 'scherm-gevoel'"
    )
    for emotion in ("blij", "trots", "bang"):
        page.get_by_text(emotion, exact=True).tap()
    said = page.locator('[data-question="EMOTIE"] .vraag__melding')
    assert said.inner_text() == "Kies er hoogstens 2. Haal er eerst één weg."
    assert not choice(page, "EMOTIE", "bang").is_checked()
    page.get_by_text("trots", exact=True).tap()
    assert said.inner_text() == ""


def test_what_the_server_refuses_opens_the_first_screen_with_an_error(opened):
    page = opened("/vertel/ouder")
    page.locator("#VERHAAL").evaluate("(box, text) => box.value = text", STORY)
    page.evaluate("document.getElementById('CIJFER').value = 'elf'")
    page.evaluate("document.getElementById('BUURTKEUZE').value = 'weet_niet'")
    for item, option in (("LEEFTIJD", "45+"), ("TOESTEMMING", "meedoen")):
        choice(page, item, option).evaluate("box => box.checked = true")
    while not page.locator(SEND).is_visible():
        page.locator(FORWARD).click()
    with page.expect_navigation():
        page.locator(SEND).click()
    page.wait_for_selector("form[data-stepped]")
    assert on_screen(page) == "scherm-cijfer"
    assert page.evaluate("document.activeElement.id") == "fouten-kop"
    page.locator(".foutenlijst a").click()
    assert page.evaluate("document.activeElement.id") == "CIJFER"
    assert page.locator("#CIJFER").input_value() == "elf"


ALL_FORMS = [("kind", "nl"), ("jongere", "nl"), ("ouder", "nl"), ("professional", "nl"), ("kind", "ar")]


@pytest.mark.parametrize(("name", "language"), ALL_FORMS)
def test_every_screen_is_accessible_and_fits_on_a_phone_also_with_letters_twice_as_large(opened, axe, name, language):
    page = opened(f"/vertel/{name}?taal={language}", bypass_csp=True)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    screens = page.evaluate("[...document.querySelectorAll('[data-screen]')].map(one => one.id)")
    for screen in screens:
        page.evaluate(
            "id => { for (const one of document.querySelectorAll('[data-screen]')) one.hidden = one.id !== id }", screen
        )
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            assert axe(page, "main") == [], (screen, width)
            for size in ("100%", "200%"):
                page.evaluate("size => document.documentElement.style.fontSize = size", size)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (screen, width, size)
            page.evaluate("document.documentElement.style.fontSize = ''")


DEVICE = """
const voices = VOICES;
Object.defineProperty(window, "speechSynthesis", { value: {
  spoken: [], getVoices: () => voices, addEventListener: (kind, ready) => ready(), cancel() {},
  speak(words) { this.spoken.push([words.text, words.lang, words.rate]); this.now = words; },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
"""


def test_a_question_is_read_aloud_with_pause_and_slower(opened):
    device = DEVICE.replace("VOICES", '[{ lang: "en-US" }, { lang: "nl-BE" }, { lang: "nl_NL", localService: true }]')
    page = opened("/vertel/kind", device)
    page.wait_for_selector('[data-question="GEVOEL"] .voorlezen', state="attached")
    page.evaluate(
        "for (const one of document.querySelectorAll('[data-screen]')) one.hidden = one.id !== 'scherm-gevoel'"
    )
    page.locator('[data-question="GEVOEL"] .voorlezen').tap()
    page.evaluate("speechSynthesis.now.onend()")
    page.get_by_role("button", name="Langzamer").tap()
    page.get_by_role("button", name="Pauze").tap()
    page.get_by_role("button", name="Verder").tap()
    assert page.evaluate("speechSynthesis.spoken") == [
        ["Hoe vond je dat?", "nl_NL", 1],
        ["heel fijn", "nl_NL", 1],
        ["heel fijn", "nl_NL", 0.7],
        ["heel fijn", "nl_NL", 0.7],
    ]
    for _ in range(7):
        page.evaluate("speechSynthesis.now.onend()")
    assert page.locator(".speler").count() == 0
    assert page.locator('[data-question="GEVOEL"] .voorlezen').is_visible()


def test_a_device_without_a_voice_in_this_language_says_so_once(opened):
    page = opened("/vertel/kind", DEVICE.replace("VOICES", '[{ lang: "en-US" }]'))
    page.wait_for_selector(".voorlezen__geen")
    assert page.locator(".voorlezen__geen").count() == 1
    assert page.locator(".voorlezen").count() == 0


def test_a_recording_in_the_folder_is_known_by_language_and_question(tmp_path: Path):
    (tmp_path / "nl").mkdir()
    for name in ("kind-GEVOEL", "kind-ONBEKEND", "ouder-VERHAAL"):
        (tmp_path / "nl" / f"{name}.mp3").touch()
    assert recorded(load("kind"), "nl", tmp_path) == ["GEVOEL"]
    assert recorded(load("kind"), "tr", tmp_path) == []
