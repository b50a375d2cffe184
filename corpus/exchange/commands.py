"""Commands of exchange: what ``verhaal load`` and ``verhaal export`` can besides our own formats."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from sqlalchemy import select

from corpus import areas, codebook, journal
from corpus.console import RefusedError, opened, plainly, say_loaded
from corpus.database import writing
from corpus.exchange import kobo, refi, sensemaker, sensemaker_stories, stories, xlsform
from corpus.exchange.delimited import UnreadableError
from corpus.exchange.story_rows import row_of
from corpus.stories import Story
from corpus.submission import NEIGHBOURHOOD
from forms.questionnaire import BadQuestionnaireError, Questionnaire, load

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LANGUAGE = click.option("--language", default="nl", show_default=True, help="Taal waarin verteld is.")


@contextmanager
def exchange_refusals() -> Iterator[None]:
    """A file from outside that cannot be used, said in one line."""
    with plainly():
        try:
            yield
        except (sensemaker.BadFrameworkError, UnreadableError, BadQuestionnaireError, refi.BadCodebookError) as reason:
            raise RefusedError(str(reason)) from None


def _take_in(check: stories.Check, lines: Callable[[], Iterator[str | stories.Refusal]]) -> None:
    _, engine, vault = opened()
    with writing(engine) as session:
        loaded = stories.load_stories(session, vault, lines(), check, date.today())
    say_loaded(loaded.refused, f"{loaded.added} verhalen opgenomen, {loaded.known} waren er al.")


@click.command("sensemaker")
@click.argument("definition", type=FILE)
@click.argument("data", type=FILE)
@click.pass_obj
def load_sensemaker(check: stories.Check, definition: Path, data: Path) -> None:
    """Verhalen uit SenseMaker: de definitie (JSON) en de antwoorden (CSV); alles of niets."""
    with exchange_refusals():
        frame = sensemaker.read_definition(definition.read_text(encoding="utf-8-sig", errors="replace"))
        for title in sensemaker_stories.unnamed(frame):
            click.echo(f"Zonder 'name', dus niet opgenomen: {title}", err=True)
        _take_in(check, lambda: sensemaker_stories.lines(frame, data))


@click.command("kobo")
@click.argument("questionnaire", metavar="VRAGENLIJST")
@click.argument("data", type=FILE)
@LANGUAGE
@click.pass_obj
def load_kobo(check: stories.Check, questionnaire: str, data: Path, language: str) -> None:
    """Inzendingen uit KoboToolbox of ODK (CSV) op een vragenlijst van ons, zoals kind; alles of niets."""
    with exchange_refusals():
        asked = load(Path(questionnaire).name.removesuffix(".toml"))
        _take_in(check, lambda: kobo.lines(asked, data, language))


@click.command("codebook")
@click.argument("file", type=FILE)
def load_codebook(file: Path) -> None:
    """Leg een codeboek van REFI-QDA (.qdc) naast het onze; wat anders is, beslissen mensen."""
    with exchange_refusals():
        new, lacking, changed = refi.beside(refi.read(file), refi.codes_of(codebook.reference()))
    for said, names in (("Nieuw", new), ("Ontbreekt", lacking), ("Anders", changed)):
        for name in names:
            click.echo(f"{said}: {name}")
    click.echo(f"{len(new)} nieuw, {len(lacking)} ontbreken, {len(changed)} anders. Er is niets veranderd.")


@click.command("sensemaker")
@click.argument("out", type=FOLDER)
@click.option("--words", is_flag=True, help="Ook de woorden van de vertellers. Dat zijn persoonsgegevens.")
def export_sensemaker(out: Path, words: bool) -> None:
    """Verhalen naar SenseMaker: van elke vragenlijst een definitie (JSON) en de antwoorden (CSV)."""
    with exchange_refusals():
        _, engine, vault = opened()
        with writing(engine) as session:
            outside = {NEIGHBOURHOOD: areas.choices(areas.current(session, date.today()))}
            told = list(session.scalars(select(Story).where(Story.state != "rejected").order_by(Story.id)))
            journal.write(session, journal.SYSTEM, "stories.exported", "file", count=len(told), words=words)
            out.mkdir(parents=True, exist_ok=True)
            count = 0
            for questionnaire in _in_use(told):
                frame = sensemaker_stories.framework(questionnaire, outside)
                mine = (story for story in told if story.questionnaire == questionnaire.key)
                rows = [row_of(one, questionnaire, one.words(vault) if words else {}) for one in mine]
                count += len(rows)
                (out / f"{questionnaire.id}-definitie.json").write_text(sensemaker.definition(frame), encoding="utf-8")
                data = sensemaker_stories.data(frame, questionnaire, rows)
                (out / f"{questionnaire.id}-antwoorden.csv").write_text(data, encoding="utf-8", newline="")
    click.echo(f"{count} verhalen in {out}. Van een andere versie van de vragenlijst: {len(told) - count}.")


def _in_use(told: list[Story]) -> list[Questionnaire]:
    found = [load(name) for name in sorted({story.questionnaire.partition("@")[0] for story in told})]
    return [one for one in found if any(story.questionnaire == one.key for story in told)]


@click.command("xlsform")
@click.argument("questionnaire", metavar="VRAGENLIJST")
@click.argument("out", type=NEW_FILE)
def export_xlsform(questionnaire: str, out: Path) -> None:
    """Een vragenlijst van ons als XLSForm (.xlsx) voor KoboToolbox en ODK, in al haar talen."""
    with exchange_refusals():
        told = xlsform.in_all_languages(questionnaire)
        xlsform.write(told, {NEIGHBOURHOOD: areas.choices(areas.load_areas_file())}, out)
    click.echo(f"{out}: {len(told['nl'].questions)} vragen in {len(told)} talen.")


@click.command("codebook")
@click.argument("out", type=NEW_FILE)
def export_codebook(out: Path) -> None:
    """Het codeboek als REFI-QDA (.qdc) voor NVivo, ATLAS.ti, MAXQDA en QualCoder."""
    codes = refi.codes_of(codebook.reference())
    out.write_bytes(refi.written(codes))
    click.echo(f"{out}: {sum(code.codable for code in codes)} codes.")
