"""Commands on the site: ``verhaal serve``, ``verhaal account``."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from collector import server
from collector.accounts import AccountRefusedError, create_account, demo_code
from collector.site import create_app
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
@click.option("--role", "roles", multiple=True, required=True, help="worker, analyst, guardian of manager; mag vaker.")
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


@contextmanager
def refused_as_line() -> Iterator[None]:
    """An account that cannot be made, said in one line."""
    try:
        yield
    except AccountRefusedError as reason:
        raise RefusedError(str(reason)) from None
