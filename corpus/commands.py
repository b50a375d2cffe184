"""Commands on what has been told: ``verhaal db``, ``load``, ``retention``, ``withdraw``, ``canary``, ``notify``."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from corpus import areas, codebook, outbox, withdrawal
from corpus import canary as canaries
from corpus import retention as clocks
from corpus.console import RefusedError, opened, plainly, say_loaded
from corpus.database import connect, upgrade, writing
from corpus.exchange import figures, stories
from corpus.exchange.commands import load_codebook, load_kobo, load_sensemaker
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
@click.argument("file", type=FILE)
@click.option("--year", type=click.IntRange(1990, 2100), help="Jaar van de tabel en de gebiedsindeling (CBS).")
@click.option("--fictional", is_flag=True, help="Deze cijfers zijn verzonnen.")
def load_figures(file: Path, year: int | None, fictional: bool) -> None:
    """Cijfers: datapackage.json, een tabel van CBS (StatLine of OData) of Excel; alles of niets."""
    with plainly():
        _, engine, _ = opened()
        with writing(engine) as session:
            loaded = figures.load_figures(session, file, date.today(), year=year, fictional=fictional)
    said = f"{loaded.added} cijfers nieuw, {loaded.revised} herzien, {loaded.unchanged} ongewijzigd."
    say_loaded(loaded.refused, said)


for command in (load_codebook, load_kobo, load_sensemaker):
    load.add_command(command)


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


@click.command()
def canary() -> None:
    """Zet een proefbericht in de rij van signalen. Draai dit elke week, op een werkdag."""
    with plainly():
        _, engine, _ = opened()
        with writing(engine) as session:
            placed = canaries.place(session, datetime.now(UTC))
            late = canaries.unread(session, date.today())
    if late is not None:
        raise RefusedError("Het vorige proefbericht is niet op tijd gevonden: leest er iemand de rij?")
    click.echo("Er staat een proefbericht in de rij." if placed else "Er is deze week al een proefbericht.")


@click.command()
def notify() -> None:
    """Mail aandachtsfunctionarissen dat er iets wacht, zonder inhoud. Draai dit elke vijf minuten."""
    with plainly():
        here, engine, _ = opened()
        if here.smtp is None or not here.site:
            missing = "VERHAAL_SMTP" if here.smtp is None else "VERHAAL_SITE"
            raise RefusedError(f"{missing}: stel dit in, anders kan er geen bericht uit.")
        done = outbox.deliver(engine, here.smtp.send, here.site, datetime.now(UTC))
    if done.failed:
        raise RefusedError(
            f"Berichten verstuurd: {done.sent}, mislukt: {done.failed}; die worden later opnieuw geprobeerd."
        )
    click.echo(f"Berichten verstuurd: {done.sent}.")
