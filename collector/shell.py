"""What opens without a line: the service worker of a door, with the list of what it keeps, and its manifest."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Response, current_app, url_for

from forms import questionnaire

#: What of the static folder belongs to a page, by ending, and what else can change what somebody sees.
ENDINGS = frozenset([".css", ".js", ".svg", ".png", ".woff2"])
SHOWN = ENDINGS | {".html", ".toml", ".mo"}


@dataclass(frozen=True)
class Shell:
    """The pages of a door that open without a line, and where in the static folder its style and script do not stand.

    ``prefix`` sets its copies apart from those of another door on the same device. ``cookies`` is how a page is
    fetched: "omit" for pages that are for everybody, "same-origin" for a page only staff may open.
    """

    prefix: str
    pages: Sequence[str]
    without: tuple[str, ...]
    cookies: str = "omit"


def service_worker(shell: Shell, scope: str) -> Response:
    """The service worker: what it keeps, under a version that changes with any of it, and its rules."""
    static, templates = Path(str(current_app.static_folder)), Path(str(current_app.template_folder))
    rules = (static / "outbox" / "worker.js").read_text("utf-8")
    kept = {
        "PREFIX": shell.prefix,
        "COOKIES": shell.cookies,
        "VERSION": _version(static, templates, Path(__file__).parent / "translations", questionnaire.FOLDER),
        "ASSETS": [url_for("static", filename=name) for name in _assets(static, shell.without)],
        "PAGES": list(shell.pages),
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in kept.items())
    response = Response(head + rules, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = scope
    response.headers["Cache-Control"] = "no-cache"
    return response


def web_manifest(name: str, short_name: str, start: str, scope: str) -> Response:
    """What a telephone needs to put the pages of a door on its home screen."""
    content = {
        "name": name,
        "short_name": short_name,
        "id": scope,
        "start_url": start,
        "scope": scope,
        "display": "standalone",
        "theme_color": "#0b5c56",
        "background_color": "#fffaf2",
        "icons": [{"src": url_for("static", filename="icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    response = Response(json.dumps(content, ensure_ascii=False), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _assets(static: Path, without: tuple[str, ...]) -> list[str]:
    """Files of the static folder, but for those whose name begins like this."""
    names = (path.relative_to(static).as_posix() for path in static.rglob("*") if path.suffix in ENDINGS)
    return sorted(name for name in names if not name.startswith(without))


@cache
def _version(*folders: Path) -> str:
    """Hash over every file that can change what is seen."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SHOWN):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
