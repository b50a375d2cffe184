"""Who works with this site, and with which roles."""

from flask import render_template
from sqlalchemy import select

from collector.managers import door
from collector.store import store
from corpus.accounts import ROLES, Account
from corpus.database import reading


@door.get("/beheer/accounts")
def accounts() -> str:
    """All accounts by address."""
    with reading(store().engine) as session:
        known = session.scalars(select(Account).order_by(Account.email)).all()
    return render_template("managers/accounts.html", accounts=known, roles=ROLES)
