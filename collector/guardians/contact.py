"""A request to get in touch: who asks, about which story, and what came of it as a code."""

from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, url_for

from collector.errors import refusal
from collector.guardians import door
from collector.guardians.story import BACK_AGAIN, actor, by_question
from collector.store import store, today
from corpus import contact, journal, safeguarding
from corpus.contact import ContactRequest
from corpus.database import writing
from corpus.stories import Story
from forms.staff import ContactHandledForm


@door.get("/signalen/<uuid:story_id>/contact")
def contact_request(story_id: UUID) -> Response:
    """Show who asks and the story, after a warning; that they were opened is written in the journal first."""
    return _page(story_id, ContactHandledForm())


@door.post("/signalen/<uuid:story_id>/contact")
def handle_contact(story_id: UUID) -> Response:
    """Keep what came of it, and go back to the queue."""
    form = ContactHandledForm()
    if not form.validate():
        return _page(story_id, form)
    try:
        with writing(store().engine) as session:
            contact.handle(session, str(story_id), str(form.handled.data), actor(), today())
    except safeguarding.AlreadyHandledError as reason:
        return refusal(409, str(reason))
    return make_response(redirect(url_for("guardians.queue"), 303))


def _page(story_id: UUID, form: ContactHandledForm) -> Response:
    with writing(store().engine) as session:
        asked = session.get(ContactRequest, str(story_id))
        told = session.get(Story, str(story_id))
        if asked is None or told is None:
            abort(404)
        journal.write(session, actor(), "contact.read", f"story:{told.id}")
        person, words = asked.person(store().vault), told.words(store().vault)
    page = render_template(
        "guardians/contact.html",
        asked=asked,
        person=person,
        story=told,
        words=by_question(told, words),
        form=form,
        today=today(),
        notice=BACK_AGAIN if form.lost_session() else "",
    )
    return make_response(page, 422 if form.errors else 200)
