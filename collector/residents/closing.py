"""The form for children closes itself when nobody reads what children tell, and opens again when somebody does."""

from datetime import UTC, datetime

from flask import Response, make_response, render_template
from flask_babel import gettext

from collector.errors import refusal
from collector.store import store
from corpus.canary import queue_has_owner
from corpus.database import reading
from corpus.stories import CHILD, STORY_ITEM
from forms.build import StoryForm

#: seconds after which a phone with a story that waits asks again
AGAIN = 600
SENTENCE = "Het formulier voor kinderen is nu even dicht. Bewaar het verhaal en probeer het later nog eens."


def closed(name: str) -> bool:
    """Whether this form takes no stories now: that for children, as long as nobody works through the queue."""
    if name != CHILD:
        return False
    with reading(store().engine) as session:
        return not queue_has_owner(session, datetime.now(UTC))


def page(form: StoryForm | None = None) -> Response:
    """Say kindly that it is closed, with somebody to call, and give back what was typed. Nothing is stored.

    503 and not 200, so that no device keeps this page in the place of the form.
    """
    told = str(form[STORY_ITEM].data or "") if form else ""
    response = make_response(render_template("residents/closed.html", told=told), 503)
    response.headers["Retry-After"] = str(AGAIN)
    return response


def answer() -> Response:
    """The same for a script: what it holds is not lost, and other stories need not wait for it."""
    response = refusal(503, gettext(SENTENCE), closed=CHILD)
    response.headers["Retry-After"] = str(AGAIN)
    return response
