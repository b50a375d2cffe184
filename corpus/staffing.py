"""Who works here: making accounts, one-time links, roles, switching off; never without those a child depends on."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import journal
from corpus.accounts import (
    NEVER_WITHOUT,
    ROLES,
    WORKER,
    Account,
    AccountRefusedError,
    Invitation,
    Role,
)
from corpus.vault import Vault

#: how long a one-time link works
LINK = timedelta(hours=72)
NO_ACCOUNT = "Dit account bestaat niet."
WHICH_ROLES = f"Kies uit deze rollen: {', '.join(ROLES)}."
GONE = "Deze link werkt niet meer. Een link werkt één keer, en hoogstens drie dagen. Vraag de beheerder om een nieuwe."


def find(session: Session, account_id: int) -> Account:
    """The account of a number. Raises AccountRefusedError when there is none."""
    account = session.get(Account, account_id)
    if account is None:
        raise AccountRefusedError(NO_ACCOUNT)
    return account


def make(session: Session, email: str, roles: Iterable[str], actor: str) -> Account:
    """Make an account that cannot sign in yet: it has no password and is switched off.

    Raises AccountRefusedError for an unknown role or an address that is in use.
    """
    wanted = _known_roles(roles)
    if session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise AccountRefusedError(f"{email} heeft al een account.")
    account = Account(email=email, active=False, fs_uniquifier=uuid4().hex)
    _give(session, account, wanted)
    session.add(account)
    session.flush()
    journal.write(session, actor, "account.made", f"account:{account.id}", **account.codes())
    return account


def invite(session: Session, vault: Vault, account: Account, actor: str) -> str:
    """A new one-time code for an account, to be part of a link; an earlier one stops working."""
    token = secrets.token_urlsafe(32)
    mark, expires = vault.fingerprint("invitation", token), datetime.now(UTC) + LINK
    session.merge(Invitation(account_id=account.id, fingerprint=mark, expires=expires))
    journal.write(session, actor, "account.invited", f"account:{account.id}")
    return token


def again(session: Session, vault: Vault, account: Account, actor: str) -> str:
    """A new one-time code for who was invited and never came in.

    Raises AccountRefusedError for an account in use: no manager can take over the account of a colleague.
    """
    if account.password is not None:
        raise AccountRefusedError(f"{account.email} heeft al een wachtwoord. Op de server kan: verhaal account reset.")
    return invite(session, vault, account, actor)


def reset(session: Session, vault: Vault, account: Account, actor: str) -> str:
    """For a lost phone: shut the account out everywhere until its owner used the new one-time code.

    Raises AccountRefusedError for an account that is switched off, unless its owner never came in.
    """
    if account.password is not None and not account.active:
        raise AccountRefusedError(f"{account.email} is uitgezet. Zet het account eerst aan.")
    account.password = account.tf_totp_secret = account.tf_primary_method = account.mf_recovery_codes = None
    account.totp_counter = None
    account.fs_uniquifier = uuid4().hex
    journal.write(session, actor, "account.reset", f"account:{account.id}")
    return invite(session, vault, account, actor)


def invited(session: Session, vault: Vault, token: str) -> Account:
    """The account of a one-time code that still works. Raises AccountRefusedError with the same words for any other."""
    mark = vault.fingerprint("invitation", token)
    found = session.scalar(select(Invitation).where(Invitation.fingerprint == mark))
    if found is None or _aware(found.expires) < datetime.now(UTC):
        raise AccountRefusedError(GONE)
    return find(session, found.account_id)


def accept(session: Session, vault: Vault, token: str, password: str, totp_secret: str, counter: int | None) -> Account:
    """Use a one-time code up: the account gets its (hashed) password and (encrypted) second step, and may sign in.

    ``counter`` is the step of the one-time code that was shown to work. Raises AccountRefusedError as ``invited`` does.
    """
    account = invited(session, vault, token)
    session.delete(session.get_one(Invitation, account.id))
    account.password, account.tf_totp_secret, account.totp_counter = password, totp_secret, counter
    account.tf_primary_method, account.active, account.fs_uniquifier = "authenticator", True, uuid4().hex
    journal.write(session, f"account:{account.id}", "account.accepted", f"account:{account.id}", **account.codes())
    return account


def change_roles(session: Session, account: Account, roles: Iterable[str], actor: str) -> None:
    """Give an account these roles and no others.

    Raises AccountRefusedError for none or an unknown role, or where a role would be left without anybody.
    """
    wanted = _known_roles(roles)
    had = account.codes()["roles"]
    _keep_somebody(session, account, set(had) - set(wanted))
    _give(session, account, wanted)
    journal.write(session, actor, "account.roles", f"account:{account.id}", before=had, after=wanted)


def switch_off(session: Session, account: Account, actor: str) -> None:
    """Switch an account off, or take an invitation back; whoever is signed in with it is out at once.

    Raises AccountRefusedError for one's own account, or where a role would be left without anybody.
    """
    if actor == f"account:{account.id}":
        raise AccountRefusedError("Je eigen account kun je niet uitzetten. Vraag een andere beheerder.")
    _keep_somebody(session, account, account.codes()["roles"])
    open_link = session.get(Invitation, account.id)
    if open_link is not None:
        session.delete(open_link)
    account.active, account.fs_uniquifier = False, uuid4().hex
    journal.write(session, actor, "account.off", f"account:{account.id}")


def switch_on(session: Session, account: Account, actor: str) -> None:
    """Switch an account on again. Raises AccountRefusedError when its owner has no password."""
    if account.password is None:
        raise AccountRefusedError(f"{account.email} heeft nog geen wachtwoord. Maak een nieuwe link.")
    account.active = True
    journal.write(session, actor, "account.on", f"account:{account.id}")


def open_links(session: Session) -> dict[int, datetime]:
    """Until when each link that was given out and not used works, by the number of the account."""
    return {link.account_id: _aware(link.expires) for link in session.scalars(select(Invitation))}


def _known_roles(roles: Iterable[str]) -> list[str]:
    wanted = sorted(set(roles))
    if not wanted or not set(wanted) <= set(ROLES):
        raise AccountRefusedError(WHICH_ROLES)
    return wanted


def _give(session: Session, account: Account, wanted: Iterable[str]) -> None:
    known = {role.name: role for role in session.scalars(select(Role))}
    account.roles = [known.get(name) or Role(name=name, description=ROLES[name]) for name in wanted]
    if WORKER in wanted and account.collector is None:
        account.collector = f"c-{uuid4().hex[:12]}"


def _keep_somebody(session: Session, account: Account, lost: Iterable[str]) -> None:
    if not account.active:
        return
    # Two managers at the same moment wait for each other here.
    session.scalars(select(Role).where(Role.name.in_(NEVER_WITHOUT)).with_for_update()).all()
    for name in set(NEVER_WITHOUT) & set(lost):
        others = select(Account.id).join(Account.roles).where(Account.active, Account.id != account.id)
        if session.scalar(others.where(Role.name == name).limit(1)) is None:
            raise AccountRefusedError(f"{account.email} is de laatste {ROLES[name]}. Geef eerst iemand anders die rol.")


def _aware(moment: datetime) -> datetime:
    # SQLite keeps no time zone; all moments are stored in UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
