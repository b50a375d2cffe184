"""Reading stories without names, by round, area and group. Every story that is shown is written in the journal."""

from flask import render_template, request
from flask_security import current_user
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from collector.analysts import door
from collector.store import store
from corpus import journal, rounds
from corpus.areas import Area
from corpus.coding_draws import NOT_READY
from corpus.database import writing
from corpus.findings import StoryFinding
from corpus.moderation import masked_text
from corpus.stories import CHILD, PARENT, PROFESSIONAL, YOUTH, Story

GROUPS = {CHILD: "kinderen", YOUTH: "jongeren", PARENT: "ouders", PROFESSIONAL: "professionals"}
#: stories on one page: more would be listed than is read
PAGE = 20


Wanted = Select[Story, StoryFinding, str | None]


@door.get("/verhalen")
def stories() -> str:
    """The masked texts of one choice; nothing is opened before there is a choice."""
    chosen = {part: request.args.get(part, "") for part in ("meetmoment", "gebied", "groep")}
    number = max(1, request.args.get("bladzijde", 1, type=int))
    with writing(store().engine) as session:
        wanted = _wanted(chosen)
        found = _open(session, wanted, number) if chosen["meetmoment"] else []
        total = session.scalar(select(func.count()).select_from(wanted.subquery())) if chosen["meetmoment"] else 0
        windows = rounds.in_order(session)
        areas = session.scalars(select(Area).order_by(Area.city, Area.name, Area.version)).all()
    return render_template(
        "analysts/stories.html",
        chosen=chosen,
        number=number,
        pages=-(-(total or 0) // PAGE),
        total=total,
        found=found,
        windows=reversed(windows),
        areas={area.slug: area.name for area in areas},
        groups=GROUPS,
    )


def _wanted(chosen: dict[str, str]) -> Wanted:
    wanted = (
        select(Story, StoryFinding, Area.name)
        .join(StoryFinding, StoryFinding.story_id == Story.id)
        .outerjoin(Area, Area.id == Story.area_id)
        .where(Story.round_id == chosen["meetmoment"], Story.state.not_in(NOT_READY))
    )
    if chosen["gebied"]:
        wanted = wanted.where(Area.slug == chosen["gebied"])
    if chosen["groep"]:
        wanted = wanted.where(Story.group == chosen["groep"])
    return wanted


def _open(session: Session, wanted: Wanted, number: int) -> list[tuple[Story, str | None, str]]:
    """One page of stories with their area and masked text; the journal says who opened which."""
    page = wanted.order_by(Story.id).limit(PAGE).offset((number - 1) * PAGE)
    vault, rows = store().vault, session.execute(page).all()
    opened = [(story, area, masked_text(session, vault, finding)) for story, finding, area in rows]
    for story, _, _ in opened:
        journal.write(session, f"account:{current_user.id}", "story.read", f"story:{story.id}", door="analyst")
    return opened
