"""The managers' door: rounds, accounts, the journal, and what invites tellers: kiosks, cards and posters."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("managers", __name__)
guard(door)

from collector.managers import accounts, cards, journal, kiosks, posters, rounds  # noqa: E402

__all__ = ["accounts", "cards", "door", "journal", "kiosks", "posters", "rounds"]
