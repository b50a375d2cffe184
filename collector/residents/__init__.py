"""The residents' door: tell, thank, withdraw, read the feedback. No account, no tracking."""

from flask import Blueprint

door = Blueprint("residents", __name__)

from collector.residents import api, feedback, pages, tell, withdraw  # noqa: E402

__all__ = ["api", "door", "feedback", "pages", "tell", "withdraw"]
