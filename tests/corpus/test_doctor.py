"""The doctor names what is wrong and what to do, and changes nothing."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from corpus import canary, retention
from corpus.database import writing
from corpus.doctor import Complaint, examine
from corpus.instance import Instance
from corpus.keeping.backup import back_up
from corpus.outbox import Notice
from corpus.stories import Story
from verhaal import main


@pytest.fixture
def well(house, tmp_path):
    """An installation in which everything was done today."""
    return kept_up(house, tmp_path)


def kept_up(house, tmp_path):
    retention.run(house.engine, date.today())
    back_up(house.engine, house.vault, house.instance, tmp_path / "kopie")
    return house


def complaints(house, days=0, *more):
    found = examine(house.instance, datetime.now(UTC) + timedelta(days=days), *more)
    return " | ".join(map(str, found))


def test_an_installation_that_is_kept_up_is_well(either_house, tmp_path):
    assert complaints(kept_up(either_house, tmp_path)) == ""


def test_what_was_not_done_for_days_is_named_with_the_command(well):
    found = complaints(well, 20)
    assert "al 20 dagen niet opgeruimd. Draai elke dag: verhaal retention" in found
    assert "al 20 dagen niet een reservekopie gemaakt. Draai elke nacht: verhaal backup" in found
    assert "geen aandachtsfunctionaris" in found


def test_what_was_never_done_is_said_so(house):
    found = complaints(house)
    assert "nog nooit opgeruimd" in found
    assert "nog nooit een reservekopie gemaakt" in found


def test_stories_that_wait_for_analysis_are_counted(well):
    with writing(well.engine) as session:
        about = {"questionnaire": "ouder@1", "group": "ouder", "language": "nl", "mode": "zelf_typen"}
        told = {"received": "2026-11", "marks": {"VERHAAL": {"state": "answered"}}, "sealed": b"", "digest": ""}
        session.add(Story(id=str(uuid4()), receipt=None, handled="geen_signaal", **about, **told))
    assert "Er wachten 1 verhalen op lezen door de computer. Draai elke week: verhaal analyse" in complaints(well)


def test_mail_that_keeps_failing_is_named(well):
    with writing(well.engine) as session:
        session.add(Notice(account_id=1, due=datetime.now(UTC), failures=3))
    assert "Aan 1 aandachtsfunctionarissen komt geen bericht aan" in complaints(well)


def test_a_queue_that_nobody_reads_is_named(well):
    with writing(well.engine) as session:
        canary.place(session, datetime.now(UTC) - timedelta(days=9))
    assert "proefbericht in de rij is niet op tijd gevonden" in complaints(well)


def test_a_changed_journal_and_an_old_database_are_found(well):
    with writing(well.engine) as session:
        session.execute(text("UPDATE journal SET action = 'anders' WHERE id = 1"))
    assert "Het logboek klopt niet vanaf regel 1." in complaints(well)
    with writing(well.engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "niet van deze versie. Draai: verhaal db upgrade" in complaints(well)


def test_a_lost_or_open_key_and_an_unreachable_database_are_named(house, tmp_path):
    house.instance.key_file.chmod(0o644)
    assert "doe eerst chmod 600" in complaints(house)
    house.instance.key_file.unlink()
    assert "Zet de bewaarde kopie terug" in complaints(house)
    absent = Instance(tmp_path, f"sqlite:///{tmp_path / 'nergens.sqlite'}", tmp_path / "key")
    assert "Er is nog geen database." in " ".join(map(str, examine(absent, datetime.now(UTC))))
    assert not (tmp_path / "nergens.sqlite").exists()
    far = Instance(tmp_path, "postgresql://niemand@127.0.0.1:1/x", tmp_path / "key")
    assert "niet bereikbaar" in " ".join(map(str, examine(far, datetime.now(UTC))))


def test_a_further_check_of_another_room_is_asked_too(well):
    assert complaints(well, 0, lambda _: iter([Complaint("Geen lezer.", "Zet er een neer.")])).startswith("Geen lezer.")


def test_the_command_says_it_in_lines_and_fails(house, monkeypatch):
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, ["doctor"], catch_exceptions=False)
    assert done.exit_code == 1
    assert "Draai elke nacht: verhaal backup MAP" in done.output
