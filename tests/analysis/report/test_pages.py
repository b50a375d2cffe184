"""The pages: self-contained, in a fixed order, with working links, and never half-written."""

import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from analysis.report.quality import ReportRefusedError
from analysis.report.sentences import BAND
from analysis.report.themes import themes_section

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """What a page holds: its ids, links and labels, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.figures: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
        if tag == "figure":
            self.figures.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


@pytest.fixture(scope="module")
def pages(written: Path) -> dict[str, Page]:
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in sorted(written.glob("*.html"))}


def test_there_is_a_page_for_every_place_and_two_for_its_residents(pages: dict[str, Page]) -> None:
    places = ["programma", "almelo", "enschede", "wesselerbrink", "de-riet", "kerkelanden"]
    assert {f"{place}.html" for place in places} <= set(pages)
    assert {f"terugkoppeling-{place}.html" for place in places} <= set(pages)
    assert {f"terugkoppeling-{place}-kind.html" for place in places} <= set(pages)
    assert {f"terugkoppeling-{place}-kind.ar.html" for place in places} <= set(pages)
    assert len(pages) == 1 + (1 + 2 * 6) * 9


def test_a_page_needs_nothing_from_elsewhere(written: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        text = (written / name).read_text(encoding="utf-8")
        assert "http:" not in text, name
        assert "https:" not in text, name
        assert "src=" not in text, name
        assert not page.tags & {"script", "iframe", "img", "object", "form"}, name


def test_every_page_is_well_formed_with_unique_ids(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert page.faults == [], name
        assert page.open == [], name
        assert len(page.ids) == len(set(page.ids)), name


def test_every_link_leads_somewhere(written: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            assert (written / (target or name)).is_file(), (name, link)
            if anchor:
                assert anchor in pages[target or name].ids, (name, link)


def test_who_spoke_stands_before_every_result_and_strengths_before_the_rest(written: Path) -> None:
    page = (written / "wesselerbrink.html").read_text(encoding="utf-8")
    order = re.findall(r'<section id="(\w+)"', page)
    assert order == [
        *("kort", "wie", "kracht", "verandering", "gevoel", "themas", "trends", "koppelkansen", "cijfers"),
        *("duiding", "bijsturen", "verdieping", "methode", "bijlage"),
    ]


def test_every_picture_has_a_name_a_sentence_and_the_same_numbers_as_a_table(pages: dict[str, Page]) -> None:
    page = pages["wesselerbrink.html"]
    assert len(page.figures) == 9
    for figure in page.figures:
        assert figure["role"] == "img"
        title, text = str(figure["aria-labelledby"]).split()
        assert title in page.ids
        assert text in page.ids


def test_the_opening_has_at_most_five_sentences_with_their_n(written: Path) -> None:
    for name in ("wesselerbrink", "kerkelanden", "programma"):
        page = (written / f"{name}.html").read_text(encoding="utf-8")
        brief = page.split('<section id="kort"')[1].split("</section>")[0]
        lines = re.findall(r"<li><p>(.*?) <a", brief)
        assert 1 <= len(lines) <= 5
        for line in lines:
            honest = (
                "te weinig verhalen",
                "nog geen duidelijk verschil",
                "niet met cijfers",
                "te weinig meetmomenten",
                "manier van meten",
            )
            assert "n = " in line or any(words in line for words in honest), line


def test_method_and_quality_tell_the_run_the_versions_the_tests_and_the_band(written: Path) -> None:
    page = (written / "wesselerbrink.html").read_text(encoding="utf-8")
    section = page.split('<section id="methode"')[1].split("</section>")[0]
    for words in ("5f0c2a91d3b7e846", "nl_story_sm 1.0", "a1b2c3d4e5f60718", "342", BAND, "versie 1"):
        assert words in section
    assert "de vraag over de buurt heeft een nieuw antwoord" in section
    assert "1873" not in page, "the public learns a rounded number of stories"
    assert "1.875" in section


def test_a_trend_says_which_difference_these_numbers_cannot_show(written: Path) -> None:
    page = (written / "wesselerbrink.html").read_text(encoding="utf-8")
    section = page.split('<section id="trends"')[1].split("</section>")[0]
    assert "is een verschil kleiner dan ongeveer" in section
    assert "342 reeksen" in section


def test_themes_say_to_the_team_when_a_machine_coded_them(fixture: Any) -> None:
    fixture.audience = "team"
    for key, cell in list(fixture.cells.items()):
        if key.indicator == "NI-10":
            fixture.cells[key] = replace(cell, note="machinaal, niet geijkt")
    material = fixture.material()
    assert "Machinaal, niet geijkt." in themes_section(material, material.places[0]).notes


def test_a_run_without_versions_makes_no_report(fixture: Any, tmp_path: Path) -> None:
    fixture.run.manifest = {**fixture.run.manifest, "codebook": ""}
    with pytest.raises(ReportRefusedError, match="geen versie van codebook"):
        fixture.write(tmp_path / "rapport")
    assert not (tmp_path / "rapport").exists()


def test_a_report_is_definitive_once_a_later_round_is_published(fixture: Any) -> None:
    assert fixture.material().status == "voorlopig"
    fixture.rounds[6].state = "published"
    assert fixture.material().status == "definitief"


def test_a_report_for_few_says_so_and_what_people_typed_is_text(fixture: Any, tmp_path: Path) -> None:
    fixture.audience = "team"
    fixture.events[1].description = "<script>alert(1)</script>"
    fixture.areas = [area for area in fixture.areas if area.slug == "kerkelanden"]
    fixture.figures = []
    fixture.write(tmp_path)
    page = (tmp_path / "almelo.html").read_text(encoding="utf-8")
    assert "Alleen voor het gebiedsteam" in page
    assert "Alleen voor het gebiedsteam" in (tmp_path / "terugkoppeling-almelo.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_manifest_has_the_fingerprint_of_every_other_file(written: Path) -> None:
    told = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    others = {path.name for path in written.iterdir()} - {"manifest.json"}
    assert set(told["files"]) == others
    for name in others:
        assert told["files"][name]["sha256"] == hashlib.sha256((written / name).read_bytes()).hexdigest()
    assert told["run"] == "5f0c2a91d3b7e846"
    assert told["counts"]["stories"] == 1875
    assert told["counts"]["cells_hidden"] > 0
    assert "stories" not in told["versions"]
