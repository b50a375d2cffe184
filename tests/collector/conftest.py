"""The site on an installation of its own, and a way to really sign in to it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collector.accounts import create_account, demo_code
from collector.site import create_app
from collector.store import Store
from corpus.instance import Instance

TODAY = date(2026, 11, 23)
PASSWORD = "een-verzonnen-wachtwoord"
SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "RATELIMIT_ENABLED": False,
    "TODAY": lambda: TODAY,
    # The real hash takes a quarter of a second on purpose.
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__time_cost": 1, "argon2__memory_cost": 64},
}


@pytest.fixture
def instance(house) -> Instance:
    """An installation with areas, codebook and one open round, on SQLite."""
    return house.instance


@pytest.fixture
def open_site() -> Callable[[Instance], Flask]:
    """Makes the site of an installation, on 23 November 2026, without limits on speed."""
    return lambda instance: create_app(instance, **SETTINGS)


@pytest.fixture
def app(open_site: Callable[[Instance], Flask], instance: Instance) -> Flask:
    """The site of this test."""
    return open_site(instance)


@pytest.fixture
def store(app: Flask) -> Store:
    """Database and keys behind the site."""
    return app.extensions["store"]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script."""
    return app.test_client()


def token(page: str) -> str:
    """The token against forgery in a page."""
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


@pytest.fixture
def csrf() -> Callable[[str], str]:
    """Reads the token against forgery from a page."""
    return token


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, str], str]:
    """``sign_in(client, role)`` signs in with password and one-time code; returns the address of the account."""

    def sign_in(client: FlaskClient, role: str) -> str:
        app = client.application
        email = f"{role}@voorbeeld.test"
        if email not in app.config.setdefault("SIGNED_UP", set()):
            create_account(app, email, [role], PASSWORD, fictional=True)
            app.config["SIGNED_UP"].add(email)
        answers = {"email": email, "password": PASSWORD, "csrf_token": token(client.get("/inloggen").text)}
        second = client.post("/inloggen", data=answers).location
        answers = {"code": demo_code(app, email), "csrf_token": token(client.get(second).text)}
        assert client.post(second, data=answers).location == "/werkplek"
        return email

    return sign_in
