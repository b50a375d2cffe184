"""The front door: ``verhaal COMMAND``. Knows the commands and loads what each needs when it is asked."""

# Imports stand inside the commands: asking for help must not load spaCy, and serving must not load the pipeline.

import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine

    from corpus.instance import Instance
    from corpus.vault import Vault
    from forms.questionnaire import Questionnaire

DEMO_PASSWORD = "vrolijk-verhaal-2026"
DEMO_CARDS = 3


class RefusedError(click.ClickException):
    """Something that cannot be done: one clear line on stderr, exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True)


@contextmanager
def plainly() -> "Iterator[None]":
    """Turn the refusals of the house into one line on stderr; the rest keeps its traceback for the operator."""
    from sqlalchemy.exc import OperationalError

    from corpus.instance import BadSettingError
    from corpus.vault import VaultError

    try:
        yield
    except (BadSettingError, VaultError) as reason:
        raise RefusedError(str(reason)) from None
    except OperationalError:
        raise RefusedError(
            "De database is niet bereikbaar of niet bijgewerkt. Draai eerst: verhaal db upgrade"
        ) from None


def instance() -> "Instance":
    """The installation named by the environment."""
    from corpus.instance import from_environment

    return from_environment()


def opened() -> "tuple[Instance, Engine, Vault]":
    """The installation with its database and keys."""
    from corpus.database import connect
    from corpus.vault import read_key_file

    here = instance()
    return here, connect(here.database_url), read_key_file(here.key_file)


def progress() -> Callable[[str, int, int], None]:
    """How far the work is: a bar on a terminal, plain lines elsewhere."""
    from tqdm import tqdm

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


def check(questionnaire: "Questionnaire", answers: "Mapping[str, Any]") -> tuple[Any, Any, Any]:
    """What the form makes of answers from a file. A card is not asked for: the file was made by staff."""
    from corpus.areas import choices, load_areas_file
    from corpus.submission import CARD, NEIGHBOURHOOD
    from forms.build import from_answers

    form = from_answers(questionnaire, answers, {NEIGHBOURHOOD: choices(load_areas_file())})
    form.validate()
    errors = {item: sentences for item, sentences in form.errors_by_item().items() if item != CARD}
    return form.marks(), form.words(), errors


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Elk verhaal telt: van verhalen naar narratieve indicatoren."""


@main.group()
def db() -> None:
    """De database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Breng de database bij de nieuwste versie; maakt haar en de sleutel als ze er nog niet zijn."""
    with plainly():
        prepare(instance())
    click.echo("De database is bij.")


def prepare(here: "Instance") -> None:
    """Key, migrations, areas and codebook of an installation; may be repeated."""
    from corpus import areas, codebook
    from corpus.database import connect, upgrade, writing
    from corpus.vault import make_key_file

    make_key_file(here.key_file)
    engine = connect(here.database_url)
    upgrade(engine)
    with writing(engine) as session:
        areas.load_reference(session)
        codebook.load_reference(session)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
def serve(host: str, port: int) -> None:
    """Start de site."""
    with plainly():
        run_site(instance(), host, port)


def run_site(here: "Instance", host: str, port: int) -> None:
    """Serve the site with gunicorn until it is stopped."""
    from collector.server import run

    run(here, host, port)


@main.group()
def account() -> None:
    """Accounts van medewerkers."""


@account.command("add")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, help="worker, analyst, guardian of manager; mag vaker.")
@click.password_option(prompt="Wachtwoord", confirmation_prompt="Nog een keer", help="Minstens twaalf tekens.")
def account_add(email: str, roles: tuple[str, ...], password: str) -> None:
    """Maak een account; druk het geheim voor de tweestapscode af."""
    from collector.accounts import AccountRefusedError, create_account
    from collector.site import create_app

    with plainly():
        app = create_app(instance())
        try:
            secret = create_account(app, email, list(roles), password)
        except AccountRefusedError as reason:
            raise RefusedError(str(reason)) from None
    click.echo(f"Het account {email} is gemaakt. Zet dit geheim in de app voor tweestapscodes: {secret}")


@main.group()
def load() -> None:
    """Haal verhalen of cijfers van buiten binnen."""


@load.command("stories")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_stories(file: Path) -> None:
    """Verhalen uit een JSONL-bestand; bij één geweigerde regel wordt niets opgenomen."""
    from corpus.database import writing
    from corpus.exchange import stories

    with plainly():
        _, engine, vault = opened()
        with file.open(encoding="utf-8", errors="replace") as lines, writing(engine) as session:
            loaded = stories.load_stories(session, vault, lines, check, date.today())
    report_loaded(loaded.refused, f"{loaded.added} verhalen opgenomen, {loaded.known} waren er al.")


@load.command("figures")
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_figures(package: Path) -> None:
    """Cijfers uit een Frictionless-pakket (datapackage.json); bij één geweigerde regel wordt niets opgenomen."""
    from corpus.database import writing
    from corpus.exchange import figures

    with plainly():
        _, engine, _ = opened()
        with writing(engine) as session:
            loaded = figures.load_figures(session, package, date.today())
    said = f"{loaded.added} cijfers nieuw, {loaded.revised} herzien, {loaded.unchanged} ongewijzigd."
    report_loaded(loaded.refused, said)


def report_loaded(refused: "tuple[object, ...] | list[object]", said: str) -> None:
    """Say what was taken in, or every refusal by name, with exit code 1."""
    if refused:
        for refusal in refused:
            click.echo(str(refusal), err=True)
        raise RefusedError(f"Niets opgenomen: {len(refused)} regels zijn geweigerd.")
    click.echo(said)


ENGINE_OPTIONS = (
    click.option("--engine", type=click.Choice(["local", "dask"]), default=None, help="Waar het lezen gebeurt."),
    click.option("--scheduler", default=None, help="Adres van de Dask-scheduler, tcp://…"),
)


