"""The page for residents: strengths and difficulties, what is done, whom we missed; the child's page is short."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.report.feedback import one_page
from analysis.report.languages import language
from analysis.report.material import Feedback
from analysis.report.pages import CHILD_WORDS, words
from analysis.report.quality import ReportRefusedError
from analysis.report.themes import difficulties


def place(material: Any, name: str) -> Any:
    return next(one for one in material.places if one.id == name)


def test_the_page_has_its_eight_blocks_in_order(written: Path) -> None:
    page = (written / "terugkoppeling-wesselerbrink.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2 id="b\d">(.*?)</h2>', page) == [
        "Dit hebben jullie verteld",
        "Dit is sterk hier",
        "Dit gaat beter, dit is lastig",
        "Dit zouden jullie veranderen",
        "Dit gaan we doen",
        "Dit is gedaan sinds de vorige keer",
        "Wie misten we? Help je mee?",
        "Goed om te weten",
    ]
    for text in ("Meer te doen na school", "een plan voor het plein", "Het speelveld is open", "1 april 2027"):
        assert text in page


def test_the_child_version_has_five_blocks_and_few_words_everywhere(written: Path) -> None:
    for path in written.glob("terugkoppeling-*-kind.html"):
        page = path.read_text(encoding="utf-8")
        assert len(re.findall(r'<h2 id="k\d">', page)) == 5
        assert 40 < len(words(page)) <= CHILD_WORDS
        assert "0800-0432" in page


def test_a_child_version_that_is_too_long_is_refused_before_anything_is_written(fixture: Any, tmp_path: Path) -> None:
    fixture.areas = [area for area in fixture.areas if area.slug == "kerkelanden"]
    fixture.figures = []
    fixture.feedback = {"kerkelanden": Feedback(decision_child="We maken het plein mooier. " * 20)}
    with pytest.raises(ReportRefusedError, match=r"De kinderversie voor Kerkelanden \(Nederlands\) heeft"):
        fixture.write(tmp_path / "rapport")
    assert not (tmp_path / "rapport").exists()


def test_a_difficulty_in_the_numbers_is_never_left_out(fixture: Any) -> None:
    fixture.feedback["wesselerbrink"] = Feedback(strengths=("De buurvrouw die soep kookt",))
    material = fixture.material()
    page = one_page(material, place(material, "wesselerbrink"))
    assert page.strengths == ("De buurvrouw die soep kookt",)
    worst = difficulties(material, place(material, "wesselerbrink"))
    assert page.difficulties == tuple(one.name for one in worst[:3])
    assert len(page.difficulties) == 3


def test_an_empty_text_gets_an_honest_default(fixture: Any) -> None:
    fixture.rounds = fixture.rounds[:6]
    material = fixture.material()
    page = one_page(material, place(material, "de-riet"))
    say = language("nl").say
    assert page.wishes == (say("no_wishes"),)
    assert (page.decision, page.done, page.meet) == (say("no_decision"), say("not_done"), say("ask"))
    assert page.next == "Wanneer de volgende keer is, weten wij nog niet."


def test_a_place_with_too_few_stories_shows_its_city_and_says_so(fixture: Any, written: Path) -> None:
    material = fixture.material()
    page = one_page(material, place(material, "kerkelanden"))
    assert page.stepped_up
    assert page.counted.id == "Almelo"
    text = (written / "terugkoppeling-kerkelanden.html").read_text(encoding="utf-8")
    assert "Voor Kerkelanden alleen zijn er te weinig verhalen om te tonen" in text


def test_the_ten_people_are_ten_and_follow_the_shares(fixture: Any) -> None:
    material = fixture.material()
    life = one_page(material, place(material, "wesselerbrink")).tens[0]
    cell = material.cell(place(material, "wesselerbrink"), "NI-03")
    assert len(life.signs) == 10
    assert life.better == round(10 * cell.parts["beter"])
    assert life.worse == round(10 * cell.parts["slechter"])
    key = cell.key
    fixture.cells[key] = replace(cell, parts={"beter": 0.96, "slechter": 0.06, "hetzelfde": 0.0})
    material = fixture.material()
    signs = one_page(material, place(material, "wesselerbrink")).tens[0].signs
    assert signs == ["beter"] * 10


def test_groups_that_may_not_be_shown_are_named_as_missed(fixture: Any) -> None:
    material = fixture.material()
    page = one_page(material, place(material, "wesselerbrink"))
    assert "kinderen" in page.missed
    assert "kinderen" not in page.told
    assert page.told.startswith("Ongeveer 130 mensen")
