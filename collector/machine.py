"""What the interfaces for machines share: reading a JSON hand-in, and answering it by the identity rule."""

import re
from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from collector.errors import SENTENCES, refusal
from corpus import cards, handin
from corpus.handin import Outcome
from corpus.submission import CARD

STATUS = {handin.NEW: 201, handin.SAME: 200}
TWO_VERSIONS = "Onder dit nummer is al een verhaal met andere antwoorden binnen. Beide zijn bewaard."


class UnfitError(Exception):
    """A body that is no hand-in; holds a sentence by the part it is about."""

    def __init__(self, **errors: str) -> None:
        super().__init__(", ".join(errors))
        self.errors = {part: [sentence] for part, sentence in errors.items()}


def body(*parts: str) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """The JSON object of the request, its language and its answers. Raises UnfitError naming the part that is wrong."""
    try:
        sent = request.get_json()
    except UnsupportedMediaType:
        raise UnfitError(body=SENTENCES[415]) from None
    except BadRequest:
        raise UnfitError(body="Dit is geen leesbare JSON.") from None
    if not isinstance(sent, dict):
        raise UnfitError(body=f"Stuur één object met {', '.join(parts)} en answers.")
    answers, language = sent.get("answers"), sent.get("language", "nl")
    if not isinstance(answers, dict):
        raise UnfitError(answers="De antwoorden ontbreken.")
    if not isinstance(language, str) or not re.fullmatch("[A-Za-z]{2,3}", language):
        raise UnfitError(language="De taal is een code van twee of drie letters, zoals nl.")
    return sent, language.lower(), answers


def answer(outcome: Outcome, digest: str) -> Response:
    """201 new, 200 the same again, 409 other content, 410 withdrawn, 422 for a card that was used meanwhile."""
    if outcome.result == handin.CARD_USED:
        return unprocessable({CARD: [cards.UNUSABLE]})
    if outcome.result == handin.CONFLICT:
        return refusal(409, TWO_VERSIONS, id=outcome.story_id)
    if outcome.result == handin.WITHDRAWN:
        return refusal(410, id=outcome.story_id)
    response = jsonify({"id": outcome.story_id, "receipt": outcome.receipt, "digest": digest})
    response.status_code = STATUS[outcome.result]
    return response


def unprocessable(errors: dict[str, list[str]]) -> Response:
    """422 with the sentences by item."""
    response = jsonify({"errors": errors})
    response.status_code = 422
    return response
