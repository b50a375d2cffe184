"""Reserve copies: made while the site writes, sealed, incremental; what was withdrawn since does not come back."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from corpus import audio, contact, journal, own_story, withdrawal
from corpus.audio import AudioPart, Recording
from corpus.contact import ContactRequest, Person
from corpus.database import connect, reading, writing
from corpus.instance import Instance
from corpus.journal import Entry
from corpus.keeping import rows
from corpus.keeping.backup import back_up, list_deletions, parted
from corpus.keeping.restore import restore
from corpus.keeping.store import CopyRefusedError, Store
from corpus.stories import Story, Withdrawn
from corpus.vault import Vault
from tests.conftest import EITHER, ROOT, House, built, built_on, fresh_postgres

TODAY = date(2026, 11, 24)


def everything(house):
    with reading(house.engine) as session:
        return {name: list(rows.stored(session, table)) for name, table in rows.every_table().items()}


def copied(house, folder):
    return back_up(house.engine, house.vault, house.instance, folder)


def come_back(empty, vault, copy):
    return restore(empty.engine, vault, empty.instance, copy, TODAY)


@pytest.fixture
def empty(tmp_path):
    """An installation just upgraded, with areas and codebook and nothing else."""
    with bare(tmp_path / "leeg") as made:
        yield made


@contextmanager
def bare(folder, url=None):
    """The context of an installation without round or guardian."""
    folder.mkdir(exist_ok=True)
    with built(folder, url, guardian=False) as house:
        with writing(house.engine) as session:
            session.execute(text("DELETE FROM rounds"))
        yield house


@pytest.mark.parametrize("target", EITHER)
@pytest.mark.parametrize("source", EITHER)
def test_everything_comes_back_on_either_database(source, target, request, tmp_path, tell):
    (tmp_path / "van").mkdir()
    with built_on(source, tmp_path / "van", request) as house:
        tell(house, 70)
        (house.instance.reports / "2026").mkdir(parents=True)
        (house.instance.reports / "2026" / "a.html").write_text("rapport")
        with writing(house.engine) as session:
            session.add(Story(**_odd(house)))
        before = everything(house)
        copied(house, tmp_path / "kopie")
        with _target(target, request, tmp_path / "naar") as there:
            done = come_back(there, house.vault, tmp_path / "kopie")
            after = everything(there)
            assert done.broken_at is None
            assert after.pop("journal")[: len(before["journal"])] == before.pop("journal")
            assert after == before
            assert (there.instance.reports / "2026" / "a.html").read_text() == "rapport"
            with writing(there.engine) as session:
                journal.write(session, journal.SYSTEM, "proef", "proef")
                assert journal.broken_at(session) is None


def _odd(house):
    marks = {"CIJFER": {"state": "answered", "number": 0.1 + 0.2}, "X": {"state": "unknown", "value": 'é\n\u2028"🙂'}}
    return {
        **{"id": "vreemd", "questionnaire": "ouder@1", "group": "ouder", "language": "ar", "mode": "zelf_typen"},
        **{"received": "2026-11", "marks": marks, "sealed": bytes(range(256)), "digest": "", "receipt": None},
    }


@contextmanager
def _target(kind, request, folder):
    with ExitStack() as stack:
        server = request.getfixturevalue("postgres_server") if kind == "postgres" else None
        yield stack.enter_context(bare(folder, stack.enter_context(fresh_postgres(server)) if server else None))


def test_an_unchanged_part_is_not_written_again(house, tmp_path, tell):
    tell(house, 600)
    first = copied(house, tmp_path / "kopie")
    tell(house, 1, first=10_000)
    second = copied(house, tmp_path / "kopie")
    assert first.new > 12
    assert second.new <= 3  # the part with the new story, and that with the newest lines of the journal
    assert second.unchanged >= first.new - 3


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 10**6), min_size=1, max_size=500), st.integers(0, 10**6))
def test_parts_hold_every_row_once_and_one_more_row_changes_one_part(keys, extra):
    def parts(of):
        return list(parted(({"id": key, "x": str(key)} for key in sorted(of)), ["id"]))

    before, after = parts(keys), parts(keys | {extra})
    assert b"".join(before).count(b"\n") == len(keys)
    assert len(set(after) - set(before)) <= 2


def test_nothing_of_a_story_can_be_read_in_the_folder_and_the_key_is_not_there(house, tmp_path, tell):
    tell(house, 3, collector="codenaam-zeldzaam")
    copied(house, tmp_path / "kopie")
    content = b"".join(path.read_bytes() for path in (tmp_path / "kopie").rglob("*") if path.is_file())
    assert b"codenaam-zeldzaam" not in content
    assert house.instance.key_file.read_bytes().split()[-1] not in content


def test_what_was_taken_back_since_does_not_come_back(house, empty, tmp_path, tell):
    gone, kept, spoken = tell(house, 3, may_keep=True, may_record=True)
    with writing(house.engine) as session:
        contact.ask(session, house.vault, kept, Person("Verzonnen", "nergens"), TODAY)
        session.add(Recording(id=spoken, mime="audio/webm", received=TODAY, story_id=spoken, total=1, size=3))
        session.flush()
        sealed = house.vault.seal_bytes(b"abc", "audio_parts.sealed", f"{spoken}:1")
        session.add(AudioPart(id=f"{spoken}:1", recording_id=spoken, number=1, fingerprint="x", sealed=sealed))
    copied(house, tmp_path / "kopie")
    (late,) = tell(house, 1, first=50)
    assert withdrawal.withdraw_known(house.engine, gone)
    assert withdrawal.withdraw_known(house.engine, late)
    own_story.take_back(house.engine, kept, own_story.KEEP)
    with writing(house.engine) as session:
        contact.handle(session, kept, "contact_gehad", "account:1", TODAY - timedelta(days=31))
        contact.forget_handled(session, TODAY)
        audio.remove(session, session.get(Recording, spoken), journal.SYSTEM, "typed")
    assert list_deletions(house.engine, house.vault, tmp_path / "kopie") == 2
    done = come_back(empty, house.vault, tmp_path / "kopie")
    assert done.withdrawn == 1
    with reading(empty.engine) as session:
        assert set(session.scalars(select(Story.id))) == {kept, spoken}
        assert set(session.scalars(select(Withdrawn.id))) == {gone, late}
        assert not session.get(Story, kept).may_keep
        assert session.scalar(select(func.count()).select_from(ContactRequest)) == 0
        assert session.scalar(select(func.count()).select_from(AudioPart)) == 0
        assert session.get(Recording, spoken).gone
        assert journal.broken_at(session) is None


def test_a_machine_with_nothing_but_the_key_is_filled(house, tmp_path, tell):
    tell(house, 2)
    copied(house, tmp_path / "kopie")
    folder = tmp_path / "nieuw"
    folder.mkdir()
    there = Instance(folder, f"sqlite:///{folder / 'verhalen.sqlite'}", folder / "key")
    engine = connect(there.database_url)
    restore(engine, house.vault, there, tmp_path / "kopie", TODAY)
    assert everything(House(there, engine, house.vault))["stories"] == everything(house)["stories"]
    engine.dispose()


def test_an_installation_that_is_not_empty_is_left_alone(house, tmp_path, tell):
    tell(house, 2)
    copied(house, tmp_path / "kopie")
    before = everything(house)
    with pytest.raises(CopyRefusedError, match="niet leeg"):
        come_back(house, house.vault, tmp_path / "kopie")
    assert everything(house) == before


def test_a_wrong_key_is_one_sentence_and_restores_nothing(house, empty, tmp_path, tell):
    tell(house, 2)
    copied(house, tmp_path / "kopie")
    with pytest.raises(CopyRefusedError, match="gaat met deze sleutel niet open"):
        come_back(empty, Vault({1: bytes(32)}), tmp_path / "kopie")
    with pytest.raises(CopyRefusedError, match="gaat met deze sleutel niet open"):
        back_up(house.engine, Vault({1: bytes(32)}), house.instance, tmp_path / "kopie")


def test_a_damaged_or_missing_part_restores_nothing(house, empty, tmp_path, tell):
    tell(house, 200)
    copied(house, tmp_path / "kopie")
    part = max((tmp_path / "kopie").rglob("*.part"), key=lambda path: path.stat().st_size)
    content = bytearray(part.read_bytes())
    content[100] ^= 1
    part.write_bytes(content)
    with pytest.raises(CopyRefusedError, match="niet heel"):
        come_back(empty, house.vault, tmp_path / "kopie")
    part.unlink()
    with pytest.raises(CopyRefusedError, match="niet heel"):
        come_back(empty, house.vault, tmp_path / "kopie")
    (tmp_path / "kopie" / "deletions.sealed").unlink()
    with pytest.raises(CopyRefusedError, match=r"deletions\.sealed"):
        come_back(empty, house.vault, tmp_path / "kopie")
    with reading(empty.engine) as session:
        assert session.scalar(select(func.count()).select_from(Story)) == 0


def test_a_broken_journal_is_restored_and_told(house, empty, tmp_path):
    with writing(house.engine) as session:
        line = journal.write(session, journal.SYSTEM, "proef", "proef")
        session.execute(text("UPDATE journal SET action = 'anders' WHERE id = :id"), {"id": line.id})
    copied(house, tmp_path / "kopie")
    assert come_back(empty, house.vault, tmp_path / "kopie").broken_at == line.id


def test_copies_older_than_35_days_go_and_their_parts_with_them(house, tmp_path, tell):
    tell(house, 100)
    made = copied(house, tmp_path / "kopie")
    store = Store.under(tmp_path / "kopie", house.vault)
    old = f"{datetime.now(UTC) - timedelta(days=36):%Y-%m-%dT%H%M%S%fZ}.index"
    part, _ = store.put(b"oud")
    index = store.read(made.name)
    store.write(old, {**index, "tables": {"stories": [part]}})
    for path in (tmp_path / "kopie").rglob("*.part"):
        os.utime(path, (0, 0))
    again = copied(house, tmp_path / "kopie")
    assert store.indexes() == [made.name, again.name]
    with pytest.raises(CopyRefusedError):
        store.part(part)
    assert len([store.part(one) for one in index["tables"]["stories"]]) > 0


def test_while_the_site_writes_the_copy_is_of_one_moment(either_house, empty, tmp_path, tell):
    tell(either_house, 300)
    stop = threading.Event()

    def write_on():
        number = 1000
        while not stop.is_set():
            with writing(either_house.engine) as session:  # a story and its line, always together
                session.add(Story(**{**_odd(either_house), "id": f"{number}", "digest": "samen"}))
                journal.write(session, journal.TELLER, "story.received", f"story:{number}")
            number += 1

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        time.sleep(0.1)
        copied(either_house, tmp_path / "kopie")
    finally:
        stop.set()
        writer.join()
    come_back(empty, either_house.vault, tmp_path / "kopie")
    with reading(empty.engine) as session:
        told = set(session.scalars(select(Story.id).where(Story.digest == "samen")))
        lines = set(session.scalars(select(Entry.subject).where(Entry.action == "story.received")))
    assert told
    assert {f"story:{one}" for one in told} == lines


def command(house, *arguments):
    environment = {**house.environment, "VERHAAL_KEY_FILE": str(house.instance.key_file)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "verhaal", *map(str, arguments)], cwd=ROOT, env=environment, **pipes)


def kill_when(process, ready):
    while not ready() and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_a_copy_killed_halfway_leaves_no_copy_and_the_next_one_is_whole(house, empty, tmp_path, tell):
    tell(house, 1200)
    folder = tmp_path / "kopie"
    process = command(house, "backup", folder)
    assert kill_when(process, lambda: len(list(folder.rglob("*.part"))) > 3)
    assert list(folder.glob("*.index")) == []
    with pytest.raises(CopyRefusedError, match="geen reservekopie"):
        come_back(empty, house.vault, folder)
    copied(house, folder)
    come_back(empty, house.vault, folder)
    assert everything(empty)["stories"] == everything(house)["stories"]


def test_a_restore_killed_halfway_leaves_an_empty_installation_that_can_be_restored(house, empty, tmp_path, tell):
    tell(house, 300)
    house.instance.reports.mkdir()
    for number in range(300):
        (house.instance.reports / f"{number}.html").write_text("verzonnen")
    copied(house, tmp_path / "kopie")
    empty.engine.dispose()
    there = House(empty.instance, empty.engine, house.vault)
    there.instance.key_file.write_bytes(house.instance.key_file.read_bytes())
    process = command(there, "restore", tmp_path / "kopie")
    assert kill_when(process, (there.instance.reports / "10.html").exists)
    with reading(empty.engine) as session:
        assert session.scalar(select(func.count()).select_from(Story)) == 0
    process = command(there, "restore", tmp_path / "kopie")
    out, error = process.communicate()
    assert process.returncode == 0, error.decode()
    assert b"Hersteld uit" in out
    assert everything(empty)["stories"] == everything(house)["stories"]
