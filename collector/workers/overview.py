"""What this worker handed in: that it arrived, and when; never the words again."""

from flask import render_template
from flask_security import current_user
from sqlalchemy import select

from collector.store import store
from collector.workers import door
from corpus.database import reading
from corpus.interviews import Interview
from corpus.stories import Story


@door.get("/gesprekken")
def overview() -> str:
    """The own interviews, newest month first."""
    own = (
        select(Interview.id, Interview.received, Story.late)
        .join(Story, Story.interview_id == Interview.id)
        .where(Interview.collector == current_user.collector)
        .order_by(Interview.received.desc(), Interview.id)
    )
    with reading(store().engine) as session:
        return render_template("workers/overview.html", interviews=session.execute(own).all())
