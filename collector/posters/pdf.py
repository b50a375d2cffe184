"""A drawing as PDF for a printer: outlines, with the same words invisibly on top to search, copy and read aloud."""

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from collector.posters.drawing import Drawing, Shape
from collector.posters.letters import font_file, is_arabic

INVISIBLE = 3  # text rendering mode of ISO 32000, table 104


def as_pdf(page: Drawing) -> bytes:
    """The drawing as one page at its true size; the same drawing gives the same bytes."""
    written = io.BytesIO()
    size = (page.width * mm, page.height * mm)
    # Printers refuse a font that is not in the file, and the library starts every page with one.
    canvas = Canvas(written, pagesize=size, invariant=1, lang=page.language, initialFontName=_font(""))
    canvas.setTitle(page.title)
    for tell in (canvas.setAuthor, canvas.setCreator, canvas.setSubject):
        tell("Elk verhaal telt")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.translate(0, size[1])
    canvas.scale(mm, -mm)
    for shape in page.shapes:
        _fill(canvas, shape)
    for words in page.words:
        font = _font(words.text)
        canvas.saveState()
        canvas.translate(words.x, words.y)
        canvas.scale(words.width / pdfmetrics.stringWidth(words.text, font, words.size), -1)
        canvas.setFont(font, words.size)
        # A PDF holds letters from left to right as they stand; whoever reads it turns Arabic around again.
        canvas.drawString(0, 0, words.text[::-1] if is_arabic(words.text) else words.text, mode=INVISIBLE)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _fill(canvas: Canvas, shape: Shape) -> None:
    path = canvas.beginPath()
    for step, points in shape.steps:
        draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}[step]
        draw(*points)
    canvas.setFillColor(HexColor(shape.colour))
    canvas.drawPath(path, fill=1, stroke=0, fillMode=FILL_NON_ZERO)


def _font(text: str) -> str:
    file = font_file(text, bold=False)
    if file.stem not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(file.stem, str(file)))
    return file.stem
