"""What people read in a story by the codebook: every coding stays as given; the one that counts is worked out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.codebook import Codebook, current
from corpus.database import Base
from corpus.stories import Story

#: a first reading, a second by somebody else, the decision of a third, and the repeated reading of an anchor story
FIRST, SECOND, DECISION, ANCHOR = "eerste", "tweede", "besluit", "anker"
PURPOSES = (FIRST, SECOND, DECISION, ANCHOR)
MOST_THEMES = 4
OTHER = "anders"
#: markers that have a direction
SIGNED = ("M1", "M4")


class Coding(Base):
    """One person's codes for one story. Never changed afterwards: who thinks better of it codes again as decision."""

    __tablename__ = "codings"
    __table_args__ = (
        UniqueConstraint("story_id", "purpose", "coder", "wave"),
        CheckConstraint("purpose IN ('eerste', 'tweede', 'besluit', 'anker')", name="known_purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    #: opaque code of the coder; no column leads from here to a name
    coder: Mapped[str]
    purpose: Mapped[str]
    #: version of the codebook it was coded by
    codebook: Mapped[str]
    #: theme ids, or "anders" for content that fits none
    themes: Mapped[list[str]]
    #: themes that stand in a wish, not in an experience
    wished: Mapped[list[str]]
    #: "M1+", "M3" …
    markers: Mapped[list[str]]
    #: negatief, midden, positief; None when it cannot be said
    polarity: Mapped[str | None] = mapped_column(default=None)
    #: direction of change the text itself tells
    life: Mapped[str | None] = mapped_column(default=None)
    neighbourhood: Mapped[str | None] = mapped_column(default=None)
    #: nothing in it to code, such as "weet niet"
    uncodable: Mapped[bool] = mapped_column(default=False)
    #: the coder was not sure
    doubt: Mapped[bool] = mapped_column(default=False)
    #: whether the coder chose before seeing what the machine proposed
    blind: Mapped[bool] = mapped_column(default=False)
    #: drawn by chance, and so fit for calibration; not picked for being a child's, a signal or uncertain
    drawn: Mapped[bool] = mapped_column(default=False)
    #: the round in which an anchor story was read again; empty for every other reading
    wave: Mapped[str] = mapped_column(default="", server_default="")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a story that count, and whether two people agreed on them or a third decided."""

    themes: frozenset[str]
    markers: frozenset[str]
    uncodable: bool
    drawn: bool
    settled: bool
    #: None when nobody could say it, or when two readers differ and nobody has decided
    polarity: str | None = None


def settled_codes(session: Session, codebook: Codebook | None = None) -> dict[str, Codes]:
    """The codes that count, by story: the decision, else what both readers agree on, else the only reading.

    Where two readers disagree and nobody has decided, the story has no codes yet and is left out. Codes stand under the
    ids of the ``codebook``, by default the one in force: what two readers called by ids that were merged is the same.
    """
    book = codebook or current(session)
    readings: dict[str, list[Coding]] = defaultdict(list)
    for coding in session.scalars(select(Coding).where(Coding.purpose != ANCHOR).order_by(Coding.id)):
        readings[coding.story_id].append(coding)
    counted = {story_id: _that_counts(codings, book) for story_id, codings in readings.items()}
    return {story_id: codes for story_id, codes in counted.items() if codes is not None}


def _that_counts(codings: Sequence[Coding], book: Codebook) -> Codes | None:
    decisions = [coding for coding in codings if coding.purpose == DECISION]
    chosen = decisions[-1] if decisions else codings[0]
    if not decisions and any(not agree(chosen, other, book) for other in codings[1:]):
        return None
    return Codes(
        themes=book.counted(chosen.themes),
        markers=frozenset(chosen.markers),
        uncodable=chosen.uncodable,
        drawn=any(coding.drawn for coding in codings),
        settled=bool(decisions) or len(codings) > 1,
        polarity=chosen.polarity if decisions or len({coding.polarity for coding in codings}) == 1 else None,
    )


def agree(one: Coding, other: Coding, book: Codebook) -> bool:
    """Whether two codings name the same themes and markers, by this codebook, and find the story equally codable."""
    return _named(one, book) == _named(other, book)


def _named(coding: Coding, book: Codebook) -> tuple[frozenset[str], frozenset[str], bool]:
    return book.counted(coding.themes), frozenset(coding.markers), coding.uncodable


def doubly_coded(session: Session, round_id: str) -> dict[str, tuple[Coding, Coding]]:
    """The first and the second reading of every story of a round that has both."""
    from_round = select(Coding).where(
        Coding.story_id.in_(select(Story.id).where(Story.round_id == round_id)), Coding.purpose.in_((FIRST, SECOND))
    )
    pairs: dict[str, dict[str, Coding]] = defaultdict(dict)
    for coding in session.scalars(from_round.order_by(Coding.id)):
        pairs[coding.story_id].setdefault(coding.purpose, coding)
    return {story_id: (both[FIRST], both[SECOND]) for story_id, both in pairs.items() if len(both) == 2}


def ratings(pairs: Iterable[tuple[Coding, Coding]], *codes: str) -> list[list[float | None]]:
    """Two rows of 0 and 1, one for each reader: does the story name this theme or marker, or any id that counts under
    it? For Krippendorff's alpha.
    """
    both = [(_names(one, codes), _names(other, codes)) for one, other in pairs]
    return [[one for one, _ in both], [other for _, other in both]]


def marker_codes(codebook: Codebook) -> tuple[str, ...]:
    """The codes of the markers, with a sign where they have a direction: "M1+", "M1-", "M2" …"""
    signs = {marker.id: ("+", "-") if marker.id in SIGNED else ("",) for marker in codebook.markers}
    return tuple(f"{marker}{sign}" for marker, found in signs.items() for sign in found)


def _names(coding: Coding, codes: Sequence[str]) -> float:
    return float(not {*coding.themes, *coding.markers}.isdisjoint(codes))
