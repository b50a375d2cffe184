"""The coders' door: people read stories by the codebook, a fifth of them twice, and see whether they agree."""

from flask import Blueprint

from collector.permissions import guard

door = Blueprint("coders", __name__)
guard(door)

from collector.coders import agreement, queue, story  # noqa: E402

__all__ = ["agreement", "door", "queue", "story"]
