"""NI-16: of the areas and rounds that are due, how many were told back in time."""

import math
from datetime import UTC, date, datetime, timedelta

from analysis.numbers.indicators.feedback import DONE, WITHIN, ToldBack, feedback_given, feedback_of
from corpus import readings
from corpus.database import writing
from corpus.findings import Report, Run
from corpus.rounds import PUBLISHED, Round

CLOSED = date(2026, 5, 18)
TODAY = CLOSED + timedelta(weeks=10)


def test_feedback_in_time_is_counted_among_all_that_is_due():
    told = [
        ToldBack(CLOSED, CLOSED + timedelta(weeks=3), done=True),
        ToldBack(CLOSED, CLOSED + WITHIN),
        ToldBack(CLOSED, CLOSED + WITHIN + timedelta(days=1)),
        ToldBack(CLOSED),
        ToldBack(TODAY - timedelta(weeks=2)),  # there is time left for this one
    ]
    found = feedback_given(told, TODAY)
    assert (found.n, found.asked, found.value) == (4, 5, 0.5)
    assert found.parts == {"op_tijd": 2, "te_laat": 1, "niet": 1, "gedaan": 1}
    assert feedback_given(told, TODAY, DONE).value == 0.25
    assert math.isnan(found.low), "everything is counted: there is no chance in it"


def test_before_anything_is_due_there_is_no_share():
    assert math.isnan(feedback_given([ToldBack(TODAY)], TODAY).value)
    assert math.isnan(feedback_given([], TODAY).value)


def test_the_first_time_a_round_was_told_back_counts(house):
    with writing(house.engine) as session:
        window = session.get(Round, "2026-najaar")
        window.state = PUBLISHED
        session.add(Run(id="x", finished=datetime.now(UTC), manifest={}, table_hash="", stories=0, unread=0))
        session.flush()
        for month in (2, 1):
            when = datetime(2027, month, 15, tzinfo=UTC)
            session.add(Report(round_id=window.id, run_id="x", published=when, folder="x"))
        place = readings.Where(window.id, "de-riet", readings.FEEDBACK)
        readings.write(session, place, {"done": "De lampen doen het weer."}, role="analyst")
        told = feedback_of(session)
    assert told["de-riet", window.id] == ToldBack(window.closes, date(2027, 1, 15), done=True)
    assert told["kerkelanden", window.id] == ToldBack(window.closes, date(2027, 1, 15), done=False)
