"""Taking a story back with its four words."""

from flask import Response, make_response, render_template

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
    return make_response(render_template("residents/withdraw.html", form=WithdrawForm()))


@door.post("/intrekken")
@limiter.limit(RECEIPT)
def withdraw() -> Response:
    """Remove the story of these words, with everything that was derived from it."""
    form = WithdrawForm()
    if form.validate():
        typed = str(form.code.data)
        problem = NOT_FOUR if not receipts.looks_like_one(typed) else ""
        if not problem and withdrawal.withdraw(store().engine, store().vault, typed):
            forget_told()
            return make_response(render_template("residents/withdrawn.html"))
        form.code.errors = [problem or UNKNOWN]
    return make_response(render_template("residents/withdraw.html", form=form), 422)
