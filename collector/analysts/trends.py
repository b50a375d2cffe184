"""What may be said over the rounds: one state for each series, by rules that were fixed in advance."""

from flask import render_template, request
from sqlalchemy import select

from collector.analysts import door
from collector.store import store
from corpus.codebook import LINES, current
from corpus.database import reading
from corpus.findings import Run, TrendFinding
from corpus.indicators import INDICATORS
from corpus.rounds import Round

#: the states, from what asks for attention to what says nothing yet
STATES = ("trendbreuk", "trend", "signaal", "reeksbreuk", "geen aanwijzing", "te weinig gegevens")


#: the place that stands for both cities together
WHOLE = "programma"


@door.get("/trends")
def trends() -> str:
    """The series of the latest run for one place, with their state and why."""
    with reading(store().engine) as session:
        run = session.scalar(select(Run).order_by(Run.finished.desc()).limit(1))
        found = session.scalars(select(TrendFinding).where(TrendFinding.run_id == run.id)).all() if run else []
        themes = current(session).names
        themes |= {f"lijn:{line}": f"Alles over {line}" for line in LINES}
        windows = {window.id: window.name for window in session.scalars(select(Round))}
    places = sorted({line.place for line in found}, key=lambda place: (place != WHOLE, place))
    chosen = request.args.get("plaats") or next(iter(places), "")
    shown = sorted(
        (line for line in found if line.place == chosen), key=lambda line: (line.group, line.indicator, line.subject)
    )
    return render_template(
        "analysts/trends.html",
        run=run,
        places=places,
        chosen=chosen,
        by_state={state: [line for line in shown if line.state == state] for state in STATES},
        themes=themes,
        names={indicator.id: indicator.name for indicator in INDICATORS.values()},
        windows=windows,
    )
