"""Making staff accounts, for the command line; works outside a request."""

from collections.abc import Iterable
from uuid import uuid4

from flask import Flask
from flask_security import hash_password
from flask_security.mail_util import EmailValidateException
from sqlalchemy import select
from sqlalchemy.orm import Session

from collector.sign_in import PASSWORD_LENGTH
from collector.store import Store
from corpus import journal
from corpus.accounts import ROLES, WORKER, Account, Role
from corpus.database import reading, writing


class BadAccountError(ValueError):
    """An account that cannot be made; the message is the Dutch sentence."""


def create_account(app: Flask, email: str, roles: Iterable[str], password: str, *, fictional: bool = False) -> str:
    """Make an account; returns the base32 secret for the owner's one-time code app, to be shown once.

    Raises BadAccountError for an address in use or unfit, an unknown role, or a password that is too short.
    """
    store, wanted = _store(app), sorted(set(roles))
    if not wanted or not set(wanted) <= set(ROLES):
        raise BadAccountError(f"Kies uit deze rollen: {', '.join(ROLES)}.")
    if len(password) < PASSWORD_LENGTH:
        raise BadAccountError(f"Een wachtwoord heeft minstens {PASSWORD_LENGTH} tekens.")
    with app.app_context():
        address = _address(app, email)
        security = app.extensions["security"]
        hashed = hash_password(security.password_util.normalize(password))
        secret = security.totp_factory.generate_totp_secret()
        readable = security.totp_factory.get_totp_b32_key(secret)
    with writing(store.engine) as session:
        if session.scalar(select(Account.id).where(Account.email == address)) is not None:
            raise BadAccountError(f"{address} heeft al een account.")
        account = Account(
            email=address,
            password=hashed,
            fs_uniquifier=uuid4().hex,
            collector=f"c-{uuid4().hex[:12]}" if WORKER in wanted else None,
            tf_primary_method="authenticator",
            tf_totp_secret=secret,
            roles=[_role(session, name) for name in wanted],
            fictional=fictional,
        )
        session.add(account)
        session.flush()
        journal.write(session, journal.SYSTEM, "account.made", f"account:{account.id}", **account.codes())
    return str(readable)


def one_time_code(app: Flask, email: str) -> str:
    """A one-time code with which this account can sign in now. Raises BadAccountError for an unknown address."""
    with app.app_context():
        address = _address(app, email)
        factory = app.extensions["security"].totp_factory
    with reading(_store(app).engine) as session:
        account = session.scalar(select(Account).where(Account.email == address))
    if account is None or account.tf_totp_secret is None:
        raise BadAccountError(f"{address} heeft geen account met een tweede stap.")
    return str(factory.unused(account))


def _address(app: Flask, email: str) -> str:
    try:
        return str(app.extensions["security"].mail_util.validate(email))
    except EmailValidateException as reason:
        raise BadAccountError(reason.msg) from None


def _role(session: Session, name: str) -> Role:
    role = session.scalar(select(Role).where(Role.name == name))
    return role or Role(name=name, description=ROLES[name])


def _store(app: Flask) -> Store:
    store = app.extensions["store"]
    assert isinstance(store, Store)
    return store
