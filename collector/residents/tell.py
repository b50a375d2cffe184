"""Telling a story on the site: one form, one page, works without JavaScript."""

from uuid import uuid4

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from collector.errors import refusal
from collector.i18n import SENTENCES, spoken, switched
from collector.limits import HAND_IN, limiter
from collector.residents import closing, door, handing_in
from collector.residents.aloud import recorded
from collector.session import forget_told, just_told, remember_told, turn
from collector.store import store
from corpus import cards, handin, receipts, rounds
from corpus.database import reading
from corpus.stories import Story
from corpus.submission import BY_THEMSELVES, CARD, NEIGHBOURHOOD, Circumstances
from forms.build import StoryForm, form_class
from forms.questionnaire import Questionnaire, load

TWO_VERSIONS = (
    "Van dit formulier hebben we al een verhaal met andere antwoorden. We hebben allebei bewaard. "
    "Wil je nog een verhaal vertellen? Begin dan met een leeg formulier."
)


@door.get("/vertel/<name>")
def tell(name: str) -> Response:
    """Show an empty form; ``?gebied=`` fills in the area, as the address on a poster does."""
    return empty(name, request.args.get("gebied", ""))


@door.post("/vertel/<name>")
@limiter.limit(HAND_IN)
def told(name: str) -> Response:
    """Take a story in, or show it again in another language."""
    return take_in(name)


def empty(name: str, area: str = "") -> Response:
    """An empty form with a fresh id for the story; the children's form only while somebody reads it."""
    questionnaire, form = _form(name)
    if closing.closed(name):
        return closing.page()
    form.id.data = str(uuid4())
    form.fill_in(NEIGHBOURHOOD, area)
    return _page(questionnaire, form)


def take_in(name: str, came: Circumstances = BY_THEMSELVES) -> Response:
    """Take in the story of this request; sent twice, it gives the same receipt and one story."""
    only_read = switched()
    questionnaire, form = _form(name)
    if only_read:
        return _page(questionnaire, form)
    if not form.validate():
        if form.refusal:
            return make_response(render_template("residents/refused.html", sentence=form.refusal), 422)
        return _page(questionnaire, form)
    sent = handing_in.Sent(str(form.id.data), questionnaire.key, spoken(), form.given())
    outcome = _seen_before(questionnaire, form, sent)
    if outcome is None and closing.closed(name):
        return closing.page(form)
    if outcome is None:
        problem = handing_in.card_problem(form, questionnaire)
        if problem:
            item, sentence = problem
            form.complain(item, gettext(sentence))
            return _page(questionnaire, form)
        outcome = handing_in.send(questionnaire, form, sent, came)
    return _answer(questionnaire, form, outcome)


@door.get("/bedankt")
def thanks() -> Response:
    """Thank, show the receipt words, and the help box that everyone sees."""
    told = just_told()
    if told is None:
        return _to_the_start()
    story_id, signal = told
    with reading(store().engine) as session:
        story = session.get(Story, story_id)
        name = story.questionnaire.partition("@")[0] if story else "jongere"
        receipt = receipts.words_for(store().vault, story_id) if story else ""
        late = story.late if story else False
        upcoming = rounds.next_round(session) if late else None
    page = render_template(
        "residents/thanks.html",
        questionnaire=load(name, spoken()),
        receipt=receipt,
        urgent=signal == 2,
        late=late,
        upcoming=upcoming,
    )
    return make_response(page)


@door.post("/klaar")
def done() -> Response:
    """Leave no trace of the story in this browser and go to the start page."""
    forget_told()
    return _to_the_start()


def _to_the_start() -> Response:
    kiosk = turn()
    return make_response(redirect(url_for("residents.kiosk", code=kiosk[0]) if kiosk else url_for("residents.home")))


def _form(name: str) -> tuple[Questionnaire, StoryForm]:
    if name not in handing_in.FORMS:
        abort(404)
    questionnaire = load(name, spoken())
    made = form_class(questionnaire, handing_in.outside_choices(store().engine))
    return questionnaire, made(meta={"sentences": SENTENCES})


def _seen_before(questionnaire: Questionnaire, form: StoryForm, sent: handing_in.Sent) -> handin.Outcome | None:
    """The answer for a story that is already in: its card was spent the first time, so it is not asked for again."""
    with reading(store().engine) as session:
        if session.get(Story, sent.story_id) is None:
            return None
    return handing_in.send(questionnaire, form, sent)


def _answer(questionnaire: Questionnaire, form: StoryForm, outcome: handin.Outcome) -> Response:
    if outcome.result == handin.CONFLICT:
        return refusal(409, gettext(TWO_VERSIONS))
    if outcome.result == handin.WITHDRAWN:
        return refusal(410)
    if outcome.result == handin.CARD_USED:
        form.complain(CARD, gettext(cards.UNUSABLE))
        return _page(questionnaire, form)
    remember_told(outcome.story_id, outcome.signal)
    return make_response(redirect(url_for("residents.thanks"), 303))


def _page(questionnaire: Questionnaire, form: StoryForm) -> Response:
    with reading(store().engine) as session:
        window, upcoming = rounds.open_round(session), rounds.next_round(session)
    page = render_template(
        "residents/tell.html",
        questionnaire=questionnaire,
        form=form,
        closed=window is None,
        upcoming=upcoming,
        recordings=recorded(questionnaire, spoken()),
        speaking_cards=cards.SPEAKING,
    )
    return make_response(page, 422 if form.errors else 200)
