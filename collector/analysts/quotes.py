"""Quotes: an analyst proposes one, and somebody else says whether the neighbourhood would know whose it is."""

from uuid import UUID

from flask import Response, make_response, redirect, render_template, url_for
from flask_security import current_user

from collector.analysts import door
from collector.analysts.story import BACK_AGAIN, actor, page
from collector.store import store
from corpus import quotes as kept
from corpus.database import reading, writing
from corpus.quotes import QuoteRefusedError
from forms.quotes import QuoteForm, RecognisedForm


@door.post("/verhalen/<uuid:story_id>/citaat")
def propose_quote(story_id: UUID) -> Response:
    """Propose words of this story; what was typed is not lost when they may not be used."""
    form = QuoteForm()
    if not form.validate():
        return page(str(story_id), BACK_AGAIN, quote=str(form.words.data))
    try:
        with writing(store().engine) as session:
            kept.propose(session, store().vault, str(story_id), str(form.words.data), actor())
    except QuoteRefusedError as reason:
        return page(str(story_id), str(reason), quote=str(form.words.data))
    return make_response(redirect(url_for("analysts.quotes"), 303))


@door.get("/verhalen/citaten")
def quotes() -> Response:
    """The quotes that wait for a second person."""
    return _page()


@door.post("/verhalen/citaten/<uuid:quote_id>")
def judge_quote(quote_id: UUID) -> Response:
    """Keep the answer of the second person."""
    form = RecognisedForm()
    if not form.validate():
        return _page(BACK_AGAIN if form.lost_session() else str(form.recognised.errors[0]))
    try:
        with writing(store().engine) as session:
            kept.judge(session, store().vault, str(quote_id), form.recognised.data == "ja", actor())
    except QuoteRefusedError as reason:
        return _page(str(reason))
    return make_response(redirect(url_for("analysts.quotes"), 303))


def _page(refused: str = "") -> Response:
    with reading(store().engine) as session:
        waiting = kept.waiting(session, store().vault)
    shown = render_template(
        "analysts/quotes.html",
        waiting=waiting,
        me=f"account:{current_user.id}",
        form=RecognisedForm(formdata=None),
        refused=refused,
    )
    return make_response(shown, 422 if refused else 200)
