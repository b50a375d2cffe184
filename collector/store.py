"""What every view works with: the database and the keys of this installation."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import Engine

from corpus import database
from corpus.instance import Instance
from corpus.vault import Vault, read_key_file
from corpus.working_days import HERE


@dataclass(frozen=True)
class Store:
    """One installation, opened."""

    instance: Instance
    engine: Engine
    vault: Vault


def open_store(instance: Instance) -> Store:
    """Open the database and the key file. Raises corpus.vault.VaultError when the key cannot be read."""
    return Store(instance, database.connect(instance.database_url), read_key_file(instance.key_file))


def store() -> Store:
    """The store of the app that serves this request."""
    found = current_app.extensions["store"]
    assert isinstance(found, Store)
    return found


def today() -> date:
    """The calendar day, from the setting, so that a test can choose one."""
    day = current_app.config["TODAY"]()
    assert isinstance(day, date)
    return day


def now() -> datetime:
    """The clock of here on the day of the setting."""
    return datetime.combine(today(), datetime.now(HERE).time(), HERE)
