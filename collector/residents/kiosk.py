"""Kiosk mode: on one tablet one teller after the other, and nothing of a teller is left for the next.

Each teller gets a turn, a random part of the address that only this browser's session knows. Starting again ends the
turn, and with it everything else in the session, so that every older page leads back to the start screen.
"""

import hmac

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from collector import session
from collector.errors import refusal
from collector.i18n import remember
from collector.limits import HAND_IN, limiter
from collector.residents import door, tell
from collector.store import store, today
from corpus import areas, kiosks
from corpus.database import reading
from corpus.kiosks import Kiosk
from corpus.submission import Circumstances

#: seconds without a touch after which a kiosk starts again, and of those how many are counted down on the screen.
#: Whoever is slower gets 20 seconds and one tap to go on, as often as needed (WCAG 2.2, criterion 2.2.1).
IDLE, COUNTDOWN = 60, 20
CLOSED = "Deze kiosk is nu dicht. Vraag iemand van de organisatie om hulp."


@door.get("/kiosk/<code>")
def kiosk(code: str) -> Response:
    """The start screen. Opening it forgets all that this browser's session held, also a member of staff."""
    known = _kiosk(code)
    session.begin_turn(code)
    remember(request.args)
    with reading(store().engine) as reader:
        names = {area.slug: area.name for area in areas.current(reader, today())}
    return make_response(render_template("residents/kiosk.html", place=names.get(known.area_slug, "")))


@door.get("/kiosk/<code>/<turn>")
def kiosk_tell(code: str, turn: str) -> Response:
    """An empty form for the teller whose turn it is, with the area of the kiosk filled in."""
    known = _kiosk(code)
    return tell.empty(known.form, known.area_slug) if _has_turn(code, turn) else _start(code)


@door.post("/kiosk/<code>/<turn>")
@limiter.limit(HAND_IN)
def kiosk_told(code: str, turn: str) -> Response:
    """Take a story in as part of this kiosk's day. What is sent after its turn, by the back button, is not shown."""
    known = _kiosk(code)
    if not _has_turn(code, turn):
        return _start(code)
    return tell.take_in(known.form, Circumstances(session=kiosks.sitting(store().vault, known, today())))


@door.post("/kiosk/<code>/opnieuw")
def kiosk_again(code: str) -> Response:
    """End this turn and go back to the start screen."""
    session.end_turn()
    return _start(code)


def _kiosk(code: str) -> Kiosk:
    """The kiosk of a code. Aborts with 404 when there is none that takes stories today; this browser is none then."""
    with reading(store().engine) as reader:
        known = kiosks.usable(reader, code, today())
    if known is None:
        session.end_turn()
        abort(refusal(404, gettext(CLOSED)))
    return known


def _start(code: str) -> Response:
    return make_response(redirect(url_for("residents.kiosk", code=code), 303))


def _has_turn(code: str, turn: str) -> bool:
    mine = session.turn()
    return mine is not None and mine[0] == code and hmac.compare_digest(mine[1].encode(), turn.encode())


@door.context_processor
def _mode() -> dict[str, object]:
    """For every page of the residents: whether this browser is a kiosk, its addresses and its clock."""
    mine = session.turn()
    if mine is None:
        return {"kiosk": None}
    code, turn = mine
    return {
        "kiosk": {
            "start": url_for("residents.kiosk", code=code),
            "tell": url_for("residents.kiosk_tell", code=code, turn=turn),
            "again": url_for("residents.kiosk_again", code=code),
            "idle": IDLE,
            "countdown": COUNTDOWN,
        }
    }
