"""The languages of the residents' site: Dutch first, five beside it; what the staff reads is Dutch."""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from flask import Flask, request, session, url_for
from flask_babel import Babel, Domain, format_date, get_locale, gettext, refresh

from collector.store import Store

DUTCH = "nl"
#: every language by its code, with the name its own speakers give it
LANGUAGES = {
    DUTCH: "Nederlands",
    "tr": "Türkçe",
    "ar": "العربية",
    "en": "English",
    "pl": "Polski",
    "de": "Deutsch",
}
#: the sentences of forms in the language of the page: give ``meta={"sentences": SENTENCES}`` to a form
SENTENCES = Domain()
# In the address, in the form of a story, and in the session cookie of this browser.
_NAME = "taal"


def prepare(app: Flask, _store: Store) -> None:
    """Choose the language per request and hand it to the templates."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DUTCH)
    Babel(app, locale_selector=wanted)
    app.before_request(_walk_on)
    app.context_processor(_for_templates)
    app.add_template_filter(long_date, "dag")
    app.add_template_filter(place_name, "plaats")
    app.add_template_filter(language_name, "taal")


def wanted() -> str:
    """The language asked for by ``?taal=``, else the one chosen earlier in this browser, else Dutch."""
    # A page that does not exist has no door; whoever is lost is a resident.
    if request.blueprint not in ("residents", None):
        return DUTCH
    asked = (request.args.get(_NAME), session.get(_NAME))
    return next((language for language in asked if language in LANGUAGES), DUTCH)


def switched() -> bool:
    """Whether a story form was sent to read it in another language, not to hand it in; if so, that language holds."""
    language = request.form.get(_NAME)
    if language not in LANGUAGES:
        return False
    session[_NAME] = language
    refresh()
    return True


def spoken() -> str:
    """The code of the language of this page."""
    locale = get_locale()
    return locale.language if locale else DUTCH


def long_date(day: date) -> str:
    """A day as people write it: "6 april 2027"."""
    return str(format_date(day, "long"))


def place_name(slug: str) -> str:
    """The slug of a place as people write it: "de-riet" is "De Riet", "almelo-kind" its page for children."""
    if slug.endswith("-kind"):
        return str(gettext("%(place)s, voor kinderen", place=place_name(slug.removesuffix("-kind"))))
    return str(gettext("Almelo en Enschede samen")) if slug == "programma" else slug.replace("-", " ").title()


def language_name(code: str) -> str:
    """What the Dutch call a language: "tr" is "Turks"; a code without a name stays itself."""
    return str(Locale(DUTCH).languages.get(code, code))


def remember(asked: Mapping[str, str]) -> None:
    """Remember a language asked for by ``taal``, so that the next page has it too."""
    language = asked.get(_NAME)
    if language in LANGUAGES:
        session[_NAME] = language


def _walk_on() -> None:
    if request.blueprint == "residents" and not request.path.startswith("/api/"):
        remember(request.args)


def _same_page(language: str) -> str:
    """The address of this page in another language; of the start page where this page is only an answer."""
    if request.endpoint is None or request.blueprint != "residents":
        return url_for("residents.home", taal=language)
    return url_for(request.endpoint, **{**(request.view_args or {}), _NAME: language})


def _for_templates() -> dict[str, object]:
    locale = get_locale()
    return {
        "language": spoken(),
        "direction": locale.text_direction if locale else "ltr",
        "languages": LANGUAGES if request and request.blueprint in ("residents", None) else {},
        "same_page": _same_page,
    }
