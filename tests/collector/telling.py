"""A whole story told in a real browser, along every road there is, and what must be stored of it along each of them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from collector.i18n import LANGUAGES
from corpus import areas, cards, kiosks
from corpus.database import reading, writing
from corpus.stories import Story
from corpus.submission import NEIGHBOURHOOD, compose
from forms.build import from_answers
from forms.questionnaire import Questionnaire, load
from tests.collector.gestures import BY_KEYBOARD, BY_TAPPING, SEND, WITHOUT_SCRIPT, Answers, Way, answer
from tests.conftest import House, built, served

FORMS = ("kind", "jongere", "ouder")
NEVER = date(2099, 1, 1)
PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "service_workers": "block"}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"}
#: languages in which axe looks at every screen; in the others once, at the whole form: they differ in words alone
EXAMINED = ("nl", "ar")
#: what is looked at on every screen that opens
Look = Callable[[Any], None]
Axe = Callable[..., list[list[str]]]


@dataclass
class Site:
    """A site that is served, and what is told there."""

    house: House
    address: str
    seen: set[str] = field(default_factory=set)

    def card(self, form: str, age: str) -> str:
        """The code of a new card; the parent behind it allowed everything."""
        batch = cards.Batch(form, age, "School (verzonnen)", NEVER, None, True, True, True)
        with writing(self.house.engine) as session:
            (code,) = cards.make(session, self.house.vault, batch, 1)
        return code

    def kiosk(self, form: str) -> str:
        """The code of a new kiosk, in another neighbourhood than where its tellers live."""
        plan = kiosks.Plan(form, "de-riet", "2026-najaar", "Buurthuis (verzonnen)", NEVER)
        with writing(self.house.engine) as session:
            return kiosks.make(session, plan, "account:1").id

    def new(self) -> list[Story]:
        """The stories that came in since the last time."""
        with reading(self.house.engine) as session:
            new = [story for story in session.scalars(select(Story)) if story.id not in self.seen]
        self.seen.update(story.id for story in new)
        return new


@contextmanager
def opened(folder: Path) -> Iterator[Site]:
    """A site of its own, served as operators do."""
    with built(folder) as house, served(house) as address:
        yield Site(house, address)


@dataclass(frozen=True)
class Telling:
    """What somebody tells: in which form, in which language, with which answers."""

    form: str
    language: str
    answers: Answers

    @property
    def questionnaire(self) -> Questionnaire:
        """The form as the teller reads it."""
        return load(self.form, self.language)


def on_the_page(way: Way) -> Callable[[Any, Site, Telling, Look], None]:
    """The road of a form that is sent over a line that works."""

    def take(page: Any, site: Site, telling: Telling, look: Look) -> None:
        page.goto(f"{site.address}/vertel/{telling.form}?taal={telling.language}")
        if way is not WITHOUT_SCRIPT:
            page.locator("form[data-stepped]").wait_for()
        tell(page, telling, way, look)
        thanked(page)

    return take


def without_a_line(page: Any, site: Site, telling: Telling, look: Look) -> None:
    """The line goes as soon as the form is open; the story waits on the device and goes when the line is back."""
    page.goto(f"{site.address}/vertel/{telling.form}?taal={telling.language}")
    page.locator("form[data-stepped]").wait_for()
    BY_TAPPING.press(page, "label[for=bewaar-hier]")
    page.context.set_offline(True)
    tell(page, telling, BY_TAPPING, look)
    page.locator("#toestel [data-do=send]").wait_for()
    assert site.new() == []
    page.context.set_offline(False)
    page.locator("#toestel [data-do=show]").wait_for()


def on_a_kiosk(page: Any, site: Site, telling: Telling, look: Look) -> None:
    """A tablet of which the neighbourhood is filled in beforehand; the teller lives in another and says so."""
    page.goto(f"{site.address}/kiosk/{site.kiosk(telling.form)}?taal={telling.language}")
    page.locator("[data-begin]").tap()
    page.locator("form[data-stepped]").wait_for()
    tell(page, telling, BY_TAPPING, look)
    thanked(page)


#: every road by its name: the device, how the story travels, and whether its screens are looked at on the way
ROADS: dict[str, tuple[dict[str, Any], Callable[[Any, Site, Telling, Look], None], bool]] = {
    "tapping": (PHONE, on_the_page(BY_TAPPING), True),
    "keyboard": (DESK, on_the_page(BY_KEYBOARD), False),
    "no script": ({**DESK, "java_script_enabled": False}, on_the_page(WITHOUT_SCRIPT), False),
    "no line": (PHONE, without_a_line, False),
    "kiosk": (PHONE, on_a_kiosk, False),
}


def drives(form: str) -> list[Any]:
    """Every road in every language for one form; two in three of them only with ``--long``.

    What is left is a Latin square: each form goes along every road and in every language, and over the three forms
    every road is taken in every language.
    """
    at = FORMS.index(form)
    return [
        pytest.param(way, language, marks=[] if (at + road + place) % len(FORMS) == 0 else pytest.mark.long)
        for road, way in enumerate(ROADS)
        for place, language in enumerate(LANGUAGES)
    ]


def tell(page: Any, telling: Telling, way: Way, look: Look) -> None:
    """Answer everything and send it."""
    answer(page, telling.questionnaire, telling.answers, way, lambda: look(page))
    way.press(page, SEND)


def thanked(page: Any) -> None:
    """Wait until the four words are shown."""
    page.wait_for_url("**/bedankt")
    assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", page.locator("#bewijs").inner_text())


@contextmanager
def device(browser: Any, options: dict[str, Any]) -> Iterator[Any]:
    """A page in a browser of its own; what goes wrong in its scripts fails the test."""
    problems: list[str] = []
    context = browser.new_context(**options, bypass_csp=True)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def is_told_the_same(browser: Any, axe: Axe, site: Site, road: str, telling: Telling) -> None:
    """Tell along a road: every screen is accessible and fits, and exactly what was answered is stored, once."""
    options, take, looked_at = ROADS[road]
    with device(browser, options) as page:
        take(page, site, telling, lambda page: screen(page, axe, telling.language) if looked_at else None)
    (story,) = site.new()
    assert stored(site, story) == expected(site, telling)
    assert (story.session is not None) == (road == "kiosk")


def fits_as_one_page(browser: Any, axe: Axe, site: Site, form: str, language: str) -> None:
    """The form without its scripts is accessible and fits: on a wide screen, and on a phone with letters twice as big.

    Axe is itself a script. So only those of the site are kept away, and the screens that wait for them are opened.
    """
    with device(browser, DESK) as page:
        page.route("**/*.js", lambda route: route.abort())
        page.goto(f"{site.address}/vertel/{form}?taal={language}")
        page.evaluate("document.querySelector('form[data-questionnaire]').setAttribute('data-stepped', '')")
        fits(page, axe, language)
        page.set_viewport_size(PHONE["viewport"])
        assert wide(page, "200%") <= PHONE["viewport"]["width"]
        assert language not in EXAMINED or axe(page) == []


def screen(page: Any, axe: Axe, language: str) -> None:
    """One screen of the form on a small phone."""
    fits(page, axe if language in EXAMINED else lambda *_: [], language)


def fits(page: Any, axe: Axe, language: str) -> None:
    """Read in its own direction, no wider than the device, also with letters twice as large, and axe finds nothing."""
    seen = page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]")
    assert seen == [language, "rtl" if language == "ar" else "ltr"]
    for size in ("200%", "100%"):
        assert wide(page, size) <= page.viewport_size["width"], (page.url, size)
    assert axe(page, "main") == [], page.url


def wide(page: Any, size: str) -> int:
    """The width of the page in pixels with letters of this size.

    Every size on the site is in rem, so this changes what a browser's own setting for larger letters changes.
    """
    page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
    return int(page.evaluate("document.documentElement.scrollWidth"))


#: what a story is, apart from its marks and words; the rest of its row (id, seal, receipt, digest, cluster) is its own
KEPT = [
    "questionnaire",
    "group",
    "language",
    "mode",
    "area_id",
    "buurtcode",
    "age",
    "may_keep",
    "may_quote",
    "may_record",
]


def stored(site: Site, story: Story) -> dict[str, Any]:
    """What is stored of a story, opened."""
    return {
        **{name: getattr(story, name) for name in KEPT},
        "marks": story.marks,
        "words": story.words(site.house.vault),
    }


def expected(site: Site, telling: Telling) -> dict[str, Any]:
    """What must be stored of these answers, however they were given."""
    with reading(site.house.engine) as session:
        known = areas.current(session, date.today())
    form = from_answers(load(telling.form), telling.answers, {NEIGHBOURHOOD: areas.choices(known)})
    assert form.validate(), form.errors_by_item()
    checked = form.marks(), form.words()
    made = compose("", load(telling.form), telling.language, form.given(), checked, known)
    return {name: getattr(made, name, made.came.mode) for name in [*KEPT, "marks", "words"]}
