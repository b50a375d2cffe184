"""Recovery codes for who has no phone at hand: shown once, kept as fingerprints, each good for one sign-in."""

from typing import Any

from flask import current_app
from flask_security.recovery_codes import MfRecoveryCodesUtil, MfRecoveryForm
from wtforms import StringField

from collector.store import Store, store
from corpus import journal
from corpus.accounts import Account
from corpus.database import writing

EMPTY = "Vul een herstelcode in."


class RecoveryCodes(MfRecoveryCodesUtil):
    """The codes of an account as the sign-in library asks for them."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """New codes, to be shown now and never again; older ones stop working."""
        codes, user.mf_recovery_codes = fresh_codes(store(), user)
        with writing(store().engine) as session:
            journal.write(session, f"account:{user.id}", "account.codes_made", f"account:{user.id}", count=len(codes))
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        """Nothing: what was shown once cannot be shown again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Whether a code is one of this account that was not used."""
        return fingerprint(store(), user, code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Use a code up."""
        mark = fingerprint(store(), user, code)
        kept = [other for other in user.mf_recovery_codes or [] if other != mark]
        used, user.mf_recovery_codes = len(kept) < len(user.mf_recovery_codes or []), kept
        with writing(store().engine) as session:
            journal.write(session, f"account:{user.id}", "account.code_spent", f"account:{user.id}", left=len(kept))
        return used


class RecoveryForm(MfRecoveryForm):
    """One recovery code, refused in our own words."""

    code = StringField("Herstelcode")

    def validate(self, **kwargs: Any) -> bool:
        """Whether the code is good; an empty box is a sentence of its own."""
        if not plain(self.code.data or ""):
            self.code.errors = [EMPTY]
            return False
        return bool(super().validate(**kwargs))


def fresh_codes(known: Store, account: Account) -> tuple[list[str], list[str]]:
    """New recovery codes for an account, and the fingerprints under which they are stored."""
    security = current_app.extensions["security"]
    number = current_app.config["SECURITY_MULTI_FACTOR_RECOVERY_CODES_N"]
    codes = list(security.totp_factory.generate_recovery_codes(number))
    return codes, [fingerprint(known, account, code) for code in codes]


def fingerprint(known: Store, account: Account, code: str) -> str:
    """What is stored of a code: useless for another account, and without the key."""
    return known.vault.fingerprint("recovery", f"{account.id}:{plain(code)}")


def plain(code: str) -> str:
    """A code as typed, without the spaces, dashes and capitals people add."""
    return "".join(sign for sign in code.lower() if sign.isalnum())
