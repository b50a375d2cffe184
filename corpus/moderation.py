"""May a story be used, and is it masked well? A person decides by a code, and may put the masked text right.

The words of the teller stay sealed as they came. A correction is sealed too, with what was changed, and stands in the
place of the machine's masked text from then on, also after the machine has read the story again.
"""

from difflib import SequenceMatcher

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus import journal
from corpus.coding_draws import NOT_READY
from corpus.database import Base
from corpus.findings import StoryFinding
from corpus.rounds import PUBLISHED, Round
from corpus.stories import Story
from corpus.vault import Vault

RECEIVED, READ, CLEARED = "received", "read", "cleared"
HELD, REJECTED = NOT_READY
#: what a person may decide, and the state a story gets by it
OUTCOMES = {
    "in_orde": CLEARED,
    "herleidbaar": HELD,
    "zorg_over_veiligheid": HELD,
    "taal_onbekend": HELD,
    "geen_verhaal": REJECTED,
    "proef": REJECTED,
    "over_een_ander": REJECTED,
}
_COLUMN = "moderations.corrected"


class ModerationRefusedError(ValueError):
    """Something that cannot be decided or kept; the message is the Dutch sentence."""


class Moderation(Base):
    """What people decided about a story, and their correction of its masked text. Goes when the story goes."""

    __tablename__ = "moderations"

    story_id: Mapped[str] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    #: the last decision, as a code
    outcome: Mapped[str | None] = mapped_column(default=None)
    #: sealed: the masked text as a person put it right, and [[what stood there, what stands there now], …]
    corrected: Mapped[bytes | None] = mapped_column(default=None)

    def changes(self, vault: Vault) -> list[list[str]]:
        """What a person changed in the masked text, opened. Raises VaultError when the seal is broken."""
        return list(vault.open(self.corrected, _COLUMN, self.story_id)["changes"]) if self.corrected else []


def masked_text(session: Session, vault: Vault, finding: StoryFinding) -> str:
    """The masked text to show: as a person put it right, else as the machine made it. Raises VaultError."""
    found = session.get(Moderation, finding.story_id)
    if found is None or found.corrected is None:
        return finding.masked_text(vault)
    return str(vault.open(found.corrected, _COLUMN, finding.story_id)["text"])


def corrections(session: Session, vault: Vault) -> dict[str, str]:
    """The masked texts that people put right, by story. Raises VaultError when a seal is broken."""
    found = session.execute(select(Moderation.story_id, Moderation.corrected).where(Moderation.corrected.is_not(None)))
    return {story_id: str(vault.open(sealed or b"", _COLUMN, story_id)["text"]) for story_id, sealed in found}


def opened(session: Session, story_id: str) -> tuple[Story, StoryFinding] | None:
    """A story that the machine has read, now read by a person too; None when there is no such story."""
    story, finding = session.get(Story, story_id), session.get(StoryFinding, story_id)
    if story is None or finding is None:
        return None
    if story.state == RECEIVED:
        story.state = READ
    return story, finding


def decide(session: Session, story_id: str, outcome: str, actor: str) -> None:
    """Keep a decision. Raises ModerationRefusedError when it would change numbers that are published already."""
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is geen bekende uitkomst.")
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise ModerationRefusedError("Dit verhaal is ingetrokken.")
    state, known = OUTCOMES[outcome], session.get(Moderation, story_id)
    _refuse(session, story, state, known)
    session.merge(Moderation(story_id=story_id, outcome=outcome, corrected=known.corrected if known else None))
    story.state = state
    journal.write(session, actor, "story.judged", f"story:{story_id}", outcome=outcome, state=state)


def _refuse(session: Session, story: Story, state: str, known: Moderation | None) -> None:
    counted, counts = story.state not in NOT_READY, state not in NOT_READY
    if story.state == HELD and counts and (known is None or known.outcome is None):
        raise ModerationRefusedError("Dit verhaal hoort bij een andere vragenlijst; het kan niet meetellen.")
    window = session.get(Round, story.round_id) if story.round_id else None
    if counted != counts and window is not None and window.state == PUBLISHED:
        raise ModerationRefusedError(
            f"De cijfers van {window.name} zijn gepubliceerd; wel of niet meetellen verandert daar niet meer."
        )


def correct(session: Session, vault: Vault, story_id: str, text: str, actor: str) -> None:
    """Keep a masked text as a person put it right, with what was changed; the same text again changes nothing.

    Raises ModerationRefusedError when nothing is left of it, or when the machine has not read the story.
    """
    finding = session.get(StoryFinding, story_id)
    if finding is None:
        raise ModerationRefusedError("Dit verhaal is ingetrokken, of nog niet gelezen door de computer.")
    if not text.strip():
        raise ModerationRefusedError("Er staat niets meer. Wijs het verhaal af als er niets te lezen is.")
    if not _changes(masked_text(session, vault, finding), text):
        return
    kept = {"text": text, "changes": _changes(finding.masked_text(vault), text)}
    known = session.get(Moderation, story_id)
    sealed = vault.seal(kept, _COLUMN, story_id)
    session.merge(Moderation(story_id=story_id, outcome=known.outcome if known else None, corrected=sealed))
    journal.write(session, actor, "story.masked_again", f"story:{story_id}", changes=len(kept["changes"]))


def forget_correction(session: Session, story_id: str) -> None:
    """Drop a correction, because the words it was made for have changed."""
    session.execute(update(Moderation).where(Moderation.story_id == story_id).values(corrected=None))


def _changes(before: str, after: str) -> list[list[str]]:
    old, new = before.split(), after.split()
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [[" ".join(old[a:b]), " ".join(new[c:d])] for tag, a, b, c, d in steps if tag != "equal"]
