"""The guardians' door: a person reads every child's story and every signal, in time."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("guardians", __name__)
guard(door)

from collector.guardians import canary, closed, contact, queue, recording, story  # noqa: E402

__all__ = ["canary", "closed", "contact", "door", "queue", "recording", "story"]
