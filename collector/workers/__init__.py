"""The workers' door: record an interview in the street or at the club, hand it in, give the teller the receipt."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("workers", __name__)

from collector.workers import api, on_the_road, overview, practice, record  # noqa: E402

# After the pages: what somebody typed while the session ended is shown again before anybody is sent to sign in.
guard(door)

__all__ = ["api", "door", "on_the_road", "overview", "practice", "record"]
