"""Typing out a spoken story: the words become its text, and the sound is removed."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from corpus import audio, journal, moderation, signals
from corpus.findings import StoryFinding
from corpus.stories import STORY_ITEM, Story, seal_words
from corpus.vault import Vault
from forms.questionnaire import ANSWERED


class NothingToTypeError(ValueError):
    """There is no sound any more: somebody else was first, or the story was withdrawn. The message is in Dutch."""


def approve(session: Session, vault: Vault, story_id: str, text: str, actor: str) -> None:
    """Keep what was typed as the words of the teller, after what the teller typed; look for signals; drop the sound.

    The story is read again by the next analysis. Raises NothingToTypeError when there is no sound to type out.
    """
    recording, story = audio.of_story(session, story_id), session.get(Story, story_id)
    if recording is None or story is None or not audio.remove(session, recording, actor, "typed"):
        raise NothingToTypeError("Deze opname is al uitgetypt, of het verhaal is ingetrokken.")
    words = story.words(vault)
    told = "\n".join(part for part in (words.get(STORY_ITEM, ""), text) if part)
    story.sealed = seal_words(vault, story.id, {**words, STORY_ITEM: told})
    story.marks = {**story.marks, STORY_ITEM: {"state": ANSWERED}}
    story.signal = max(story.signal, signals.look_for(told).level)
    session.execute(delete(StoryFinding).where(StoryFinding.story_id == story.id))
    moderation.forget_correction(session, story.id)
    journal.write(session, actor, "story.transcribed", f"story:{story.id}", signal=story.signal)
