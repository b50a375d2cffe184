"""From a valid form to a submission: the same road for the page and for the API."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from collector.store import store, today
from corpus import areas, cards
from corpus.database import reading
from corpus.handin import Outcome, hand_in
from corpus.submission import CARD, NEIGHBOURHOOD, compose
from forms.build import StoryForm
from forms.questionnaire import Questionnaire

FORMS = ("kind", "jongere", "ouder", "professional")
UNUSABLE_CARD = "Deze code kennen we niet, of hij is al gebruikt. Kijk nog eens goed op je kaart."


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
    return None if card is not None else UNUSABLE_CARD


def send(
    questionnaire: Questionnaire, form: StoryForm, story_id: str, language: str, given: Mapping[str, Any]
) -> Outcome:
    """Hand a valid form in under the client's id."""
    with reading(store().engine) as session:
        known = areas.current(session, today())
    submission = compose(story_id, questionnaire, language, given, (form.marks(), form.words()), known)
    return hand_in(store().engine, store().vault, submission, today())
