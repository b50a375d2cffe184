"""The published reports for the area teams, as they were rendered."""

from flask import Response, abort, make_response, render_template, send_from_directory
from sqlalchemy import select

from collector.headers import REPORT_POLICY
from collector.readers import door
from collector.store import store
from corpus import rounds
from corpus.database import reading
from corpus.findings import Report

TEAM = "team"


@door.get("/gebiedsteam")
def reports() -> str:
    """The published rounds, the newest first, each with its pages."""
    published = _published()
    with reading(store().engine) as session:
        names = {window.id: window.name for window in rounds.in_order(session)}
    root = store().instance.reports
    pages = {folder: sorted(path.name for path in (root / folder / TEAM).glob("*.html")) for folder in published}
    return render_template("readers/reports.html", published=published, names=names, pages=pages)


@door.get("/gebiedsteam/<folder>/<path:name>")
def report(folder: str, name: str) -> Response:
    """One file of a report that was published; any other is not there."""
    if folder not in _published():
        abort(404)
    response = make_response(send_from_directory(store().instance.reports / folder / TEAM, name))
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _published() -> dict[str, Report]:
    """The newest report of every folder that was published, the latest first."""
    with reading(store().engine) as session:
        found = session.scalars(select(Report).order_by(Report.id)).all()
    newest = {report.folder: report for report in found}
    return dict(sorted(newest.items(), key=lambda entry: entry[1].id, reverse=True))
