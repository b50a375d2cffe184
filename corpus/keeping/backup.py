"""Makes a reserve copy while the site runs: one moment of the whole database, and the files of the installation."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpus import journal
from corpus.database import forget_for_good, newest_revision, revision, snapshot, writing
from corpus.instance import Instance
from corpus.keeping import deletions, rows
from corpus.keeping.deletions import Deletions
from corpus.keeping.rows import Row
from corpus.keeping.store import DELETIONS, INDEX, CopyRefusedError, Store
from corpus.vault import Vault

FORMAT = 1
#: no copy is kept longer: until then a withdrawn story may still stand in it, sealed
KEPT_DAYS = 35
MADE = "backup.made"
#: a part ends where the hash of a row's key begins so, and at the latest at this many bytes
ONE_IN, LARGEST = 64, 4 * 1024 * 1024
FILES = ("reports", "models")


@dataclass(frozen=True)
class Made:
    """What a reserve copy holds: rows, parts written now, and parts that were there already."""

    name: str
    rows: int
    new: int
    unchanged: int


def back_up(engine: Engine, vault: Vault, here: Instance, folder: Path) -> Made:
    """Make a reserve copy in a folder, next to the earlier ones; removes those over 35 days old.

    The index is written last: whatever stops halfway leaves no copy. Raises CopyRefusedError.
    """
    if revision(engine) != newest_revision(engine):
        raise CopyRefusedError("De database is niet bij. Draai eerst: verhaal db upgrade")
    store = Store.under(folder, vault)
    known = known_deletions(store)
    now = datetime.now(UTC)
    written: list[bool] = []
    with snapshot(engine) as session:
        store.write(DELETIONS, (known | deletions.collect(session)).to_json())
        counts: dict[str, int] = {}
        tables = {name: _table(session, store, name, counts, written) for name in rows.every_table()}
    files = {path: _kept(store, _slices(here.folder / path), written) for path in _files(here)}
    name = f"{now:%Y-%m-%dT%H%M%S%fZ}{INDEX}"
    about = {"format": FORMAT, "code": version("elk-verhaal-telt"), "revision": revision(engine)}
    store.write(name, {**about, "made": now.isoformat(), "counts": counts, "tables": tables, "files": files})
    oldest = f"{now - timedelta(days=KEPT_DAYS):%Y-%m-%dT%H%M%S%fZ}"
    store.clear([one for one in store.indexes() if one >= oldest])
    with writing(engine) as session:
        journal.write(session, journal.SYSTEM, MADE, "backup", rows=sum(counts.values()))
    forget_for_good(engine)  # a withdrawal meanwhile could not clear the log that this copy was read from
    return Made(name, sum(counts.values()), sum(written), len(written) - sum(written))


def list_deletions(engine: Engine, vault: Vault, folder: Path) -> int:
    """Bring only the list of deletions beside the copies up to date; returns how many stories are withdrawn in it."""
    store = Store.under(folder, vault)
    with snapshot(engine) as session:
        found = known_deletions(store) | deletions.collect(session)
    store.write(DELETIONS, found.to_json())
    return len(found.withdrawn)


def known_deletions(store: Store) -> Deletions:
    """The list beside the copies; empty in a new folder. Raises CopyRefusedError when it is gone or does not open."""
    if not store.indexes() and not (store.folder / DELETIONS).exists():
        return Deletions()
    return Deletions.from_json(store.read(DELETIONS))


def _table(session: Session, store: Store, name: str, counts: dict[str, int], written: list[bool]) -> list[str]:
    table = rows.every_table()[name]
    keys = [column.name for column in table.primary_key.columns]
    counts[name] = 0

    def lines() -> Iterator[bytes]:
        for part in parted(rows.stored(session, table), keys):
            counts[name] += part.count(b"\n")
            yield part

    return _kept(store, lines(), written)


def parted(found: Iterable[Row], keys: list[str]) -> Iterator[bytes]:
    """Rows as parts of JSON lines that end at places their keys decide: a new row changes only the part it is in."""
    part = bytearray()
    for row in found:
        part += json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        key = json.dumps([row[name] for name in keys]).encode()
        if hashlib.sha256(key).digest()[0] < 256 // ONE_IN or len(part) > LARGEST:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


def _kept(store: Store, parts: Iterable[bytes], written: list[bool]) -> list[str]:
    names = []
    for part in parts:
        name, new = store.put(part)
        names.append(name)
        written.append(new)
    return names


def _files(here: Instance) -> list[str]:
    found = (path for name in FILES for path in (here.folder / name).rglob("*") if path.is_file())
    return sorted(path.relative_to(here.folder).as_posix() for path in found)


def _slices(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(LARGEST):
            yield part
