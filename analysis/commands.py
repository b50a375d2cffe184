"""Commands of the pipeline: from ``verhaal read`` and ``analyse`` to ``publish`` and ``rebuild``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from analysis.engine import EngineError
from analysis.quality.gold import Gold, read_gold
from analysis.reading import jsonl
from analysis.reading.models import POLARITY, TASKS, newest
from analysis.reading.story import reader_version
from corpus.console import RefusedError, opened, plainly, progress
from corpus.instance import ENGINES, from_environment


def with_engine(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where the reading is done."""
    where = click.option("--engine", type=click.Choice(ENGINES), default=None, help="Waar het lezen gebeurt.")
    scheduler = click.option("--scheduler", default=None, help="Adres van de Dask-scheduler, tcp://…")
    return where(scheduler(command))


@contextmanager
def engine_refusals() -> Iterator[None]:
    """An engine that cannot be used here, said in one line."""
    try:
        yield
    except EngineError as reason:
        raise RefusedError(str(reason)) from None


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Waarheen; anders naar het scherm.")
@with_engine
def read(file: TextIO, out: TextIO, engine: str | None, scheduler: str | None) -> None:
    """Lees teksten buiten de database: een JSONL-bestand met id en text per regel."""
    with engine_refusals(), plainly():
        here = from_environment()
        models = newest(here.models)
        counts = jsonl.read_file(
            file,
            out,
            engine=engine or here.engine,
            scheduler=scheduler or here.scheduler,
            configured=here.spacy_model,
            models=models,
        )
        click.echo(f"Regels: {counts.lines}. Lezer: {reader_version(here.spacy_model, models)}.", err=True)
    if counts.failed:
        raise RefusedError(f"Niet gelezen: {counts.failed} regels.")


@click.command()
@click.argument("gold", type=click.File("r", encoding="utf-8"))
@click.option("--json", "as_json", type=click.File("w", encoding="utf-8"), default=None, help="Ook als JSON, hierheen.")
@with_engine
def score(gold: TextIO, as_json: TextIO | None, engine: str | None, scheduler: str | None) -> None:
    """Meet het lezen op teksten met labels: een JSONL-bestand met text en polarity, themes, masks …"""
    from analysis.quality import pairs, table
    from analysis.quality.score import quality

    with engine_refusals(), plainly():
        here = from_environment()
        models = newest(here.models)
        where, at = engine or here.engine, scheduler or here.scheduler
        laid = pairs.lay(gold, where, at, configured=here.spacy_model, models=models)
    for number, reason in laid.refused:
        click.echo(f"Regel {number}: {reason}.", err=True)
    if not laid.pairs:
        raise RefusedError("Er is geen tekst met labels om op te meten.")
    measured = quality(laid.pairs)
    click.echo(
        table.written(measured, reader_version(here.spacy_model, models), len(laid.refused), laid.unread), nl=False
    )
    if as_json is not None:
        as_json.write(table.as_json(measured))
    if laid.refused or laid.unread:
        raise RefusedError(f"Niet gemeten: {len(laid.refused) + laid.unread} regels.")


@click.command()
@click.argument("gold", type=click.File("r", encoding="utf-8"), required=False)
@click.option("--task", type=click.Choice(TASKS), default=None, help="Alleen dit model; anders allebei.")
@click.option("--dry-run", is_flag=True, help="Leer en vergelijk, maar bewaar niets.")
def learn(gold: TextIO | None, task: str | None, dry_run: bool) -> None:
    """Leer de modellen opnieuw van wat mensen codeerden, hier en eventueel in een JSONL-bestand met labels.

    Een nieuw model komt er alleen als het op apart gehouden verhalen in geen groep meer dan .02 lager uitkomt.
    """
    from analysis.learning.run import run

    with plainly():
        here, engine, vault = opened()
        given = _labelled(gold) if gold else []
        outcome = run(here, engine, vault, given, task, progress(), dry_run)
    left_out = "".join(f"; {count} {why}" for why, count in sorted(outcome.labels.left_out.items()))
    click.echo(f"Verhalen met codes: {len(outcome.labels.texts)}. Weggelaten: {left_out[2:] or 'niets'}.", err=True)
    if not task and not outcome.labels.count(POLARITY):
        click.echo("Geen enkele code noemt een polariteit: daarvan valt nu niets te leren.", err=True)
    for one in outcome.learnt:
        click.echo(one.table, nl=False)
        if one.accepted:
            since = f" Mogelijke reeksbreuk vanaf {one.accepted.round_id}." if one.accepted.round_id else ""
            click.echo(f"Aangenomen: {one.task} {one.accepted.folder.name}. Verhalen worden opnieuw gelezen.{since}")
        elif not one.refusal:
            click.echo(f"{one.task}: zou worden aangenomen. Er is niets bewaard.")
    if refused := [one.refusal for one in outcome.learnt if one.refusal]:
        raise RefusedError(" ".join(refused))


