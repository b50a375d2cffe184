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
from corpus.stories import STORY_ITEM
from corpus.submission import BY_THEMSELVES, CARD, NEIGHBOURHOOD, Circumstances, Submission, compose, digest_of
from forms.build import StoryForm, from_answers
from forms.fields.story import spoken
from forms.questionnaire import Questionnaire

#: Where the raw answers of another version of a questionnaire are kept, sealed among the words.
AS_SENT = "ZOALS-VERSTUURD"
NO_RECORDING = "Met deze kaart mag je niet inspreken. Typ je verhaal, of vraag iemand om te typen."
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


def card_problem(form: StoryForm, questionnaire: Questionnaire) -> tuple[str, str] | None:
    """Why the card code cannot be used for this story, as (question, sentence), or None.

    Not to be asked for a story that is already in: its card is spent.
    """
    code = form.given().get(CARD)
    if not code:
        return None
    with reading(store().engine) as session:
        card = cards.find(session, store().vault, str(code), questionnaire.id, today())
    if card is None:
        return CARD, cards.UNUSABLE
    unheard = spoken(form) and STORY_ITEM not in form.words() and not card.may_record
    return (STORY_ITEM, NO_RECORDING) if unheard else None


def send(questionnaire: Questionnaire, form: StoryForm, sent: Sent, came: Circumstances = BY_THEMSELVES) -> Outcome:
    """Hand a valid form in under the client's id."""
    return hand_in(store().engine, store().vault, submission(questionnaire, form, sent, came), today())


def submission(
    questionnaire: Questionnaire, form: StoryForm, sent: Sent, came: Circumstances = BY_THEMSELVES
) -> Submission:
    """What a valid form holds; made with another version of it, the raw answers are kept sealed among the words."""
    with reading(store().engine) as session:
        known = areas.current(session, today())
    words = form.words()
    if sent.unknown_version:
        words[AS_SENT] = json.dumps(sent.given, ensure_ascii=False, sort_keys=True)
    made = compose(sent.story_id, questionnaire, sent.language, sent.given, (form.marks(), words), known, came)
    if not sent.unknown_version:
        return made
    digest = digest_of(sent.key, sent.language, sent.given)
    return replace(made, questionnaire=sent.key, digest=digest, unknown_version=True)


def understood(
    questionnaire: Questionnaire, key: str, answers: Mapping[str, Any], recording: bool = False
) -> tuple[StoryForm, bool]:
    """The form for these answers, and whether they were made with another version of it.

    A device may send what it wrote weeks ago. What another version asked and this one does not know is kept sealed for
    people to look at; only what every version needs (a story, consent, a card) can still refuse it.
    """
    outside = outside_choices(store().engine)
    form = from_answers(questionnaire, answers, outside, recording)
    if key == questionnaire.key:
        return form, False
    form.validate()
    known = {item: value for item, value in answers.items() if item not in form.errors_by_item()}
    return from_answers(questionnaire, known, outside, recording), True
