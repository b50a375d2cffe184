"""What is written where: the report of a closed round, as files, for the team and for everybody."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from analysis.numbers import publish as cells
from analysis.numbers.cells import PUBLIC, TEAM
from analysis.report import pages
from analysis.report.material import Feedback, Material
from corpus import areas, figures, journal, rounds
from corpus.breaks import Event, SeriesBreak
from corpus.database import reading, writing
from corpus.findings import Report, Run, TrendFinding
from corpus.instance import Instance
from corpus.rounds import CLOSED, PUBLISHED, Round

Words = Mapping[str, Feedback]


class NotReadyError(ValueError):
    """A report that cannot be made yet; the message is the Dutch sentence."""


def newest_closed(engine: Engine) -> str | None:
    """Id of the last round that was closed, or None."""
    with reading(engine) as session:
        done = [window.id for window in rounds.in_order(session) if window.state in (CLOSED, PUBLISHED)]
    return done[-1] if done else None


def write(engine: Engine, round_id: str, folder: Path, audience: str, feedback: Words | None = None) -> list[Path]:
    """Write the report and the feedback pages of a round for one audience; returns the files.

    ``feedback`` is what people add for residents, by place.

    Raises NotReadyError when the round is unknown or still open, or when nothing was analysed yet.
    """
    with reading(engine) as session:
        return pages.write_report(folder, _material(session, round_id, audience, feedback or {}))


def publish(engine: Engine, instance: Instance, round_id: str, feedback: Words | None = None) -> Report:
    """Write the report for team and public, and register it. Publishing again replaces the files of the same run."""
    folder = instance.reports / round_id
    for audience in (TEAM, PUBLIC):
        write(engine, round_id, folder / audience, audience, feedback)
    with writing(engine) as session:
        run = _newest_run(session)
        window = session.get(Round, round_id)
        assert window is not None
        window.state = PUBLISHED
        report = Report(round_id=round_id, run_id=run.id, published=datetime.now(UTC), folder=round_id)
        session.add(report)
        journal.write(session, journal.SYSTEM, "report.published", f"round:{round_id}", run=run.id)
    return report


def _material(session: Session, round_id: str, audience: str, feedback: Words) -> Material:
    """Everything the report is made of. Only closed rounds are in it: no running totals of an open one."""
    window = session.get(Round, round_id)
    if window is None:
        raise NotReadyError(f"Het meetmoment {round_id} bestaat niet.")
    if window.state not in (CLOSED, PUBLISHED):
        raise NotReadyError(f"Het meetmoment {window.name} is nog niet gesloten; tussenstanden worden niet getoond.")
    run = _newest_run(session)
    return Material(
        round=window,
        run=run,
        cells=cells.shown(session, run, audience),
        trends=list(session.scalars(select(TrendFinding).where(TrendFinding.run_id == run.id))),
        figures=figures.newest(session),
        breaks=list(session.scalars(select(SeriesBreak))),
        events=list(session.scalars(select(Event))),
        areas=areas.current(session, window.closes),
        rounds=rounds.in_order(session),
        audience=audience,
        feedback=feedback,
    )


def _newest_run(session: Session) -> Run:
    run = session.scalar(select(Run).order_by(Run.finished.desc()).limit(1))
    if run is None:
        raise NotReadyError("Er is nog niets geanalyseerd. Draai eerst: verhaal analyse")
    return run
