"""Recording an interview: the guide, the talk word for word, and the teller's own marks, on one page without script."""

from dataclasses import dataclass
from uuid import uuid4

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_security import current_user

from collector.errors import refusal
from collector.limits import HAND_IN, limiter
from collector.residents.handing_in import Sent
from collector.store import store
from collector.workers import door, handing_in
from corpus import handin, receipts
from corpus.database import reading
from corpus.stories import Story
from forms.build import StoryForm, form_class
from forms.fields.asked import AskedField
from forms.questionnaire import Questionnaire
from forms.staff import TurnsForm

SIGNED_OUT = (
    "Je was te lang weg en bent uitgelogd. Je gesprek is nog niet bewaard, maar alles staat nog op deze pagina. "
    "Log in op een nieuw tabblad. Kom dan hier terug en druk nog een keer op bewaren."
)
BACK_AGAIN = "De pagina stond lang open. Alles staat er nog. Druk nog een keer op bewaren."
TWO_VERSIONS = "Dit gesprek is al bewaard met een andere inhoud. We hebben allebei bewaard."
STEPS = 8
#: the questions that belong to a step of the guide; what is not named here comes last
QUESTIONS = {
    1: ("GROEP", "LEEFTIJD", "BUURTKEUZE", "KAART"),
    2: ("VOORAF",),
    4: ("AKKOORD",),
    5: ("GEVOEL", "EMOTIE", "DRIEHOEK-WIE", "DRIEHOEK-LIJN", "LEVEN", "BUURT", "HOOP", "INVLOED", "VERTROUWEN"),
    6: ("KRACHT", "WENS"),
    7: ("TOESTEMMING",),
}
TALKING, TURNED_ROUND = 3, 5
_RECORDED = "recorded"


@dataclass(frozen=True)
class Step:
    """A step of the guide with the questions that are answered in it."""

    number: int
    title: str
    guide: str
    fields: list[AskedField]


@door.get("/gesprekken/nieuw")
def ask() -> Response:
    """An empty page, with a fresh id for the interview."""
    form, turns = _forms()
    form.id.data = str(uuid4())
    return _page(form, turns)


@door.before_request
def keep_what_was_typed() -> Response | None:
    """Who was signed out while typing sees everything again, with a link to sign in; nothing is stored."""
    if request.endpoint != "workers.take_in" or current_user.is_authenticated:
        return None
    return _page(*_forms(), notice=SIGNED_OUT, status=401)


@door.post("/gesprekken/nieuw")
@limiter.limit(HAND_IN)
def take_in() -> Response:
    """Take the interview in; a double click or a reload gives the same receipt and one story."""
    form, turns = _forms()
    if turns.wants_more():
        turns.add_rows()
        return _page(form, turns)
    story_id = str(form.id.data)
    if handing_in.problems(form, turns, story_id):
        return _page(form, turns, notice=BACK_AGAIN if form.lost_session() else "", status=422)
    sent = Sent(story_id, form.questionnaire.key, "nl", form.given())
    outcome = handing_in.send(form, handing_in.spoken(turns), sent)
    if outcome.result == handin.CONFLICT:
        return refusal(409, TWO_VERSIONS)
    if outcome.result == handin.WITHDRAWN:
        return refusal(410)
    if outcome.result == handin.CARD_USED:
        return _page(form, turns, status=422)
    session[_RECORDED] = outcome.story_id
    return make_response(redirect(url_for("workers.receipt"), 303))


@door.get("/gesprekken/bewaard")
def receipt() -> Response:
    """The four words, to give to the teller."""
    with reading(store().engine) as corpus:
        story = corpus.get(Story, session.get(_RECORDED, ""))
    if story is None or story.collector != current_user.collector:
        return make_response(redirect(url_for("workers.overview")))
    page = render_template(
        "workers/receipt.html",
        questionnaire=handing_in.questionnaire(),
        receipt=receipts.words_for(store().vault, story.id),
        late=story.late,
    )
    return make_response(page)


@door.post("/gesprekken/klaar")
def done() -> Response:
    """Leave no trace of the interview in this browser."""
    session.pop(_RECORDED, None)
    return make_response(redirect(url_for("workers.overview"), 303))


def _forms() -> tuple[StoryForm, TurnsForm]:
    """The questions and the turns; one token against forgery serves both."""
    form = form_class(handing_in.questionnaire(), handing_in.neighbourhoods())()
    return form, TurnsForm(meta={"csrf": False})


def _page(form: StoryForm, turns: TurnsForm, notice: str = "", status: int = 200) -> Response:
    checked = status == 422 and not notice
    page = render_template(
        "workers/record.html",
        questionnaire=form.questionnaire,
        steps=_steps(form),
        talking=TALKING,
        turned_round=TURNED_ROUND,
        form=form,
        turns=turns,
        problems={**turns.errors_by_item(), **form.errors_by_item()} if checked else {},
        notice=notice,
    )
    return make_response(page, status)


def _steps(form: StoryForm) -> list[Step]:
    placed = {item for items in QUESTIONS.values() for item in items}
    questions = {
        **QUESTIONS,
        STEPS: tuple(field.question.id for field in form.asked if field.question.id not in placed),
    }
    steps = []
    for number in range(1, STEPS + 1):
        title, words = guide(form.questionnaire, number)
        steps.append(Step(number, title, words, [form[item] for item in questions.get(number, ())]))
    return steps


def guide(questionnaire: Questionnaire, number: int) -> tuple[str, str]:
    """A step of the guide: its title, and what to do and say."""
    title, _, words = questionnaire.extra[f"stap-{number}"].partition(". ")
    return title, words
