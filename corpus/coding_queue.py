"""The coding queue: who reads which story now, in which order, so that nobody codes over somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Subquery, func, select
from sqlalchemy.orm import Mapped, Session, load_only, mapped_column

from corpus.codebook import current
from corpus.coding import ANCHOR, DECISION, FIRST, SECOND, Coding, agree
from corpus.coding_draws import NOT_READY, AnchorStory, CodingDraw, lot
from corpus.database import Base
from corpus.findings import StoryFinding
from corpus.rounds import Round
from corpus.stories import CHILD, Story

#: an anchor story comes after every so many others
BETWEEN_ANCHORS = 4


class CodingClaim(Base):
    """A story that somebody has open. It holds until its time is over or the codes are in."""

    __tablename__ = "coding_claims"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    coder: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    #: as in codings: the round for an anchor story, else empty
    wave: Mapped[str]
    until: Mapped[datetime]
    #: put aside by this coder, who does not want it until then; everybody else may have it
    skipped: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Open:
    """One reading that is still to be done: of which story and for what, and where it stands in the queue."""

    story_id: str
    purpose: str
    wave: str
    order: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many readings wait: for this coder, and stories on which two differ that a third person must decide."""

    readings: int
    decisions: int
    for_others: int
    done: int


def next_reading(session: Session, coder: str, now: datetime) -> Open | None:
    """What this coder reads next: what only a third person can settle, an anchor story now and then, and the readings.

    Readings: the newest closed round first, in it children's stories, stories with a signal, the drawn ones, and then
    the rest, where the machine is least certain first.
    """
    claimed, aside = _claimed(session, now), _put_aside(session, coder, now)
    blocked = aside | claimed.keys()
    decisions = [one for one in disagreements(session) if coder not in one.readers and one.story_id not in blocked]
    if decisions:
        return Open(decisions[0].story_id, DECISION, "")
    anchor = next((one for one in _anchors_left(session, coder) if one.story_id not in aside), None)
    readings = [one for one in _readings(session, coder, claimed) if one.story_id not in aside]
    if anchor is not None and (not readings or _anchor_is_due(session, coder, anchor.wave)):
        return anchor
    return min(readings, key=lambda one: one.order, default=None)


def waiting(session: Session, coder: str, now: datetime) -> Waiting:
    """How much waits, and how much this coder did."""
    decisions = disagreements(session)
    mine = [one for one in decisions if coder not in one.readers]
    return Waiting(
        readings=len(_readings(session, coder, _claimed(session, now))) + len(_anchors_left(session, coder)),
        decisions=len(mine),
        for_others=len(decisions) - len(mine),
        done=session.scalar(select(func.count()).select_from(Coding).where(Coding.coder == coder)) or 0,
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A story on which its readers differ and nobody has decided yet."""

    story_id: str
    readers: tuple[str, ...]


def disagreements(session: Session) -> list[Disagreement]:
    """What a third person must decide, oldest coding first."""
    more = select(Coding.story_id).where(Coding.purpose == SECOND)
    settled = select(Coding.story_id).where(Coding.purpose == DECISION)
    read: dict[str, list[Coding]] = {}
    book = current(session)
    query = select(Coding).where(Coding.story_id.in_(more), Coding.story_id.not_in(settled), Coding.purpose != ANCHOR)
    for coding in session.scalars(query.order_by(Coding.id)):
        read.setdefault(coding.story_id, []).append(coding)
    return [
        Disagreement(story_id, tuple(one.coder for one in codings))
        for story_id, codings in read.items()
        if any(not agree(codings[0], other, book) for other in codings[1:])
    ]


def _claimed(session: Session, now: datetime) -> dict[str, int]:
    """How many people have each story open."""
    holds = CodingClaim.until > now, CodingClaim.skipped.is_(False)
    query = select(CodingClaim.story_id, func.count()).where(*holds).group_by(CodingClaim.story_id)
    return {story_id: number for story_id, number in session.execute(query)}


def _put_aside(session: Session, coder: str, now: datetime) -> set[str]:
    mine = CodingClaim.coder == coder, CodingClaim.skipped, CodingClaim.until > now
    return set(session.scalars(select(CodingClaim.story_id).where(*mine)))


def _readings(session: Session, coder: str, claimed: dict[str, int]) -> list[Open]:
    """Every first or second reading that waits and that this coder may do."""
    done = _times_read()
    times = func.coalesce(done.c.times, 0)
    query = (
        select(Story, CodingDraw, Round.opens, StoryFinding.themes, times)
        .options(load_only(Story.group, Story.signal))
        .join(CodingDraw, CodingDraw.story_id == Story.id)
        .join(Round, Round.id == CodingDraw.round_id)
        .join(StoryFinding, StoryFinding.story_id == Story.id)
        .outerjoin(done, done.c.story_id == Story.id)
        .where(Story.state.not_in(NOT_READY), Story.id.not_in(select(Coding.story_id).where(Coding.coder == coder)))
        .where((times == 0) | ((times == 1) & CodingDraw.twice))
    )
    found = []
    for story, drawn, opens, themes, read in session.execute(query):
        taken = read + claimed.get(story.id, 0)
        if taken < 1 + drawn.twice:
            order = (-opens.toordinal(), *_turn(story, drawn, themes))
            found.append(Open(story.id, SECOND if taken else FIRST, "", order))
    return found


def _turn(story: Story, drawn: CodingDraw, themes: Iterable[dict[str, Any]]) -> tuple[int, float, str]:
    """Where a story stands within its round; by lot among its like."""
    turn = 0 if story.group == CHILD else 1 if story.signal else 2 if drawn.drawn else 3
    return turn, certainty(themes) if turn == 3 else 0.0, lot(story.id, "rij")


def _times_read() -> Subquery:
    read = select(Coding.story_id, func.count().label("times")).where(Coding.purpose.in_((FIRST, SECOND)))
    return read.group_by(Coding.story_id).subquery()


def certainty(themes: Iterable[dict[str, Any]]) -> float:
    """How sure the machine is: least distance of a theme's probability to a half, 0 … 0.5; 0 where it found none."""
    return min((abs(float(theme["score"]) - 0.5) for theme in themes), default=0.0)


def _anchors_left(session: Session, coder: str) -> list[Open]:
    """The anchor stories this coder has not read again in the newest round that has lots; none in the first round."""
    newest = session.scalars(
        select(Round.id).where(Round.id.in_(select(CodingDraw.round_id))).order_by(Round.opens.desc()).limit(1)
    ).first()
    if newest is None:
        return []
    done = select(Coding.story_id).where(Coding.coder == coder, Coding.purpose == ANCHOR, Coding.wave == newest)
    query = (
        select(AnchorStory.story_id)
        .join(Story, Story.id == AnchorStory.story_id)
        .where(Story.round_id != newest, Story.state.not_in(NOT_READY), AnchorStory.story_id.not_in(done))
    )
    left = sorted(session.scalars(query), key=lambda story_id: lot(story_id, newest))
    return [Open(story_id, ANCHOR, newest) for story_id in left]


def _anchor_is_due(session: Session, coder: str, wave: str) -> bool:
    """Whether enough other stories were read since the last anchor of this round."""
    counted = select(func.count()).select_from(Coding).where(Coding.coder == coder)
    anchors = session.scalar(counted.where(Coding.purpose == ANCHOR, Coding.wave == wave)) or 0
    drawn = select(CodingDraw.story_id).where(CodingDraw.round_id == wave)
    others = session.scalar(counted.where(Coding.purpose != ANCHOR, Coding.story_id.in_(drawn))) or 0
    return others >= BETWEEN_ANCHORS * (anchors + 1)
