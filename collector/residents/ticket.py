"""A ticket instead of a session: for half an hour it says that somebody knew the four words of a story."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

#: seconds; as long as it takes to read a story back on a shared device, and no longer
VALID = 30 * 60


def give(story_id: str) -> str:
    """A ticket for the story of these words. It stands in the page only, never in an address or a cookie."""
    return _maker().dumps(story_id)


def story_of(ticket: object) -> str | None:
    """The id of the story, or None when this is no ticket of ours or it is too old."""
    try:
        return str(_maker().loads(str(ticket), max_age=VALID))
    except BadSignature:
        return None


def _maker() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="own story")
