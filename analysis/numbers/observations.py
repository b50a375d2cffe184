"""The stories as arrays: one row a counted story, ready for every cell of the numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.cells import EVERYONE, RESIDENT_GROUPS
from corpus.areas import Area
from corpus.codebook import LINES, Codebook
from corpus.findings import StoryFinding
from corpus.rounds import CLOSED, PUBLISHED, Round
from corpus.stories import Story
from forms.questionnaire import ANSWERED, SKIPPED

Array = np.ndarray[Any, np.dtype[Any]]

FEELING, LIFE, NEIGHBOURHOOD = "GEVOEL", "LEVEN", "BUURT"
MIXED = "gemengd"
FEELING_NAMES = {1.0: "heel_positief", 0.5: "positief", 0.0: "neutraal", -0.5: "negatief", -1.0: "heel_negatief"}
UNKNOWN_NAME, SKIPPED_NAME = "weet_niet", "overgeslagen"


@dataclass(frozen=True)
class Observations:
    """Counted stories: residents and professionals, one story a teller and round, each with its answers by name.

    Every array has one entry a story, in order of story id. ``feeling`` is nan where it was not answered. ``themes`` is
    a boolean matrix stories × ``theme_ids``; ``coded`` says whether the story was read at all.
    """

    ids: Array
    group: Array
    city: Array
    place: Array
    buurt: Array
    round: Array
    year: Array
    mode: Array
    language: Array
    cluster: Array
    collector: Array
    feeling: Array
    feeling_name: Array
    life: Array
    neighbourhood: Array
    coded: Array
    themes: Array
    theme_ids: tuple[str, ...]
    #: what the answers were given to, for the manifest: "kind@1", area versions; and whether any of it is invented
    questionnaires: tuple[str, ...]
    area_versions: tuple[str, ...]
    fictional: bool

    def __len__(self) -> int:
        return len(self.ids)


def gather(session: Session, codebook: Codebook) -> Observations:
    """Read the stories that count: in a closed round, not held or rejected, not a further story of the same teller.

    An open round is not counted at all: a running total published twice would give the difference away.
    """
    rows = session.execute(
        select(
            *(Story.id, Story.group, Story.mode, Story.language, Story.session, Story.collector, Story.marks),
            *(Area.slug, Area.city, Round.id, Round.opens, StoryFinding.themes),
            *(Story.questionnaire, Area.version, Story.fictional, Story.buurtcode),
        )
        .join(Round, Story.round_id == Round.id)
        .outerjoin(Area, Story.area_id == Area.id)
        .outerjoin(StoryFinding, StoryFinding.story_id == Story.id)
        .where(Round.state.in_((CLOSED, PUBLISHED)))
        .where(Story.extra.is_(False), Story.state.not_in(("held", "rejected")))
        .order_by(Story.id)
    ).all()
    subjects, themes = _subjects(codebook, [[found["id"] for found in row[11] or ()] for row in rows])
    marks = [row[6] for row in rows]
    texts = {name: _texts(row[place] for row in rows) for name, place in _TEXT_COLUMNS.items()}
    return Observations(
        **texts,
        cluster=_texts(row[4] or row[0] for row in rows),
        year=np.array([row[10].year for row in rows], dtype=int),
        feeling=np.array([_number(mark.get(FEELING)) for mark in marks], dtype=float),
        feeling_name=_texts(_feeling_name(mark.get(FEELING)) for mark in marks),
        life=_texts(_answer(mark.get(LIFE)) for mark in marks),
        neighbourhood=_texts(_answer(mark.get(NEIGHBOURHOOD)) for mark in marks),
        coded=np.array([row[11] is not None for row in rows], dtype=bool),
        themes=themes,
        theme_ids=subjects,
        questionnaires=tuple(sorted({row[12] for row in rows})),
        area_versions=tuple(sorted({str(row[13]) for row in rows if row[13] is not None})),
        fictional=any(row[14] for row in rows),
    )


def _subjects(codebook: Codebook, named: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], Array]:
    """What can be named, and which stories name it: every theme, and every line by any of its themes (their union)."""
    lines = {f"lijn:{line}": {theme.id for theme in codebook.themes if theme.line == line} for line in LINES}
    members = {theme.id: {theme.id} for theme in codebook.themes} | lines
    table = np.array([[not ids.isdisjoint(story) for ids in members.values()] for story in named], dtype=bool)
    return tuple(members), table.reshape(len(named), len(members))


_TEXT_COLUMNS = {
    **{"ids": 0, "group": 1, "mode": 2, "language": 3, "collector": 5},
    **{"place": 7, "city": 8, "round": 9, "buurt": 15},
}


def in_group(observations: Observations, group: str) -> Array:
    """Which stories are of a group; "alle" means the residents together, never professionals."""
    if group == EVERYONE:
        return np.isin(observations.group, RESIDENT_GROUPS)
    return np.asarray(observations.group == group)


def _texts(values: Any) -> Array:
    return np.array([value or "" for value in values], dtype=object)


def _answer(mark: Mapping[str, Any] | None) -> str:
    """The answer by name; unknown and skipped stay two different things."""
    if mark is None or mark["state"] == SKIPPED:
        return SKIPPED_NAME
    return str(mark["value"]) if mark["state"] == ANSWERED else UNKNOWN_NAME


def _feeling_name(mark: Mapping[str, Any] | None) -> str:
    """One set of names for the feelings of all forms."""
    name = _answer(mark)
    if mark is None or name in (UNKNOWN_NAME, SKIPPED_NAME, MIXED):
        return name
    return FEELING_NAMES[float(mark["number"])]


def _number(mark: Mapping[str, Any] | None) -> float:
    if mark is None or mark["state"] != ANSWERED:
        return float("nan")
    return float(mark["number"])
