"""The stories as arrays: one row a counted story, ready for every cell of the numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from analysis.numbers import marks as read
from analysis.numbers.cells import EVERYONE, RESIDENT_GROUPS
from corpus import coding
from corpus.areas import Area
from corpus.codebook import LINES, Codebook
from corpus.coding import Codes
from corpus.findings import StoryFinding
from corpus.rounds import CLOSED, PUBLISHED, Round
from corpus.stories import Story

Array = np.ndarray[Any, np.dtype[Any]]

FEELING, STRENGTH, GRADE = "GEVOEL", "KRACHT", "CIJFER"
LIFE, NEIGHBOURHOOD = "LEVEN", "BUURT"
HOPE, INFLUENCE, TRUST = "HOOP", "INVLOED", "VERTROUWEN"
#: items counted by the name of the answer, and items that stand for a number
NAMED = (LIFE, NEIGHBOURHOOD, HOPE, INFLUENCE, TRUST, STRENGTH, GRADE)
NUMBERS = (FEELING, HOPE, INFLUENCE, TRUST, GRADE)
WHO, LINE = "wie", "lijn"
CORNERS = {WHO: read.WHO, LINE: read.LINES}


@dataclass(frozen=True)
class Observations:
    """Counted stories: residents and professionals, one story a teller and round, each with its answers by name.

    Every array has one entry a story, in order of story id. ``names`` and ``numbers`` hold the answers by item, the
    numbers nan where not answered; ``shares`` (stories × 3) and ``zones`` hold the two triangles. ``themes`` is a
    boolean matrix stories × ``theme_ids``, as a machine read them; ``coded`` says whether the story was read at all.
    ``human_themes`` and ``markers`` are what people coded, for the stories in ``human``.
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
    age: Array
    names: Mapping[str, Array]
    numbers: Mapping[str, Array]
    shares: Mapping[str, Array]
    zones: Mapping[str, Array]
    coded: Array
    words: Array
    polarity: Array
    themes: Array
    theme_ids: tuple[str, ...]
    human: Array
    #: coded by people, and drawn by chance for it
    drawn: Array
    human_themes: Array
    markers: Array
    marker_ids: tuple[str, ...]
    #: what the answers were given to, for the manifest: "kind@1", area versions; and whether any of it is invented
    questionnaires: tuple[str, ...]
    area_versions: tuple[str, ...]
    fictional: bool
    #: a weight per resident's story, mean 1 in a round; nan where its round is not weighted, None where nothing is
    weights: Array | None = None
    #: a theme with a part of it, as "O4+O9": who names the part names the whole, so that says nothing
    nested: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def data_cut(self) -> str:
        """The same for the same stories: 16 hexadecimal digits of the SHA-256 over their ids."""
        return sha256("\n".join(self.ids.tolist()).encode()).hexdigest()[:16]

    @property
    def feeling(self) -> Array:
        """The teller's own feeling, −1 … 1; nan where not answered."""
        return self.numbers[FEELING]

    @property
    def feeling_name(self) -> Array:
        """The same by name, one set of names for all forms."""
        return self.names[FEELING]


