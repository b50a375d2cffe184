"""Handing in a story: one identity rule for everything that is sent.

The client makes the id; the database enforces it. New → stored. The same content again → the same receipt. Other
content under the same id → refused, and both kept. A withdrawn id stays withdrawn.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from corpus import audio, cards, journal, receipts, rounds, signals
from corpus.database import writing
from corpus.interviews import Interview, seal_turns
from corpus.stories import Conflict, Story, Withdrawn, seal_words
from corpus.submission import Submission
from corpus.vault import Vault

NEW, SAME, CONFLICT, WITHDRAWN, CARD_USED = "new", "same", "conflict", "withdrawn", "card used"


@dataclass(frozen=True)
class Outcome:
    """What became of it. ``receipt`` is empty unless the story is in the corpus exactly as it was sent."""

    result: str
    story_id: str
    receipt: str = ""
    signal: int = 0


class _CardUsedError(Exception):
    """Undoes the transaction of a story whose card turned out to be used."""


def hand_in(engine: Engine, vault: Vault, submission: Submission, today: date) -> Outcome:
    """Store a submission by the identity rule: story, card and journal line in one transaction, or nothing.

    Raises sqlalchemy.exc.OperationalError when the store cannot take it now; nothing is half-stored then.
    """
    # The slow hash comes before the transaction, so that no other writer waits for it.
    receipt = receipts.words_for(vault, submission.id)
    receipt_hash = receipts.slow_hash(vault, receipt)
    for attempt in (1, 2):
        try:
            with writing(engine) as session:
                return _hand_in(session, vault, submission, receipt, receipt_hash, today)
        except _CardUsedError:
            return Outcome(CARD_USED, submission.id)
        except IntegrityError:
            # Two sends of one story at the same moment: the other one is in now, so the second look decides.
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


def _hand_in(
    session: Session, vault: Vault, submission: Submission, receipt: str, receipt_hash: str, today: date
) -> Outcome:
    known = session.get(Story, submission.id)
    if known is not None:
        return _again(session, vault, known, submission, receipt)
    if session.get(Withdrawn, submission.id) is not None:
        return Outcome(WITHDRAWN, submission.id)
    story = make_story(session, vault, submission, receipt_hash, today)
    if submission.turns:
        session.add(make_interview(vault, submission, story.received))
        session.flush()
    session.add(story)
    session.flush()
    if submission.card is not None:
        _spend_card(session, vault, submission, story, today)
    audio.attach(session, story)
    journal.write(
        session,
        submission.came.actor,
        "story.received",
        f"story:{story.id}",
        questionnaire=story.questionnaire,
        mode=story.mode,
        signal=story.signal,
    )
    return Outcome(NEW, story.id, receipt, story.signal)


def _spend_card(session: Session, vault: Vault, submission: Submission, story: Story, today: date) -> None:
    """Use the card, and keep no more than the parent behind it allowed. Raises _CardUsedError."""
    card = cards.find(session, vault, submission.card or "", submission.group, today)
    if card is None or not cards.spend(session, card, story.id):
        raise _CardUsedError
    story.may_keep = story.may_keep and card.may_keep
    story.may_quote = story.may_quote and card.may_quote
    story.may_record = story.may_record and card.may_record


def make_story(session: Session, vault: Vault, submission: Submission, receipt_hash: str | None, today: date) -> Story:
    """The row for a submission: words sealed, safety signal looked for, round found."""
    came = submission.came
    window = rounds.open_round(session)
    upcoming = window or rounds.next_round(session)
    told = " ".join(submission.words.values())
    return Story(
        id=submission.id,
        questionnaire=submission.questionnaire,
        group=submission.group,
        language=submission.language,
        mode=came.mode,
        received=came.received or f"{today:%Y-%m}",
        marks=dict(submission.marks),
        sealed=seal_words(vault, submission.id, dict(submission.words)),
        digest=vault.fingerprint("digest", submission.digest),
        receipt=receipt_hash,
        round_id=came.round_id or (upcoming.id if upcoming else None),
        late=came.round_id is None and window is None,
        area_id=submission.area_id,
        buurtcode=submission.buurtcode,
        age=submission.age,
        session=came.session,
        collector=came.collector,
        interview_id=came.interview_id,
        may_keep=submission.may_keep,
        may_quote=submission.may_quote,
        may_record=submission.may_record,
        fictional=came.fictional,
        signal=signals.look_for(told).level,
        state="held" if submission.unknown_version else "received",
    )


def make_interview(vault: Vault, submission: Submission, month: str) -> Interview:
    """The row for the talk behind a submission: the words of both sealed, the story kept apart from it."""

    def answered(item: str, option: str) -> bool:
        return bool(submission.marks.get(item, {}).get("value") == option)

    return Interview(
        id=submission.came.interview_id or submission.id,
        received=month,
        collector=submission.came.collector or "",
        language=submission.language,
        sealed=seal_turns(vault, submission.came.interview_id or submission.id, submission.turns),
        digest=vault.fingerprint("digest", submission.digest),
        interpreter=answered("TOLK", "ja"),
        in_group=submission.came.mode == "groep",
        approved=answered("AKKOORD", "ja"),
    )


def _again(session: Session, vault: Vault, known: Story, submission: Submission, receipt: str) -> Outcome:
    digest = vault.fingerprint("digest", submission.digest)
    if digest == known.digest:
        return Outcome(SAME, known.id, receipt, known.signal)
    key = f"{known.id}:{digest[:16]}"
    if session.get(Conflict, key) is None:
        sealed = vault.seal(_whole(submission), "conflicts.sealed", key)
        session.add(Conflict(id=key, story_id=known.id, received=known.received, sealed=sealed))
        journal.write(session, submission.came.actor, "story.conflict", f"story:{known.id}")
    return Outcome(CONFLICT, known.id)


def _whole(submission: Submission) -> dict[str, Any]:
    """Everything that was sent, for a version that cannot take the place of the first."""
    whole: dict[str, Any] = {
        "marks": dict(submission.marks),
        "words": dict(submission.words),
        "language": submission.language,
    }
    return {**whole, "turns": [[turn.speaker, turn.text] for turn in submission.turns]} if submission.turns else whole
