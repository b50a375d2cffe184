"""Asking somebody to get in touch: from the page of thanks after a story of danger, or later with the four words."""

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for

from collector.i18n import SENTENCES
from collector.limits import HAND_IN, limiter
from collector.residents import door, ticket
from collector.session import just_told
from collector.store import store, today
from corpus import contact
from corpus.contact import Person
from corpus.database import writing
from corpus.stories import Story
from forms.teller import ContactForm


@door.post("/contact")
@limiter.limit(HAND_IN)
def contact_asked() -> Response:
    """Keep the request for the story just told here, or for that of the ticket."""
    form = _form()
    story_id = _story_id(form)
    if story_id is None and not form.lost_session():
        return make_response(redirect(url_for("residents.own"), 303))
    if not form.validate():
        page = render_template("residents/contact.html", contact_form=form, ticket=form.ticket.data or "")
        return make_response(page, 422)
    person = Person(str(form.name.data), str(form.reach.data))
    with writing(store().engine) as session:
        known = story_id is not None and session.get(Story, story_id) is not None
        if known:
            contact.ask(session, store().vault, str(story_id), person, today())
    return make_response(redirect(url_for("residents.contact_kept" if known else "residents.own"), 303))


@door.get("/contact")
def contact_kept() -> str:
    """Say what happens with a request, and whom to call when it cannot wait. The same page for whoever opens it."""
    return render_template("residents/contact_kept.html")


@door.context_processor
def _empty_form() -> dict[str, Any]:
    """The empty form, for the page of thanks."""
    return {"new_contact_form": lambda: _form(formdata=None)}


def _form(**given: Any) -> ContactForm:
    return ContactForm(meta={"sentences": SENTENCES}, **given)


def _story_id(form: ContactForm) -> str | None:
    if form.ticket.data:
        return ticket.story_of(form.ticket.data)
    told = just_told()
    return told[0] if told else None
