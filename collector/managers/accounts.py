"""Who works with this site, and with which roles: inviting, changing roles, switching off and on."""

from collections.abc import Callable

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from collector import addresses
from collector.accounts import plain_address
from collector.managers import door
from collector.store import store
from corpus import staffing
from corpus.accounts import ROLES, Account, AccountRefusedError
from corpus.database import reading, writing
from forms.staffing import InviteForm, RolesForm

BACK_AGAIN = "De pagina stond lang open. Probeer het nog een keer."
NO_STEP = "Kies aanzetten, uitzetten of een nieuwe link."


@door.get("/beheer/accounts")
def accounts() -> Response:
    """All accounts by address."""
    return _page(InviteForm(formdata=None))


@door.post("/beheer/accounts")
def invite() -> Response:
    """Make an account that waits for its owner, and show the one-time link, this once."""
    form = InviteForm()
    if not form.validate():
        return _page(form, BACK_AGAIN if form.lost_session() else "")
    try:
        address = plain_address(current_app, str(form.email.data))
        with writing(store().engine) as session:
            account = staffing.make(session, address, form.roles.data or [], _actor())
            account.fictional = current_user.fictional
            token = staffing.invite(session, store().vault, account, _actor())
    except AccountRefusedError as reason:
        return _page(form, _plainly(reason))
    return _page(InviteForm(formdata=None), link=(address, token))


@door.post("/beheer/accounts/<int:account_id>/rollen")
def change_roles(account_id: int) -> Response:
    """Give an account these roles and no others."""
    form = RolesForm()
    if not form.validate():
        return _page(InviteForm(formdata=None), BACK_AGAIN)
    return _change(account_id, lambda session, it: staffing.change_roles(session, it, form.roles.data or [], _actor()))


@door.post("/beheer/accounts/<int:account_id>/stand")
def switch_account(account_id: int) -> Response:
    """Switch an account off or on, or give who was invited and never came in a new link."""
    if not RolesForm().validate():
        return _page(InviteForm(formdata=None), BACK_AGAIN)
    step = request.form.get("step")
    if step == "link":
        return _new_link(account_id)
    known = {"off": staffing.switch_off, "on": staffing.switch_on}
    if step not in known:
        return _page(InviteForm(formdata=None), NO_STEP)
    return _change(account_id, lambda session, account: known[step](session, account, _actor()))


def _new_link(account_id: int) -> Response:
    try:
        with writing(store().engine) as session:
            account = staffing.find(session, account_id)
            token = staffing.again(session, store().vault, account, _actor())
    except AccountRefusedError as reason:
        return _page(InviteForm(formdata=None), _plainly(reason))
    return _page(InviteForm(formdata=None), link=(account.email, token))


def _change(account_id: int, change: Callable[[Session, Account], None]) -> Response:
    try:
        with writing(store().engine) as session:
            change(session, staffing.find(session, account_id))
    except AccountRefusedError as reason:
        return _page(InviteForm(formdata=None), _plainly(reason))
    return make_response(redirect(url_for("managers.accounts"), 303))


def _actor() -> str:
    return f"account:{current_user.id}"


def _plainly(reason: AccountRefusedError) -> str:
    # Somebody on a page chooses by the Dutch names and can only have left the choice open.
    return "Kies minstens één rol." if str(reason) == staffing.WHICH_ROLES else str(reason)


def _page(form: InviteForm, refused: str = "", link: tuple[str, str] | None = None) -> Response:
    with reading(store().engine) as session:
        known = session.scalars(select(Account).order_by(Account.email)).all()
        links = staffing.open_links(session)
    shown = link and (link[0], addresses.public(url_for("invitation.show", token=link[1])))
    page = render_template(
        "managers/accounts.html", accounts=known, roles=ROLES, links=links, form=form, refused=refused, link=shown
    )
    return make_response(page, 422 if refused or form.errors else 200)
