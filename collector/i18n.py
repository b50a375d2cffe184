"""The language of the site: Dutch first; others as their translations are added."""

from datetime import date

from flask import Flask, request
from flask_babel import Babel, format_date, get_locale

from collector.store import Store

LANGUAGES = {"nl": "Nederlands"}
WHOLE_PROGRAMME = "Almelo en Enschede samen"


def prepare(app: Flask, _store: Store) -> None:
    """Choose the language per request and hand it to the templates."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "nl")
    Babel(app, locale_selector=wanted)
    app.context_processor(_for_templates)
    app.add_template_filter(long_date, "dag")
    app.add_template_filter(place_name, "plaats")


def wanted() -> str:
    """The language asked for by ``?taal=``, when there is a translation; else Dutch."""
    asked = request.args.get("taal", "")
    return asked if asked in LANGUAGES else "nl"


def long_date(day: date) -> str:
    """A day as people write it: "6 april 2027"."""
    return str(format_date(day, "d MMMM y"))


def place_name(slug: str) -> str:
    """The slug of a place as people write it: "de-riet" is "De Riet", "almelo-kind" its page for children."""
    if slug.endswith("-kind"):
        return f"{place_name(slug.removesuffix('-kind'))}, voor kinderen"
    return WHOLE_PROGRAMME if slug == "programma" else slug.replace("-", " ").title()


def _for_templates() -> dict[str, object]:
    locale = get_locale()
    return {
        "language": locale.language if locale else "nl",
        "direction": locale.text_direction if locale else "ltr",
        "languages": LANGUAGES,
    }
