"""Cookies: one signed session cookie that ends with the browser; nothing else, and never for counting visitors."""

from datetime import timedelta

from flask import session

SETTINGS = {
    "SESSION_COOKIE_NAME": "verhaal",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,  # set by VERHAAL_HTTPS behind a proxy with TLS; the demo runs on plain localhost
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
}
_TOLD = "told"


def remember_told(story_id: str, signal: int) -> None:
    """Remember, in this browser only, which story was just told, so that the thank-you page survives a reload."""
    session[_TOLD] = [story_id, signal]


def just_told() -> tuple[str, int] | None:
    """The story told last in this browser with its signal level, or None."""
    told = session.get(_TOLD)
    return (str(told[0]), int(told[1])) if told else None


def forget_told() -> None:
    """Leave no trace of the story in this browser."""
    session.pop(_TOLD, None)
