"""The published one-page feedback: files that the report room wrote, served as they are."""

from pathlib import Path

from flask import Response, abort, make_response, render_template, send_from_directory
from sqlalchemy import select

from collector.headers import REPORT_POLICY
from collector.i18n import DUTCH, spoken
from collector.residents import door
from collector.store import store
from corpus.database import reading
from corpus.findings import Report
from corpus.rounds import Round

PUBLIC = "openbaar"


@door.get("/terugkoppeling/")
def overview() -> str:
    """The published rounds, newest first, with their pages per area."""
    with reading(store().engine) as session:
        rows = session.execute(
            select(Report, Round)
            .join(Round, Report.round_id == Round.id)
            .order_by(Round.opens.desc(), Report.id.desc())
        )
        newest: dict[str, tuple[Report, Round]] = {}
        for report, window in rows:
            newest.setdefault(window.id, (report, window))
    published = [(window, _pages(report, spoken())) for report, window in newest.values()]
    told_in = {language for _, pages in published for _, _, language in pages}
    return render_template("residents/feedback.html", published=published, told_in=told_in)


@door.get("/terugkoppeling/<round_id>/<path:name>")
def page(round_id: str, name: str) -> Response:
    """One published file: a feedback page, a public report, or its data."""
    with reading(store().engine) as session:
        newest = select(Report).where(Report.round_id == round_id).order_by(Report.id.desc()).limit(1)
        report = session.scalar(newest)
    if report is None:
        abort(404)
    response = make_response(send_from_directory(_folder(report), name))
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _folder(report: Report) -> Path:
    return store().instance.reports / report.folder / PUBLIC


def _pages(report: Report, language: str) -> list[tuple[str, str, str]]:
    """Name, file and language of every feedback page of a report: in this language where it is there, else in Dutch."""
    folder = _folder(report)
    files = {path.stem.removeprefix("terugkoppeling-"): path.name for path in folder.glob("terugkoppeling-*")}
    # A translation is named after the Dutch page, with the language behind a dot.
    found = [(name, files.get(f"{name}.{language}"), file) for name, file in files.items() if "." not in name]
    # The whole programme first; of every place the page for grown-ups before the page for children.
    found.sort(key=lambda one: (not one[0].startswith("programma"), one[0].removesuffix("-kind"), len(one[0])))
    return [(name, other or dutch, language if other else DUTCH) for name, other, dutch in found]