def _labelled(lines: TextIO) -> list[Gold]:
    """The labelled texts of a file; one bad line refuses them all."""
    from analysis.learning.labels import unknown_themes

    entries = list(read_gold(lines))
    golds = [entry for entry in entries if isinstance(entry, Gold)]
    for number, reason in (entry for entry in entries if not isinstance(entry, Gold)):
        click.echo(f"Regel {number}: {reason}.", err=True)
    if len(golds) < len(entries):
        raise RefusedError(f"Niets geleerd: {len(entries) - len(golds)} regels zijn geweigerd.")
    if unknown := unknown_themes(golds):
        raise RefusedError(f"Niets geleerd: het codeboek kent deze thema's niet: {', '.join(unknown)}.")
    return golds


@click.command()
@with_engine
def analyse(engine: str | None, scheduler: str | None) -> None:
    """Lees wat nieuw is, tel alles samen en bewaar de uitkomsten."""
    from analysis import pipeline  # loads BERTopic, which reading a file does not need

    with engine_refusals(), plainly():
        here, database, vault = opened()
        outcome = pipeline.analyse(
            database,
            vault,
            progress(),
            where=engine or here.engine,
            scheduler=scheduler or here.scheduler,
            spacy_model=here.spacy_model,
            models=newest(here.models),
            embeddings=here.embeddings,
        )
    click.echo(f"Nieuw gelezen: {outcome.read}. Niet te lezen: {outcome.unread}. Run {outcome.run_id}.")


@click.command()
@click.argument("round_id", metavar="MEETMOMENT")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Map voor de bestanden.")
@click.option("--audience", type=click.Choice(["team", "openbaar"]), default="openbaar", show_default=True)
def report(round_id: str, out: Path, audience: str) -> None:
    """Maak het rapport en de terugkoppeling van een meetmoment als losse bestanden."""
    from analysis import publication
    from analysis.report.quality import ReportRefusedError

    with plainly():
        _, database, _ = opened()
        try:
            files = publication.write(database, round_id, out, audience)
        except (publication.NotReadyError, ReportRefusedError) as reason:
            raise RefusedError(str(reason)) from None
    click.echo(f"{len(files)} bestanden in {out}.")


@click.command()
@click.argument("round_id", metavar="MEETMOMENT")
def publish(round_id: str) -> None:
    """Publiceer het rapport van een meetmoment, als alles erbij geschreven is."""
    from analysis import publication
    from analysis.report.quality import ReportRefusedError

    with plainly():
        here, database, _ = opened()
        try:
            publication.publish(database, here, round_id)
        except (publication.NotReadyError, ReportRefusedError) as reason:
            raise RefusedError(str(reason)) from None
    click.echo(f"Het rapport van {round_id} is gepubliceerd.")


@click.command()
@click.argument("archive", type=click.Path(exists=True, file_okay=False, path_type=Path))
def rebuild(archive: Path) -> None:
    """Tel elk gepubliceerd getal na uit een archief alleen, in een eigen lege database."""
    from analysis.rebuilding import rebuild as count_again
    from corpus.keeping.archive import ArchiveRefusedError

    try:
        found = count_again(archive)
    except ArchiveRefusedError as reason:
        raise RefusedError(str(reason)) from None
    for one in found.reports:
        how = "uit de antwoorden nageteld" if one.recounted else "uit de bewaarde tellingen: er is sindsdien iets weg"
        click.echo(f"{one.round_id} (run {one.run_id}): {one.equal} gepubliceerde waarden gelijk, {how}.")
        click.echo(f"  hash toen {one.published_hash}\n  hash nu   {one.table_hash}")
    wrong = [f"veranderd bestand: {name}" for name in found.changed]
    wrong += [cell for one in found.reports for cell in one.different]
    if not found.whole:
        raise RefusedError("\n".join([*wrong, "Niet alles is gelijk aan wat gepubliceerd is."]))
