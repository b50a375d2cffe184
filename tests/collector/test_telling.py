"""Telling a story in a real browser: how many taps it takes, how its parts answer, what it refuses."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from collector.residents.aloud import recorded
from forms.questionnaire import load
from tests.collector import telling
from tests.collector.gestures import BY_TAPPING, FORWARD, SEND, answer
from tests.collector.telling import Site, thanked, wide

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
STORY = "Wij hebben een hut gebouwd bij het veldje. (verzonnen)"
CHILD = {
    "MODUS": "zelf_typen",
    "VERHAAL": STORY,
    "GEVOEL": "fijn",
    "EMOTIE": ["blij", "trots"],
    "DRIEHOEK-WIE": "zelf_naasten",
    "LIJN": ["wonen"],
    "LEVEN": "beter",
    "BUURT": "hetzelfde",
    "HOOP": "klopt_beetje",
    "INVLOED": "weet_niet",
    "BUURTKEUZE": "weet_niet",
    "LEEFTIJD": "8-9",
    "TOESTEMMING": ["meedoen"],
}
BACK = "[data-back]:visible"


def told(site: Site) -> dict[str, Any]:
    """The marks of the one story that came in since the last time."""
    (new,) = site.new()
    return dict(new.marks)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for all tests of this file, served as operators do."""
    with telling.opened(tmp_path_factory.mktemp("telling")) as made:
        yield made


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


COUNT = "globalThis.taps = 0; addEventListener('pointerdown', () => (globalThis.taps += 1), true);"


def test_a_child_is_done_in_nine_screens_and_twenty_five_taps(opened, site):
    page, screens = opened("/vertel/kind", COUNT), []
    answer(
        page,
        load("kind"),
        {"KAART": site.card("kind", "8-9"), **CHILD},
        BY_TAPPING,
        lambda: screens.append(on_screen(page)),
    )
    assert len(screens) == len(set(screens)) <= 9
    # One tap more in the list of neighbourhoods, which is drawn outside the page, and one for the button that sends.
    assert 15 < page.evaluate("taps") + 2 <= 25
    BY_TAPPING.press(page, SEND)
    thanked(page)
    told(site)


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
    free = told(site)["DRIEHOEK-LIJN"]
    assert (free["state"], free["value"]) == ("answered", "punt")
    assert free["shares"] == pytest.approx([0.17, 0.57, 0.27], abs=0.03)
    assert sum(free["shares"]) == pytest.approx(1)
    adult(opened("/vertel/professional"), by_button("werk en geld", "leren", "ja, een beetje"))
    assert told(site)["DRIEHOEK-LIJN"] == {"state": "answered", "value": "punt", "shares": [0.3, 0.5, 0.2]}
    adult(opened("/vertel/professional"), by_button("werk en geld", "nee, verder niets"))
    only = told(site)
    page = opened("/vertel/professional", java_script_enabled=False)
    page.locator("#VERHAAL").fill(STORY)
    choice(page, "DRIEHOEK-LIJN", "werken").check()
    page.locator("#BUURTKEUZE").select_option("weet_niet")
    choice(page, "TOESTEMMING", "meedoen").check()
    page.locator(SEND).click()
    thanked(page)
    assert told(site) == only
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


def test_the_form_for_professionals_is_accessible_on_every_screen_also_with_letters_twice_as_large(opened, axe):
    page = opened("/vertel/professional", bypass_csp=True)
    for screen in page.evaluate("[...document.querySelectorAll('[data-screen]')].map(one => one.id)"):
        page.evaluate(
            "id => { for (const one of document.querySelectorAll('[data-screen]')) one.hidden = one.id !== id }", screen
        )
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            assert axe(page, "main") == [], (screen, width)
            for size in ("200%", "100%"):
                assert wide(page, size) <= width, (screen, width, size)


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
