"""The teller stays the owner: with the four words the own story is read back, copied, or taken back in part or whole.

Nothing of it is in an address, in the session, or in a log. What guardians, coders or machines noted is not shown here.
"""

from typing import TypeVar

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext

from collector.i18n import SENTENCES, spoken
from collector.limits import OWN_STORY, RECEIPT, limiter
from collector.residents import copies, door, handing_in, ticket
from collector.residents.withdraw import NOT_FOUR, UNKNOWN
from collector.session import forget_told
from collector.store import store
from corpus import own_story, receipts, withdrawal
from corpus.areas import Area
from corpus.database import reading
from corpus.own_story import OwnStory
from corpus.rounds import Round
from forms.questionnaire import load
from forms.readback import Told, read_back
from forms.staff import WithdrawForm
from forms.teller import CopyForm, OwnStoryForm, PermissionForm, RemoveForm

AGAIN = "De bladzijde stond te lang open. Vul de vier woorden nog een keer in."
ENDED = {
    own_story.QUOTE: "We gebruiken geen zin meer uit je verhaal.",
    own_story.KEEP: "We bewaren je verhaal niet meer voor later onderzoek.",
}
AnyForm = TypeVar("AnyForm", bound=OwnStoryForm)


@door.get("/mijn-verhaal")
def own() -> Response:
    """Ask for the four words."""
    return _ask_words()


@door.post("/mijn-verhaal")
@limiter.shared_limit(RECEIPT, scope="receipt")
def own_shown() -> Response:
    """Show the story of these words."""
    form = WithdrawForm(meta={"sentences": SENTENCES})
    typed = str(form.code.data or "")
    if not form.validate():
        return _ask_words(gettext(AGAIN) if form.lost_session() else gettext(NOT_FOUR))
    if not receipts.looks_like_one(typed):
        return _ask_words(gettext(NOT_FOUR), typed)
    story_id = own_story.find(store().engine, store().vault, typed)
    found = own_story.read_back(store().engine, store().vault, story_id) if story_id else None
    return _page(found) if found else _ask_words(gettext(UNKNOWN), typed)


@door.post("/mijn-verhaal/bestand")
@limiter.limit(OWN_STORY)
def own_copy() -> Response:
    """The story as a file: plain text to read, or JSON for a machine."""
    form, found = _sent(CopyForm)
    if found is None:
        return _ask_words(gettext(AGAIN))
    if form.errors:
        return _page(found, form.errors_by_item())
    copy = copies.as_json if form.kind.data == "json" else copies.as_text
    return copy(found.story, _told(found), _where(found))


@door.post("/mijn-verhaal/toestemming")
@limiter.limit(OWN_STORY)
def own_permission() -> Response:
    """Take a permission back; the story still counts."""
    form, found = _sent(PermissionForm)
    if found is None:
        return _ask_words(gettext(AGAIN))
    if form.errors:
        return _page(found, form.errors_by_item())
    permission = str(form.permission.data)
    own_story.take_back(store().engine, found.story.id, permission)
    changed = own_story.read_back(store().engine, store().vault, found.story.id)
    return _page(changed, notice=gettext(ENDED[permission])) if changed else _ask_words(gettext(AGAIN))


@door.post("/mijn-verhaal/weghalen")
@limiter.limit(OWN_STORY)
def own_removed() -> Response:
    """Take the whole story back."""
    form, found = _sent(RemoveForm)
    if found is None:
        return _ask_words(gettext(AGAIN))
    if form.errors:
        return _page(found, form.errors_by_item())
    withdrawal.withdraw_known(store().engine, found.story.id)
    forget_told()
    return make_response(render_template("residents/withdrawn.html"))


def _sent(kind: type[AnyForm]) -> tuple[AnyForm, OwnStory | None]:
    """A checked form with the story of its ticket; None where the page stood open too long or the story is gone."""
    form = kind(meta={"sentences": SENTENCES})
    valid = form.validate() or not form.lost_session()
    story_id = ticket.story_of(form.ticket.data) if valid else None
    return form, own_story.read_back(store().engine, store().vault, story_id) if story_id else None


def _told(found: OwnStory) -> list[Told]:
    """Every question with the answer that was given, in the language of the page."""
    name = found.story.questionnaire.partition("@")[0]
    asked = load(name, spoken() if name in handing_in.FORMS else "nl")
    return read_back(asked, found.story.marks, found.words, handing_in.outside_choices(store().engine))


def _where(found: OwnStory) -> dict[str, str]:
    with reading(store().engine) as session:
        window = session.get(Round, found.story.round_id) if found.story.round_id else None
        area = session.get(Area, found.story.area_id) if found.story.area_id else None
    return {"round": window.name if window else "", "area": area.name if area else ""}


def _ask_words(problem: str = "", typed: str = "") -> Response:
    form = WithdrawForm(formdata=None, data={"code": typed}, meta={"sentences": SENTENCES})
    form.code.errors = [problem] if problem else []
    return make_response(render_template("residents/own_words.html", form=form), 422 if problem else 200)


def _page(found: OwnStory, problems: dict[str, list[str]] | None = None, notice: str = "") -> Response:
    page = render_template(
        "residents/own_story.html",
        story=found.story,
        told=_told(found),
        where=_where(found),
        ticket=ticket.give(found.story.id),
        form=OwnStoryForm(formdata=None),
        problems=problems or {},
        notice=notice,
    )
    return make_response(page, 422 if problems else 200)


@door.get("/mijn-verhaal/<_step>")
def own_again(_step: str) -> Response:
    """Whoever comes to a step by its address starts with the words."""
    return make_response(redirect(url_for("residents.own")))
