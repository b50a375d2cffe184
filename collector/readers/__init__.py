"""The area teams' door: the published reports for the teams, and nothing else."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("readers", __name__)
guard(door)

from collector.readers import reports  # noqa: E402

__all__ = ["door", "reports"]
