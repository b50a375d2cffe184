"""``PUT /api/gesprekken/<uuid>``: handing in an interview from the outbox of a worker's device."""

from typing import Any
from uuid import UUID

from flask import Response, abort, jsonify, request
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from wtforms import ValidationError

from collector.errors import SENTENCES, refusal
from collector.limits import HAND_IN, limiter
from collector.residents.api import STATUS, TWO_VERSIONS, UnfitError
from collector.residents.handing_in import UNUSABLE_CARD
from collector.workers import door, handing_in
from corpus import handin
from corpus.interviewing import content
from corpus.submission import CARD, digest_of
from forms.build import from_answers
from forms.staff import from_turns


@door.put("/api/gesprekken/<uuid:story_id>")
@limiter.limit(HAND_IN)
def put_interview(story_id: UUID) -> Response:
    """Take one interview in. 201 new, 200 the same again, 409 other content, 410 withdrawn, 422 a sentence by item."""
    if not _from_our_own_page():
        abort(403)
    try:
        language, turns, answers = _body()
    except UnfitError as unfit:
        return _unprocessable(unfit.errors)
    form = from_answers(handing_in.questionnaire(), answers, handing_in.neighbourhoods())
    talk = from_turns(turns)
    problems = handing_in.problems(form, talk, str(story_id))
    if problems:
        return _unprocessable(problems)
    spoken = handing_in.spoken(talk)
    outcome = handing_in.send(form, spoken, str(story_id), language, answers)
    return _answer(outcome, digest_of(handing_in.questionnaire().key, language, content(answers, spoken)))


def _from_our_own_page() -> bool:
    """Whether a page of this site sent it, and not another site in the browser of somebody who is signed in.

    The browser says so itself in Sec-Fetch-Site, which no page can set; older browsers send the token of the form.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        validate_csrf(request.headers.get("X-CSRFToken", ""))
    except ValidationError:
        return False
    return True


def _body() -> tuple[str, Any, dict[str, Any]]:
    """The language, the turns and the answers of the request. Raises UnfitError."""
    try:
        body = request.get_json()
    except UnsupportedMediaType:
        raise UnfitError(body=SENTENCES[415]) from None
    except BadRequest:
        raise UnfitError(body="Dit is geen leesbare JSON.") from None
    if not isinstance(body, dict):
        raise UnfitError(body="Stuur één object met language, turns en answers.")
    answers, language = body.get("answers"), body.get("language", "nl")
    if not isinstance(answers, dict):
        raise UnfitError(answers="De antwoorden ontbreken.")
    if not isinstance(language, str) or not 2 <= len(language) <= 3 or not (language.isascii() and language.isalpha()):
        raise UnfitError(language="De taal is een code van twee of drie letters, zoals nl.")
    return language.lower(), body.get("turns"), answers


def _answer(outcome: handin.Outcome, digest: str) -> Response:
    if outcome.result == handin.CARD_USED:
        return _unprocessable({CARD: [UNUSABLE_CARD]})
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
