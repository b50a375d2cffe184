"""Which stories of a closed round are drawn for coding, which of these are read twice, and which are read every round.

What was drawn is stored, so that whoever calibrates or measures agreement later can rely on chance.
"""

import math
import random
from collections.abc import Collection, Sequence
from hashlib import sha256

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.coding import OTHER, settled_codes
from corpus.database import Base
from corpus.rounds import CLOSED, PUBLISHED, Round
from corpus.stories import Story, in_words

SEED = "codering-2026"
#: stories of a round drawn for coding; a smaller round is drawn whole
DRAWN = 300
#: share of the drawn stories that two people read, and the fewest
TWICE, LEAST_TWICE = 0.20, 50
ANCHORS = 10
#: nobody codes or counts these
NOT_READY = ("held", "rejected")


class CodingDraw(Base):
    """The lot of one story: drawn by chance for coding or not, and whether two people read it."""

    __tablename__ = "coding_draws"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    drawn: Mapped[bool]
    #: read by two people who see neither each other's codes nor those of the machine
    twice: Mapped[bool]


class AnchorStory(Base):
    """A story that every coder reads again in every later round, so that drift shows."""

    __tablename__ = "anchor_stories"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)


def prepare(session: Session) -> None:
    """Draw in every closed round what is not drawn yet, and fill the anchors. May be repeated."""
    closed = session.scalars(select(Round.id).where(Round.state.in_((CLOSED, PUBLISHED))).order_by(Round.opens))
    for round_id in closed.all():
        draw(session, round_id)
    choose_anchors(session)


def draw(session: Session, round_id: str, twice: Collection[str] | None = None) -> int:
    """Give every counted story of a round with words that has none its lot; returns how many.

    A systematic draw with a random start over the stories sorted by group and area (Cochran 1977, chapter 8): every
    story has the same chance, and every group in every area gets its part of the sample. ``twice`` names the stories
    that are read twice where those were drawn elsewhere. The same stories give the same draw.
    """
    waiting = _without_lot(session, round_id)
    if not waiting:
        return 0
    chosen = _systematic(waiting, min(DRAWN, len(waiting)), f"{SEED}/{round_id}")
    if twice is None:
        number = min(len(chosen), max(LEAST_TWICE, math.ceil(TWICE * len(chosen))))
        twice = _systematic([one for one in waiting if one in chosen], number, f"{SEED}/{round_id}/twee")
    lots = (CodingDraw(story_id=one, round_id=round_id, drawn=one in chosen, twice=one in twice) for one in waiting)
    session.add_all(lots)
    session.flush()
    return len(waiting)


def choose_anchors(session: Session) -> None:
    """Fill the anchors up to ten: kept stories on which two people agreed or a third decided, by lot."""
    known = set(session.scalars(select(AnchorStory.story_id)))
    codes = settled_codes(session)
    kept = session.scalars(select(Story.id).where(Story.may_keep, Story.state.not_in(NOT_READY)))
    fit = (one for one in kept if one not in known and one in codes and codes[one].settled)
    telling = sorted((one for one in fit if codes[one].themes - {OTHER}), key=lambda one: lot(one, "anker"))
    session.add_all(AnchorStory(story_id=one) for one in telling[: ANCHORS - len(known)])
    session.flush()


def lot(story_id: str, purpose: str) -> str:
    """A place by chance that is always the same for a story and a purpose, as hexadecimal text."""
    return sha256(f"{SEED}/{purpose}/{story_id}".encode()).hexdigest()


def _without_lot(session: Session, round_id: str) -> list[str]:
    """Ids of the stories, sorted by group, by area, and within these by chance."""
    rows = session.execute(
        select(Story.id, Story.group, Story.area_id)
        .outerjoin(CodingDraw, CodingDraw.story_id == Story.id)
        .where(Story.round_id == round_id, CodingDraw.story_id.is_(None), in_words())
        .where(Story.extra.is_(False), Story.state.not_in(NOT_READY))
    )
    ordered = sorted(rows, key=lambda row: (row.group, row.area_id or 0, lot(row.id, round_id)))
    return [row.id for row in ordered]


def _systematic(ordered: Sequence[str], number: int, seed: str) -> frozenset[str]:
    """``number`` of the ids, evenly spread over their order, from a random start."""
    step = len(ordered) / number
    start = random.Random(seed).random() * step
    return frozenset(ordered[min(int(start + place * step), len(ordered) - 1)] for place in range(number))
