"""What is written where: the report of a closed round, as files, for the team and for everybody."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from analysis.numbers import publish as cells
from analysis.numbers.cells import PUBLIC, TEAM
from analysis.numbers.indicators.feedback import feedback_of
from analysis.report import pages
from analysis.report.around import owed
from analysis.report.material import Feedback, Material
from analysis.report.sentences import listed
from corpus import areas, figures, journal, readings, rounds
from corpus.breaks import Event, SeriesBreak
from corpus.codebook import at
from corpus.coding_agreement import CodeAgreement
from corpus.database import reading, writing
from corpus.findings import Report, Run, TrendFinding
from corpus.instance import Instance
from corpus.rounds import CLOSED, PUBLISHED, Round


class NotReadyError(ValueError):
    """A report that cannot be made yet; the message is the Dutch sentence."""


def newest_closed(engine: Engine) -> str | None:
    """Id of the last round that was closed, or None."""
    with reading(engine) as session:
        done = [window.id for window in rounds.in_order(session) if window.state in (CLOSED, PUBLISHED)]
    return done[-1] if done else None


def write(engine: Engine, round_id: str, folder: Path, audience: str) -> list[Path]:
    """Write the report and the feedback pages of a round for one audience, also where texts are missing still.

    Returns the files. Raises NotReadyError when the round is unknown or still open, or nothing was analysed yet.
    """
    with reading(engine) as session:
        return pages.write_report(folder, material(session, round_id, audience))


def publish(engine: Engine, instance: Instance, round_id: str) -> Report:
    """Write the report for team and public, and register it. Publishing again replaces the files of the same run.

    Raises NotReadyError, before anything is written, as long as a talk, a reading, a decision or what is told back is
    missing for the programme or for an area, or where stories and figures point apart without rival explanations.
    """
    folder = instance.reports / round_id
    with reading(engine) as session:
        materials = [material(session, round_id, audience) for audience in (TEAM, PUBLIC)]
        _refuse(owed(materials))
        for one in materials:
            pages.write_report(folder / one.audience, one)
    with writing(engine) as session:
        run = newest_run(session)
        window = session.get(Round, round_id)
        assert window is not None
        window.state = PUBLISHED
        report = Report(round_id=round_id, run_id=run.id, published=datetime.now(UTC), folder=round_id)
        session.add(report)
        journal.write(session, journal.SYSTEM, "report.published", f"round:{round_id}", run=run.id)
    return report


def _refuse(lacking: dict[str, list[str]]) -> None:
    if lacking:
        told = "; ".join(f"{place}: {listed(what)}" for place, what in lacking.items())
        raise NotReadyError(f"Dit meetmoment kan nog niet gepubliceerd worden. Er ontbreekt: {told}.")


def material(session: Session, round_id: str, audience: str, run: Run | None = None) -> Material:
    """Everything the report is made of, from the newest run or another one.

    Only closed rounds are in it: no running totals of an open one. Raises NotReadyError.
    """
    window = session.get(Round, round_id)
    if window is None:
        raise NotReadyError(f"Het meetmoment {round_id} bestaat niet.")
    if window.state not in (CLOSED, PUBLISHED):
        raise NotReadyError(f"Het meetmoment {window.name} is nog niet gesloten; tussenstanden worden niet getoond.")
    run = run or newest_run(session)
    written = readings.newest(session, round_id)
    told_back = {place: sections.get(readings.FEEDBACK) for place, sections in written.items()}
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
        feedback={place: Feedback.from_words(words) for place, words in told_back.items() if words},
        written=written,
        told_back=feedback_of(session),
        codebook=at(session, str(run.manifest.get("codebook"))),
        agreements=list(session.scalars(select(CodeAgreement).where(CodeAgreement.run_id == run.id))),
    )


def newest_run(session: Session) -> Run:
    """The run that was finished last. Raises NotReadyError when there is none."""
    run = session.scalar(select(Run).order_by(Run.finished.desc()).limit(1))
    if run is None:
        raise NotReadyError("Er is nog niets geanalyseerd. Draai eerst: verhaal analyse")
    return run
