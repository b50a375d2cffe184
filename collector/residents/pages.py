"""The plain pages: start, privacy, help, accessibility, and the sign of life for machines."""

from flask import Response, jsonify, render_template
from sqlalchemy import text

from collector.residents import closing, door
from collector.store import store
from corpus import rounds
from corpus.database import reading
from corpus.stories import CHILD


@door.get("/")
def home() -> str:
    """Choose who you are, and tell."""
    with reading(store().engine) as session:
        window, upcoming = rounds.open_round(session), rounds.next_round(session)
    page = {"window": window, "upcoming": upcoming, "child_closed": closing.closed(CHILD)}
    return render_template("residents/home.html", **page)


@door.get("/privacy")
def privacy() -> str:
    """What is kept, for how long, who reads it, and what your rights are."""
    return render_template("residents/privacy.html")


@door.get("/hulp")
def help_() -> str:
    """Who you can talk to, now and later."""
    return render_template("residents/help.html")


@door.get("/toegankelijkheid")
def accessibility() -> str:
    """What works for whom, and where to complain when it does not."""
    return render_template("residents/accessibility.html")


@door.get("/healthz")
def healthz() -> Response:
    """Whether the site can reach its database."""
    with reading(store().engine) as session:
        session.execute(text("SELECT 1"))
    return jsonify({"status": "ok"})
