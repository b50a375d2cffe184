"""The rendered reports and the runs they rest on."""

from dataclasses import dataclass
from pathlib import Path

from flask import Response, abort, make_response, render_template, send_from_directory
from sqlalchemy import select

from collector.analysts import door
from collector.headers import REPORT_POLICY
from collector.store import store
from corpus import rounds
from corpus.database import reading
from corpus.findings import Report, Run

AUDIENCES = {"team": "voor de gebiedsteams", "openbaar": "voor iedereen"}
#: runs shown, the newest first
RUNS = 20


@dataclass(frozen=True)
class Rendered:
    """The pages of one folder of reports. ``published`` is None for what nobody published yet."""

    folder: str
    name: str
    pages: dict[str, list[str]]
    published: Report | None


@door.get("/rapporten")
def reports() -> str:
    """The rendered reports, newest folder first, and the latest runs."""
    with reading(store().engine) as session:
        runs = session.scalars(select(Run).order_by(Run.finished.desc()).limit(RUNS)).all()
        published = {report.folder: report for report in session.scalars(select(Report).order_by(Report.id))}
        windows = rounds.in_order(session)
    names = {window.id: window.name for window in windows}
    done = [window for window in windows if window.state in (rounds.CLOSED, rounds.PUBLISHED)]
    place = {round_id: number for number, round_id in enumerate(names)}
    rendered = [
        Rendered(folder.name, names.get(folder.name, folder.name), _pages(folder), published.get(folder.name))
        for folder in sorted(_folders(), key=lambda path: place.get(path.name, -1), reverse=True)
    ]
    return render_template(
        "analysts/reports.html", runs=runs, rendered=rendered, audiences=AUDIENCES, rounds=done[::-1]
    )


@door.get("/rapporten/<folder>/<audience>/<path:name>")
def report(folder: str, audience: str, name: str) -> Response:
    """One file of a report, as it was rendered."""
    known = next((path for path in _folders() if path.name == folder), None)
    if known is None or audience not in AUDIENCES:
        abort(404)
    response = make_response(send_from_directory(known / audience, name))
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _folders() -> list[Path]:
    """The folders with reports; only these can be asked for."""
    root = store().instance.reports
    return [path for path in root.glob("*") if path.is_dir()] if root.is_dir() else []


def _pages(folder: Path) -> dict[str, list[str]]:
    return {audience: sorted(path.name for path in (folder / audience).glob("*.html")) for audience in AUDIENCES}
