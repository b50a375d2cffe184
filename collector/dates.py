"""Moments as people write them, for the pages of the staff."""

from datetime import UTC, date, datetime

from flask import Flask
from flask_babel import format_date

from collector.store import Store
from corpus.working_days import HERE, day_of, working_days_until

_HOUR = 3600


def prepare(app: Flask, _store: Store) -> None:
    """Hand the filters to the templates."""
    app.add_template_filter(month, "maand")
    app.add_template_filter(moment, "tijdstip")
    app.add_template_filter(left, "nog")


def month(received: str) -> str:
    """A month as people write it: "2026-11" is "november 2026"."""
    return str(format_date(date.fromisoformat(f"{received}-01"), "MMMM y"))


def moment(at: datetime) -> str:
    """A moment on the clock of here: "6 april 2027, 14:05". SQLite gives moments without a zone; they are UTC."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(HERE)
    return f"{format_date(local.date(), 'd MMMM y')}, {local:%H:%M}"


def left(until: datetime, now: datetime) -> str:
    """How long a term still runs: "nog 3 uur" on its last day, before that "nog 2 werkdagen"; after it "te laat"."""
    if until < now:
        return "te laat"
    if day_of(until) == day_of(now):
        return f"nog {max(1, round((until - now).total_seconds() / _HOUR))} uur"
    days = working_days_until(day_of(now), day_of(until))
    return "nog 1 werkdag" if days == 1 else f"nog {days} werkdagen"
