"""The fictional programme of the demo: loads it into an empty corpus. Nothing in it happened, nobody in it exists."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from corpus import areas, codebook, readings
from corpus.accounts import ANALYST
from corpus.breaks import Event, SeriesBreak
from corpus.exchange.stories import Check, Loaded, load_stories
from corpus.rounds import CLOSED, Round, in_order
from corpus.stories import Story, wave_hash
from corpus.vault import Vault

HERE = Path(__file__).parent
PROGRAMME = HERE / "programme.toml"
STORIES = HERE / "stories"
REPORTAGE = HERE / "reportage.toml"
FIGURES = HERE / "figures" / "datapackage.json"


def load_programme(session: Session) -> None:
    """Areas, codebook, rounds, the planted change of method and the events; what is there already stays."""
    areas.load_reference(session)
    codebook.load_reference(session)
    if in_order(session):
        return
    data = tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))
    session.add_all(_round(entry) for entry in data["round"])
    session.flush()
    session.add_all(
        SeriesBreak(
            round_id=entry["round"],
            kind=entry["kind"],
            indicators=entry["indicators"],
            description=entry["description"],
            decided=entry["decided"],
            place=entry.get("place"),
        )
        for entry in data["break"]
    )
    session.add_all(Event(**entry) for entry in data["event"])
    session.flush()


def load_sample_stories(session: Session, vault: Vault, check: Check, today: date) -> Loaded:
    """All fictional stories of all authors; they are marked as fictional in the corpus."""
    lines = [line for path in sorted(STORIES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    loaded = load_stories(session, vault, lines, check, today)
    # Stories of rounds long closed were read then; what is left for the guardian are those with a signal.
    calm = update(Story).where(Story.fictional, Story.signal == 0, Story.receipt.is_(None))
    session.execute(calm.values(handled="geen_signaal"))
    for window in in_order(session):
        if window.state == CLOSED:
            window.frozen = wave_hash(session, window.id)
    session.flush()
    return loaded


def load_reportage(session: Session, round_id: str) -> None:
    """What people in the fictional programme write around the numbers of a round. Again changes nothing."""
    texts = tomllib.loads(REPORTAGE.read_text(encoding="utf-8"))
    for place, sections in texts.items():
        for section, fields in sections.items():
            words = {name: text if isinstance(text, str) else "\n".join(text) for name, text in fields.items()}
            where = readings.Where(round_id, place, section)
            readings.write(session, where, words, role=ANALYST, fictional=True)


def _round(entry: dict[str, Any]) -> Round:
    return Round(
        id=entry["id"],
        name=entry["name"],
        season=entry["season"],
        opens=entry["opens"],
        closes=entry["closes"],
        state=entry.get("state", CLOSED),
    )