def with_engine(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say where the reading is done."""
    for option in reversed(ENGINE_OPTIONS):
        command = option(command)
    return command


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Waarheen; anders naar het scherm.")
@with_engine
def read(file: Path, out: Path | None, engine: str | None, scheduler: str | None) -> None:
    """Lees teksten buiten de database: een JSONL-bestand met id en text per regel."""
    from analysis.reading import jsonl

    with plainly():
        here = instance()
        with file.open("rb") as source, click.open_file(str(out) if out else "-", "w", encoding="utf-8") as target:
            counts = jsonl.read_file(
                source,
                target,
                engine=engine or here.engine,
                scheduler=scheduler or here.scheduler,
                configured=here.spacy_model,
            )
    click.echo(f"Gelezen: {counts.read}. Lezer: {counts.reader}.", err=True)
    if counts.failed:
        raise RefusedError(f"Niet gelezen: {counts.failed} regels.")


@main.command()
@with_engine
def analyse(engine: str | None, scheduler: str | None) -> None:
    """Lees wat nieuw is, tel alles samen en bewaar de uitkomsten."""
    from analysis import pipeline

    with plainly():
        here, database, vault = opened()
        outcome = pipeline.analyse(
            database,
            vault,
            progress(),
            where=engine or here.engine,
            scheduler=scheduler or here.scheduler,
            spacy_model=here.spacy_model,
        )
    click.echo(f"Nieuw gelezen: {outcome.read}. Niet te lezen: {outcome.unread}. Run {outcome.run_id}.")


@main.command()
@click.argument("round_id", metavar="MEETMOMENT")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Map voor de bestanden.")
@click.option("--audience", type=click.Choice(["team", "openbaar"]), default="openbaar", show_default=True)
def report(round_id: str, out: Path, audience: str) -> None:
    """Maak het rapport en de terugkoppeling van een meetmoment als losse bestanden."""
    from analysis import publication

    with plainly():
        _, database, _ = opened()
        try:
            files = publication.write(database, round_id, out, audience)
        except publication.NotReadyError as reason:
            raise RefusedError(str(reason)) from None
    click.echo(f"{len(files)} bestanden in {out}.")


@main.command()
@click.argument("code")
def withdraw(code: str) -> None:
    """Haal het verhaal van deze vier woorden uit alles weg."""
    from corpus import withdrawal

    with plainly():
        _, database, vault = opened()
        if not withdrawal.withdraw(database, vault, code):
            raise RefusedError("Met deze vier woorden is er geen verhaal.")
    click.echo("Het verhaal is weg.")


@main.command()
@click.option("--no-serve", is_flag=True, help="Maak alles klaar, maar start de site niet.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort van de site.")
def demo(no_serve: bool, port: int) -> None:
    """Doe alles een keer met verzonnen verhalen: laden, analyseren, publiceren, tonen."""
    with plainly():
        here = instance()
        fill_demo(here)
        say_how_to_try(here, port)
        if not no_serve:
            run_site(here, "127.0.0.1", port)


def fill_demo(here: "Instance") -> None:
    """Everything the demo shows; running it again changes nothing."""
    from analysis import pipeline, publication
    from corpus import samples
    from corpus.database import writing
    from corpus.exchange import figures

    click.echo(f"Alles in deze demo is verzonnen. De gegevens staan in {here.folder}.")
    prepare(here)
    _, engine, vault = opened()
    with writing(engine) as session:
        samples.load_programme(session)
        loaded = samples.load_sample_stories(session, vault, check, date.today())
        taken = figures.load_figures(session, samples.FIGURES, date.today())
    if loaded.refused or taken.refused:
        report_loaded([*loaded.refused, *taken.refused], "")
    click.echo(f"{loaded.added} verzonnen verhalen geladen, {loaded.known} waren er al.")
    pipeline.analyse(engine, vault, progress(), spacy_model=here.spacy_model)
    for round_id in publication.closed_rounds(engine):
        publication.publish(engine, here, round_id)
        click.echo(f"Gepubliceerd: {round_id}")


def say_how_to_try(here: "Instance", port: int) -> None:
    """Print the address, the staff logins with a code each, and three card codes."""
    from collector.accounts import demo_logins
    from collector.site import create_app
    from corpus import cards
    from corpus.database import writing

    _, engine, vault = opened()
    today = date.today()
    batch = cards.Batch("kind", "10-11", "Demo-school (verzonnen)", today.replace(year=today.year + 1), may_keep=True)
    with writing(engine) as session:
        codes = cards.make(session, vault, batch, DEMO_CARDS)
    click.echo(f"\nDe site: http://127.0.0.1:{port}/   Het rapport: http://127.0.0.1:{port}/terugkoppeling/")
    click.echo(f"Kaartcodes voor het kinderformulier: {', '.join(codes)}")
    click.echo(f"Medewerkers loggen in op http://127.0.0.1:{port}/inloggen met het wachtwoord {DEMO_PASSWORD}")
    for role, email, code in demo_logins(create_app(here), DEMO_PASSWORD):
        click.echo(f"  {role:<24} {email:<28} code {code}")
    click.echo("Een code geldt een paar minuten. Een nieuwe: verhaal account code E-MAIL\n")


@account.command("code")
@click.argument("email")
def account_code(email: str) -> None:
    """Een nieuwe tweestapscode voor een verzonnen account van de demo."""
    from collector.accounts import AccountRefusedError, demo_code
    from collector.site import create_app

    with plainly():
        try:
            click.echo(demo_code(create_app(instance()), email))
        except AccountRefusedError as reason:
            raise RefusedError(str(reason)) from None


if __name__ == "__main__":
    main()
