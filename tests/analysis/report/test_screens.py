"""The pages in a real browser: nothing sticks out at 360 or 1280 pixels, words are readable, one sheet is one A4."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.table, .picture, svg, nav.toc ul') && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('figure svg text')]
  .map(e => parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getScreenCTM().a))"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """An empty page in a real browser."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out_and_nothing_is_fetched(page: Any, written: Path, width: int) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("index", "wesselerbrink", "kerkelanden", "terugkoppeling-de-riet", "terugkoppeling-de-riet-kind"):
        page.goto((written / f"{name}.html").as_uri())
        assert page.evaluate(STICKS_OUT) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_the_words_in_a_picture_can_be_read_on_a_phone(page: Any, written: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto((written / "wesselerbrink.html").as_uri())
    assert page.evaluate(SMALLEST) >= 10


def test_the_page_for_residents_fits_on_one_sheet_of_a4(page: Any, written: Path) -> None:
    for name in ("terugkoppeling-wesselerbrink", "terugkoppeling-kerkelanden", "terugkoppeling-wesselerbrink-kind"):
        page.goto((written / f"{name}.html").as_uri())
        sheets = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1, name
