"""NI-16: whether those who told hear back what was done with their stories, and in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.numbers.indicators.estimate import NAN, Estimate
from corpus import readings, rounds
from corpus.areas import Area
from corpus.findings import Report
from corpus.readings import FEEDBACK
from corpus.rounds import CLOSED, PUBLISHED

WITHIN = timedelta(weeks=8)
#: subject of the share that also says what was done since the time before
DONE = "gedaan"
COUNTED_WHOLE = "volledig geteld"


@dataclass(frozen=True)
class ToldBack:
    """What became of the stories of one area in one closed round: when feedback came, if it did, and what it says."""

    closed: date
    published: date | None = None
    done: bool = False


def feedback_given(told: Sequence[ToldBack], today: date, subject: str = "") -> Estimate:
    """NI-16 Teruggekoppeld: areas × closed rounds with feedback within 8 weeks / those that are due. Range 0 … 1.

    Of the subject "gedaan" the share whose feedback, in time or not, says what was done since the time before. Due is
    what was told back or has been closed for 8 weeks. Every one is counted, so there is no band; nan when none is due.
    """
    due = [one for one in told if one.published is not None or today > one.closed + WITHIN]
    published = [(one, one.published) for one in due if one.published is not None]
    in_time = [one for one, when in published if when <= one.closed + WITHIN]
    done = [one for one, _ in published if one.done]
    parts = {
        "op_tijd": float(len(in_time)),
        "te_laat": float(len(published) - len(in_time)),
        "niet": float(len(due) - len(published)),
        DONE: float(len(done)),
    }
    counted = done if subject == DONE else in_time
    value = len(counted) / len(due) if due else NAN
    return Estimate(len(due), len(told), value, NAN, NAN, parts, note=COUNTED_WHOLE)


def feedback_of(session: Session) -> dict[tuple[str, str], ToldBack]:
    """What became of every area in every closed round, by (slug, round id)."""
    published: dict[str, date] = {}
    for report in session.scalars(select(Report).order_by(Report.published.desc())):
        published[report.round_id] = report.published.date()  # the oldest comes last: the first time counts
    found = {}
    areas = sorted(set(session.scalars(select(Area.slug))))
    for window in rounds.in_order(session):
        if window.state in (CLOSED, PUBLISHED):
            written = readings.newest(session, window.id)
            for area in areas:
                done = bool(written.get(area, {}).get(FEEDBACK, {}).get("done", "").strip())
                found[area, window.id] = ToldBack(window.closes, published.get(window.id), done)
    return found
