"""The language of the site: Dutch first; others as their translations are added."""

from flask import Flask, request
from flask_babel import Babel, get_locale

from collector.store import Store

LANGUAGES = {"nl": "Nederlands"}


def prepare(app: Flask, _store: Store) -> None:
    """Choose the language per request and hand it to the templates."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "nl")
    Babel(app, locale_selector=wanted)
    app.context_processor(_for_templates)


def wanted() -> str:
    """The language asked for by ``?taal=``, when there is a translation; else Dutch."""
    asked = request.args.get("taal", "")
    return asked if asked in LANGUAGES else "nl"


def _for_templates() -> dict[str, object]:
    locale = get_locale()
    return {
        "language": locale.language if locale else "nl",
        "direction": locale.text_direction if locale else "ltr",
        "languages": LANGUAGES,
    }
