"""Signing in, as data: the settings of the sign-in library, its Dutch sentences, and the forms without extras."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_security.forms import LoginForm
from flask_security.mail_util import EmailValidateException, MailUtil
from flask_security.totp import Totp
from flask_security.utils import validate_redirect_url

from corpus.accounts import Account
from corpus.vault import Vault
from forms.staffing import SHORTEST

ISSUER = "Elk verhaal telt"
START = "/werkplek"
PASSWORD_LENGTH = SHORTEST
AUTHENTICATOR = "authenticator"
#: staff who were away this long sign in again
IDLE = timedelta(minutes=30)
NO_ADDRESS = "Vul een e-mailadres in, zoals naam@organisatie.nl."

SETTINGS: Mapping[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_LENGTH,
    # The same answer for an unknown address and a wrong password.
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_REQUIRED": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": [AUTHENTICATOR],
    "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/inloggen/herstelcodes",
    "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/inloggen/herstelcode",
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 120,  # seconds a clock may be off, before or behind
    "SECURITY_TOTP_ISSUER": ISSUER,
    # Changing the second step asks for the password again.
    "SECURITY_FRESHNESS": timedelta(minutes=10),
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_LOGIN_URL": "/inloggen",
    "SECURITY_LOGOUT_URL": "/uitloggen",
    # A button, never a link; the cookie is not sent along with a form of another site (SameSite).
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_VERIFY_URL": "/inloggen/opnieuw",
    "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/inloggen/code",
    "SECURITY_TWO_FACTOR_SETUP_URL": "/inloggen/tweede-stap",
    "SECURITY_TWO_FACTOR_RESCUE_URL": "/inloggen/hulp",
    "SECURITY_TWO_FACTOR_SELECT_URL": "/inloggen/keuze",
    "SECURITY_POST_LOGIN_VIEW": START,
    "SECURITY_POST_LOGOUT_VIEW": "/inloggen",
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": START,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_JOIN_USER_ROLES": False,
}

#: Parts of the library that this site does not offer: they would need e-mail, or a choice there is not.
CLOSED = ("security.two_factor_rescue", "security.tf_select")

SENTENCES: Mapping[str, tuple[str, str]] = {
    "API_ERROR": ("Dit is niet goed aangekomen. Probeer het nog een keer.", "error"),
    "GENERIC_AUTHN_FAILED": ("Het e-mailadres of het wachtwoord klopt niet.", "error"),
    "USER_DOES_NOT_EXIST": ("Het e-mailadres of het wachtwoord klopt niet.", "error"),
    "INVALID_PASSWORD": ("Dit wachtwoord klopt niet.", "error"),
    "DISABLED_ACCOUNT": ("Dit account is uitgezet. Vraag de beheerder.", "error"),
    "EMAIL_NOT_PROVIDED": ("Vul je e-mailadres in.", "error"),
    "INVALID_EMAIL_ADDRESS": (NO_ADDRESS, "error"),
    "PASSWORD_NOT_PROVIDED": ("Vul je wachtwoord in.", "error"),
    "PASSWORD_INVALID_LENGTH": (f"Een wachtwoord heeft minstens {PASSWORD_LENGTH} tekens.", "error"),
    "UNAUTHENTICATED": ("Log eerst in om deze pagina te zien.", "info"),
    "UNAUTHORIZED": ("Deze pagina is niet voor jou bedoeld.", "error"),
    "ANONYMOUS_USER_REQUIRED": ("Je bent al ingelogd.", "info"),
    "REAUTHENTICATION_REQUIRED": ("Vul voor deze stap nog een keer je wachtwoord in.", "info"),
    "REAUTHENTICATION_SUCCESSFUL": ("Dank je wel, je wachtwoord klopt.", "info"),
    "INVALID_CODE": ("Deze code klopt niet.", "error"),
    "INVALID_RECOVERY_CODE": ("Deze herstelcode klopt niet. Elke herstelcode werkt één keer.", "error"),
    "INVALID_REDIRECT": ("Doorgaan naar een andere site kan hier niet.", "error"),
    "TWO_FACTOR_INVALID_TOKEN": (
        "Deze code klopt niet. Kijk in je app en vul de nieuwe code in. Elke code werkt één keer.",
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("Je bent ingelogd.", "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": ("Je nieuwe tweede stap werkt.", "success"),
    "TWO_FACTOR_PERMISSION_DENIED": ("Begin opnieuw met inloggen.", "error"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("Deze manier kan hier niet. Gebruik een app op je telefoon.", "error"),
    "TWO_FACTOR_SETUP_EXPIRED": ("Dit duurde te lang. Begin opnieuw met de tweede stap.", "error"),
}


def settings(vault: Vault) -> dict[str, Any]:
    """All settings of the sign-in library, with keys of this installation."""
    sentences = {f"SECURITY_MSG_{name}": sentence for name, sentence in SENTENCES.items()}
    # A new key must not shut anybody out: passwords stay with the oldest key, one-time secrets open with any of them.
    oldest = min(vault.masters)
    secrets = {str(number): vault.derive("totp", number).hex() for number in vault.masters}
    return {
        **SETTINGS,
        **sentences,
        "SECURITY_PASSWORD_SALT": vault.derive("passwords", oldest).hex(),
        "SECURITY_TOTP_SECRETS": secrets,
    }


class SignInForm(LoginForm):
    """Address and password. Nobody is remembered: these are shared devices."""

    remember = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Where to go afterwards: the page that was asked for, never another site.
        if not self.next.data or not validate_redirect_url(self.next.data):
            self.next.data = START


class NoMail(MailUtil):
    """This site sends no e-mail; an address is only a name to sign in with."""

    def normalize(self, email: str) -> str:
        """The address in small letters. Raises EmailValidateException when it is none."""
        plain = email.strip().lower()
        if plain.count("@") != 1 or not all(plain.split("@")) or any(sign.isspace() for sign in plain):
            raise EmailValidateException(NO_ADDRESS)
        return plain

    def validate(self, email: str) -> str:
        """The same as ``normalize``: whether an address receives mail does not matter here."""
        return self.normalize(email)

    def send_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Send nothing."""


class OneTimeCodes(Totp):
    """One-time codes that work once (RFC 6238, section 5.2)."""

    def get_last_counter(self, user: Any) -> int | None:
        """The step of the code this account used last."""
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the step of the code just used; stored with the sign-in itself."""
        user.totp_counter = tmatch.counter

    def unused(self, account: Account) -> str:
        """The first code not used yet; the check lets some steps ahead pass, for clocks that are off."""
        source = self._totp.from_source(account.tf_totp_secret)
        now = source.generate().counter
        used = -1 if account.totp_counter is None else account.totp_counter
        return str(source.generate(max(now, used + 1) * source.period).token)
