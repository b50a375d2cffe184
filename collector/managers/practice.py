"""How the talks of the workers go, to coach them: by name, never as a ranking."""

from flask import render_template
from flask_security import current_user
from sqlalchemy import select

from collector.managers import door
from collector.store import store
from corpus import journal, practice
from corpus.accounts import WORKER, Account, Role
from corpus.database import writing


@door.get("/beheer/gesprekken")
def practices() -> str:
    """The workers by address, each with the own talks over closed rounds; that it was opened is in the journal."""
    workers = select(Account).where(Account.roles.any(Role.name == WORKER)).order_by(Account.email)
    with writing(store().engine) as session:
        found = [(account.email, practice.of(session, account.collector or "")) for account in session.scalars(workers)]
        journal.write(session, f"account:{current_user.id}", "practice.read", f"account:{current_user.id}")
    return render_template("managers/practices.html", found=found, floor=practice.FLOOR)
