"""One story walks through the whole house: from a browser form to a published number, and out again by its receipt."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from corpus.database import reading, writing
from corpus.exchange.stories import load_stories
from corpus.findings import IndicatorFinding, Run, StoryFinding
from corpus.rounds import CLOSED, Round
from corpus.samples import STORIES, load_programme
from corpus.stories import Story
from tests.conftest import House, served
from verhaal import check, main

STORY = (
    "Sinds de zomer staat er een pingpongtafel op het plein achter de supermarkt en nu ken ik eindelijk mensen uit de "
    "andere flat. Ze wachten op mij na het eten. Daar word ik blij van. (verzonnen)"
)
ROUND = "2026-winter"
VOICES = ("ab", "cd", "kl")


@pytest.fixture
def verhaal(house: House, monkeypatch: pytest.MonkeyPatch):
    """Runs a command of the front door as an operator would."""
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> None:
        done = CliRunner().invoke(main, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output

    return run


@pytest.fixture
def programme(house: House) -> House:
    """An installation with the fictional programme, of which one round is open."""
    with writing(house.engine) as session:
        session.delete(session.get(Round, "2026-najaar"))
        session.flush()
        load_programme(session)
        lines = [line for voice in VOICES for line in (STORIES / f"{voice}.jsonl").read_text("utf-8").splitlines()]
        loaded = load_stories(session, house.vault, lines, check, date(2026, 11, 23))
        # Half of them belong to the round that is open, so that what is told there can be published.
        for number, story in enumerate(session.scalars(select(Story).order_by(Story.id))):
            if number % 2:
                story.round_id = ROUND
    assert not loaded.refused
    return house


def tell(browser, address: str) -> str:
    """Fill in the form for youth screen by screen, by tapping and typing; returns the four words."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}/")
    page.get_by_role("link", name="Ik ben jong").click()
    page.wait_for_selector("form[data-stepped]")
    better = page.locator("fieldset", has_text="is mijn buurt").get_by_text("beter", exact=True)
    answers = {
        "scherm-verhaal": [lambda: page.locator("#VERHAAL").fill(STORY)],
        "scherm-gevoel": [page.get_by_text("heel positief").click],
        "scherm-buurt": [better.click],
        "scherm-over-jou": [
            lambda: page.get_by_label("buurt woon je", exact=False).select_option("wesselerbrink"),
            page.get_by_text("18 tot en met 23 jaar").click,
        ],
        "scherm-klaar": [page.get_by_text("Ik doe mee", exact=False).first.click],
    }
    while not page.get_by_role("button", name="Verstuur mijn verhaal").is_visible():
        page.locator("[data-next]:visible").click()
        for answer in answers.get(page.locator("[data-screen]:visible").get_attribute("id"), []):
            answer()
    page.get_by_role("button", name="Verstuur mijn verhaal").click()
    page.wait_for_url("**/bedankt")
    words = page.locator("#bewijs").inner_text()
    page.close()
    return words


def close_round(house: House) -> None:
    """What the manager does when the window is over."""
    with writing(house.engine) as session:
        session.get(Round, ROUND).state = CLOSED


def better_in(house: House, place: str) -> tuple[int, int]:
    """(how many say their neighbourhood is better, n) for youth in the newest run."""
    with reading(house.engine) as session:
        run = session.scalar(select(Run.id).order_by(Run.finished.desc()).limit(1))
        cell = session.scalars(
            select(IndicatorFinding).where(
                IndicatorFinding.run_id == run,
                IndicatorFinding.indicator == "NI-04",
                IndicatorFinding.place == place,
                IndicatorFinding.group == "jongere",
                IndicatorFinding.period == ROUND,
            )
        ).one()
        return int(cell.parts["beter"]), cell.n


def pieces(text: str, length: int = 20) -> set[bytes]:
    """Every piece of a text of that length."""
    return {text[start : start + length].encode() for start in range(len(text) - length + 1)}


def files_with(house: House, wanted: set[bytes], copy: Path) -> list[str]:
    """The files of the installation in which any of the pieces stands.

    Looks at a copy made by another process: opening a live SQLite file beside SQLite breaks the locks of this one.
    """
    subprocess.run(["cp", "-r", str(house.instance.folder), str(copy)], check=True)
    return [
        path.name for path in copy.rglob("*") if path.is_file() and any(piece in path.read_bytes() for piece in wanted)
    ]


@pytest.mark.browser
def test_a_story_goes_from_a_browser_form_to_a_published_number_and_out_by_its_receipt(
    programme, browser, verhaal, tmp_path_factory
):
    house, copies = programme, tmp_path_factory.mktemp("copies")
    with served(house) as address:
        words = tell(browser, address)
        assert re.fullmatch(r"[a-z]+(-[a-z]+){3}", words)
        with reading(house.engine) as session:
            (story,) = session.scalars(select(Story).where(Story.receipt.is_not(None)))
            assert (story.text(house.vault), story.round_id) == (STORY, ROUND)

        close_round(house)
        verhaal("analyse")
        better, n = better_in(house, "wesselerbrink")
        with reading(house.engine) as session:
            found = session.get(StoryFinding, story.id)
            assert found is not None
            assert {"O4", "O5"} & {theme["id"] for theme in found.themes}

        out = house.instance.folder / "uit"
        verhaal("report", ROUND, "--out", str(out))
        assert "NI-04" in (out / "cijfers.csv").read_text("utf-8")
        assert files_with(house, pieces(STORY), copies / "before") == []

        page = browser.new_page()
        page.goto(f"{address}/intrekken")
        page.get_by_label("vier geheime woorden").fill(words.replace("-", " "))
        page.get_by_role("button", name="Haal mijn verhaal weg").click()
        page.get_by_role("heading", name="Je verhaal is weg").wait_for()

    verhaal("analyse")
    assert better_in(house, "wesselerbrink") == (better - 1, n - 1)
    with reading(house.engine) as session:
        assert session.get(Story, story.id) is None
        assert session.get(StoryFinding, story.id) is None
    assert files_with(house, pieces(STORY) | {words.encode()}, copies / "after") == []
