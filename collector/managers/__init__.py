"""The managers' door: rounds, accounts, the journal, and what invites tellers: kiosks, cards and posters."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("managers", __name__)
guard(door)

from collector.managers import accounts, cards, clocks, journal, kiosks, posters, practice, rounds  # noqa: E402

__all__ = ["accounts", "cards", "clocks", "door", "journal", "kiosks", "posters", "practice", "rounds"]
