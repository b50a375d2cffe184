"""Kiosks: making one, finding its address again, closing it."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_security import current_user

from collector import addresses, qr
from collector.managers import door, places
from collector.store import store, today
from corpus import kiosks
from corpus.database import reading, writing
from corpus.kiosks import Kiosk, Plan
from forms.inviting import FORMS, KioskClosedForm, KioskForm


@door.get("/beheer/kiosken")
def kiosk_list() -> Response:
    """The kiosks with their addresses, and the form for a new one."""
    return _page(_form(formdata=None))


@door.post("/beheer/kiosken")
def make_kiosk() -> Response:
    """Make a kiosk."""
    form = _form()
    if not form.validate():
        return _page(form)
    plan = Plan(**{name: form[name].data for name in ("form", "area_slug", "round_id", "organisation", "expires")})
    with writing(store().engine) as session:
        kiosks.make(session, plan, f"account:{current_user.id}")
    return make_response(redirect(url_for("managers.kiosk_list"), 303))


@door.post("/beheer/kiosken/sluiten")
def close_kiosk() -> Response:
    """Close a kiosk for good."""
    form = KioskClosedForm()
    if not form.validate():
        return _page(_form(formdata=None), places.first_sentence(form))
    try:
        with writing(store().engine) as session:
            kiosks.shut(session, str(form.kiosk_id.data), f"account:{current_user.id}")
    except kiosks.KioskRefusedError as reason:
        return _page(_form(formdata=None), str(reason))
    return make_response(redirect(url_for("managers.kiosk_list"), 303))


def _form(**given: object) -> KioskForm:
    choices = {"area_slug": places.area_names(), "round_id": places.coming_rounds()}
    return KioskForm(today=today(), choices=choices, **given)


def _stand(kiosk: Kiosk, usable: bool) -> str:
    if kiosk.state == kiosks.SHUT:
        return "gesloten"
    if kiosk.expires < today():
        return "verlopen"
    return "open" if usable else "wacht op het meetmoment"


def _page(form: KioskForm, refused: str = "") -> Response:
    with reading(store().engine) as session:
        known = [(kiosk, kiosks.usable(session, kiosk.id, today())) for kiosk in kiosks.in_order(session)]
    rows = []
    for kiosk, usable in known:
        address = addresses.public(url_for("residents.kiosk", code=kiosk.id))
        rows.append((kiosk, _stand(kiosk, usable is not None), address, qr.as_image(address)))
    page = render_template(
        "managers/kiosks.html",
        rows=rows,
        form=form,
        refused=refused,
        forms=FORMS,
        areas=places.area_names(),
    )
    return make_response(page, 422 if refused or form.errors else 200)
