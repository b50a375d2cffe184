"""The journal: the last lines, and whether the chain is whole."""

from flask import render_template
from sqlalchemy import select

from collector.managers import door
from collector.store import store
from corpus.database import reading
from corpus.journal import Entry, broken_at

SHOWN = 100


@door.get("/beheer/logboek")
def journal_lines() -> str:
    """The last lines, newest first."""
    with reading(store().engine) as session:
        lines = session.scalars(select(Entry).order_by(Entry.id.desc()).limit(SHOWN)).all()
        broken = broken_at(session)
    return render_template("managers/journal.html", lines=lines, broken=broken, shown=SHOWN)
