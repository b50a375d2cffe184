"""What may be said over the rounds: one state for each series, by rules that were fixed in advance."""

from flask import render_template
from sqlalchemy import select

from collector.analysts import door
from collector.store import store
from corpus.codebook import Theme
from corpus.database import reading
from corpus.findings import Run, TrendFinding
from corpus.rounds import Round

#: the states, from what asks for attention to what says nothing yet
STATES = ("trendbreuk", "trend", "signaal", "reeksbreuk", "geen aanwijzing", "te weinig gegevens")


@door.get("/trends")
def trends() -> str:
    """The series of the latest run, with their state and why."""
    with reading(store().engine) as session:
        run = session.scalar(select(Run).order_by(Run.finished.desc()).limit(1))
        found = session.scalars(select(TrendFinding).where(TrendFinding.run_id == run.id)).all() if run else []
        themes = {theme.id: theme.name for theme in session.scalars(select(Theme))}
        windows = {window.id: window.name for window in session.scalars(select(Round))}
    ordered = sorted(found, key=lambda line: (_rank(line.state), line.place, line.group, line.indicator, line.subject))
    by_state = {state: [line for line in ordered if line.state == state] for state in STATES}
    return render_template("analysts/trends.html", run=run, by_state=by_state, themes=themes, windows=windows)


def _rank(state: str) -> int:
    return STATES.index(state) if state in STATES else len(STATES)
