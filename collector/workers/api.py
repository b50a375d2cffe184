"""``PUT /api/gesprekken/<uuid>``: handing in an interview, and its recording, from the outbox of a worker's device."""

import re
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask_security import current_user
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from collector import speaking
from collector.limits import AUDIO, HAND_IN, limiter
from collector.machine import UnfitError, answer, body, unprocessable
from collector.residents.handing_in import Sent, understood
from collector.workers import door, handing_in
from forms.build import UUID4
from forms.staff import from_turns


@door.put("/api/gesprekken/<uuid:story_id>")
@limiter.limit(HAND_IN)
def put_interview(story_id: UUID) -> Response:
    """Take in one teller of a talk. 201 new, 200 the same, 409 other content, 410 withdrawn, 422 a sentence by item."""
    if not _from_our_own_page():
        abort(403)
    try:
        sent, language, answers = body("language", "turns")
        key, talk = _key(sent), _talk(sent)
    except UnfitError as unfit:
        return unprocessable(unfit.errors)
    form, unknown_version = understood(handing_in.questionnaire(), key, answers)
    turns = from_turns(sent.get("turns"))
    problems = handing_in.problems(form, turns, str(story_id))
    if problems:
        return unprocessable(problems)
    story, spoken = Sent(str(story_id), key, language, answers, unknown_version), handing_in.spoken(turns)
    return answer(handing_in.send(form, spoken, story, talk), handing_in.digest(story, spoken))


@door.put("/api/gesprekken/<uuid:story_id>/audio/<int:number>")
@limiter.limit(AUDIO)
def put_audio(story_id: UUID, number: int) -> Response:
    """Take in one part of the recording of a talk, from the worker who has that talk."""
    if not _from_our_own_page():
        abort(403)
    return speaking.take_in(story_id, number, current_user.collector, f"account:{current_user.id}")


@door.get("/api/gesprekken/<uuid:story_id>/audio")
@limiter.limit(AUDIO)
def audio_parts(story_id: UUID) -> Response:
    """Which parts of it are in."""
    return speaking.parts_in(story_id, current_user.collector)


def _key(sent: dict[str, Any]) -> str:
    """With which questionnaire the talk was recorded; without a word about it, with the one in use."""
    key = str(sent.get("questionnaire", handing_in.questionnaire().key))
    if not re.fullmatch("gesprek@[0-9]{1,4}", key):
        raise UnfitError(questionnaire="Deze vragenlijst bestaat niet.")
    return key


def _talk(sent: dict[str, Any]) -> str | None:
    """The id that the tellers of one talk share, if there is one."""
    talk = sent.get("talk")
    if talk is not None and not (isinstance(talk, str) and UUID4.match(talk)):
        raise UnfitError(talk="Het nummer van het gesprek klopt niet.")
    return talk


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
