"""Where one installation keeps its things: a folder, a database, a key file. Read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from corpus.mail import MailServer

ENGINES = ("local", "dask")
#: by one of these a folder with a model of sentence-transformers or model2vec is known
MODEL_FILES = ("modules.json", "config.json")


class BadSettingError(ValueError):
    """A setting with a value that cannot be used; the message names the setting."""


@dataclass(frozen=True)
class Instance:
    """One installation. Every part of the house gets it handed in; nothing else reads the environment."""

    folder: Path
    database_url: str
    key_file: Path
    spacy_model: str = ""
    engine: str = "local"
    scheduler: str = ""
    embeddings: str = ""
    smtp: MailServer | None = None
    #: address at which people find the site, without a slash at the end; empty when it was not set
    site: str = ""

    @property
    def models(self) -> Path:
        """Folder of the models that this installation learnt from people."""
        return self.folder / "models"

    @property
    def reports(self) -> Path:
        """Folder of the published reports."""
        return self.folder / "reports"


def from_environment(environment: Mapping[str, str] = os.environ) -> Instance:
    """Read the ``VERHAAL_*`` settings; makes the instance folder.

    Raises BadSettingError naming the setting that has a wrong value.
    """
    folder = Path(environment.get("VERHAAL_INSTANCE") or "instance").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise BadSettingError(f"VERHAAL_INSTANCE: in {folder} kan niet worden geschreven.") from None
    engine = environment.get("VERHAAL_ENGINE") or "local"
    if engine not in ENGINES:
        raise BadSettingError(f"VERHAAL_ENGINE: {engine!r} is geen bekende motor; kies uit {', '.join(ENGINES)}.")
    scheduler = environment.get("VERHAAL_SCHEDULER", "")
    if scheduler and not scheduler.startswith(("tcp://", "tls://")):
        raise BadSettingError("VERHAAL_SCHEDULER: het adres begint met tcp:// of tls://.")
    return Instance(
        folder=folder,
        database_url=_database_url(environment.get("VERHAAL_DATABASE_URL", ""), folder),
        key_file=Path(environment.get("VERHAAL_KEY_FILE") or folder / "key").absolute(),
        spacy_model=environment.get("VERHAAL_SPACY_MODEL", ""),
        engine=engine,
        scheduler=scheduler,
        embeddings=_embeddings(environment.get("VERHAAL_EMBEDDINGS", "")),
        smtp=_smtp(environment.get("VERHAAL_SMTP", "")),
        site=_site(environment.get("VERHAAL_SITE", "")),
    )


def _smtp(given: str) -> MailServer | None:
    """The mail server; the sentence of a refusal never repeats what was given, for a password may stand in it."""
    try:
        return MailServer.of(given) if given else None
    except ValueError as reason:
        raise BadSettingError(f"VERHAAL_SMTP: {reason}.") from None


def _site(given: str) -> str:
    if given and not given.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise BadSettingError("VERHAAL_SITE: het adres begint met https://.")
    return given.rstrip("/")


def _embeddings(given: str) -> str:
    """The folder of an embedding model, absolute; empty when none is named."""
    if not given:
        return ""
    folder = Path(given).absolute()
    if not any((folder / name).is_file() for name in MODEL_FILES):
        raise BadSettingError(
            f"VERHAAL_EMBEDDINGS: {folder} is geen map met een model van model2vec of sentence-transformers."
        )
    return str(folder)


def _database_url(given: str, folder: Path) -> str:
    if not given:
        return f"sqlite:///{folder / 'verhalen.sqlite'}"
    try:
        backend = make_url(given).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise BadSettingError("VERHAAL_DATABASE_URL: het adres begint met sqlite:/// of postgresql://.")
    return given
