"""Writing around the numbers of a round: what is there, what is missing, and one form for each section and place."""

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask_security import current_user
from sqlalchemy.orm import Session

from collector.analysts import door
from collector.store import store
from corpus import areas, readings
from corpus.accounts import ANALYST
from corpus.database import reading, writing
from corpus.readings import REQUIRED, SECTIONS, ReadingRefusedError, Where
from corpus.rounds import CLOSED, PUBLISHED, Round
from forms.reporting import FORMS, TRANSLATED, ReportingForm

PROGRAMME = "programma"


@door.get("/rapporten/<round_id>")
def reporting(round_id: str) -> str:
    """What was written for every place, what is missing before the round may be published, and how to publish."""
    with reading(store().engine) as session:
        window, places = _round(session, round_id), _places(session, round_id)
        written = readings.newest(session, round_id)
    missing = readings.missing(written, [place for place, (_, needed) in places.items() if needed])
    return render_template(
        "analysts/reporting.html",
        window=window,
        places=places,
        written=written,
        missing=missing,
        sections=SECTIONS,
        required=REQUIRED,
    )


@door.get("/rapporten/<round_id>/schrijven/<place>/<section>")
def write_section(round_id: str, place: str, section: str) -> Response:
    """The form of one section, with the newest words in it."""
    known = _known(round_id, place, section)
    return _page(known, FORMS[section](formdata=None, data=_filled(known)))


@door.post("/rapporten/<round_id>/schrijven/<place>/<section>")
def save_section(round_id: str, place: str, section: str) -> Response:
    """Save a new version; older ones stay."""
    known = _known(round_id, place, section)
    form = FORMS[section]()
    if not form.validate():
        return _page(known, form)
    try:
        with writing(store().engine) as session:
            readings.write(session, known, form.words(), role=ANALYST, actor=f"account:{current_user.id}")
    except ReadingRefusedError as reason:
        return _page(known, form, str(reason))
    if readings.claims(form.words()):
        return _page(known, form, saved=True)
    return make_response(redirect(url_for("analysts.reporting", round_id=round_id), 303))


def _round(session: Session, round_id: str) -> Round:
    window = session.get(Round, round_id)
    if window is None or window.state not in (CLOSED, PUBLISHED):
        abort(404)
    return window


def _places(session: Session, round_id: str) -> dict[str, tuple[str, bool]]:
    """Name of every place by its id, and whether nothing is published without its texts; the programme on top."""
    known = areas.current(session, _round(session, round_id).closes)
    cities = {area.city: (area.city, False) for area in known}
    return {PROGRAMME: ("Alle gebieden", True), **cities, **{area.slug: (area.name, True) for area in known}}


def _known(round_id: str, place: str, section: str) -> Where:
    with reading(store().engine) as session:
        if section not in FORMS or place not in _places(session, round_id):
            abort(404)
    return Where(round_id, place, section)


def _filled(where: Where) -> dict[str, object]:
    with reading(store().engine) as session:
        found = readings.versions(session, where)
    words = dict(found[0].words) if found else {}
    again = readings.as_day(words.pop("look_again", ""))
    return {**words, "look_again": again}


def _page(where: Where, form: ReportingForm, refused: str = "", saved: bool = False) -> Response:
    with reading(store().engine) as session:
        window, places = _round(session, where.round_id), _places(session, where.round_id)
        versions = readings.versions(session, where)
    sentences = [sentence for found in form.errors_by_item().values() for sentence in found]
    page = render_template(
        "analysts/section.html",
        window=window,
        where=where,
        place=places[where.place][0],
        section=SECTIONS[where.section],
        form=form,
        translated=[one.short_name for one in form if one.short_name in TRANSLATED],
        versions=versions,
        refused=refused or next(iter(sentences), ""),
        claims=readings.claims(form.words()) if saved else [],
    )
    return make_response(page, 422 if refused or sentences else 200)
