"""``PUT /api/verhalen/<uuid>``: handing in without cookies or accounts, by the same identity rule as the page."""

import re
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from collector.errors import SENTENCES, refusal
from collector.limits import HAND_IN, limiter
from collector.residents import door, handing_in
from collector.store import store
from corpus import handin
from corpus.database import reading
from corpus.stories import Story, Withdrawn
from corpus.submission import CARD, digest_of
from forms.build import StoryForm, from_answers
from forms.questionnaire import Questionnaire, load

STATUS = {handin.NEW: 201, handin.SAME: 200, handin.CONFLICT: 409, handin.WITHDRAWN: 410}
TWO_VERSIONS = "Onder dit nummer is al een verhaal met andere antwoorden binnen. Beide zijn bewaard."


class UnfitError(Exception):
    """A body that is no submission; holds a sentence by the part it is about."""

    def __init__(self, **errors: str) -> None:
        super().__init__(", ".join(errors))
        self.errors = {part: [sentence] for part, sentence in errors.items()}


@door.put("/api/verhalen/<uuid:story_id>")
@limiter.limit(HAND_IN)
def put_story(story_id: UUID) -> Response:
    """Take one story in. 201 new, 200 the same again, 409 other content, 410 withdrawn, 422 with a sentence by item."""
    try:
        key, language, answers = _body()
        questionnaire = _questionnaire(key)
    except UnfitError as unfit:
        return _unprocessable(unfit.errors)
    form, unknown_version = _form(questionnaire, key, answers)
    if not form.validate():
        return _unprocessable(form.errors_by_item())
    if not _known(str(story_id)):
        problem = handing_in.card_problem(form, questionnaire)
        if problem:
            return _unprocessable({CARD: [problem]})
    sent = handing_in.Sent(str(story_id), key, language, answers, unknown_version)
    return _answer(handing_in.send(questionnaire, form, sent), digest_of(key, language, answers))


def _form(questionnaire: Questionnaire, key: str, answers: dict[str, Any]) -> tuple[StoryForm, bool]:
    """The form for these answers, and whether they were made with another version of it.

    A phone may send what it wrote weeks ago. What another version asked and this one does not know is kept sealed for
    people to look at; only what every version needs (a story, consent, a card) can still refuse it.
    """
    outside = handing_in.outside_choices(store().engine)
    form = from_answers(questionnaire, answers, outside)
    if key == questionnaire.key:
        return form, False
    form.validate()
    understood = {item: value for item, value in answers.items() if item not in form.errors_by_item()}
    return from_answers(questionnaire, understood, outside), True


def _body() -> tuple[str, str, dict[str, Any]]:
    """The questionnaire's key, the language and the answers of the request. Raises UnfitError."""
    try:
        body = request.get_json()
    except UnsupportedMediaType:
        raise UnfitError(body=SENTENCES[415]) from None
    except BadRequest:
        raise UnfitError(body="Dit is geen leesbare JSON.") from None
    if not isinstance(body, dict):
        raise UnfitError(body="Stuur één object met questionnaire, language en answers.")
    answers, language = body.get("answers"), body.get("language", "nl")
    if not isinstance(answers, dict):
        raise UnfitError(answers="De antwoorden ontbreken.")
    if not isinstance(language, str) or not re.fullmatch("[A-Za-z]{2,3}", language):
        raise UnfitError(language="De taal is een code van twee of drie letters, zoals nl.")
    return str(body.get("questionnaire")), language.lower(), answers


def _questionnaire(key: str) -> Questionnaire:
    name, _, version = key.partition("@")
    if name not in handing_in.FORMS or not re.fullmatch("[0-9]{1,4}", version):
        raise UnfitError(questionnaire="Deze vragenlijst bestaat niet.")
    return load(name)


def _known(story_id: str) -> bool:
    with reading(store().engine) as session:
        return session.get(Story, story_id) is not None or session.get(Withdrawn, story_id) is not None


def _answer(outcome: handin.Outcome, digest: str) -> Response:
    if outcome.result == handin.CARD_USED:
        return _unprocessable({CARD: [handing_in.UNUSABLE_CARD]})
    if outcome.result == handin.CONFLICT:
        return refusal(409, TWO_VERSIONS, id=outcome.story_id)
    if outcome.result == handin.WITHDRAWN:
        return refusal(410, id=outcome.story_id)
    response = jsonify({"id": outcome.story_id, "receipt": outcome.receipt, "digest": digest})
    response.status_code = STATUS[outcome.result]
    return response


def _unprocessable(errors: dict[str, list[str]]) -> Response:
    response = jsonify({"errors": errors})
    response.status_code = 422
    return response
