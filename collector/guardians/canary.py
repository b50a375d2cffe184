"""The test item of the week: whoever finds it says so."""

from flask import Response, abort, make_response, redirect, render_template, url_for

from collector.errors import refusal
from collector.guardians import door
from collector.guardians.story import actor
from collector.store import now, store
from corpus import canary as canaries
from corpus.canary import Canary
from corpus.database import reading, writing
from corpus.safeguarding import AlreadyHandledError
from forms.page import PageForm


@door.get("/signalen/proef/<int:number>")
def canary(number: int) -> str:
    """Say that it is a test, with a button."""
    with reading(store().engine) as session:
        found = session.get(Canary, number)
    if found is None or found.ticked is not None:
        abort(404)
    return render_template("guardians/canary.html", canary=found, form=PageForm())


@door.post("/signalen/proef/<int:number>")
def tick_canary(number: int) -> Response:
    """Keep that it was found, and go back to the queue."""
    if not PageForm().validate():
        return make_response(redirect(url_for("guardians.canary", number=number), 303))
    try:
        with writing(store().engine) as session:
            canaries.tick(session, number, actor(), now())
    except AlreadyHandledError as reason:
        return refusal(409, str(reason))
    return make_response(redirect(url_for("guardians.queue"), 303))
