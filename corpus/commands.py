"""Commands on what has been told: ``verhaal db``, ``verhaal load``, ``verhaal retention``, ``verhaal withdraw``."""

from datetime import date
from pathlib import Path

import click

from corpus import areas, codebook, withdrawal
from corpus import retention as clocks
from corpus.console import RefusedError, opened, plainly, say_loaded
from corpus.database import connect, upgrade, writing
from corpus.exchange import figures, stories
from corpus.instance import Instance, from_environment
from corpus.vault import make_key_file

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def db() -> None:
    """De database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Breng de database bij de nieuwste versie; maakt haar en de sleutel als ze er nog niet zijn."""
    with plainly():
        prepare(from_environment())
    click.echo("De database is bij.")


def prepare(here: Instance) -> None:
    """Key, migrations, areas and codebook of an installation; may be repeated."""
    make_key_file(here.key_file)
    engine = connect(here.database_url)
    upgrade(engine)
    with writing(engine) as session:
        areas.load_reference(session)
        codebook.load_reference(session)


@click.group()
def load() -> None:
    """Haal verhalen of cijfers van buiten binnen."""


@load.command("stories")
@click.argument("file", type=FILE)
@click.pass_obj
def load_stories(check: stories.Check, file: Path) -> None:
    """Verhalen uit een JSONL-bestand; bij één geweigerde regel wordt niets opgenomen."""
    with plainly():
        _, engine, vault = opened()
        with file.open(encoding="utf-8", errors="replace") as lines, writing(engine) as session:
            loaded = stories.load_stories(session, vault, lines, check, date.today())
    say_loaded(loaded.refused, f"{loaded.added} verhalen opgenomen, {loaded.known} waren er al.")


@load.command("figures")
@click.argument("package", type=FILE)
def load_figures(package: Path) -> None:
    """Cijfers uit een Frictionless-pakket (datapackage.json); bij één geweigerde regel wordt niets opgenomen."""
    with plainly():
        _, engine, _ = opened()
        with writing(engine) as session:
            loaded = figures.load_figures(session, package, date.today())
    said = f"{loaded.added} cijfers nieuw, {loaded.revised} herzien, {loaded.unchanged} ongewijzigd."
    say_loaded(loaded.refused, said)


@click.command()
def retention() -> None:
    """Ruim op wat niet langer bewaard mag worden. Draai dit elke dag, kort na middernacht."""
    with plainly():
        _, engine, _ = opened()
        gone = clocks.run(engine, date.today())
    click.echo("Opgeruimd: " + ", ".join(f"{count} {name}" for name, count in gone.items()) + ".")


@click.command()
@click.argument("code")
def withdraw(code: str) -> None:
    """Haal het verhaal van deze vier woorden uit alles weg."""
    with plainly():
        _, database, vault = opened()
        if not withdrawal.withdraw(database, vault, code):
            raise RefusedError("Met deze vier woorden is er geen verhaal.")
    click.echo("Het verhaal is weg.")
