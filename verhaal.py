"""The front door: ``verhaal COMMAND``. Knows the commands and loads the room of each when it is asked."""

# Imports stand inside functions: asking for help must not load spaCy, and serving must not load the pipeline.

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from corpus.doctor import Complaint
    from corpus.instance import Instance
    from forms.questionnaire import Questionnaire

#: Where each command lives, and what it does in one line, so that ``--help`` loads no room at all.
ROOMS = {
    "account": ("collector", "Accounts van medewerkers."),
    "analyse": ("analysis", "Lees wat nieuw is, tel alles samen en bewaar de uitkomsten."),
    "archive": ("corpus.keeping", "Schrijf alles in open bestanden, om over twintig jaar na te tellen."),
    "backup": ("corpus.keeping", "Maak een verzegelde reservekopie, terwijl de site doorgaat."),
    "canary": ("corpus", "Zet elke week een proefbericht in de rij van signalen."),
    "db": ("corpus", "De database."),
    "export": ("analysis.exchange", "Geef cijfers, vragenlijsten, codeboek of verhalen in het formaat van anderen."),
    "learn": ("analysis", "Leer de modellen opnieuw van wat mensen codeerden, als het daar niet slechter van wordt."),
    "load": ("corpus", "Haal verhalen of cijfers van buiten binnen."),
    "notify": ("corpus", "Mail aandachtsfunctionarissen dat er iets wacht, zonder inhoud."),
    "publish": ("analysis", "Publiceer het rapport van een meetmoment, als alles erbij geschreven is."),
    "read": ("analysis", "Lees teksten buiten de database."),
    "rebuild": ("analysis", "Tel elk gepubliceerd getal na uit een archief alleen."),
    "report": ("analysis", "Maak het rapport en de terugkoppeling van een meetmoment."),
    "restore": ("corpus.keeping", "Herstel een lege installatie uit een reservekopie."),
    "retention": ("corpus", "Ruim op wat niet langer bewaard mag worden."),
    "score": ("analysis", "Meet het lezen op teksten met labels."),
    "serve": ("collector", "Start de site."),
    "withdraw": ("corpus", "Haal het verhaal van vier woorden uit alles weg."),
}
DEMO_PASSWORD = "vrolijk-verhaal-2026"
DEMO_CARDS = 3


