"""Shared by the tests of exchange: a fresh database with the areas."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from corpus import areas, codebook, database


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the areas of 2021 and the codebook, to be copied."""
    file = tmp_path_factory.mktemp("exchange") / "corpus.db"
    engine = database.connect(f"sqlite:///{file}")
    database.upgrade(engine)
    with database.writing(engine) as session:
        areas.load_reference(session)
        codebook.load_reference(session)
    engine.dispose()
    return file


@pytest.fixture
def session(empty: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on a database of its own."""
    shutil.copy(empty, tmp_path / "corpus.db")
    engine = database.connect(f"sqlite:///{tmp_path}/corpus.db")
    with database.writing(engine) as session:
        yield session
    engine.dispose()
