"""The commands of exchange, as an operator types them: one line for what was done, one for what was refused."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from corpus import areas
from corpus.database import reading, writing
from corpus.exchange.stories import load_stories
from corpus.findings import Run
from corpus.journal import Entry
from corpus.rounds import Round
from corpus.stories import Story
from verhaal import check, main

Say = Callable[..., Result]


@pytest.fixture
def say(house: Any, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs a command in an installation of its own."""
    for name in ("VERHAAL_INSTANCE", "VERHAAL_DATABASE_URL"):
        monkeypatch.setenv(name, house.environment[name])
    monkeypatch.setenv("VERHAAL_KEY_FILE", str(house.instance.key_file))
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def tell(house: Any, count: int) -> None:
    samples = Path(areas.__file__).parent / "samples" / "stories" / "ab.jsonl"
    lines = [{**json.loads(line), "round": "2026-najaar"} for line in samples.read_text("utf-8").splitlines()[:count]]
    with writing(house.engine) as session:
        assert load_stories(session, house.vault, map(json.dumps, lines), check, date(2026, 11, 20)).added == count


def test_stories_leave_without_their_words_and_the_journal_says_so(house: Any, say: Say, tmp_path: Path) -> None:
    tell(house, 6)
    out = tmp_path / "uit"
    assert "6 verhalen" in say("export", "sensemaker", out).output
    texts = [file.read_text("utf-8") for file in out.iterdir()]
    with reading(house.engine) as session:
        told = [story.text(house.vault) for story in session.scalars(select(Story))]
        assert session.scalars(select(Entry.codes).where(Entry.action == "stories.exported")).all() == [
            {"count": 6, "words": False}
        ]
    assert not any(story[:30] in text for story in told for text in texts)


def test_stories_with_their_words_come_back_into_an_empty_house(house: Any, say: Say, tmp_path: Path) -> None:
    tell(house, 6)
    say("export", "sensemaker", tmp_path / "uit", "--words")
    with writing(house.engine) as session:
        for story in session.scalars(select(Story)):
            session.delete(story)
    for definition in sorted((tmp_path / "uit").glob("*.json")):
        data = Path(str(definition).replace("-definitie.json", "-antwoorden.csv"))
        done = say("load", "sensemaker", definition, data)
        assert done.exit_code == 0, done.output
    with reading(house.engine) as session:
        assert len(session.scalars(select(Story)).all()) == 6


def test_every_refusal_is_one_clear_line(say: Say, tmp_path: Path) -> None:
    (tmp_path / "niets").write_text("niets")
    file = tmp_path / "niets"
    refused = {
        ("load", "figures", file): "geen tabel van CBS|welk|--year",
        ("load", "sensemaker", file, file): "geen leesbare JSON",
        ("load", "kobo", "bestaatniet", file): "bestaatniet",
        ("load", "codebook", file): "geen leesbaar codeboek",
        ("export", "xlsform", "bestaatniet", tmp_path / "x.xlsx"): "bestaatniet",
        ("export", "cijfers", "2026-najaar", tmp_path, "--format", "sdmx"): "niet gesloten",
    }
    for words, told in refused.items():
        done = say(*words)
        assert done.exit_code == 1, done.output
        assert any(part in done.output for part in told.split("|")), done.output
        assert "Traceback" not in done.output


def test_the_codebook_and_a_questionnaire_go_out_as_files(say: Say, tmp_path: Path) -> None:
    assert say("export", "codebook", tmp_path / "boek.qdc").exit_code == 0
    assert "0 nieuw, 0 ontbreken, 0 anders" in say("load", "codebook", tmp_path / "boek.qdc").output
    assert "in 6 talen" in say("export", "xlsform", "kind", tmp_path / "kind.xlsx").output


@pytest.mark.parametrize(("kind", "file"), [("sdmx", "cijfers-sdmx.csv"), ("frictionless", "datapackage.json")])
def test_numbers_leave_only_when_they_are_published(house: Any, say: Say, tmp_path: Path, kind: str, file: str) -> None:
    with writing(house.engine) as session:
        window = session.get(Round, "2026-najaar")
        window.state = "closed"
        when = datetime(2026, 11, 20, tzinfo=UTC)
        session.add(Run(id="ab" * 8, finished=when, manifest={}, table_hash="ab" * 32, stories=0, unread=0))
    refused = say("export", "cijfers", "2026-najaar", tmp_path / "uit", "--format", kind)
    assert "nog niet gepubliceerd" in refused.output
    assert not (tmp_path / "uit").exists()
    with writing(house.engine) as session:
        session.get(Round, "2026-najaar").state = "published"
    assert say("export", "cijfers", "2026-najaar", tmp_path / "uit", "--format", kind).exit_code == 0
    assert (tmp_path / "uit" / file).exists()
