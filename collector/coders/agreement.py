"""Whether the coders agree: alpha for each theme and marker, and each coder beside the anchor stories."""

from flask import render_template
from sqlalchemy import select

from collector.coders import door
from collector.store import store
from corpus.codebook import current
from corpus.coding_agreement import DRIFT, LEAST_POSITIVE, SOLID, USABLE, AnchorAgreement, CodeAgreement
from corpus.database import reading
from corpus.findings import Run
from corpus.rounds import Round


@door.get("/coderen/betrouwbaarheid")
def reliability() -> str:
    """The latest run that knows of coders: its newest round per code, and every round per coder."""
    with reading(store().engine) as session:
        newest = select(CodeAgreement.run_id).join(Run, Run.id == CodeAgreement.run_id)
        run_id = session.scalar(newest.order_by(Run.finished.desc()).limit(1))
        order = select(CodeAgreement).join(Round, Round.id == CodeAgreement.round_id)
        found = session.scalars(
            order.where(CodeAgreement.run_id == run_id).order_by(Round.opens, CodeAgreement.id)
        ).all()
        drift = select(AnchorAgreement).join(Round, Round.id == AnchorAgreement.round_id)
        anchors = session.scalars(
            drift.where(AnchorAgreement.run_id == run_id).order_by(Round.opens.desc(), AnchorAgreement.coder)
        ).all()
        names = current(session).names
        windows = {window.id: window.name for window in session.scalars(select(Round))}
    by_code: dict[str, list[CodeAgreement]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    return render_template(
        "coders/reliability.html",
        by_code=by_code,
        anchors=anchors,
        windows=windows,
        names=names,
        usable=USABLE,
        solid=SOLID,
        drift=DRIFT,
        least=LEAST_POSITIVE,
    )


@door.app_template_filter("alfa")
def two_decimals(value: float | None) -> str:
    """A number from 0 to 1 as people write it: "0,83"; a dash when there is none."""
    return "–" if value is None else f"{value:.2f}".replace(".", ",")
