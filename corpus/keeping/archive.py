"""Writes the open archive: everything needed to count again in twenty years, readable without this program."""

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus import journal
from corpus.database import revision, snapshot, writing
from corpus.findings import StoryFinding
from corpus.instance import Instance
from corpus.keeping import rows
from corpus.keeping.rows import Row
from corpus.moderation import corrections
from corpus.stories import Story
from corpus.vault import Vault
from forms import questionnaire

REFERENCE = Path(__file__).parents[1] / "reference"
QUESTIONNAIRES = Path(questionnaire.__file__).parent / "questionnaires"
FORMAT = 1
SUMS, ABOUT, DATA, REPORTS = "SHA256SUMS", "archief.json", "data", "rapporten"
NOT_READY = ("held", "rejected")


class ArchiveRefusedError(ValueError):
    """An archive that cannot be written or read; the message is the Dutch sentence."""


@dataclass(frozen=True)
class Described:
    """A table of the archive: what it holds, its columns with their meaning, and what is left out and why."""

    meaning: str
    columns: Mapping[str, str]
    without: Mapping[str, str]


@cache
def described() -> dict[str, Described]:
    """The tables of the archive, each after the ones it points to. What is not described is not archived."""
    data = tomllib.loads((REFERENCE / "archive.toml").read_text(encoding="utf-8"))
    found = {name: Described(one["meaning"], one["columns"], one.get("without", {})) for name, one in data.items()}
    return {name: found[name] for name in rows.every_table() if name in found}


def write(engine: Engine, vault: Vault, here: Instance, out: Path, *, with_texts: bool = False) -> int:
    """Write the archive to a new folder, as a whole or not at all; returns the number of files.

    Texts come along only when asked for: masked, of counted stories whose teller let them be kept. Raises
    ArchiveRefusedError when the folder exists.
    """
    if out.exists():
        raise ArchiveRefusedError(f"{out} bestaat al; een archief komt altijd in een nieuwe map.")
    out.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        with snapshot(engine) as session:
            _fill(session, vault, here, half, with_texts)
        _write(half / SUMS, sums(half))
        os.rename(half, out)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    with writing(engine) as session:
        journal.write(session, journal.SYSTEM, "archive.written", "archive", texts=with_texts)
    return sum(path.is_file() for path in out.rglob("*"))


def _fill(session: Session, vault: Vault, here: Instance, out: Path, with_texts: bool) -> None:
    counts = {name: _table(session, out / DATA, name) for name in described()}
    _write(out / "woordenboek.csv", _csv(list(dictionary()[0]), dictionary()))
    _write(out / "woordenboek.json", _json(dictionary()))
    for path in QUESTIONNAIRES.glob("*.toml"):
        _copy(path, out / "vragenlijsten")
    for name in ("codebook.toml", "indicators.toml", *(path.name for path in REFERENCE.glob("areas-*.toml"))):
        _copy(REFERENCE / name, out / "naslag")
    if here.reports.is_dir():
        shutil.copytree(here.reports, out / REPORTS)
    if with_texts:
        _write(out / "teksten.jsonl", "".join(_texts(session, vault)))
    about = {
        "format": FORMAT,
        "made": datetime.now(UTC).date().isoformat(),
        "code": version("elk-verhaal-telt"),
        "database": revision_of(session),
        "texts": with_texts,
        "rows": counts,
        "questionnaires_not_here": _missing(session),
        "libraries": dict(sorted((one.name, one.version) for one in distributions())),
    }
    _write(out / ABOUT, json.dumps(about, ensure_ascii=False, indent=1) + "\n")
    _write(out / "LEESMIJ.md", _readme(about))


def revision_of(session: Session) -> str | None:
    """The migration of the database behind a session."""
    bound = session.get_bind()
    return revision(bound if isinstance(bound, Engine) else bound.engine)


def _table(session: Session, folder: Path, name: str) -> int:
    columns = list(described()[name].columns)
    stored = rows.stored(session, rows.every_table()[name])
    kept = [{column: row[column] for column in columns} for row in stored]
    _write(folder / f"{name}.json", _json(kept))
    _write(folder / f"{name}.csv", _csv(columns, kept))
    return len(kept)


def dictionary() -> list[Row]:
    """What every table and column of the archive means, and what was left out and why."""
    found: list[Row] = []
    for name, one in described().items():
        table = rows.every_table()[name]
        found.append(_entry(name, "", "tabel", one.meaning))
        found += [_entry(name, column, _kind(table, column), text) for column, text in one.columns.items()]
        found += [_entry(name, column, "niet in dit archief", why) for column, why in one.without.items()]
    return found


def _entry(table: str, column: str, kind: str, meaning: str) -> Row:
    return {"tabel": table, "kolom": column, "soort": kind, "betekenis": meaning}


def _kind(table: Any, column: str) -> str:
    name = table.columns[column].type.__class__.__name__.lower()
    kinds = {"json": "JSON", "date": "dag", "datetime": "moment (UTC)", "boolean": "ja of nee (true, false)"}
    return kinds.get(name, "tekst" if name in ("string", "varchar") else "getal")


def _texts(session: Session, vault: Vault) -> Iterator[str]:
    found = select(StoryFinding).join(Story, Story.id == StoryFinding.story_id)
    query = found.where(Story.may_keep, Story.state.not_in(NOT_READY)).order_by(Story.id)
    corrected = corrections(session, vault)
    for finding in session.scalars(query):
        text = corrected.get(finding.story_id) or finding.masked_text(vault)
        yield json.dumps({"id": finding.story_id, "text": text}, ensure_ascii=False) + "\n"


def _missing(session: Session) -> list[str]:
    """Versions of questionnaires that were answered and are no longer among the files."""
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in QUESTIONNAIRES.glob("*.toml"))
    here = {f"{one['id']}@{one['version']}" for one in files if "version" in one}
    return sorted(set(session.scalars(select(Story.questionnaire).distinct())) - here)


def _readme(about: Mapping[str, Any]) -> str:
    told = "Gemaskeerde teksten van wie bewaren goed vond staan in `teksten.jsonl`."
    gone = ", ".join(about["questionnaires_not_here"])
    return (
        (REFERENCE / "archive-readme.md")
        .read_text(encoding="utf-8")
        .format(
            made=about["made"],
            code=about["code"],
            texts=told if about["texts"] else "De verhalen zelf staan er niet in.",
            missing=f"\nVan deze vragenlijsten is de tekst hier niet meer aanwezig: {gone}.\n" if gone else "",
        )
    )


def sums(folder: Path) -> str:
    """The list for ``sha256sum -c``: every file of the archive but the list itself."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(found: Sequence[Mapping[str, Any]]) -> str:
    """A JSON list with one row a line, so that it can be read piece by piece and compared line by line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in found) + "\n]\n"


def _csv(columns: Sequence[str], found: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in found)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _copy(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, folder / path.name)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
