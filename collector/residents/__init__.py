"""The residents' door: tell, thank, withdraw, read the feedback. No account, no tracking."""

from flask import Blueprint

door = Blueprint("residents", __name__)

from collector.residents import api, contact, feedback, kiosk, offline, own, pages, speaking, tell, withdraw  # noqa: E402

__all__ = ["api", "contact", "door", "feedback", "kiosk", "offline", "own", "pages", "speaking", "tell", "withdraw"]