def gather(session: Session, codebook: Codebook) -> Observations:
    """Read the stories that count: in a closed round, not held or rejected, not a further story of the same teller.

    An open round is not counted at all: a running total published twice would give the difference away.
    """
    rows = session.execute(
        select(Story, Area.slug, Area.city, Area.version, Round.opens, StoryFinding)
        .join(Round, Story.round_id == Round.id)
        .outerjoin(Area, Story.area_id == Area.id)
        .outerjoin(StoryFinding, StoryFinding.story_id == Story.id)
        .where(Round.state.in_((CLOSED, PUBLISHED)))
        .where(Story.extra.is_(False), Story.state.not_in(("held", "rejected")))
        .order_by(Story.id)
        # What is sealed is not needed here, and a story is longer than all its marks.
        .options(defer(Story.sealed), defer(StoryFinding.masked))
    ).all()
    stories = [row[0] for row in rows]
    findings = [row[5] for row in rows]
    codes = _codes(stories, coding.settled_codes(session, codebook))
    subjects, themes = _subjects(codebook, [[one["id"] for one in found.themes] if found else [] for found in findings])
    _, human_themes = _subjects(codebook, [one.themes if one else [] for one in codes])
    marker_ids, markers = _markers(codebook, codes)
    return Observations(
        **_told([story.marks for story in stories]),
        ids=_texts(story.id for story in stories),
        group=_texts(story.group for story in stories),
        city=_texts(row[2] for row in rows),
        place=_texts(row[1] for row in rows),
        buurt=_texts(story.buurtcode for story in stories),
        round=_texts(story.round_id for story in stories),
        year=np.array([row[4].year for row in rows], dtype=int),
        mode=_texts(story.mode for story in stories),
        language=_texts(story.language for story in stories),
        cluster=_texts(story.session or story.id for story in stories),
        collector=_texts(story.collector for story in stories),
        age=_texts(story.age for story in stories),
        coded=np.array([found is not None for found in findings], dtype=bool),
        words=np.array([found.words if found else 0 for found in findings], dtype=int),
        polarity=_texts(found.polarity if found else "" for found in findings),
        themes=themes,
        theme_ids=subjects,
        human=np.array([one is not None for one in codes], dtype=bool),
        drawn=np.array([one is not None and one.drawn for one in codes], dtype=bool),
        human_themes=human_themes,
        markers=markers,
        marker_ids=marker_ids,
        questionnaires=tuple(sorted({story.questionnaire for story in stories})),
        area_versions=tuple(sorted({str(row[3]) for row in rows if row[3] is not None})),
        fictional=any(story.fictional for story in stories),
        nested=frozenset(f"{one.id}+{part}" for one in codebook.themes for part in codebook.members(one.id)),
    )


def _told(marks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answers of all stories: names and numbers by item, shares and zones by triangle."""
    places = {
        WHO: [read.shares(mark.get("DRIEHOEK-WIE")) for mark in marks],
        LINE: [read.line_shares(mark) for mark in marks],
    }
    beside = [read.answer(mark.get("DRIEHOEK-WIE")) for mark in marks]
    outside = {WHO: beside, LINE: [read.NOT_ASKED] * len(marks)}
    zones = {
        name: _texts(
            read.zone_name(place, CORNERS[name], other) for place, other in zip(found, outside[name], strict=True)
        )
        for name, found in places.items()
    }
    return {
        "names": {item: _texts(read.answer(mark.get(item)) for mark in marks) for item in NAMED}
        | {FEELING: _texts(read.feeling_name(mark.get(FEELING)) for mark in marks)},
        "numbers": {item: np.array([read.number(mark.get(item)) for mark in marks], dtype=float) for item in NUMBERS},
        "shares": {name: np.array(found, dtype=float).reshape(-1, 3) for name, found in places.items()},
        "zones": zones,
    }


def _codes(stories: Sequence[Story], settled: Mapping[str, Codes]) -> list[Codes | None]:
    return [settled.get(story.id) for story in stories]


def _subjects(codebook: Codebook, named: Sequence[Iterable[str]]) -> tuple[tuple[str, ...], Array]:
    """What can be named, and which stories name it: every theme by any id that counts under it, every line by any of
    its themes. Always the union of the stories, never a sum of shares.
    """
    members = {theme.id: codebook.members(theme.id) for theme in codebook.themes}
    of_line = {line: [members[theme.id] for theme in codebook.themes if theme.line == line] for line in LINES}
    members |= {f"lijn:{line}": frozenset().union(*found) for line, found in of_line.items()}
    table = np.array([[not ids.isdisjoint(story) for ids in members.values()] for story in named], dtype=bool)
    return tuple(members), table.reshape(len(named), len(members))


def _markers(codebook: Codebook, codes: Sequence[Codes | None]) -> tuple[tuple[str, ...], Array]:
    ids = coding.marker_codes(codebook)
    table = np.array([[one is not None and marker in one.markers for marker in ids] for one in codes], dtype=bool)
    return ids, table.reshape(len(codes), len(ids))


def in_group(observations: Observations, group: str) -> Array:
    """Which stories are of a group; "alle" means the residents together, never professionals."""
    if group == EVERYONE:
        return np.isin(observations.group, RESIDENT_GROUPS)
    return np.asarray(observations.group == group)


def _texts(values: Iterable[str | None]) -> Array:
    return np.array([value or "" for value in values], dtype=object)
