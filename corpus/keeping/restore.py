"""Comes back from a reserve copy, in an empty installation only; what was taken back since is taken out again."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus import journal, retention
from corpus.database import newest_revision, upgrade, writing
from corpus.instance import Instance
from corpus.keeping import rows
from corpus.keeping.backup import FORMAT, known_deletions
from corpus.keeping.deletions import replay
from corpus.keeping.store import INDEX, CopyRefusedError, Store, write_whole
from corpus.vault import Vault

RESTORED = "backup.restored"
#: filled from files by the first ``db upgrade``: a database with nothing else in it is empty
REFERENCE = frozenset(
    ["areas", "neighbourhoods", "resident_names", "populations", "codebook_versions", "themes"],
)


@dataclass(frozen=True)
class Restored:
    """What came back: from which copy, how many rows, stories withdrawn again, and where the journal is broken."""

    name: str
    rows: int
    withdrawn: int
    broken_at: int | None


def restore(engine: Engine, vault: Vault, here: Instance, copy: Path, today: date) -> Restored:
    """Fill an empty installation from a copy: a folder (its newest copy) or one index in it.

    All in one transaction: whatever stops halfway leaves the installation empty. Raises CopyRefusedError.
    """
    folder, name = _chosen(copy)
    store = Store.under(folder, vault)
    index = store.read(name)
    _refuse_other_version(engine, index)
    taken_back = known_deletions(store)
    upgrade(engine)
    with writing(engine) as session:
        _refuse_unless_empty(session)
        count = _fill(session, store, index)
        _files(store, index, here)
        broken = journal.broken_at(session)
        session.expunge_all()
        again = replay(session, taken_back, datetime.fromisoformat(index["made"]))
        journal.write(session, journal.SYSTEM, RESTORED, "backup", rows=count, withdrawn=again)
    retention.run(engine, today)
    return Restored(name, count, again, broken)


def _chosen(copy: Path) -> tuple[Path, str]:
    if copy.is_file() and copy.name.endswith(INDEX):
        return copy.parent, copy.name
    names = sorted(path.name for path in copy.glob(f"*{INDEX}")) if copy.is_dir() else []
    if not names:
        raise CopyRefusedError(f"In {copy} staat geen reservekopie.")
    return copy, names[-1]


def _refuse_other_version(engine: Engine, index: dict[str, Any]) -> None:
    if index["format"] != FORMAT or index["revision"] != newest_revision(engine):
        raise CopyRefusedError(
            f"Deze reservekopie hoort bij versie {index['code']} (database {index['revision']}): "
            "installeer eerst die versie, herstel daarmee, en werk dan bij."
        )


def _refuse_unless_empty(session: Session) -> None:
    for name, table in rows.every_table().items():
        if name not in REFERENCE and session.execute(select(table.primary_key.columns[0]).limit(1)).first():
            raise CopyRefusedError(
                f"Deze installatie is niet leeg (er staat iets in {name}); herstellen kan alleen in een lege."
            )


def _fill(session: Session, store: Store, index: dict[str, Any]) -> int:
    tables = rows.every_table()
    for name in reversed(tables):
        if name in REFERENCE:
            session.execute(delete(tables[name]))
    count = 0
    for name, table in tables.items():
        for part in index["tables"].get(name, ()):
            count += rows.put(session, table, map(json.loads, store.part(part).splitlines()))
    rows.number_on(session)
    return count


def _files(store: Store, index: dict[str, Any], here: Instance) -> None:
    for path, parts in index["files"].items():
        target = here.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, b"".join(map(store.part, parts)))
