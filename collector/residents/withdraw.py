"""Taking a story back with its four words."""

from flask import Response, make_response, render_template
from flask_babel import gettext

from collector.i18n import SENTENCES
from collector.limits import RECEIPT, limiter
from collector.residents import door
from collector.session import forget_told
from collector.store import store
from corpus import receipts, withdrawal
from forms.staff import WithdrawForm

UNKNOWN = "Met deze vier woorden vinden we geen verhaal. Kijk nog eens of ze kloppen. De volgorde telt ook."
NOT_FOUR = "Vul de vier woorden in, zoals: vis-lamp-groen-fiets."


@door.get("/intrekken")
def ask() -> Response:
    """Explain what goes and what stays, and ask for the words."""
    return make_response(render_template("residents/withdraw.html", form=WithdrawForm(meta={"sentences": SENTENCES})))


@door.post("/intrekken")
@limiter.shared_limit(RECEIPT, scope="receipt")
def withdraw() -> Response:
    """Remove the story of these words, with everything that was derived from it."""
    form = WithdrawForm(meta={"sentences": SENTENCES})
    typed = str(form.code.data or "")
    problem = "" if receipts.looks_like_one(typed) else NOT_FOUR
    if form.validate() and not problem:
        if withdrawal.withdraw(store().engine, store().vault, typed):
            forget_told()
            return make_response(render_template("residents/withdrawn.html"))
        problem = UNKNOWN
    form.code.errors = [gettext(problem)] if problem else []
    return make_response(render_template("residents/withdraw.html", form=form), 422)
