"""The command ``verhaal export``: what the house gives away in the formats of others."""

from pathlib import Path

import click

from analysis.exchange import opensdg, package, sdmx
from analysis.exchange.published import published
from analysis.publication import NotReadyError
from corpus.console import RefusedError, opened, plainly
from corpus.exchange.commands import export_codebook, export_sensemaker, export_xlsform

FORMATS = {"sdmx": sdmx.write, "frictionless": package.write, "opensdg": opensdg.write}


@click.group()
def export() -> None:
    """Geef gepubliceerde cijfers, vragenlijsten, codeboek of verhalen in het formaat van anderen."""


@export.command("cijfers")
@click.argument("round_id", metavar="MEETMOMENT")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(sorted(FORMATS)), required=True, help="Het formaat.")
def export_figures(round_id: str, out: Path, kind: str) -> None:
    """De gepubliceerde cijfers van een meetmoment, precies zoals het publiek ze mag zien."""
    with plainly():
        _, engine, _ = opened()
        try:
            told = published(engine, round_id)
        except NotReadyError as reason:
            raise RefusedError(str(reason)) from None
    out.mkdir(parents=True, exist_ok=True)
    click.echo(f"{len(FORMATS[kind](told, out))} bestanden in {out}.")


for command in (export_codebook, export_sensemaker, export_xlsform):
    export.add_command(command)
