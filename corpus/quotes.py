"""Short quotes: with the teller's permission, word for word, seen by two people, and recognised by nobody nearby."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import ForeignKey, Select, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.areas import Area
from corpus.coding_draws import NOT_READY
from corpus.database import Base
from corpus.findings import StoryFinding
from corpus.moderation import CLEARED, masked_text
from corpus.stories import CHILD, Story
from corpus.vault import Vault

MOST_WORDS = 25
#: a quote is told of a place only where so many of the same group told a story in that round
FLOOR = 30
PROGRAMME = "programma"
_COLUMN = "quotes.sealed"


class QuoteRefusedError(ValueError):
    """A quote that may not be used; the message is the Dutch sentence."""


class Quote(Base):
    """A few words of one story. It goes with the story, and when the teller takes the permission back."""

    __tablename__ = "quotes"

    id: Mapped[str] = mapped_column(primary_key=True)
    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    #: the two people, as in the journal; the second is empty until somebody asked around and agreed
    proposer: Mapped[str]
    approver: Mapped[str | None] = mapped_column(default=None)

    def words(self, vault: Vault) -> str:
        """The words, opened. Raises VaultError when the seal is broken."""
        return str(vault.open(self.sealed, _COLUMN, self.id))


@dataclass(frozen=True)
class Quoted:
    """A quote as it may be read: its words, the group and the city of the teller, and its language."""

    id: str
    words: str
    group: str
    city: str
    language: str


def propose(session: Session, vault: Vault, story_id: str, words: str, actor: str) -> Quote:
    """Propose words of a story, as the first of two people. Raises QuoteRefusedError."""
    told = " ".join(words.split())
    story = session.get(Story, story_id)
    if reason := _unfit(session, vault, story, told):
        raise QuoteRefusedError(reason)
    quote_id = str(uuid4())
    quote = Quote(id=quote_id, story_id=story_id, sealed=vault.seal(told, _COLUMN, quote_id), proposer=actor)
    session.add(quote)
    session.flush()
    journal.write(session, actor, "quote.proposed", f"quote:{quote_id}", words=len(told.split()))
    return quote


def judge(session: Session, vault: Vault, quote_id: str, recognised: bool, actor: str) -> None:
    """Answer, as the second person, whether somebody nearby would recognise the teller: then the quote goes.

    Raises QuoteRefusedError for the person who proposed it, and when it may not be used any more.
    """
    quote = session.scalar(select(Quote).where(Quote.id == quote_id, Quote.approver.is_(None)).with_for_update())
    if quote is None:
        raise QuoteRefusedError("Over dit citaat is al besloten, of het is ingetrokken.")
    if quote.proposer == actor:
        raise QuoteRefusedError("Je stelde dit citaat zelf voor; een ander moet het ook lezen.")
    if recognised:
        session.delete(quote)
    elif reason := _unfit(session, vault, session.get(Story, quote.story_id), quote.words(vault)):
        raise QuoteRefusedError(reason)
    else:
        quote.approver = actor
    journal.write(session, actor, "quote.judged", f"quote:{quote_id}", recognised=recognised)


def waiting(session: Session, vault: Vault) -> list[tuple[Quote, Quoted]]:
    """The quotes that a second person must still judge, as they would be read."""
    return _shown(session, vault, select(Quote.id).where(Quote.approver.is_(None)))


def approved(session: Session, vault: Vault, round_id: str, place: str = PROGRAMME) -> list[Quoted]:
    """The quotes of a round that may be told of a place: the slug of an area, a city, or "programma".

    Only where at least 30 of the group told a story there in that round; of the programme, in the teller's city.
    What was taken back, held, or masked further since it was approved is not among them.
    """
    mine = select(Quote.id).join(Story, Story.id == Quote.story_id).join(Area, Area.id == Story.area_id)
    mine = mine.where(Quote.approver.is_not(None), Story.round_id == round_id)
    if place != PROGRAMME:
        mine = mine.where((Area.slug == place) | (Area.city == place))
    found = [quoted for _, quoted in _shown(session, vault, mine)]
    return [one for one in found if _tellers(session, round_id, one, place) >= FLOOR]


def forget(session: Session, story_id: str) -> None:
    """Remove every quote of a story: its teller took the permission back."""
    session.execute(delete(Quote).where(Quote.story_id == story_id))


def _shown(session: Session, vault: Vault, ids: Select[str]) -> list[tuple[Quote, Quoted]]:
    query = select(Quote, Story, Area.city).join(Story, Story.id == Quote.story_id)
    rows = session.execute(query.outerjoin(Area, Area.id == Story.area_id).where(Quote.id.in_(ids)).order_by(Quote.id))
    return [
        (quote, Quoted(quote.id, quote.words(vault), story.group, city or "", story.language))
        for quote, story, city in rows.all()
        if not _unfit(session, vault, story, quote.words(vault))
    ]


def _tellers(session: Session, round_id: str, quoted: Quoted, place: str) -> int:
    """How many of the same group told a story in this place, or in the city of the teller."""
    wide = place in (PROGRAMME, quoted.city)
    where = Area.city == quoted.city if wide else Area.slug == place
    counted = select(func.count()).select_from(Story).join(Area, Area.id == Story.area_id)
    mine = counted.where(Story.round_id == round_id, Story.group == quoted.group, Story.extra.is_(False), where)
    return session.scalar(mine.where(Story.state.not_in(NOT_READY))) or 0


def _unfit(session: Session, vault: Vault, story: Story | None, words: str) -> str:
    """Why these words of a story may not be quoted, as a Dutch sentence; empty when they may."""
    finding = session.get(StoryFinding, story.id) if story else None
    if story is None or finding is None:
        return "Dit verhaal is ingetrokken, of nog niet gelezen door de computer."
    if not story.may_quote:
        return "De verteller geeft geen toestemming voor een citaat."
    if story.state != CLEARED:
        return "Beslis eerst dat dit verhaal in orde is."
    if story.signal:
        return "Uit een verhaal met een signaal komt geen citaat."
    if story.group == CHILD:
        return "Uit een verhaal van een kind komt geen citaat."
    if not words or len(words.split()) > MOST_WORDS:
        return f"Een citaat heeft 1 tot {MOST_WORDS} woorden."
    if words not in " ".join(masked_text(session, vault, finding).split()):
        return "Neem de woorden precies over uit de tekst zonder namen."
    return ""
