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

#: the fictional accounts of the demo, by role
DEMO = {role: f"{name}@demo.example" for role, name in ROLES.items()}


class AccountRefusedError(ValueError):
    """An account that cannot be made or used; the message is the Dutch sentence."""


def create_account(app: Flask, email: str, roles: Iterable[str], password: str, *, fictional: bool = False) -> str:
    """Make an account; returns the base32 secret for the owner's one-time code app, to be shown once.

    Raises AccountRefusedError for an address in use or unfit, an unknown role, or a password that is too short.
    """
    store, wanted = _store(app), sorted(set(roles))
    if not wanted or not set(wanted) <= set(ROLES):
        raise AccountRefusedError(f"Kies uit deze rollen: {', '.join(ROLES)}.")
    if len(password) < PASSWORD_LENGTH:
        raise AccountRefusedError(f"Een wachtwoord heeft minstens {PASSWORD_LENGTH} tekens.")
    with app.app_context():
        address = _address(app, email)
        security = app.extensions["security"]
        hashed = hash_password(security.password_util.normalize(password))
        secret = security.totp_factory.generate_totp_secret()
        readable = security.totp_factory.get_totp_b32_key(secret)
    with writing(store.engine) as session:
        if session.scalar(select(Account.id).where(Account.email == address)) is not None:
            raise AccountRefusedError(f"{address} heeft al een account.")
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
    with app.app_context():
        address = _address(app, email)
        codes = app.extensions["security"].totp_factory
    with reading(_store(app).engine) as session:
        account = session.scalar(select(Account).where(Account.email == address))
    if account is None or not account.fictional or account.tf_totp_secret is None:
        raise AccountRefusedError(f"{address} is geen verzonnen account van de demo.")
    return str(codes.unused(account))


def _address(app: Flask, email: str) -> str:
    try:
        return str(app.extensions["security"].mail_util.validate(email))
    except EmailValidateException as reason:
        raise AccountRefusedError(reason.msg) from None


def _role(session: Session, name: str) -> Role:
    role = session.scalar(select(Role).where(Role.name == name))
    return role or Role(name=name, description=ROLES[name])


def _store(app: Flask) -> Store:
    store = app.extensions["store"]
    assert isinstance(store, Store)
    return store
