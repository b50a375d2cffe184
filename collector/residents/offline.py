"""The site without a line: its service worker, its manifest, and the thank-you page of a story that was sent later."""

import hashlib
import hmac
import json
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import Response, current_app, make_response, request, url_for
from flask_babel import gettext

from collector.errors import refusal
from collector.limits import HAND_IN, limiter
from collector.residents import closing, door, handing_in
from collector.session import remember_told
from collector.store import store, today
from corpus import receipts
from corpus.database import reading
from corpus.stories import Story
from forms import questionnaire

#: What of the static folder belongs to the residents' pages, by ending; the style of the staff does not.
ENDINGS = frozenset([".css", ".js", ".svg", ".png", ".woff2"])
SHOWN = ENDINGS | {".html", ".toml", ".mo"}
NOT_THEIRS = frozenset(["staff.css", "inviting.css", "outbox/worker.js"])


@door.get("/sw.js")
def worker() -> Response:
    """The service worker: the list of what it keeps, under a version that changes with any of it, and its rules."""
    static, templates = Path(str(current_app.static_folder)), Path(str(current_app.template_folder))
    rules = (static / "outbox" / "worker.js").read_text("utf-8")
    shell = {
        "VERSION": _version(static, templates, Path(__file__).parents[1] / "translations", questionnaire.FOLDER),
        "ASSETS": [url_for("static", filename=name) for name in _assets(static)],
        "PAGES": _pages(),
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in shell.items())
    response = Response(head + rules, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@door.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a telephone needs to put the site on its home screen."""
    colour, paper = "#0b5c56", "#fffaf2"
    content = {
        "name": "Elk verhaal telt",
        "short_name": gettext("Verhaal"),
        "id": "/",
        "start_url": url_for("residents.home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": colour,
        "background_color": paper,
        "icons": [{"src": url_for("static", filename="icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    response = Response(json.dumps(content, ensure_ascii=False), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


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
def _server_day() -> dict[str, object]:
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


@cache
def _assets(static: Path) -> list[str]:
    """Files of the static folder that the residents' pages use."""
    names = (path.relative_to(static).as_posix() for path in static.rglob("*") if path.suffix in ENDINGS)
    return sorted(name for name in names if name not in NOT_THEIRS)


@cache
def _version(*folders: Path) -> str:
    """Hash over every file that can change what a resident sees."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SHOWN):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
