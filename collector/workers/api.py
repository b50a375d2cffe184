"""``PUT /api/gesprekken/<uuid>``: handing in an interview, and its recording, from the outbox of a worker's device."""

from uuid import UUID

from flask import Response, abort, request
from flask_security import current_user
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from collector import speaking
from collector.limits import AUDIO, HAND_IN, limiter
from collector.machine import UnfitError, answer, body, unprocessable
from collector.workers import door, handing_in
from corpus.interviewing import content
from corpus.submission import digest_of
from forms.build import from_answers
from forms.staff import from_turns


@door.put("/api/gesprekken/<uuid:story_id>")
@limiter.limit(HAND_IN)
def put_interview(story_id: UUID) -> Response:
    """Take one interview in. 201 new, 200 the same again, 409 other content, 410 withdrawn, 422 a sentence by item."""
    if not _from_our_own_page():
        abort(403)
    try:
        sent, language, answers = body("language", "turns")
    except UnfitError as unfit:
        return unprocessable(unfit.errors)
    form = from_answers(handing_in.questionnaire(), answers, handing_in.neighbourhoods())
    talk = from_turns(sent.get("turns"))
    problems = handing_in.problems(form, talk, str(story_id))
    if problems:
        return unprocessable(problems)
    spoken = handing_in.spoken(talk)
    outcome = handing_in.send(form, spoken, str(story_id), language, answers)
    return answer(outcome, digest_of(handing_in.questionnaire().key, language, content(answers, spoken)))


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
