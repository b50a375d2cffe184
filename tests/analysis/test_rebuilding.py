"""From the archive alone every published number is counted again; a changed mark, file or number is found."""

import csv
import json
import random
import re
import shutil
import subprocess
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from analysis import pipeline, publication
from analysis.rebuilding import rebuild
from corpus import readings, receipts
from corpus.areas import Area
from corpus.database import reading, writing
from corpus.findings import StoryFinding
from corpus.keeping import archive, rows
from corpus.keeping.archive import ArchiveRefusedError
from corpus.readings import Where
from corpus.rounds import Round
from corpus.stories import Story, seal_words
from tests.conftest import built
from verhaal import main

ROUND = "2026-najaar"
WORDS = "Sinds de zomer staat er een zeldzame pingpongtafel op het plein, daar word ik blij van. Verzonnen."
WHOLE = {
    "gesprek": {"who": "8 ouders", "where": "buurthuis", "when": "19 november", "corrected": "Een woord."},
    "duiding": {"text": "Er is nog weinig te zien.", "rivals": ""},
    "besluit": {"what": "Geen actie.", "role": "wijkregisseur", "look_again": "2027-05-15"},
    "terugkoppeling": {"decision": "Wij kijken in mei weer.", "decision_child": "In mei meer.", "done": "Niets."},
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An installation with invented stories of one round, analysed and published."""
    with built(tmp_path_factory.mktemp("huis")) as house:
        with writing(house.engine) as session:
            places = {area.slug: area.id for area in session.scalars(select(Area))}
            session.add_all(_story(house, number, list(places.values())) for number in range(260))
            session.get(Round, ROUND).state = "closed"
        pipeline.analyse(house.engine, house.vault, lambda *_: None, discover=False)
        with writing(house.engine) as session:
            for place in ("programma", *places):
                for section, words in WHOLE.items():
                    readings.write(session, Where(ROUND, place, section), words, role="analyst", fictional=True)
        publication.publish(house.engine, house.instance, ROUND)
        yield house


def _story(house, number, places):
    chance = random.Random(number)
    story_id = str(UUID(int=chance.getrandbits(128)))
    named = {"LEVEN": ("beter", "hetzelfde", "slechter"), "BUURT": ("beter", "hetzelfde", "slechter")}
    marks = {item: {"state": "answered", "value": chance.choice(options)} for item, options in named.items()}
    told = number < 12
    marks["VERHAAL"] = {"state": "answered" if told else "skipped"}
    return Story(
        id=story_id,
        questionnaire="ouder@1",
        group="ouder" if number % 2 else "jongere",
        language="nl",
        mode="zelf_typen",
        received="2026-11",
        marks=marks,
        sealed=seal_words(house.vault, story_id, {"VERHAAL": WORDS} if told else {}),
        digest=f"geheim-{number}",
        receipt=receipts.slow_hash(house.vault, f"een-twee-drie-{number}") if number == 0 else None,
        round_id=ROUND,
        area_id=places[number % 2],
        collector=f"c{number % 7}",
        fictional=True,
        may_keep=number % 2 == 0,
        state="held" if number == 2 else "cleared",
    )


@pytest.fixture
def archived(published, tmp_path):
    """Its archive."""
    archive.write(published.engine, published.vault, published.instance, tmp_path / "archief")
    return tmp_path / "archief"


def sum_again(folder):
    (folder / archive.SUMS).write_text(archive.sums(folder))


def test_every_published_number_comes_out_of_the_archive_alone(archived):
    found = rebuild(archived)
    assert found.whole
    (one,) = found.reports
    assert one.recounted
    assert one.table_hash == one.published_hash
    numbers = (archived / "rapporten" / ROUND / "openbaar" / "cijfers.csv").read_text()
    assert ",getoond," in numbers
    assert one.equal > numbers.count("\n")


def test_a_changed_mark_is_found_also_when_the_checksums_were_made_anew(archived):
    path = archived / "data" / "stories.json"
    path.write_text(
        path.read_text().replace(
            '"LEVEN": {"state": "answered", "value": "beter"}',
            '"LEVEN": {"state": "answered", "value": "slechter"}',
            12,
        )
    )
    assert rebuild(archived).changed == ("data/stories.json",)
    sum_again(archived)
    found = rebuild(archived)
    assert not found.whole
    assert found.changed == ()
    assert found.reports[0].table_hash != found.reports[0].published_hash
    assert any(re.search(r"cijfers\.csv: NI-03 .* toen .* nu ", cell) for cell in found.reports[0].different)


def test_a_changed_published_number_is_named(archived):
    path = archived / "rapporten" / ROUND / "openbaar" / "cijfers.csv"
    lines = path.read_text().splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if ",NI-03,1,programma,programma,alle," in line)
    row = lines[place].split(",")
    row[9] = "0.99"
    path.write_text("".join([*lines[:place], ",".join(row), *lines[place + 1 :]]))
    sum_again(archived)
    done = CliRunner().invoke(main, ["rebuild", str(archived)])
    assert done.exit_code == 1
    assert "openbaar/cijfers.csv: NI-03 1 programma programma alle" in done.output
    assert "toen 0.99, nu " in done.output


def test_after_a_withdrawal_the_stored_counts_stand_and_it_is_said(published, archived, tmp_path):
    for name in ("stories", "story_findings"):
        path = archived / "data" / f"{name}.json"
        found = json.loads(path.read_text())
        gone = "12345678-0000-0000-0000-000000000000"
        if name == "stories":
            gone = found[-1]["id"]
        path.write_text(json.dumps([row for row in found if row.get("id", row.get("story_id")) != gone]))
    sum_again(archived)
    (one,) = rebuild(archived).reports
    assert not one.recounted
    assert one.whole


def test_what_is_no_archive_is_refused_in_one_sentence(tmp_path, archived):
    with pytest.raises(ArchiveRefusedError, match="geen archief"):
        rebuild(tmp_path)
    (archived / "data" / "rounds.json").unlink()
    with pytest.raises(ArchiveRefusedError, match=r"ontbreekt data/rounds\.json"):
        rebuild(archived)


def test_the_standard_tool_checks_the_list_and_the_tables_open_without_us(archived):
    done = subprocess.run(["sha256sum", "--quiet", "-c", archive.SUMS], cwd=archived, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    for path in (archived / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
        assert len(table) - 1 == len(json.loads(path.with_suffix(".json").read_text()))
    words = json.loads((archived / "woordenboek.json").read_text())
    known = {(one["tabel"], one["kolom"]) for one in words}
    for path in (archived / "data").glob("*.csv"):
        assert {(path.stem, column) for column in path.read_text().splitlines()[0].split(",")} <= known
    assert "sha256sum -c" in (archived / "LEESMIJ.md").read_text()
    assert (archived / "vragenlijsten" / "kind.toml").read_bytes().startswith(b"# Kinderen")


def test_no_words_receipts_or_digests_are_in_it(published, archived):
    content = "".join(path.read_text(errors="replace") for path in archived.rglob("*") if path.is_file())
    with reading(published.engine) as session:
        receipt = session.scalar(select(Story.receipt).where(Story.receipt.is_not(None)))
    assert "pingpongtafel" not in content
    assert receipt not in content
    assert "geheim-3" not in content


def test_texts_come_only_when_asked_twice_and_only_of_who_let_them_be_kept(published, tmp_path, monkeypatch):
    for name, value in published.environment.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "met"
    refused = CliRunner().invoke(main, ["archive", str(out), "--with-texts"])
    assert refused.exit_code == 1
    assert "--sure" in refused.output
    assert not out.exists()
    done = CliRunner().invoke(main, ["archive", str(out), "--with-texts", "--sure"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told = [json.loads(line) for line in (out / "teksten.jsonl").read_text().splitlines()]
    with reading(published.engine) as session:
        query = select(Story.id).join(StoryFinding).where(Story.may_keep, Story.state == "cleared").order_by(Story.id)
        assert [one["id"] for one in told] == list(session.scalars(query))
    assert len(told) == 5
    again = CliRunner().invoke(main, ["archive", str(out)])
    assert again.exit_code == 1
    assert "bestaat al" in again.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["met"]


def test_every_column_of_an_archived_table_is_described_or_left_out_on_purpose():
    for name, one in archive.described().items():
        columns = {column.name for column in rows.every_table()[name].columns}
        assert columns == set(one.columns) | set(one.without), name
        assert not set(one.columns) & set(one.without)


def test_a_writing_that_fails_leaves_nothing(published, tmp_path, monkeypatch):
    broken = published.instance.reports / "kapot"
    broken.symlink_to(tmp_path / "nergens")
    try:
        with pytest.raises(shutil.Error):
            archive.write(published.engine, published.vault, published.instance, tmp_path / "archief")
    finally:
        broken.unlink()
    assert list(tmp_path.iterdir()) == []
