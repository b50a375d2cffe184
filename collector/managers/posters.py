"""Posters per area, round and language, to print: as PDF and as SVG."""

from flask import Response, make_response, render_template, request, url_for

from collector import addresses
from collector.i18n import DUTCH, language_name
from collector.managers import door, places
from collector.posters.pdf import as_pdf
from collector.posters.poster import Invitation, draw, texts
from collector.posters.svg import as_svg
from collector.store import store
from corpus.database import reading
from corpus.rounds import Round
from forms.inviting import PosterForm

WRITERS = {"pdf": (as_pdf, "application/pdf"), "svg": (as_svg, "image/svg+xml")}


@door.get("/beheer/posters")
def posters() -> Response:
    """Choose a poster, look at it, and take it along."""
    form = _form()
    chosen = form.data if request.args and form.validate() else None
    page = render_template("managers/posters.html", form=form, chosen=chosen)
    return make_response(page, 422 if form.errors else 200)


@door.get("/beheer/posters/poster")
def poster() -> Response:
    """One poster as a file; ``?vorm=`` is pdf or svg."""
    form, shape = _form(), request.args.get("vorm", "pdf")
    if not form.validate() or shape not in WRITERS:
        return make_response(render_template("managers/posters.html", form=form, chosen=None), 422)
    write, kind = WRITERS[shape]
    response = Response(write(draw(_invitation(form))), mimetype=kind)
    name = f"poster-{form.gebied.data}-{form.voor.data}-{form.taal.data}.{shape}"
    response.headers["Content-Disposition"] = f'{"attachment" if shape == "pdf" else "inline"}; filename="{name}"'
    return response


def _form() -> PosterForm:
    choices = {
        "gebied": places.area_names(),
        "meetmoment": places.coming_rounds(),
        "taal": {code: language_name(code) for code in texts()},
    }
    begin = {"voor": "jongere", "taal": DUTCH}
    return PosterForm(formdata=request.args or None, data=begin, choices=choices)


def _invitation(form: PosterForm) -> Invitation:
    with reading(store().engine) as session:
        window = session.get_one(Round, form.meetmoment.data)
    slug, language, kind = str(form.gebied.data), str(form.taal.data), str(form.voor.data)
    return Invitation(
        form=kind,
        area=places.area_names()[slug],
        opens=window.opens,
        closes=window.closes,
        language=language,
        address=addresses.public(url_for("residents.tell", name=kind, gebied=slug, taal=language)),
    )
