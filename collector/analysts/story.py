"""One story without names: decide whether it may be used, and put its masked text right."""

from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask_security import current_user

from collector.analysts import door
from collector.store import store
from corpus import journal, moderation
from corpus.database import writing
from corpus.moderation import ModerationRefusedError
from forms.moderation import OUTCOMES, DecideForm, MaskedTextForm
from forms.page import PageForm
from forms.quotes import QuoteForm

STATES = {
    "received": "nog niet gelezen",
    "read": "gelezen",
    "cleared": "in orde",
    "held": "vastgehouden",
    "rejected": "afgewezen",
}
BACK_AGAIN = "De pagina stond lang open. Kies nog een keer."


@door.get("/verhalen/<uuid:story_id>")
def story(story_id: UUID) -> Response:
    """Show the masked text; that it was opened is written in the journal first."""
    return page(str(story_id))


@door.post("/verhalen/<uuid:story_id>/besluit")
def decide(story_id: UUID) -> Response:
    """Keep a decision."""
    form = DecideForm()
    if not form.validate():
        return page(str(story_id), _sentence(form))
    try:
        with writing(store().engine) as session:
            moderation.decide(session, str(story_id), str(form.outcome.data), actor())
    except ModerationRefusedError as reason:
        return page(str(story_id), str(reason))
    return make_response(redirect(url_for("analysts.story", story_id=story_id), 303))


@door.post("/verhalen/<uuid:story_id>/tekst")
def correct(story_id: UUID) -> Response:
    """Keep the masked text as a person put it right; what was typed is not lost when it cannot be kept."""
    form = MaskedTextForm()
    if not form.validate():
        return page(str(story_id), _sentence(form), str(form.text.data))
    try:
        with writing(store().engine) as session:
            moderation.correct(session, store().vault, str(story_id), str(form.text.data), actor())
    except ModerationRefusedError as reason:
        return page(str(story_id), str(reason), str(form.text.data))
    return make_response(redirect(url_for("analysts.story", story_id=story_id), 303))


def page(story_id: str, refused: str = "", typed: str | None = None, quote: str = "") -> Response:
    """The page of a story, with what was refused and what was typed; 404 when there is no such story."""
    vault = store().vault
    with writing(store().engine) as session:
        found = moderation.opened(session, story_id)
        if found is None:
            abort(404)
        told, finding = found
        journal.write(session, actor(), "story.read", f"story:{story_id}", door="analyst")
        text = moderation.masked_text(session, vault, finding)
        known = session.get(moderation.Moderation, story_id)
        changes = known.changes(vault) if known else []
    shown = render_template(
        "analysts/story.html",
        story=told,
        state=STATES[told.state],
        outcome=OUTCOMES.get(known.outcome or "", "") if known else "",
        changes=changes,
        text=text,
        decision=DecideForm(formdata=None),
        correction=MaskedTextForm(formdata=None, text=text if typed is None else typed),
        quote=QuoteForm(formdata=None, words=quote),
        refused=refused,
    )
    return make_response(shown, 422 if refused else 200)


def _sentence(form: PageForm) -> str:
    return BACK_AGAIN if form.lost_session() else next(iter(form.errors_by_item().values()))[0]


def actor() -> str:
    """Who is signed in, as the journal names them."""
    return f"account:{current_user.id}"
