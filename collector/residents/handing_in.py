"""From a valid form to a submission: the same road for the page and for the API."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from collector.store import store, today
from corpus import areas, cards
from corpus.database import reading
from corpus.handin import Outcome, hand_in
from corpus.submission import CARD, NEIGHBOURHOOD, compose, digest_of
from forms.build import StoryForm
from forms.questionnaire import Questionnaire

#: Where the raw answers of another version of a questionnaire are kept, sealed among the words.
AS_SENT = "ZOALS-VERSTUURD"
FORMS = ("kind", "jongere", "ouder", "professional")


@dataclass(frozen=True)
class Sent:
    """What came over the line: the client's id, the questionnaire it was made with, language and raw answers."""

    story_id: str
    key: str
    language: str
    given: Mapping[str, Any]
    unknown_version: bool = False


def outside_choices(engine: Engine) -> dict[str, list[tuple[str, str]]]:
    """The choices that come from the corpus and not from the questionnaire: the neighbourhoods."""
    with reading(engine) as session:
        return {NEIGHBOURHOOD: areas.choices(areas.current(session, today()))}


def card_problem(form: StoryForm, questionnaire: Questionnaire) -> str | None:
    """Why the card code cannot be used, or None. Not to be asked for a story that is already in: its card is spent."""
    code = form.given().get(CARD)
    if not code:
        return None
    with reading(store().engine) as session:
        card = cards.find(session, store().vault, str(code), questionnaire.id, today())
    return None if card is not None else cards.UNUSABLE


def send(questionnaire: Questionnaire, form: StoryForm, sent: Sent) -> Outcome:
    """Hand a valid form in under the client's id."""
    with reading(store().engine) as session:
        known = areas.current(session, today())
    words = form.words()
    if sent.unknown_version:
        words[AS_SENT] = json.dumps(sent.given, ensure_ascii=False, sort_keys=True)
    submission = compose(sent.story_id, questionnaire, sent.language, sent.given, (form.marks(), words), known)
    if sent.unknown_version:
        digest = digest_of(sent.key, sent.language, sent.given)
        submission = replace(submission, questionnaire=sent.key, digest=digest, unknown_version=True)
    return hand_in(store().engine, store().vault, submission, today())
