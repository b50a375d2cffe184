"""The teller stays the owner: who has the four words finds the story, and can take a permission back."""

from dataclasses import dataclass

from sqlalchemy import Engine, select

from corpus import journal, quotes, receipts
from corpus.database import reading, writing
from corpus.stories import Story
from corpus.vault import Vault

#: what can be taken back without taking the story back
QUOTE, KEEP = "quote", "keep"
PERMISSIONS = {QUOTE: "may_quote", KEEP: "may_keep"}


@dataclass(frozen=True)
class OwnStory:
    """A story as its teller may see it: the row, and the words opened. Nothing that others or machines noted of it."""

    story: Story
    words: dict[str, str]


def find(engine: Engine, vault: Vault, receipt: str) -> str | None:
    """The id of the story with these four words, or None. Takes as long for words that fit no story."""
    hashed = receipts.slow_hash(vault, receipt)
    with reading(engine) as session:
        return session.scalar(select(Story.id).where(Story.receipt == hashed))


def read_back(engine: Engine, vault: Vault, story_id: str) -> OwnStory | None:
    """The story, or None when it was taken back meanwhile. Raises VaultError when its seal is broken."""
    with reading(engine) as session:
        story = session.get(Story, story_id)
        return OwnStory(story, story.words(vault)) if story else None


def take_back(engine: Engine, story_id: str, permission: str) -> bool:
    """End the permission to quote or to keep; False when the story is gone. Whatever stands on it must ask it again.

    The story itself still counts. A permission that was not given stays so.
    """
    column = PERMISSIONS[permission]
    with writing(engine) as session:
        story = session.get(Story, story_id)
        if story is not None and getattr(story, column):
            setattr(story, column, False)
            if permission == QUOTE:
                quotes.forget(session, story_id)
            journal.write(session, journal.TELLER, "story.permission_ended", f"story:{story_id}", permission=permission)
    return story is not None
