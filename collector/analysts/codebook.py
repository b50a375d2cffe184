"""The codebook: the tree of themes, one theme with where it comes from, proposals, and a decision with its preview."""

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask_security import current_user

from collector.analysts import door
from collector.store import store
from corpus import curating
from corpus.accounts import ANALYST
from corpus.classification import LINES, RENAME, Codebook, CodebookEvent, Theme
from corpus.codebook import current, events
from corpus.curating_rules import Wish, places
from corpus.database import reading, writing
from corpus.findings import Proposal
from corpus.fragments import fragments, newest, suggested
from forms.curating import CurationForm
from forms.page import PageForm

MEANWHILE = "Het codeboek is intussen veranderd. Bekijk nog een keer wat dit raakt."
STATES = {"proposed": "nog niet besloten", "parked": "geparkeerd", "accepted": "aangenomen", "rejected": "afgewezen"}


@door.get("/codeboek")
def codebook() -> str:
    """The themes in force by line, those that were merged, every decision, and what discovery proposes."""
    with reading(store().engine) as session:
        book = current(session)
        decided, proposed = events(session), newest(session)
        names = places(session)
    return render_template(
        "analysts/codebook.html",
        book=book,
        tree=_tree(book),
        decided=decided[::-1],
        proposed=[(one, suggested(one)) for one in proposed],
        states=STATES,
        places=names,
    )


@door.get("/codeboek/<theme_id>")
def theme(theme_id: str) -> str:
    """One theme: its words, its lineage, and what can be decided of it; one that was merged can still be read."""
    with reading(store().engine) as session:
        book = current(session)
        decided, names = events(session), places(session)
    found = next((one for one in (*book.themes, *book.retired) if one.id == theme_id), None)
    if found is None:
        abort(404)
    return render_template(
        "analysts/theme.html",
        book=book,
        theme=found,
        lineage=_lineage(book, decided, theme_id),
        others=[one for one in book.themes if one.id not in {theme_id, *book.parents.values()}],
        lines=LINES,
        places=names,
        form=PageForm(),
    )


@door.get("/codeboek/voorstel/<int:number>")
def proposal(number: int) -> str:
    """One proposal of discovery with pieces of its stories; every story that is opened is written in the journal."""
    with writing(store().engine) as session:
        found = session.get(Proposal, number)
        if found is None:
            abort(404)
        book = current(session)
        pieces = fragments(session, store().vault, number, _actor())
    return render_template(
        "analysts/proposal.html",
        book=book,
        proposal=found,
        suggested=suggested(found),
        pieces=pieces,
        states=STATES,
        lines=LINES,
        form=PageForm(),
    )


@door.post("/codeboek/besluit")
def curate() -> Response:
    """Show what a decision would touch; take it once somebody who saw that says so."""
    form = CurationForm()
    sentences = [] if form.validate() else [one for found in form.errors_by_item().values() for one in found]
    wish, seen, refused = _wish(form), None, next(iter(sentences), "")
    try:
        with writing(store().engine) as session:
            seen = curating.preview(session, wish)
            if form.sure.data and form.seen.data != current(session).version:
                refused = refused or MEANWHILE
            if form.sure.data and not refused:
                curating.decide(session, wish, form.reason.data or "", role=ANALYST, actor=_actor())
                return make_response(redirect(_back(wish), 303))
    except curating.CurationRefusedError as reason:
        refused = refused or str(reason)
    with reading(store().engine) as session:
        book, names = current(session), places(session)
    page = render_template(
        "analysts/curate.html", form=form, wish=wish, seen=seen, refused=refused, book=book, places=names
    )
    return make_response(page, 422 if refused else 200)


def _wish(form: CurationForm) -> Wish:
    return Wish(
        operation=form.operation.data or "",
        themes=tuple(form.themes.data or ()),
        proposal=form.proposal.data,
        name=(form.name.data or "").strip(),
        line=form.line.data or "",
        definition=(form.definition.data or "").strip(),
        parts=form.lines(),
        places=tuple(form.places.data or ()),
    )


def _back(wish: Wish) -> str:
    if wish.operation == RENAME:
        return url_for("analysts.theme", theme_id=wish.themes[0])
    return url_for("analysts.codebook")


def _tree(book: Codebook) -> dict[str, list[tuple[Theme, list[Theme]]]]:
    """The themes by line, each with its parts."""
    parts: dict[str, list[Theme]] = {}
    for one in book.themes:
        if one.id in book.parents:
            parts.setdefault(book.parents[one.id], []).append(one)
    tops = [one for one in book.themes if one.id not in book.parents]
    return {line: [(one, parts.get(one.id, [])) for one in tops if one.line == line] for line in LINES}


def _lineage(book: Codebook, decided: list[CodebookEvent], theme_id: str) -> list[CodebookEvent]:
    """The decisions this theme comes from, and those it went through."""
    related = book.members(theme_id) | {book.heir(theme_id), book.parents.get(theme_id, theme_id)}
    return [one for one in decided if related & {*one.themes, str(one.after.get("id", ""))}]


def _actor() -> str:
    return f"account:{current_user.id}"
