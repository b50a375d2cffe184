"""The site without a line: its service worker, its manifest, and the thank-you page of a story that was sent later."""

import hmac
from uuid import UUID

from flask import Response, make_response, request, url_for
from flask_babel import gettext

from collector.errors import refusal
from collector.limits import HAND_IN, limiter
from collector.residents import closing, door, handing_in
from collector.session import remember_told
from collector.shell import Shell, service_worker, web_manifest
from collector.store import store, today
from corpus import receipts
from corpus.database import reading
from corpus.stories import Story

#: What of the static folder the residents' pages do not use.
NOT_THEIRS = ("staff.css", "inviting.css", "coding", "talk", "outbox/worker.js")


@door.get("/sw.js")
def worker() -> Response:
    """The service worker of the residents' pages."""
    return service_worker(Shell("schil-", _pages(), NOT_THEIRS), scope="/")


@door.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a telephone needs to put the site on its home screen."""
    return web_manifest("Elk verhaal telt", gettext("Verhaal"), url_for("residents.home"), scope="/")


@door.post("/bedankt")
@limiter.limit(HAND_IN)
def arrived() -> Response:
    """Open the thank-you page for a story sent by script: 204 for who holds its id and its words, else 404.

    Only JSON is taken, which no page of another site can send here from a visitor's browser.
    """
    sent = request.get_json(silent=True)
    told = sent if isinstance(sent, dict) else {}
    story_id, receipt = told.get("id"), told.get("receipt")
    if not isinstance(story_id, str) or not isinstance(receipt, str):
        return refusal(404)
    with reading(store().engine) as session:
        story = session.get(Story, story_id) if _is_uuid(story_id) else None
        signal = story.signal if story else 0
    words = receipts.words_for(store().vault, story_id)
    if story is None or not hmac.compare_digest(words.encode(), receipt.encode()):
        return refusal(404)
    remember_told(story_id, signal)
    return make_response("", 204)


@door.context_processor
def server_day() -> dict[str, object]:
    """The day for what is kept on a device: its own clock may be wrong by years."""
    return {"server_day": f"{today():%Y-%m-%d}"}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _pages() -> list[str]:
    """The pages that open without a line: the start, the empty forms that are open, and where to find help."""
    forms = [url_for("residents.tell", name=name) for name in handing_in.FORMS if not closing.closed(name)]
    return [url_for("residents.home"), *forms, url_for("residents.help_")]
