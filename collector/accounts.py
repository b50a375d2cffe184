"""Making staff accounts, for the command line; works outside a request."""

from collections.abc import Iterable

from flask import Flask, url_for
from flask_security import hash_password
from flask_security.mail_util import EmailValidateException
from sqlalchemy import select

from collector.sign_in import AUTHENTICATOR, PASSWORD_LENGTH
from collector.store import Store
from corpus import journal, staffing
from corpus.accounts import ROLES, Account, AccountRefusedError
from corpus.database import reading, writing

#: the fictional accounts of the demo, by role
DEMO = {role: f"{name.replace(' ', '-')}@demo.example" for role, name in ROLES.items()}


def create_account(app: Flask, email: str, roles: Iterable[str], password: str, *, fictional: bool = False) -> str:
    """Make an account; returns the base32 secret for the owner's one-time code app, to be shown once.

    Raises AccountRefusedError for an address in use or unfit, an unknown role, or a password that is too short.
    """
    store = _store(app)
    if len(password) < PASSWORD_LENGTH:
        raise AccountRefusedError(f"Een wachtwoord heeft minstens {PASSWORD_LENGTH} tekens.")
    with app.app_context():
        address = plain_address(app, email)
        security = app.extensions["security"]
        hashed = hash_password(security.password_util.normalize(password))
        secret = security.totp_factory.generate_totp_secret()
        readable = security.totp_factory.get_totp_b32_key(secret)
    with writing(store.engine) as session:
        account = staffing.make(session, address, roles, journal.SYSTEM)
        account.active, account.fictional, account.password = True, fictional, hashed
        account.tf_primary_method, account.tf_totp_secret = AUTHENTICATOR, secret
    return str(readable)


def reset_link(app: Flask, email: str) -> str:
    """Shut an account out until its owner used a new one-time link; returns that link.

    Raises AccountRefusedError when there is no such account, or when it is switched off.
    """
    store = _store(app)
    address = plain_address(app, email)
    with writing(store.engine) as session:
        account = session.scalar(select(Account).where(Account.email == address))
        if account is None:
            raise AccountRefusedError(staffing.NO_ACCOUNT)
        token = staffing.reset(session, store.vault, account, journal.SYSTEM)
    with app.test_request_context():
        path = url_for("invitation.show", token=token)
    return str(app.config["SITE_ADDRESS"] or "").rstrip("/") + path


def demo_logins(app: Flask, password: str) -> list[tuple[str, str, str]]:
    """Make the fictional accounts that are not there yet; returns (role in Dutch, address, one-time code) for each."""
    with reading(_store(app).engine) as session:
        known = set(session.scalars(select(Account.email).where(Account.email.in_(DEMO.values()))))
    for role, address in DEMO.items():
        if address not in known:
            create_account(app, address, [role], password, fictional=True)
    logins = [(ROLES[role], address, demo_code(app, address)) for role, address in DEMO.items()]
    _note_codes(_store(app))
    return logins


def _note_codes(store: Store) -> None:
    """Keep a journal line of the codes handed out: whoever runs the demo is at work in it."""
    with writing(store.engine) as session:
        for number in session.scalars(select(Account.id).where(Account.email.in_(DEMO.values()))).all():
            journal.write(session, journal.SYSTEM, "account.code_given", f"account:{number}")


def demo_code(app: Flask, email: str) -> str:
    """A one-time code with which a fictional account can sign in now.

    Raises AccountRefusedError for any other account: the code of a person comes from that person's own device.
    """
    address = plain_address(app, email)
    codes = app.extensions["security"].totp_factory
    with reading(_store(app).engine) as session:
        account = session.scalar(select(Account).where(Account.email == address))
    if account is None or not account.fictional or account.tf_totp_secret is None:
        raise AccountRefusedError(f"{address} is geen verzonnen account van de demo.")
    return str(codes.unused(account))


def plain_address(app: Flask, email: str) -> str:
    """The address as it is stored. Raises AccountRefusedError when it is none."""
    try:
        return str(app.extensions["security"].mail_util.validate(email))
    except EmailValidateException as reason:
        raise AccountRefusedError(reason.msg) from None


def _store(app: Flask) -> Store:
    store = app.extensions["store"]
    assert isinstance(store, Store)
    return store
