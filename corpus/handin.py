"""Handing in a story: one identity rule for everything that is sent.

The client makes the id; the database enforces it. New → stored. The same content again → the same receipt. Other
content under the same id → refused, and both kept. A withdrawn id stays withdrawn.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from corpus import cards, journal, receipts, rounds, signals
from corpus.database import writing
from corpus.stories import Conflict, Story, Withdrawn, seal_words
from corpus.vault import Vault

NEW, SAME, CONFLICT, WITHDRAWN, CARD_USED = "new", "same", "conflict", "withdrawn", "card used"


@dataclass(frozen=True)
class Submission:
    """What one teller sends in, checked by the form but not yet stored. ``digest`` is that of the content as sent."""

    id: str
    questionnaire: str
    group: str
    language: str
    marks: Mapping[str, Any]
    words: Mapping[str, str]
    digest: str
    mode: str = "zelf_typen"
    area_id: int | None = None
    buurtcode: str | None = None
    age: str | None = None
    may_keep: bool = False
    may_quote: bool = False
    may_record: bool = False
    card: str | None = None
    collector: str | None = None
    session: str | None = None
    interview_id: str | None = None
    fictional: bool = False
    round_id: str | None = None
    received: str | None = None
    actor: str = journal.TELLER
    journalled: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of it. ``receipt`` is empty unless the story is in the corpus exactly as it was sent."""

    result: str
    story_id: str
    receipt: str = ""
    signal: int = 0


def digest_of(questionnaire: str, language: str, answers: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the content as sent: canonical JSON, sorted keys, no spaces, no empty answers, numbers as text.

    A client can compute the same and compare before it forgets its copy.
    """

    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(part) for part in value]
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else str(value)

    told = {item: plain(value) for item, value in answers.items() if value not in (None, "", [], ())}
    content = {"questionnaire": questionnaire, "language": language, "answers": told}
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


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
    session.add(story)
    session.flush()
    if submission.card is not None:
        card = cards.find(session, vault, submission.card, submission.questionnaire.partition("@")[0], today)
        if card is None or not cards.spend(session, card, story.id):
            session.rollback()
            return Outcome(CARD_USED, submission.id)
        story.may_keep = story.may_keep and card.may_keep
        story.may_quote = story.may_quote and card.may_quote
    journal.write(
        session,
        submission.actor,
        "story.received",
        f"story:{story.id}",
        questionnaire=story.questionnaire,
        mode=story.mode,
        signal=story.signal,
        **submission.journalled,
    )
    return Outcome(NEW, story.id, receipt, story.signal)


def make_story(session: Session, vault: Vault, submission: Submission, receipt_hash: str, today: date) -> Story:
    """The row for a submission: words sealed, safety signal looked for, round found."""
    window = rounds.open_round(session)
    upcoming = window or rounds.next_round(session)
    told = " ".join(submission.words.values())
    return Story(
        id=submission.id,
        questionnaire=submission.questionnaire,
        group=submission.group,
        language=submission.language,
        mode=submission.mode,
        received=submission.received or f"{today:%Y-%m}",
        marks=dict(submission.marks),
        sealed=seal_words(vault, submission.id, dict(submission.words)),
        digest=vault.fingerprint("digest", submission.digest),
        receipt=receipt_hash,
        round_id=submission.round_id or (upcoming.id if upcoming else None),
        late=submission.round_id is None and window is None,
        area_id=submission.area_id,
        buurtcode=submission.buurtcode,
        age=submission.age,
        session=submission.session,
        collector=submission.collector,
        interview_id=submission.interview_id,
        may_keep=submission.may_keep,
        may_quote=submission.may_quote,
        may_record=submission.may_record,
        fictional=submission.fictional,
        signal=signals.look_for(told).level,
        state="received",
    )


def _again(session: Session, vault: Vault, known: Story, submission: Submission, receipt: str) -> Outcome:
    digest = vault.fingerprint("digest", submission.digest)
    if digest == known.digest:
        return Outcome(SAME, known.id, receipt, known.signal)
    key = f"{known.id}:{digest[:16]}"
    if session.get(Conflict, key) is None:
        both = {"marks": dict(submission.marks), "words": dict(submission.words), "language": submission.language}
        sealed = vault.seal(both, "conflicts.sealed", key)
        session.add(Conflict(id=key, story_id=known.id, received=known.received, sealed=sealed))
        journal.write(session, submission.actor, "story.conflict", f"story:{known.id}")
    return Outcome(CONFLICT, known.id)
