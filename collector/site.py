"""Puts the site together."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from collector import (
    analysts,
    coders,
    dates,
    errors,
    guardians,
    headers,
    i18n,
    invitation,
    limits,
    managers,
    readers,
    residents,
    security,
    session,
    workers,
    workplace,
)
from collector.store import Store, open_store
from corpus import signals
from corpus.instance import Instance

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
LARGEST = 256 * 1024  # a story with its marks is a few kilobytes; the longest form stays well below this


def create_app(instance: Instance, **overrides: Any) -> Flask:
    """Make the site for one installation. Keyword arguments override Flask's settings, for tests.

    Raises corpus.vault.VaultError when the key file cannot be used.
    """
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(Path(__file__).parent / "static"))
    store = open_store(instance)
    app.extensions["store"] = store
    app.config.update(
        SECRET_KEY=store.vault.derive("session").hex(),
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=LARGEST,
        WTF_CSRF_TIME_LIMIT=None,  # a teller may think for as long as needed
        TODAY=date.today,
        SITE_ADDRESS=instance.site,
    )
    app.config.update(session.SETTINGS)
    app.config.update(overrides)
    for part in (i18n, dates, limits, headers, errors, security):
        part.prepare(app, store)
    for door in (residents, invitation, workplace, workers, guardians, coders, analysts, readers, managers):
        app.register_blueprint(door.door)
    signals.look_for("")  # reads its word lists now, not while the first teller waits
    return app


__all__ = ["Store", "create_app"]
