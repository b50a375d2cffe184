"""The pages in a real browser: nothing sticks out at 360 or 1280 pixels, words are readable, one sheet is one A4."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.browser
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.table, .picture, svg, nav.toc ul') && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('figure svg text')]
  .map(e => parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getScreenCTM().a))"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page in the Chromium of this computer; in CI it has to be there."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium ontbreekt op deze computer.")
        pytest.skip("Chromium ontbreekt op deze computer.")
    with sync_playwright() as playwright:
        profile = tmp_path_factory.mktemp("profiel")
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium, args=QUIET, headless=True
        )
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out_and_nothing_is_fetched(page: Page, written: Path, width: int) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("index", "wesselerbrink", "kerkelanden", "terugkoppeling-de-riet", "terugkoppeling-de-riet-kind"):
        page.goto((written / f"{name}.html").as_uri())
        assert page.evaluate(STICKS_OUT) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_the_words_in_a_picture_can_be_read_on_a_phone(page: Page, written: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto((written / "wesselerbrink.html").as_uri())
    assert page.evaluate(SMALLEST) >= 10


def test_the_page_for_residents_fits_on_one_sheet_of_a4(page: Page, written: Path) -> None:
    for name in ("terugkoppeling-wesselerbrink", "terugkoppeling-kerkelanden", "terugkoppeling-wesselerbrink-kind"):
        page.goto((written / f"{name}.html").as_uri())
        sheets = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1, name
