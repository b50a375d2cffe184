"""One story of the queue: read it, and keep what came of it as a code."""

from uuid import UUID

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_security import current_user

from collector.errors import refusal
from collector.guardians import door
from collector.store import now, store
from corpus import audio, handling, journal, safeguarding
from corpus.areas import Area
from corpus.database import writing
from corpus.handling import FirstReading
from corpus.safeguarding import ACUTE, MOST_A_DAY, AlreadyHandledError
from corpus.stories import Story
from forms.questionnaire import Questionnaire, load
from forms.staff import HANDLED, HandledForm

BACK_AGAIN = "De pagina stond lang open. Kies nog een keer."
SECOND = "Bewaard. Het verhaal blijft in de rij tot een tweede aandachtsfunctionaris hetzelfde kiest."


@door.get("/signalen/<uuid:story_id>")
def story(story_id: UUID) -> Response:
    """Show the words, after a warning; that they were opened is written in the journal first.

    Who read many today is asked to stop, unless the story may be about danger now.
    """
    return _page(story_id, HandledForm())


@door.post("/signalen/<uuid:story_id>")
def handle(story_id: UUID) -> Response:
    """Keep what came of it, and go back to the queue."""
    form = HandledForm()
    if not form.validate():
        return _page(story_id, form)
    try:
        with writing(store().engine) as session:
            done = handling.handle(session, str(story_id), str(form.handled.data), actor())
    except AlreadyHandledError as reason:
        return refusal(409, str(reason))
    if not done:
        flash(SECOND, "info")
    return make_response(redirect(url_for("guardians.queue"), 303))


def _page(story_id: UUID, form: HandledForm) -> Response:
    with writing(store().engine) as session:
        found = safeguarding.find(session, str(story_id))
        if found is None:
            abort(404)
        enough = safeguarding.read_today(session, actor(), now(), besides=found.id) >= MOST_A_DAY
        if enough and found.signal < ACUTE and not form.is_submitted() and "toch" not in request.args:
            return make_response(render_template("guardians/enough.html", story=found, most=MOST_A_DAY))
        journal.write(session, actor(), "story.read", f"story:{found.id}", door="guardian")
        area = session.get(Area, found.area_id) if found.area_id else None
        words = found.words(store().vault)
        spoken = audio.of_story(session, found.id) is not None
        first = session.get(FirstReading, found.id)
    page = render_template(
        "guardians/story.html",
        story=found,
        area=area,
        words=by_question(found, words),
        spoken=spoken,
        enough=enough,
        first=HANDLED[first.handled] if first else "",
        mine=first is not None and first.reader == actor(),
        form=form,
        notice=BACK_AGAIN if form.lost_session() else "",
    )
    return make_response(page, 422 if form.errors else 200)


def by_question(found: Story, words: dict[str, str]) -> list[tuple[str, str]]:
    """The words under the question that was asked, in the order of the questionnaire."""
    asked = _questionnaire(found)
    texts = {question.id: question.text for question in asked.questions}
    order = list(texts)
    known = sorted(words, key=lambda item: order.index(item) if item in order else -1)
    return [(texts.get(item, "Het verhaal"), words[item]) for item in known]


def _questionnaire(found: Story) -> Questionnaire:
    return load(found.questionnaire.partition("@")[0])


def actor() -> str:
    """Who is signed in, as the journal names them."""
    return f"account:{current_user.id}"
