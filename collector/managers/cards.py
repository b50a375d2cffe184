"""Cards for tellers under sixteen: making a batch, printing it once, revoking it, and declaring the signed consents.

Only fingerprints of the codes are kept, so the sheet to print is shown once: as the answer to the form that made them.
"""

import csv
import io
from collections.abc import Callable
from uuid import uuid4

from babel import Locale
from flask import Response, make_response, redirect, render_template, url_for
from flask_security import current_user
from sqlalchemy.orm import Session

from collector import addresses, qr
from collector.i18n import LANGUAGES
from collector.managers import door, places
from collector.store import store, today
from corpus import cards
from corpus.cards import Batch, CardBatch, Tally
from corpus.database import reading, writing
from forms.inviting import CARD_HOLDERS, BatchForm, CardsForm, CertifyForm
from forms.page import PageForm
from forms.questionnaire import load

ON_A_SHEET = 8
ALL_AREAS = {"": "alle gebieden"}
ALL_LANGUAGES = {"alle": "Alle zes talen"}
HEAD = (
    *("kaarten", "formulier", "leeftijd", "gebied", "organisatie", "geldig_tot", "gemaakt", "gebruikt", "open"),
    *("verlopen", "ingetrokken", "verklaard", "verklaard_op", "verklaard_door"),
)


@door.get("/beheer/kaarten")
def card_batches() -> Response:
    """The batches with their counts, and the form for a new one."""
    return _page(_empty())


@door.post("/beheer/kaarten")
def make_cards() -> Response:
    """Make a batch, and answer with the sheet to print. No second look: the codes are not kept."""
    form = _form()
    if not form.validate():
        return _page(form)
    assert form.expires.data is not None
    assert form.count.data is not None
    kind, age = str(form.holders.data).split("/")
    batch = Batch(
        form=kind,
        age=age,
        organisation=str(form.organisation.data),
        expires=form.expires.data,
        area_slug=form.area_slug.data or None,
        may_keep=bool(form.may_keep.data),
        may_quote=bool(form.may_quote.data),
        may_record=bool(form.may_record.data),
    )
    try:
        with writing(store().engine) as session:
            codes = cards.make(session, store().vault, batch, form.count.data, _actor(), str(form.batch_id.data))
    except cards.CardsRefusedError as reason:
        return _page(form, str(reason))
    return _sheet(batch, codes, str(form.language.data))


@door.post("/beheer/kaarten/intrekken")
def revoke_cards() -> Response:
    """Make the unused cards of a batch worthless."""
    form = BatchForm()
    return _change(form, lambda session: cards.revoke(session, str(form.batch_id.data), _actor()))


@door.post("/beheer/kaarten/verklaren")
def certify_cards() -> Response:
    """Write down how many signed consents the organisation declares to hold."""
    form = CertifyForm()

    def certify(session: Session) -> CardBatch:
        return cards.certify(session, str(form.batch_id.data), form.signed.data or 0, today(), _actor())

    return _change(form, certify)


@door.get("/beheer/kaarten/aantallen.csv")
def card_counts() -> Response:
    """The counts of every batch, for whoever has to account for the consents. No codes, no names."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(HEAD)
    with reading(store().engine) as session:
        rows.writerows(_row(tally) for tally in cards.tallies(session, today()))
    response = Response(written.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="kaarten-{today():%Y-%m-%d}.csv"'
    return response


def _row(tally: Tally) -> list[object]:
    batch = tally.batch
    # A cell that begins like a formula would be one in a spreadsheet.
    organisation = f"'{batch.organisation}" if batch.organisation[:1] in "=+-@" else batch.organisation
    return [
        *(batch.id, batch.form, batch.age, batch.area_slug, organisation, batch.expires, batch.count),
        *(tally.used, tally.open, tally.expired, tally.revoked),
        *(batch.certified, batch.certified_on, batch.certified_by),
    ]


def _actor() -> str:
    return f"account:{current_user.id}"


def _form(**given: object) -> CardsForm:
    choices = {"area_slug": ALL_AREAS | places.area_names(), "language": LANGUAGES | ALL_LANGUAGES}
    return CardsForm(today=today(), choices=choices, **given)


def _empty() -> CardsForm:
    return _form(formdata=None, data={"batch_id": str(uuid4())})


def _change(form: PageForm, deed: Callable[[Session], CardBatch]) -> Response:
    """Do something to a batch, or say in one sentence why not."""
    if not form.validate():
        return _page(_empty(), places.first_sentence(form))
    try:
        with writing(store().engine) as session:
            deed(session)
    except cards.CardsRefusedError as reason:
        return _page(_empty(), str(reason))
    return make_response(redirect(url_for("managers.card_batches"), 303))


def _page(form: CardsForm, refused: str = "") -> Response:
    with reading(store().engine) as session:
        tallies = cards.tallies(session, today())
    page = render_template(
        "managers/cards.html",
        tallies=tallies,
        form=form,
        refused=refused,
        holders=CARD_HOLDERS,
        areas=places.area_names(),
        most=cards.MOST,
    )
    return make_response(page, 422 if refused or form.errors else 200)


def _sheet(batch: Batch, codes: list[str], language: str) -> Response:
    """The cards, eight on a page, each page followed by what the parents read for the back.

    A card has room for one language. For all of them the back is Dutch, and a letter for the parents follows.
    """
    languages = list(LANGUAGES) if language in ALL_LANGUAGES else [language]
    address = addresses.public(url_for("residents.tell", name=batch.form, gebied=batch.area_slug))
    # Behind the # nothing is sent to a server, so the code stands in no log.
    printed = [(f"{code[:4]}-{code[4:]}", qr.as_image(f"{address}#kaart={code}")) for code in codes]
    page = render_template(
        "managers/cards_sheet.html",
        batch=batch,
        sheets=[printed[first : first + ON_A_SHEET] for first in range(0, len(printed), ON_A_SHEET)],
        count=len(codes),
        address=addresses.readable(address),
        holders=CARD_HOLDERS[f"{batch.form}/{batch.age}"],
        area=places.area_names().get(batch.area_slug or "", ""),
        letters=[_parents(batch, one) for one in languages],
    )
    return make_response(page)


def _parents(batch: Batch, language: str) -> dict[str, object]:
    """What parents read in a language: its code and direction, the heading, the text, and what they said yes to."""
    words = load("kind", language).extra
    allowed = {"bewaren": batch.may_keep, "citaat": batch.may_quote, "opname": batch.may_record}
    agreed = ["meedoen", *(tier for tier, given in allowed.items() if given)]
    return {
        "language": language,
        "direction": Locale.parse(language).text_direction,
        "agreed": [words[f"ouderkaart-{tier}"] for tier in agreed],
        **{part: words[f"ouderkaart-{part}"] for part in ("kop", "klacht", "contact")},
        "text": words["ouderkaart"],
    }
