"""A spoken story: listen to it, and type out what the teller says. After that the sound is gone."""

from io import BytesIO
from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, request, send_file, url_for

from collector.errors import refusal
from collector.guardians import door
from collector.guardians.story import BACK_AGAIN, actor
from collector.store import store
from corpus import audio, journal, safeguarding, transcripts
from corpus.database import forget_for_good, writing
from corpus.stories import Story
from forms.transcript import TranscriptForm


@door.get("/signalen/<uuid:story_id>/opname")
def recording(story_id: UUID) -> Response:
    """The player and a box for the words."""
    return _page(story_id, TranscriptForm())


@door.get("/signalen/<uuid:story_id>/opname/geluid")
def sound(story_id: UUID) -> Response:
    """The sound itself; that somebody listens is written in the journal first. Kept by no browser."""
    with writing(store().engine) as session:
        found = audio.of_story(session, str(story_id))
        if found is None:
            abort(404)
        # A player that skips asks again from another place: that is the same listening.
        if request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
            journal.write(session, actor(), "audio.played", f"story:{found.id}")
        content, mime = audio.whole(session, store().vault, found), found.mime
    response = send_file(BytesIO(content), mimetype=mime, conditional=True)
    response.headers["Cache-Control"] = "no-store"
    return response


@door.post("/signalen/<uuid:story_id>/opname")
def transcribe(story_id: UUID) -> Response:
    """Keep the words as the text of the story and remove the sound; then back to the story, or to the queue."""
    form = TranscriptForm()
    if not form.validate():
        return _page(story_id, form)
    try:
        with writing(store().engine) as session:
            transcripts.approve(session, store().vault, str(story_id), str(form.text.data), actor())
            unread = safeguarding.find(session, str(story_id)) is not None
    except transcripts.NothingToTypeError as reason:
        return refusal(409, str(reason))
    forget_for_good(store().engine)
    back = url_for("guardians.story", story_id=story_id) if unread else url_for("guardians.queue")
    return make_response(redirect(back, 303))


def _page(story_id: UUID, form: TranscriptForm) -> Response:
    with writing(store().engine) as session:
        found, told = audio.of_story(session, str(story_id)), session.get(Story, str(story_id))
        if found is None or told is None:
            abort(404)
        journal.write(session, actor(), "story.read", f"story:{told.id}", door="guardian")
        known = audio.progress(session, told.id, told.collector)
        typed = told.text(store().vault)
    page = render_template(
        "guardians/recording.html",
        story=told,
        gone_on=found.gone_on,
        complete=known.complete,
        typed=typed,
        form=form,
        notice=BACK_AGAIN if form.lost_session() else "",
    )
    return make_response(page, 422 if form.errors else 200)
