"""Puts an accepted model in its place in the installation, whole or not at all, with its break in the series."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.reading.models import MANIFEST, POLARITY, THEMES, hashes, made_for, versions
from corpus import journal, rounds
from corpus.breaks import SeriesBreak
from corpus.database import writing

#: the indicators that rest on what each model reads
INDICATORS = {POLARITY: ("NI-21",), THEMES: ("NI-10", "NI-11", "NI-14")}
_UNFINISHED, _DAY = ".leren-", 24 * 60 * 60


class OvertakenError(RuntimeError):
    """Meanwhile another model was accepted; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where the model stands now, and the first round that is read with it; None when there is no round yet."""

    folder: Path
    round_id: str | None


@contextmanager
def unfinished(shelf: Path, task: str) -> Iterator[Path]:
    """A folder to write a model in, beside the versions: no reader looks there, and afterwards it is gone."""
    beside = shelf / task
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in beside.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _DAY:  # of a run that was killed, not of one that still goes on
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def next_version(shelf: Path, task: str) -> int:
    """The number of the next version of a task."""
    return max((int(one.name) for one in versions(shelf, task)), default=0) + 1


def seal(folder: Path, task: str, about: Mapping[str, Any]) -> None:
    """Write the manifest: what the model was made of, what it was made for, and the hash of each of its files."""
    manifest = {**about, "task": task, "made_for": made_for(task), "files": hashes(folder)}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def accept(engine: Engine, shelf: Path, task: str, number: int, folder: Path, codes: Mapping[str, int]) -> Accepted:
    """Register the possible break with its journal line and give the folder its number: all of it, or nothing.

    Raises OvertakenError when that number is taken: the new model was then compared with one that is no longer used.
    """
    place, moved = shelf / task / str(number), False
    try:
        with writing(engine) as session:
            at = _first_round(session)
            if at is not None:
                session.add(_possible_break(task, number, at))
            journal.write(session, journal.SYSTEM, "model.accepted", f"model:{task}/{number}", round=at, **codes)
            _move(folder, place)
            moved = True
    except BaseException:
        if moved:  # what could not be registered is not used either
            place.rename(folder)
        raise
    return Accepted(place, at)


def _move(folder: Path, place: Path) -> None:
    try:
        folder.rename(place)
    except OSError:
        raise OvertakenError(f"Er is intussen al een model {place.name} aangenomen. Leer opnieuw.") from None


def _first_round(session: Session) -> str | None:
    """The round in which the model starts: the open one, else the next one, else the last one."""
    at = rounds.open_round(session) or rounds.next_round(session) or next(reversed(rounds.in_order(session)), None)
    return at.id if at else None


def _possible_break(task: str, number: int, round_id: str) -> SeriesBreak:
    return SeriesBreak(
        round_id=round_id,
        kind="model",
        indicators=list(INDICATORS[task]),
        description=f"Mogelijke reeksbreuk: {task} wordt gelezen met model {number}, geleerd van codes van mensen. "
        "Alle verhalen worden er opnieuw mee gelezen; is dat gedaan, dan kan hij overbrugd worden als hercodering.",
        decided=date.today(),
    )
