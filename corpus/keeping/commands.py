"""Commands on what is kept: ``verhaal backup``, ``restore`` and ``archive``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from corpus.console import RefusedError, opened, plainly
from corpus.instance import from_environment
from corpus.keeping import archive as open_archive
from corpus.keeping.archive import ArchiveRefusedError
from corpus.keeping.backup import back_up, list_deletions
from corpus.keeping.restore import restore as come_back
from corpus.keeping.store import CopyRefusedError

FOLDER = click.Path(file_okay=False, path_type=Path)


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be kept or brought back, said in one line."""
    with plainly():
        try:
            yield
        except (CopyRefusedError, ArchiveRefusedError) as reason:
            raise RefusedError(str(reason)) from None
        except OSError as reason:
            raise RefusedError(f"Er kan niet worden geschreven of gelezen: {reason.strerror}.") from None


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--withdrawals", is_flag=True, help="Werk alleen de lijst bij van wat is ingetrokken.")
def backup(out: Path, withdrawals: bool) -> None:
    """Maak een verzegelde reservekopie in map OUT, terwijl de site doorgaat. De sleutel zit er niet in.

    Draai dit elke nacht, en met --withdrawals elke paar minuten. Kopieën van meer dan 35 dagen oud gaan weg.
    """
    with refusals():
        here, engine, vault = opened()
        if withdrawals:
            click.echo(f"Lijst bijgewerkt: {list_deletions(engine, vault, out)} ingetrokken verhalen.")
            return
        made = back_up(engine, vault, here, out)
    click.echo(
        f"Reservekopie {made.name}: {made.rows} rijen; {made.new} stukken nieuw, {made.unchanged} waren er al. "
        "Bewaar de sleutel op een andere plek."
    )


@click.command()
@click.argument("copy", metavar="KOPIE", type=click.Path(exists=True, path_type=Path))
def restore(copy: Path) -> None:
    """Herstel een lege installatie uit een map met reservekopieën (de nieuwste), of uit één bestand .index daarin.

    Wat sindsdien is ingetrokken, komt niet terug.
    """
    with refusals():
        here = from_environment()
        if not here.key_file.exists():
            raise RefusedError(
                f"Zet eerst de sleutel terug in {here.key_file}; zonder gaat een reservekopie niet open."
            )
        _, engine, vault = opened()
        done = come_back(engine, vault, here, copy, date.today())
    click.echo(f"Hersteld uit {done.name}: {done.rows} rijen; {done.withdrawn} verhalen opnieuw ingetrokken.")
    if done.broken_at is not None:
        click.echo(f"Let op: het logboek is niet heel vanaf regel {done.broken_at}.", err=True)


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--with-texts", is_flag=True, help="Ook gemaskeerde teksten van wie het bewaren goed vond.")
@click.option("--sure", is_flag=True, help="Ja, verhalen mogen leesbaar in dit archief staan.")
def archive(out: Path, with_texts: bool, sure: bool) -> None:
    """Schrijf alles wat nodig is om over twintig jaar na te tellen, in open bestanden, naar een nieuwe map OUT."""
    if with_texts and not sure:
        raise RefusedError(
            "Met --with-texts staan verhalen leesbaar in het archief. Weet u het zeker? Zet er --sure bij."
        )
    with refusals():
        here, engine, vault = opened()
        files = open_archive.write(engine, vault, here, out, with_texts=with_texts)
    click.echo(f"Archief in {out}: {files} bestanden. Natellen: verhaal rebuild {out}")
