"""Opening and closing measuring rounds."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_security import current_user

from collector.managers import door
from collector.store import now, store, today
from corpus import canary, rounds
from corpus.database import reading, writing
from corpus.stories import wave_hash
from forms.staff import RoundForm

STATES = {"planned": "gepland", "open": "open", "closed": "gesloten", "published": "gepubliceerd"}
BACK_AGAIN = "De pagina stond lang open. Kies nog een keer."


@door.get("/beheer")
def overview() -> Response:
    """The rounds, newest first, each with the step it can take."""
    return _page()


@door.post("/beheer/meetmomenten")
def change_round() -> Response:
    """Open or close a round; what cannot be done is said in one sentence, and nothing changes then."""
    form = RoundForm()
    if not form.validate():
        sentences = [sentence for found in form.errors_by_item().values() for sentence in found]
        return _page(BACK_AGAIN if form.lost_session() else sentences[0])
    round_id, actor = str(form.round_id.data), f"account:{current_user.id}"
    try:
        with writing(store().engine) as session:
            if form.action.data == "open":
                rounds.open_up(session, round_id, actor)
            else:
                rounds.close(session, round_id, actor, wave_hash(session, round_id))
    except rounds.RoundRefusedError as reason:
        return _page(str(reason))
    return make_response(redirect(url_for("managers.overview"), 303))


def _page(refused: str = "") -> Response:
    with reading(store().engine) as session:
        windows = rounds.in_order(session)
        left, owned = canary.unread(session, today()), canary.queue_has_owner(session, now())
    page = render_template(
        "managers/rounds.html",
        windows=windows[::-1],
        states=STATES,
        form=RoundForm(formdata=None),
        refused=refused,
        canary=left,
        owned=owned,
    )
    return make_response(page, 422 if refused else 200)
