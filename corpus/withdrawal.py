"""Withdrawing a story: by its receipt, out of everything, for good."""

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus import journal, own_story
from corpus.database import forget_for_good, writing
from corpus.interviews import Interview
from corpus.stories import Story, Withdrawn
from corpus.vault import Vault


def withdraw(engine: Engine, vault: Vault, receipt: str, actor: str = journal.TELLER) -> bool:
    """Remove the story of a receipt with all that was derived from it; False when no story has that receipt.

    What stays: published totals, the bare id (so that a late copy is not taken in again) and a journal line.
    """
    story_id = own_story.find(engine, vault, receipt)
    return story_id is not None and withdraw_known(engine, story_id, actor)


def withdraw_known(engine: Engine, story_id: str, actor: str = journal.TELLER) -> bool:
    """The same for a story whose words were checked before; False when it is gone already."""
    with writing(engine) as session:
        story = session.get(Story, story_id)
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
