"""Withdrawing a story: by its receipt, out of everything, for good."""

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus import journal, receipts
from corpus.database import forget_for_good, writing
from corpus.interviews import Interview
from corpus.stories import Story, Withdrawn
from corpus.vault import Vault


def withdraw(engine: Engine, vault: Vault, receipt: str, actor: str = journal.TELLER) -> bool:
    """Remove the story of a receipt with all that was derived from it; False when no story has that receipt.

    What stays: published totals, the bare id (so that a late copy is not taken in again) and a journal line.
    """
    hashed = receipts.slow_hash(vault, receipt)
    with writing(engine) as session:
        story = session.scalar(select(Story).where(Story.receipt == hashed))
        if story is None:
            return False
        remove(session, story, actor)
    forget_for_good(engine)
    return True


def remove(session: Session, story: Story, actor: str) -> None:
    """Take a story out within a transaction; findings, conflicts and topic memberships go with it by foreign key."""
    session.add(Withdrawn(id=story.id, received=story.received))
    journal.write(session, actor, "story.withdrawn", f"story:{story.id}", round=story.round_id)
    session.flush()
    interview_id = story.interview_id
    session.execute(delete(Story).where(Story.id == story.id))
    if interview_id and not session.scalar(select(Story.id).where(Story.interview_id == interview_id).limit(1)):
        session.execute(delete(Interview).where(Interview.id == interview_id))
