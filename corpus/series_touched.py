"""What a decision about the codebook touches: which trend series, and how many stories that were read before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpus.classification import Codebook
from corpus.coding import settled_codes
from corpus.coding_draws import NOT_READY
from corpus.findings import ProposalMember, Run, StoryFinding, TrendFinding
from corpus.stories import Story

#: share, feeling and togetherness of themes
THEME_INDICATORS = ("NI-10", "NI-11", "NI-14")
#: a smaller number of stories is told to nobody
FLOOR = 5


@dataclass(frozen=True, slots=True)
class Touched:
    """Trend series of the newest run by indicator, each with its places, and the stories with these themes."""

    places: dict[str, list[str]]
    series: int
    stories: int

    @property
    def told(self) -> str:
        """The number of stories as an analyst may see it."""
        return "geen" if not self.stories else f"minder dan {FLOOR}" if self.stories < FLOOR else str(self.stories)

    def stored(self) -> dict[str, Any]:
        """The same for an event; a small number of stories is not kept either."""
        return {"places": self.places, "series": self.series, "stories": self.told}


def touched(
    session: Session, book: Codebook, themes: Sequence[str], broken: Iterable[str] = (), proposal: int | None = None
) -> Touched:
    """What touches these themes: the series of theirs and of what breaks, and the union of the stories that name them.

    Of a proposal that is about no theme yet, the stories it rests on.
    """
    subjects = {*themes, *broken}
    newest = select(Run.id).order_by(Run.finished.desc()).limit(1).scalar_subquery()
    found = session.execute(
        select(TrendFinding.indicator, TrendFinding.place, TrendFinding.subject)
        .where(TrendFinding.run_id == newest, TrendFinding.subject != "")
        .order_by(TrendFinding.indicator, TrendFinding.place)
    )
    rows = [(indicator, place) for indicator, place, about in found if not subjects.isdisjoint(about.split("+"))]
    places: dict[str, list[str]] = defaultdict(list)
    for indicator, place in rows:
        if place not in places[indicator]:
            places[indicator].append(place)
    stories = len(naming(session, book, themes)) if themes else _resting_on(session, proposal)
    return Touched(dict(places), len(rows), stories)


def naming(session: Session, book: Codebook, themes: Iterable[str]) -> set[str]:
    """Ids of the stories that name any of these themes, by people's codes where there are any, else by the machine."""
    ids = frozenset[str]().union(*map(book.members, themes))
    coded = settled_codes(session, book)
    ready = select(StoryFinding.story_id, StoryFinding.themes).join(Story).where(Story.state.not_in(NOT_READY))
    named = {story_id: {one["id"] for one in found} for story_id, found in session.execute(ready)}
    by_people = {story_id: codes.themes for story_id, codes in coded.items() if story_id in named}
    return {story_id for story_id, found in (named | by_people).items() if not ids.isdisjoint(found)}


def _resting_on(session: Session, proposal: int | None) -> int:
    if proposal is None:
        return 0
    return session.scalar(select(func.count()).where(ProposalMember.proposal_id == proposal)) or 0
