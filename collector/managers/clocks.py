"""What is kept for how long, for who watches over it."""

from flask import render_template
from sqlalchemy import select

from collector.managers import door
from collector.store import store
from corpus.database import reading
from corpus.journal import Entry
from corpus.retention import CLOCKS, RAN


@door.get("/beheer/bewaren")
def clocks() -> str:
    """The clocks, and what they cleared the last time."""
    with reading(store().engine) as session:
        last = session.scalar(select(Entry).where(Entry.action == RAN).order_by(Entry.id.desc()).limit(1))
    return render_template("managers/clocks.html", clocks=CLOCKS, last=last)
