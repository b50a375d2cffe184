"""Cookies: one signed session cookie that ends with the browser; nothing else, and never for counting visitors."""

import secrets
from datetime import timedelta

from flask import session

SETTINGS = {
    "SESSION_COOKIE_NAME": "verhaal",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,  # set by VERHAAL_HTTPS behind a proxy with TLS; the demo runs on plain localhost
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
}
_TOLD, _KIOSK = "told", "kiosk"


def remember_told(story_id: str, signal: int) -> None:
    """Remember, in this browser only, which story was just told, so that the thank-you page survives a reload."""
    session[_TOLD] = [story_id, signal]


def just_told() -> tuple[str, int] | None:
    """The story told last in this browser with its signal level, or None."""
    told = session.get(_TOLD)
    return (str(told[0]), int(told[1])) if told else None


def forget_told() -> None:
    """Leave no trace of the story in this browser: a page gone back to and sent again is refused from now on."""
    session.pop(_TOLD, None)
    session.pop("csrf_token", None)


def begin_turn(code: str) -> None:
    """Forget everything, also who was signed in, and make this browser the kiosk of that code, with a fresh turn."""
    session.clear()
    session[_KIOSK] = [code, secrets.token_urlsafe(9)]


def turn() -> tuple[str, str] | None:
    """The code of the kiosk that this browser is and the turn of its teller, or None in any other browser."""
    mine = session.get(_KIOSK)
    return (str(mine[0]), str(mine[1])) if mine else None


def end_turn() -> None:
    """Forget everything; this browser is no kiosk any more until its start screen is opened."""
    session.clear()
