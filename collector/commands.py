"""Commands on the site: ``verhaal serve``, ``verhaal account``."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from collector import server
from collector.accounts import create_account, demo_code, reset_link
from collector.site import create_app
from corpus.accounts import ROLES, AccountRefusedError
from corpus.console import RefusedError, plainly
from corpus.instance import from_environment

PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--port", default=8000, show_default=True, type=PORT, help="Poort.")
def serve(host: str, port: int) -> None:
    """Start de site."""
    with plainly():
        server.run(from_environment(), host, port)


@click.group()
def account() -> None:
    """Accounts van medewerkers."""


@account.command("add")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, help=f"{', '.join(ROLES)}; mag vaker.")
@click.password_option(prompt="Wachtwoord", confirmation_prompt="Nog een keer", help="Minstens twaalf tekens.")
def account_add(email: str, roles: tuple[str, ...], password: str) -> None:
    """Maak een account; druk het geheim voor de tweestapscode af."""
    with plainly(), refused_as_line():
        secret = create_account(create_app(from_environment()), email, list(roles), password)
    click.echo(f"Het account {email} is gemaakt. Zet dit geheim in de app voor tweestapscodes: {secret}")


@account.command("code")
@click.argument("email")
def account_code(email: str) -> None:
    """Een nieuwe tweestapscode voor een verzonnen account van de demo."""
    with plainly(), refused_as_line():
        click.echo(demo_code(create_app(from_environment()), email))


@account.command("reset")
@click.argument("email")
def account_reset(email: str) -> None:
    """Voor een kwijtgeraakte telefoon: sluit het account af en maak een nieuwe link, die één keer werkt."""
    with plainly(), refused_as_line():
        link = reset_link(create_app(from_environment()), email)
    click.echo(f"Het oude wachtwoord en de oude tweede stap van {email} werken niet meer.")
    click.echo(f"Geef deze link aan de eigenaar, niet per mail. De link werkt één keer, drie dagen lang: {link}")


@contextmanager
def refused_as_line() -> Iterator[None]:
    """An account that cannot be made, said in one line."""
    try:
        yield
    except AccountRefusedError as reason:
        raise RefusedError(str(reason)) from None
