"""Taking in the parts of a recording, for residents and workers alike: the same answers by the same identity rule."""

from uuid import UUID

from flask import Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from collector.errors import refusal
from collector.machine import unprocessable
from collector.store import store, today
from corpus import audio, audio_handin, journal
from corpus.audio import LARGEST_PART
from corpus.audio_handin import Part
from corpus.database import reading
from corpus.submission import CONSENT

#: what browsers record
KINDS = ("audio/webm", "audio/mp4", "audio/ogg")
NOT_SOUND = "Stuur de opname als audio/webm, audio/mp4 of audio/ogg."
TOO_LARGE = "Dit deel van de opname is te groot, of de opname is te lang. Er past een kwartier in."
CUT_OFF = "Dit deel van de opname is niet heel aangekomen. Stuur het nog een keer."
UNFIT = "Het nummer van dit deel of het aantal delen klopt niet."
OTHER_SOUND = "Van dit deel van de opname is al iets anders binnen. Het eerste is bewaard."
GONE = "Deze opname is er niet meer: uitgetypt, te oud of ingetrokken."
NOT_ALLOWED = "Bij dit verhaal mag geen opname worden bewaard."
REFUSED = {
    audio_handin.CONFLICT: (409, OTHER_SOUND),
    audio_handin.GONE: (410, GONE),
    audio_handin.TOO_MUCH: (413, TOO_LARGE),
    audio_handin.FULL: (503, ""),
}


def take_in(story_id: UUID, number: int, collector: str | None = None, actor: str = journal.TELLER) -> Response:
    """Take one part in. 201 new, 200 the same again, 400 cut off, 409 other sound, 410 gone, 413, 415, 422, 503.

    The number of parts stands in the header X-Parts as soon as the device knows it.
    """
    if request.mimetype not in KINDS:
        return refusal(415, NOT_SOUND)
    request.max_content_length = LARGEST_PART
    try:
        content = request.get_data()
    except RequestEntityTooLarge:
        return refusal(413, TOO_LARGE)
    # The server hands over what it has when the line drops: half a part must not take the place of the whole.
    if len(content) < (request.content_length or 0):
        return refusal(400, CUT_OFF)
    total = request.headers.get("X-Parts", "")
    if total and not (total.isascii() and total.isdecimal() and len(total) < len("1000")):
        return unprocessable({"X-Parts": [UNFIT]})
    part = Part(str(story_id), number, request.mimetype, content, int(total or 0) or None, collector, actor)
    return _answer(part, audio_handin.receive(store().engine, store().vault, part, today()))


def parts_in(story_id: UUID, collector: str | None = None) -> Response:
    """Which parts are in, and whether the rest may come: ``wanted`` is null as long as the story is not in."""
    with reading(store().engine) as session:
        found = audio.progress(session, str(story_id), collector)
    return jsonify({"id": str(story_id), "parts": found.parts, "total": found.total, "wanted": found.wanted})


def _answer(part: Part, result: str) -> Response:
    if result == audio_handin.NOT_ALLOWED:
        return unprocessable({CONSENT: [NOT_ALLOWED]})
    if result == audio_handin.UNFIT:
        return unprocessable({"part": [UNFIT]})
    if result in REFUSED:
        return refusal(*REFUSED[result], id=part.story_id)
    response = jsonify({"id": part.story_id, "part": part.number})
    response.status_code = 201 if result == audio_handin.NEW else 200
    return response
