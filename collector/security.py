"""Staff sign in with a password and a one-time code; residents have no account at all."""

import time
from typing import Any, NoReturn, cast

from flask import Flask, abort, flash, request, session
from flask_login import user_logged_out
from flask_security import Security, SQLAlchemySessionUserDatastore, UserMixin, user_authenticated
from flask_security.signals import user_failed_authn
from flask_security.utils import logout_user
from sqlalchemy.orm import scoped_session, sessionmaker

from collector import permissions, sign_in
from collector.limits import SIGN_IN, about, limiter
from collector.recovery import RecoveryCodes, RecoveryForm
from collector.store import Store
from corpus import journal
from corpus.accounts import Account, Role
from corpus.database import writing

#: Tries of a password for one address, wherever they come from.
PASSWORDS = "10 per minute; 30 per hour"
#: Tries of the second step for one account, wherever they come from.
CODES = "10 per minute; 40 per hour"
AWAY = "Je was een half uur weg. Log opnieuw in."
SIGNED_OUT = "Je bent uitgelogd."
_SIGNED_IN, _SEEN, _CODE_FOR = "_user_id", "seen", "tf_user_id"


class StaffAccount(UserMixin, Account, eq=False, repr=False):  # type: ignore[misc]
    """An account as the sign-in library knows it. The same table; nothing is added."""


class Accounts(SQLAlchemySessionUserDatastore):
    """Where the sign-in library finds accounts."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Any:
        """The account with this address or key, or None."""
        found = super().find_user(case_insensitive, **kwargs)
        # The read ends here: an open one would hold up what this request itself is going to write.
        self.db.session.commit()
        return found


def prepare(app: Flask, store: Store) -> None:
    """Let staff sign in; raises nothing that depends on a request."""
    # Reading must not take the write lock of SQLite, and nothing is written before it is asked for.
    engine = store.engine.execution_options(read_only=True)
    accounts = scoped_session(sessionmaker(engine, expire_on_commit=False, autoflush=False))
    app.teardown_appcontext(lambda _error: accounts.remove())
    for name, value in sign_in.settings(store.vault).items():
        app.config.setdefault(name, value)
    security = Security(
        app,
        Accounts(accounts, StaffAccount, cast(Any, Role)),
        login_form=sign_in.SignInForm,
        mail_util_cls=sign_in.NoMail,
        totp_cls=sign_in.OneTimeCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        mf_recovery_form=RecoveryForm,
    )
    # Pages only: no tokens in headers, no JSON to sign in with.
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)
    for endpoint in sign_in.CLOSED:
        app.view_functions[endpoint] = _closed
    app.before_request(_end_idle_session)
    app.before_request(_slow_down_guessing)
    app.context_processor(lambda: {"open_doors": permissions.open_doors, "may_open": permissions.may_open})
    _write_down(app, store)


def _closed() -> NoReturn:
    abort(404)


def _end_idle_session() -> None:
    """Sign out who was away too long; the moment last seen travels in the signed cookie itself."""
    if _SIGNED_IN not in session or request.endpoint == "static":
        return
    now = time.time()
    last_seen = float(session.get(_SEEN) or session.get("fs_paa") or 0)
    if now - last_seen > sign_in.IDLE.total_seconds():
        logout_user()
        session.pop("_flashes", None)
        flash(AWAY, "info")
        return
    session[_SEEN] = now


def _slow_down_guessing() -> None:
    if request.method != "POST":
        return
    if request.endpoint in ("security.login", "security.verify"):
        _count_sign_in()
        _count_password()
    elif request.endpoint in ("security.two_factor_token_validation", "security.mf_recovery"):
        _count_sign_in()
        _count_code()
    elif request.endpoint == "invitation.accept":
        _count_sign_in()


@limiter.limit(SIGN_IN)
def _count_sign_in() -> None:
    """Nothing but a try, counted per network."""


def _whose_password() -> str:
    return about(request.form.get("email", "").strip().lower() or str(session.get(_SIGNED_IN, "")))


@limiter.limit(PASSWORDS, key_func=_whose_password)
def _count_password() -> None:
    """Nothing but a try, counted per address that is signed in with, known here or not."""


@limiter.limit(CODES, key_func=lambda: str(session.get(_CODE_FOR, "nobody")))
def _count_code() -> None:
    """Nothing but a try, counted per account."""


def _write_down(app: Flask, store: Store) -> None:
    """Keep a journal line of every sign-in, and of every try with a known address that failed."""

    def note(user: Account, action: str, **codes: Any) -> None:
        with writing(store.engine) as writer:
            journal.write(writer, f"account:{user.id}", action, f"account:{user.id}", **codes)

    def signed_in(_app: Flask, user: Account, **_more: Any) -> None:
        session[_SEEN] = time.time()
        note(user, "account.signed_in")

    def refused(_app: Flask, user: Account, auth_type: str, **_more: Any) -> None:
        note(user, "account.refused", step=auth_type)

    def signed_out(_app: Flask, user: Account, **_more: Any) -> None:
        session.pop(_SEEN, None)
        flash(SIGNED_OUT, "info")

    user_authenticated.connect(signed_in, app, weak=False)
    user_failed_authn.connect(refused, app, weak=False)
    user_logged_out.connect(signed_out, app, weak=False)
