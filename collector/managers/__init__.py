"""The managers' door: rounds, accounts and the journal."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("managers", __name__)
guard(door)

from collector.managers import accounts, journal, rounds  # noqa: E402

__all__ = ["accounts", "door", "journal", "rounds"]