class FrontDoor(click.Group):
    """A group that finds each command in the room it belongs to."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names, without loading anything."""
        return sorted([*ROOMS, *self.commands])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name from its room."""
        if name not in ROOMS:
            return super().get_command(context, name)
        command: click.Command = getattr(import_module(f"{ROOMS[name][0]}.commands"), name)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for ``--help``."""
        here = {name: command.get_short_help_str(80) for name, command in self.commands.items()}
        rows = {**{name: does for name, (_, does) in ROOMS.items()}, **here}
        with formatter.section("Commando's"):
            formatter.write_dl(sorted(rows.items()))


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Elk verhaal telt: van verhalen naar narratieve indicatoren."""
    context.obj = check


def check(questionnaire: "Questionnaire", answers: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """What the form makes of answers from a file. A card is not asked for: the file was made by staff."""
    from corpus.areas import choices, load_areas_file
    from corpus.submission import CARD, NEIGHBOURHOOD
    from forms.build import from_answers

    form = from_answers(questionnaire, answers, {NEIGHBOURHOOD: choices(load_areas_file())})
    form.validate()
    errors = {item: sentences for item, sentences in form.errors_by_item().items() if item != CARD}
    return form.marks(), form.words(), errors


@main.command()
@click.option("--no-serve", is_flag=True, help="Maak alles klaar, maar start de site niet.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort van de site.")
def demo(no_serve: bool, port: int) -> None:
    """Doe alles een keer met verzonnen verhalen: laden, analyseren, publiceren, tonen."""
    from corpus.console import plainly
    from corpus.instance import from_environment

    with plainly():
        here = from_environment()
        fill_demo(here)
        say_how_to_try(here, port)
        if not no_serve:
            import_module("collector.server").run(here, "127.0.0.1", port)


@main.command()
def doctor() -> None:
    """Kijk de hele installatie na: wat is er mis, en wat is eraan te doen."""
    from datetime import UTC, datetime

    from corpus.console import RefusedError, plainly
    from corpus.doctor import examine
    from corpus.instance import from_environment

    with plainly():
        found = examine(from_environment(), datetime.now(UTC), reader)
    if found:
        raise RefusedError("\n".join(map(str, found)))
    click.echo("Alles is in orde.")


def reader(here: "Instance") -> "Iterator[Complaint]":
    """What is wrong with the Dutch reader, for ``doctor``: the corpus knows no spaCy."""
    from analysis.reading.reader import open_reader
    from corpus.doctor import Complaint
    from corpus.instance import BadSettingError

    try:
        opened = open_reader(here.spacy_model)
    except BadSettingError as reason:
        yield Complaint(str(reason), "Installeer dat model, of haal de instelling weg.")
    else:
        if opened.name == "blank_nl":
            yield Complaint(
                "Er is geen lezer voor Nederlands.", "Installeer het programma opnieuw, of nl_core_news_lg."
            )


def fill_demo(here: "Instance") -> None:
    """Everything the demo shows; running it again changes nothing."""
    from analysis import pipeline, publication
    from analysis.reading import models as learnt
    from corpus import samples
    from corpus.commands import prepare
    from corpus.console import opened, progress, say_loaded
    from corpus.database import writing
    from corpus.exchange.figures import load_figures
    from corpus.samples.codes import load_codes

    click.echo(f"Alles in deze demo is verzonnen. De gegevens staan in {here.folder}.")
    prepare(here)
    _, engine, vault = opened()
    with writing(engine) as session:
        samples.load_programme(session)
        loaded = samples.load_sample_stories(session, vault, check, date.today())
        taken = load_figures(session, samples.FIGURES, date.today())
        load_codes(session)
    refused = [*loaded.refused, *taken.refused]
    say_loaded(refused, f"{loaded.added} verzonnen verhalen geladen, {loaded.known} waren er al.")
    models = learnt.newest(here.models)
    pipeline.analyse(engine, vault, progress(), spacy_model=here.spacy_model, models=models, embeddings=here.embeddings)
    newest = publication.newest_closed(engine)
    assert newest is not None
    with writing(engine) as session:
        samples.load_reportage(session, newest)
    publication.publish(engine, here, newest)
    click.echo(f"Het rapport van {newest} is gepubliceerd.")


def say_how_to_try(here: "Instance", port: int) -> None:
    """Print the address, the staff logins with a code each, and three card codes."""
    from collector.accounts import demo_logins
    from collector.site import create_app
    from corpus import cards
    from corpus.console import opened
    from corpus.database import writing

    _, engine, vault = opened()
    in_a_year = date.today().replace(year=date.today().year + 1, day=1)
    batch = cards.Batch("kind", "10-11", "Demo-school (verzonnen)", in_a_year, may_keep=True, may_record=True)
    with writing(engine) as session:
        codes = cards.make(session, vault, batch, DEMO_CARDS)
    click.echo(f"\nDe site:     http://127.0.0.1:{port}/")
    click.echo(f"Het rapport: http://127.0.0.1:{port}/terugkoppeling/")
    click.echo(f"Kaartcodes voor het kinderformulier: {', '.join(codes)}")
    click.echo(f"Medewerkers: http://127.0.0.1:{port}/inloggen met het wachtwoord {DEMO_PASSWORD}")
    for _, address, code in demo_logins(create_app(here), DEMO_PASSWORD):
        click.echo(f"  {address:<36} code {code}")
    click.echo("Een code geldt een paar minuten. Een nieuwe: verhaal account code E-MAIL\n")


if __name__ == "__main__":
    main()
