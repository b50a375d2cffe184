"""``PUT /api/verhalen/<uuid>``: handing in without cookies or accounts, by the same identity rule as the page."""

import re
from typing import Any
from uuid import UUID

from flask import Response

from collector.limits import HAND_IN, limiter
from collector.machine import UnfitError, answer, body, unprocessable
from collector.residents import closing, door, handing_in
from collector.store import store
from corpus.database import reading
from corpus.stories import Story, Withdrawn
from corpus.submission import digest_of
from forms.build import StoryForm, from_answers
from forms.questionnaire import Questionnaire, load


@door.put("/api/verhalen/<uuid:story_id>")
@limiter.limit(HAND_IN)
def put_story(story_id: UUID) -> Response:
    """Take one story in. 201 new, 200 the same again, 409 other content, 410 withdrawn, 422 with a sentence by item.

    503 for a new story of a child while nobody reads what children tell; the client keeps it. ``"recording": true``
    says that the story was spoken and its sound follows.
    """
    try:
        sent, language, answers = body("questionnaire", "language")
        key = str(sent.get("questionnaire"))
        questionnaire = _questionnaire(key)
    except UnfitError as unfit:
        return unprocessable(unfit.errors)
    known = _known(str(story_id))
    if not known and closing.closed(questionnaire.id):
        return closing.answer()
    form, unknown_version = _form(questionnaire, key, answers, recording=sent.get("recording") is True)
    if not form.validate():
        return unprocessable(form.errors_by_item())
    if not known:
        problem = handing_in.card_problem(form, questionnaire)
        if problem:
            item, sentence = problem
            return unprocessable({item: [sentence]})
    story = handing_in.Sent(str(story_id), key, language, answers, unknown_version)
    return answer(handing_in.send(questionnaire, form, story), digest_of(key, language, answers))


def _form(questionnaire: Questionnaire, key: str, answers: dict[str, Any], recording: bool) -> tuple[StoryForm, bool]:
    """The form for these answers, and whether they were made with another version of it.

    A phone may send what it wrote weeks ago. What another version asked and this one does not know is kept sealed for
    people to look at; only what every version needs (a story, consent, a card) can still refuse it.
    """
    outside = handing_in.outside_choices(store().engine)
    form = from_answers(questionnaire, answers, outside, recording)
    if key == questionnaire.key:
        return form, False
    form.validate()
    understood = {item: value for item, value in answers.items() if item not in form.errors_by_item()}
    return from_answers(questionnaire, understood, outside, recording), True


def _questionnaire(key: str) -> Questionnaire:
    name, _, version = key.partition("@")
    if name not in handing_in.FORMS or not re.fullmatch("[0-9]{1,4}", version):
        raise UnfitError(questionnaire="Deze vragenlijst bestaat niet.")
    return load(name)


def _known(story_id: str) -> bool:
    with reading(store().engine) as session:
        return session.get(Story, story_id) is not None or session.get(Withdrawn, story_id) is not None
