"""The page with which a worker records a talk without a line: the same empty page for everybody who records."""

from flask import Response, render_template, url_for

from collector.residents.offline import server_day
from collector.shell import Shell, service_worker, web_manifest
from collector.workers import door, handing_in
from collector.workers.record import STEPS, guide
from corpus import cards
from corpus.practice import MARKS
from forms.build import form_class

#: the most tellers of one talk
MOST_TELLERS = 4
SCOPE = "/gesprekken/"
#: What of the static folder this page does not use.
NOT_OURS = ("inviting.css", "own.css", "coding", "kiosk", "aloud", "outbox/worker.js")


@door.get("/gesprekken/onderweg")
def on_the_road() -> str:
    """The guide, the turns, and the screens that every teller goes through. Nothing in it is about who is signed in."""
    form = form_class(handing_in.questionnaire(), handing_in.neighbourhoods())(formdata=None, meta={"csrf": False})
    screens = {screen.id: screen for screen in form.questionnaire.screens}
    return render_template(
        "workers/talk.html",
        questionnaire=form.questionnaire,
        form=form,
        guide=[guide(form.questionnaire, number) for number in range(1, STEPS + 1)],
        screens=screens,
        marking=[screen for screen in screens.values() if screen.questions[0].id in MARKS],
        most_tellers=MOST_TELLERS,
        speaking_cards=cards.SPEAKING,
        scope=SCOPE,
        **server_day(),
    )


@door.get("/gesprekken/sw.js")
def worker() -> Response:
    """The service worker of this page; it keeps the page and its style and script, and nothing else."""
    pages = [url_for("workers.on_the_road")]
    return service_worker(Shell("gesprek-", pages, NOT_OURS, cookies="same-origin"), SCOPE)


@door.get("/gesprekken/app.webmanifest")
def manifest() -> Response:
    """What a tablet needs to put this page on its home screen."""
    return web_manifest("Elk verhaal telt: gesprekken", "Gesprekken", url_for("workers.on_the_road"), SCOPE)
