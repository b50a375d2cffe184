"""One story to code: its masked text, the codebook beside it, and the machine's proposals where these may be seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, request, session, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from collector.coders import door
from collector.coders.queue import coder, now, to_next
from collector.store import store
from corpus import journal
from corpus.codebook import LINES, Codebook, current
from corpus.coding import DECISION, FIRST, OTHER, SECOND, Coding, marker_codes
from corpus.coding_claims import CodingRefusedError, Given, held, is_blind, last_of, put_aside, save
from corpus.coding_queue import CodingClaim
from corpus.database import reading, writing
from corpus.findings import StoryFinding
from corpus.moderation import masked_text
from corpus.stories import Story
from forms.coding import CodingForm
from forms.page import PageForm

#: after so long without a pause the page asks for one; a pause is so long without a story
WORK, PAUSE = timedelta(hours=1), timedelta(minutes=10)
_SITTING = "coding"


@dataclass(frozen=True)
class Proposed:
    """A theme the machine proposes, how probable it finds it, and the words it went by."""

    theme: str
    probability: float
    words: list[str]


@door.get("/coderen/verhaal/<uuid:story_id>")
def story(story_id: UUID) -> Response:
    """Show the story that this coder has open; that it was opened is written in the journal first."""
    return _page(str(story_id), _form())


@door.post("/coderen/verhaal/<uuid:story_id>")
def keep(story_id: UUID) -> Response:
    """Keep the codes and open the next story."""
    form = _form()
    if not form.validate():
        return _page(str(story_id), form, form.sentence())
    try:
        with writing(store().engine) as corpus:
            if corpus.get(Story, str(story_id)) is None:
                abort(404)
            save(corpus, coder(), str(story_id), _given(form), _actor())
    except CodingRefusedError as reason:
        return _page(str(story_id), form, str(reason))
    return to_next(str(story_id))


@door.post("/coderen/verhaal/<uuid:story_id>/later")
def later(story_id: UUID) -> Response:
    """Put the story aside for today, and open the next one."""
    if not PageForm().validate():
        return make_response(redirect(url_for("coders.overview"), 303))
    with writing(store().engine) as corpus:
        put_aside(corpus, coder(), str(story_id), now())
    return to_next()


def _form() -> CodingForm:
    with reading(store().engine) as corpus:
        codebook = current(corpus)
    return CodingForm().known([*(theme.id for theme in codebook.choices), OTHER], marker_codes(codebook))


def _given(form: CodingForm) -> Given:
    return Given(
        themes=tuple(sorted(form.themes.data or ())),
        wished=tuple(sorted(form.wished.data or ())),
        markers=tuple(sorted(form.markers.data or ())),
        polarity=form.polarity.data or None,
        life=form.life.data or None,
        neighbourhood=form.neighbourhood.data or None,
        uncodable=bool(form.uncodable.data),
        doubt=bool(form.doubt.data),
    )


def _page(story_id: str, form: CodingForm, refused: str = "") -> Response:
    """The story with the form; back to the overview when this coder does not have it open."""
    with writing(store().engine) as corpus:
        claimed = held(corpus, coder(), now())
        finding = corpus.get(StoryFinding, story_id)
        if claimed is None or finding is None or claimed.story_id != story_id:
            if refused:
                return make_response(render_template("coders/gone.html", refused=refused), 409)
            return make_response(redirect(url_for("coders.overview"), 303))
        journal.write(corpus, _actor(), "story.read", f"story:{story_id}", door="coder")
        found, book = corpus.get_one(Story, story_id), current(corpus)
        page = render_template(
            "coders/story.html",
            story=found,
            text=masked_text(corpus, store().vault, finding),
            form=form,
            refused=refused,
            codebook=book,
            by_line=_by_line(book),
            names=book.names,
            proposed=None if is_blind(corpus, claimed) else _proposed(finding),
            read=_readings(corpus, claimed),
            before=_before(corpus, request.args.get("vorige", "")),
            tired=_works_long(now()),
        )
    return make_response(page, 422 if refused else 200)


def _by_line(codebook: Codebook) -> dict[str, list[Any]]:
    return {line: [theme for theme in codebook.choices if theme.line == line] for line in LINES}


def _proposed(finding: StoryFinding) -> list[Proposed]:
    reasons = finding.reasons(store().vault)
    return [Proposed(one["id"], float(one["score"]), reasons.get(one["id"], [])) for one in finding.themes]


def _readings(corpus: Session, claimed: CodingClaim) -> list[Coding]:
    """What the readers said, for who must decide between them; nobody else sees it."""
    if claimed.purpose != DECISION:
        return []
    both = select(Coding).where(Coding.story_id == claimed.story_id, Coding.purpose.in_((FIRST, SECOND)))
    return list(corpus.scalars(both.order_by(Coding.id)))


def _before(corpus: Session, story_id: str) -> tuple[Coding, list[Proposed]] | None:
    """What this coder just chose for the story before, with what the machine had proposed."""
    coding, finding = last_of(corpus, coder(), story_id), corpus.get(StoryFinding, story_id)
    return (coding, _proposed(finding)) if coding is not None and coding.blind and finding is not None else None


def _works_long(moment: datetime) -> bool:
    """Whether this browser has coded for an hour without a pause."""
    began, last = (datetime.fromisoformat(one) for one in session.get(_SITTING, [moment.isoformat()] * 2))
    if moment - last > PAUSE:
        began = moment
    session[_SITTING] = [began.isoformat(), moment.isoformat()]
    return moment - began >= WORK


def _actor() -> str:
    return f"account:{current_user.id}"
