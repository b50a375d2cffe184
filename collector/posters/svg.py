"""A drawing as SVG: outlines only, so that it needs no font, with its words for whoever listens to it."""

from html import escape

from collector.posters.drawing import Drawing, Shape


def as_svg(page: Drawing) -> bytes:
    """The drawing as a file that opens and prints at its true size."""
    said = " ".join(words.text for words in page.words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{page.width:g}mm" height="{page.height:g}mm" '
        f'viewBox="0 0 {page.width:g} {page.height:g}" role="img" aria-labelledby="titel tekst" '
        f'lang="{page.language}" xml:lang="{page.language}">'
        f'<title id="titel">{escape(page.title)}</title><desc id="tekst">{escape(said)}</desc>'
        f"{''.join(_path(shape) for shape in page.shapes)}</svg>\n"
    ).encode()


def _path(shape: Shape) -> str:
    steps = "".join(f"{step}{' '.join(f'{value:.2f}' for value in points)}" for step, points in shape.steps)
    return f'<path fill="{shape.colour}" d="{steps}"/>'
