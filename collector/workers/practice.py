"""How the own talks go, for a worker who wants to learn from them."""

from flask import render_template
from flask_security import current_user

from collector.store import store
from collector.workers import door
from corpus import practice
from corpus.database import reading


@door.get("/gesprekken/terugblik")
def own_practice() -> str:
    """Length, what is passed over, and how the feelings are spread, over closed rounds."""
    with reading(store().engine) as session:
        own = practice.of(session, current_user.collector)
    return render_template("workers/practice.html", own=own, floor=practice.FLOOR)
