"""The analysts' door: stories without names, what may be said over the rounds, and the reports."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("analysts", __name__)
guard(door)

from collector.analysts import codebook, quotes, reporting, reports, stories, story, trends  # noqa: E402

__all__ = ["codebook", "door", "quotes", "reporting", "reports", "stories", "story", "trends"]
