"""``/api/verhalen/<uuid>/audio``: a spoken story in numbered parts, without cookies or accounts."""

from uuid import UUID

from flask import Response

from collector import speaking
from collector.limits import AUDIO, limiter
from collector.residents import door


@door.put("/api/verhalen/<uuid:story_id>/audio/<int:number>")
@limiter.limit(AUDIO)
def put_audio(story_id: UUID, number: int) -> Response:
    """Take in one part of what a resident spoke."""
    return speaking.take_in(story_id, number)


@door.get("/api/verhalen/<uuid:story_id>/audio")
@limiter.limit(AUDIO)
def audio_parts(story_id: UUID) -> Response:
    """Which parts of it are in."""
    return speaking.parts_in(story_id)
