"""Stories that were handled, and opening one again."""

from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, url_for

from collector.errors import refusal
from collector.guardians import door
from collector.guardians.story import BACK_AGAIN, actor
from collector.store import store
from corpus import handling
from corpus.database import reading, writing
from corpus.safeguarding import AlreadyHandledError
from corpus.stories import Story
from forms.staff import HANDLED, ReopenForm

SHOWN = 100


@door.get("/signalen/afgehandeld")
def closed() -> str:
    """The stories that were handled last, with what came of them. No words of a teller."""
    with reading(store().engine) as session:
        found = handling.closed(session, SHOWN)
    return render_template("guardians/closed.html", found=found, names=HANDLED, shown=SHOWN)


@door.get("/signalen/<uuid:story_id>/heropenen")
def reopening(story_id: UUID) -> Response:
    """Ask why."""
    return _page(story_id, ReopenForm())


@door.post("/signalen/<uuid:story_id>/heropenen")
def reopen(story_id: UUID) -> Response:
    """Put the story back in the queue and show it."""
    form = ReopenForm()
    if not form.validate():
        return _page(story_id, form)
    try:
        with writing(store().engine) as session:
            handling.reopen(session, str(story_id), str(form.reason.data), actor())
    except AlreadyHandledError as reason:
        return refusal(409, str(reason))
    return make_response(redirect(url_for("guardians.queue"), 303))


def _page(story_id: UUID, form: ReopenForm) -> Response:
    with reading(store().engine) as session:
        found = session.get(Story, str(story_id))
    if found is None or found.handled is None:
        abort(404)
    notice = BACK_AGAIN if form.lost_session() else ""
    page = render_template("guardians/reopen.html", story=found, name=HANDLED[found.handled], form=form, notice=notice)
    return make_response(page, 422 if form.errors else 200)
