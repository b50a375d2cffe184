"""Publishing: nothing goes out until people have written around the numbers; a draft for the team always can."""

from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from analysis import publication
from analysis.commands import publish
from corpus import readings
from corpus.database import reading, writing
from corpus.findings import Report, Run
from corpus.readings import Where
from corpus.rounds import Round

ROUND = "2026-najaar"
VERSIONS = {"code": "0.1.0", "codebook": "0.1.0", "reader": "proef", "data": "a1b2c3d4e5f60718", "fictional": True}
WHOLE = {
    "gesprek": {"who": "8 ouders", "where": "buurthuis", "when": "19 november", "corrected": "Een woord."},
    "duiding": {"text": "Er is nog weinig te zien."},
    "besluit": {"what": "Geen actie, omdat er nog weinig is.", "role": "wijkregisseur", "look_again": "2027-05-15"},
    "terugkoppeling": {"decision": "Wij kijken in mei weer.", "decision_child": "In mei meer.", "done": "Nog niets."},
}


@pytest.fixture
def analysed(house: Any) -> Any:
    """An installation of which the round is closed and analysed, with nothing written around it."""
    with writing(house.engine) as session:
        session.get(Round, ROUND).state = "closed"
        now = datetime(2026, 11, 20, tzinfo=UTC)
        session.add(Run(id="ab" * 8, finished=now, manifest=VERSIONS, table_hash="ab" * 32, stories=0, unread=0))
    return house


def _write_everything(house: Any, places: list[str]) -> None:
    with writing(house.engine) as session:
        for place in places:
            for section, words in WHOLE.items():
                readings.write(session, Where(ROUND, place, section), words, role="analyst", fictional=True)


AREAS = ["wesselerbrink", "twekkelerveld", "de-riet", "nieuwstraatkwartier", "kerkelanden", "ossenkoppelerhoek"]


def test_publishing_is_refused_by_place_until_everything_is_written(analysed: Any) -> None:
    with pytest.raises(publication.NotReadyError, match=r"Er ontbreekt: Alle gebieden: duiding, besluit, gesprek"):
        publication.publish(analysed.engine, analysed.instance, ROUND)
    assert not (analysed.instance.reports / ROUND).exists()
    _write_everything(analysed, ["programma", *AREAS[:-1]])
    with pytest.raises(publication.NotReadyError, match=r"Er ontbreekt: Ossenkoppelerhoek: "):
        publication.publish(analysed.engine, analysed.instance, ROUND)
    with reading(analysed.engine) as session:
        assert session.get(Round, ROUND).state == "closed"
        assert session.scalar(select(Report)) is None


def test_with_everything_written_it_is_published_and_says_what_people_wrote(analysed: Any) -> None:
    _write_everything(analysed, ["programma", *AREAS])
    publication.publish(analysed.engine, analysed.instance, ROUND)
    page = (analysed.instance.reports / ROUND / "openbaar" / "de-riet.html").read_text("utf-8")
    assert "Er is nog weinig te zien." in page
    assert "15 mei 2027" in page
    told_back = (analysed.instance.reports / ROUND / "openbaar" / "terugkoppeling-de-riet.html").read_text("utf-8")
    assert "Wij kijken in mei weer." in told_back
    with reading(analysed.engine) as session:
        assert session.get(Round, ROUND).state == "published"


def test_a_draft_for_the_team_needs_no_texts(analysed: Any, tmp_path: Any) -> None:
    files = publication.write(analysed.engine, ROUND, tmp_path / "concept", "team")
    assert any(file.name == "programma.html" for file in files)
    assert "Dit is nog niet geschreven." in (tmp_path / "concept" / "programma.html").read_text("utf-8")


def test_the_command_says_in_one_line_what_is_missing(analysed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VERHAAL_INSTANCE", "VERHAAL_DATABASE_URL"):
        monkeypatch.setenv(name, analysed.environment[name])
    done = CliRunner().invoke(publish, [ROUND])
    assert done.exit_code == 1
    assert "kan nog niet gepubliceerd worden" in done.output
