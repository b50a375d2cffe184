"""What a visitor reads when something cannot be done: one clear sentence, never a detail of the inside."""

from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from collector.store import Store

RETRY_SECONDS = 30
SENTENCES = {
    400: "Deze aanvraag is niet goed aangekomen. Ga terug en probeer het nog een keer.",
    401: "Log eerst in om deze pagina te zien.",
    403: "Deze pagina is niet voor jou bedoeld.",
    404: "Deze pagina bestaat niet.",
    405: "Dat kan hier niet.",
    410: "Dit verhaal is ingetrokken. Het is weg en komt niet terug.",
    413: "Het verhaal is te lang om te versturen. Maak het korter.",
    415: "Stuur de antwoorden als JSON.",
    429: "Het gaat nu even te snel. Wacht een minuut en probeer het dan opnieuw.",
    500: "Er ging bij ons iets mis. Wat je opstuurde is misschien niet aangekomen. Probeer het zo nog eens.",
    503: "We kunnen je verhaal nu niet bewaren. Er is niets half opgeslagen. Probeer het zo nog eens.",
}


def prepare(app: Flask, _store: Store) -> None:
    """Answer every error in the form it was asked in: a page, or JSON under ``/api/``."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _store_unavailable)
    app.register_error_handler(DBAPIError, _store_unavailable)


def refusal(code: int, sentence: str = "", **more: Any) -> Response:
    """An answer with this status and its sentence, in the language of the page."""
    said = sentence or gettext(SENTENCES.get(code, SENTENCES[500]))
    if request.path.startswith("/api/"):
        response = jsonify({"error": said, **more})
    else:
        response = make_response(render_template("residents/error.html", code=code, sentence=said))
    response.status_code = code
    if code in (429, 503):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _http(error: HTTPException) -> Response:
    if error.code is None or error.response is not None or error.code < 400:
        response = error.get_response()
        assert isinstance(response, Response)
        return response
    return refusal(error.code)


def _store_unavailable(_error: DBAPIError) -> Response:
    # The message of the database may hold what was being stored: it goes nowhere.
    return refusal(503)
