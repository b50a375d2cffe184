"""The one-time link: who is invited sets a password and a second step on one page, and gets the recovery codes."""

from flask import Blueprint, Response, current_app, make_response, render_template, session
from flask_security import hash_password

from collector.errors import refusal
from collector.recovery import fresh_codes
from collector.store import store
from corpus import journal, staffing
from corpus.accounts import Account, AccountRefusedError
from corpus.database import reading, writing
from forms.staffing import AcceptForm

WRONG_CODE = "Deze code klopt niet. Kijk in je app en vul de nieuwe code in."
_SECRET = "invited"

door = Blueprint("invitation", __name__)


@door.get("/uitnodiging/<token>")
def show(token: str) -> Response:
    """The page that is filled in once."""
    return _page(token, AcceptForm(formdata=None))


@door.post("/uitnodiging/<token>")
def accept(token: str) -> Response:
    """Set password and second step together, or neither; then the recovery codes, shown this once."""
    form = AcceptForm()
    if not form.validate() or _SECRET not in session:
        return _page(token, form)
    try:
        account = _invited(token)
        if not _fits(account, str(form.code.data)):
            form.code.errors = [WRONG_CODE]
            return _page(token, form)
        codes = _settle(token, account, str(form.password.data))
    except AccountRefusedError as reason:
        return refusal(410, str(reason))
    session.pop(_SECRET, None)
    return make_response(render_template("security/welcome.html", account=account, recovery_codes=codes))


def _invited(token: str) -> Account:
    with reading(store().engine) as corpus:
        return staffing.invited(corpus, store().vault, token)


def _fits(account: Account, code: str) -> bool:
    """Whether the app on the phone makes the codes of the secret of this page."""
    window = current_app.config["SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY"]
    codes = current_app.extensions["security"].totp_factory
    return bool(codes.verify_totp("".join(code.split()), session[_SECRET], account, window))


def _settle(token: str, checked: Account, password: str) -> list[str]:
    hashed = hash_password(current_app.extensions["security"].password_util.normalize(password))
    with writing(store().engine) as corpus:
        account = staffing.accept(corpus, store().vault, token, hashed, session[_SECRET], checked.totp_counter)
        codes, account.mf_recovery_codes = fresh_codes(store(), account)
        journal.write(corpus, f"account:{account.id}", "account.codes_made", f"account:{account.id}", count=len(codes))
    return codes


def _page(token: str, form: AcceptForm) -> Response:
    try:
        account = _invited(token)
    except AccountRefusedError as reason:
        return refusal(410, str(reason))
    codes = current_app.extensions["security"].totp_factory
    if _SECRET not in session:
        session[_SECRET] = codes.generate_totp_secret()
    page = render_template(
        "security/accept.html",
        account=account,
        form=form,
        token=token,
        image=codes.generate_qrcode(account.email, session[_SECRET]),
        key=codes.get_totp_pretty_key(session[_SECRET]),
    )
    return make_response(page, 422 if form.errors else 200)
