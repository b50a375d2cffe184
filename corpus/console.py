"""What the commands of every room share: opening the installation, one plain line for a refusal, showing progress."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from tqdm import tqdm

from corpus.database import connect
from corpus.instance import BadSettingError, Instance, from_environment
from corpus.vault import Vault, VaultError, read_key_file


class RefusedError(click.ClickException):
    """Something that cannot be done: one clear line on stderr, exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True)


@contextmanager
def plainly() -> Iterator[None]:
    """Turn the refusals of the house into one line on stderr; the rest keeps its traceback for the operator."""
    try:
        yield
    except (BadSettingError, VaultError) as reason:
        raise RefusedError(str(reason)) from None
    except (OperationalError, ProgrammingError):
        # The message of the database may hold what was being stored: it goes nowhere.
        raise RefusedError(
            "De database is niet bereikbaar of niet bijgewerkt. Draai eerst: verhaal db upgrade"
        ) from None


def opened() -> tuple[Instance, Engine, Vault]:
    """The installation named by the environment, with its database and keys."""
    here = from_environment()
    return here, connect(here.database_url), read_key_file(here.key_file)


def progress() -> Callable[[str, int, int], None]:
    """Returns ``show(stage, done, total)``: a bar on a terminal, plain lines by the tenth elsewhere."""
    bars: dict[str, tqdm[Any]] = {}
    told: dict[str, int] = {}

    def show(stage: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            bar = bars.setdefault(stage, tqdm(total=total, desc=stage, unit=""))
            bar.update(done - bar.n)
            if done >= total:
                bar.close()
        elif (tenth := 10 * done // total if total else 10) != told.get(stage):
            told[stage] = tenth
            click.echo(f"{stage}: {done} van {total}", err=True)

    return show


def say_loaded(refused: Iterable[object], said: str) -> None:
    """Say what was taken in; or every refusal by name, with exit code 1."""
    reasons = [str(refusal) for refusal in refused]
    if reasons:
        click.echo("\n".join(reasons), err=True)
        raise RefusedError(f"Niets opgenomen: {len(reasons)} regels zijn geweigerd.")
    click.echo(said)
