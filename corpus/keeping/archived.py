"""Reads an open archive back: are its files unchanged, and its tables into an empty database to count again."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from corpus.keeping import rows
from corpus.keeping.archive import ABOUT, DATA, FORMAT, SUMS, ArchiveRefusedError, described, sums
from corpus.keeping.rows import Row

#: what an archive leaves out and a database insists on; none of it is needed to count
EMPTY: dict[str, Row] = {"stories": {"sealed": "", "digest": ""}, "story_findings": {"masked": "", "signal": 0}}


def about(folder: Path) -> dict[str, Any]:
    """What the archive says of itself. Raises ArchiveRefusedError when it is none, or of an unknown kind."""
    try:
        found: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ArchiveRefusedError(f"{folder} is geen archief: er is geen leesbaar {ABOUT}.") from None
    if found.get("format") != FORMAT:
        raise ArchiveRefusedError(f"Dit archief heeft vorm {found.get('format')}; dit programma leest vorm {FORMAT}.")
    return found


def changed(folder: Path) -> list[str]:
    """Names of files that differ from the list of checksums, are gone, or are not on it."""
    try:
        listed = set((folder / SUMS).read_text(encoding="utf-8").splitlines())
    except OSError:
        raise ArchiveRefusedError(f"In dit archief ontbreekt {SUMS}.") from None
    return sorted({line[66:] for line in listed ^ set(sums(folder).splitlines())})


def load(session: Session, folder: Path) -> int:
    """Put every table of an archive in an empty database; returns the number of rows. Raises ArchiveRefusedError."""
    count = 0
    for name in described():
        found = [{**EMPTY.get(name, {}), **row} for row in _read(folder / DATA / f"{name}.json")]
        try:
            count += rows.put(session, rows.every_table()[name], found)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ArchiveRefusedError(f"{DATA}/{name}.json past niet bij dit programma.") from None
    session.flush()
    return count


def _read(path: Path) -> list[Row]:
    try:
        found: list[Row] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ArchiveRefusedError(f"In dit archief ontbreekt {DATA}/{path.name}.") from None
    except ValueError:
        raise ArchiveRefusedError(f"{DATA}/{path.name} is geen leesbare JSON.") from None
    return found
