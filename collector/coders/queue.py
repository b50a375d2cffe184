"""What waits to be coded, what this coder did, and the way to the next story."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, url_for
from flask_security import current_user
from sqlalchemy import select

from collector.coders import door
from collector.store import store
from corpus.coding_agreement import AnchorAgreement, CodeAgreement
from corpus.coding_claims import LEASE, claim, held
from corpus.coding_queue import waiting
from corpus.database import reading, writing
from corpus.findings import Run
from forms.page import PageForm


@door.get("/coderen")
def overview() -> str:
    """How much waits for this coder and for a third person, how much is done, and whether the coders agree."""
    with reading(store().engine) as session:
        found = waiting(session, coder(), now())
        opened = held(session, coder(), now())
        newest = select(Run.id).order_by(Run.finished.desc()).limit(1).scalar_subquery()
        alphas = session.scalars(select(CodeAgreement.alpha).where(CodeAgreement.run_id == newest)).all()
        drifts = session.scalars(select(AnchorAgreement).where(AnchorAgreement.run_id == newest)).all()
    return render_template(
        "coders/overview.html",
        form=PageForm(),
        waiting=found,
        opened=opened,
        minutes=LEASE.seconds // 60,
        alphas=sorted(alpha for alpha in alphas if alpha is not None),
        drifts=any(one.drifts for one in drifts),
    )


@door.post("/coderen/volgende")
def open_next() -> Response:
    """Open the next story for this coder, or say that nothing waits."""
    return to_next() if PageForm().validate() else make_response(redirect(url_for("coders.overview"), 303))


def to_next(before: str | None = None) -> Response:
    """Go to the next story, that may show what the machine said of the one before; else to the overview."""
    with writing(store().engine) as session:
        claimed = claim(session, coder(), now())
    if claimed is None:
        return make_response(redirect(url_for("coders.overview"), 303))
    return make_response(redirect(url_for("coders.story", story_id=claimed.story_id, vorige=before), 303))


def coder() -> str:
    """The code under which codes are kept: always the same for an account, and without the key it leads to nobody."""
    vault = store().vault
    return f"k-{vault.derive(f'coder/{current_user.id}', min(vault.masters)).hex()[:12]}"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
