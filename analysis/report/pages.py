"""Writes a report: self-contained pages for every place, the one-page feedback, the numbers as files, a manifest."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from analysis.report import export
from analysis.report.around import deepening_section, reading_section, steering_section
from analysis.report.beside import beside_section
from analysis.report.changes import change_section, feeling_section
from analysis.report.feedback import one_page
from analysis.report.languages import languages
from analysis.report.linked import linked_section
from analysis.report.manifest import manifest
from analysis.report.material import Material
from analysis.report.opening import in_brief, strength_section, who_section
from analysis.report.places import Place
from analysis.report.quality import ReportRefusedError, check, quality_section
from analysis.report.sentences import capital, day
from analysis.report.tables import pooled
from analysis.report.themes import themes_section
from analysis.report.trends import trends_section
from analysis.report.workbook import workbook

TEMPLATES = Path(__file__).parents[2] / "templates"
#: a child reads no more than this
CHILD_WORDS = 120
DOWNLOADS = {
    "cijfers.xlsx": "de cijfers van dit meetmoment als werkboek, met uitleg",
    "cijfers.csv": "alle cijfers van dit rapport",
    "reeksen.csv": "alle reeksen die wij toetsten, ook waar niets te zien was",
    "datawoordenboek.csv": "wat elke kolom en elke indicator betekent",
    "datawoordenboek.json": "hetzelfde, voor programma's",
    "manifest.json": "run, versies en controlegetallen van alle bestanden",
}
#: the order of a page: who spoke comes before every result, strengths before everything else
SECTIONS = (
    who_section,
    strength_section,
    change_section,
    feeling_section,
    themes_section,
    trends_section,
    linked_section,
    beside_section,
    reading_section,
    steering_section,
    deepening_section,
    quality_section,
)


def write_report(folder: Path, material: Material) -> list[Path]:
    """Write the report of a round for one audience and return its files; the same material gives the same bytes.

    Raises ReportRefusedError, before anything is written, when versions are missing or a child's page is too long.
    """
    check(material.run.manifest)
    files = dict(_files(material))
    files["manifest.json"] = manifest(material, files).encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in sorted(files)]


def _files(material: Material) -> Iterator[tuple[str, bytes]]:
    templates = _templates()
    composed = {place: [section(material, place) for section in SECTIONS] for place in material.places}
    wanted = {one.key for sections in composed.values() for section in sections for one in section.instead()}
    index = templates.get_template("report/index.html")
    yield "index.html", index.render(material=material, downloads=DOWNLOADS).encode()
    for place, sections in composed.items():
        page = templates.get_template("report/place.html")
        annex = pooled(material, place, wanted)
        brief = in_brief(material, place)
        yield (
            place.page,
            page.render(
                material=material, place=place, brief=brief, sections=sections, annex=annex, downloads=DOWNLOADS
            ).encode(),
        )
        yield from _feedback(templates, material, place)
    yield "cijfers.xlsx", workbook(material)
    yield "cijfers.csv", export.cells_csv(material).encode()
    yield "reeksen.csv", export.trends_csv(material).encode()
    yield "datawoordenboek.csv", export.dictionary_csv(material).encode()
    yield "datawoordenboek.json", export.dictionary_json(material).encode()


def _feedback(templates: Environment, material: Material, place: Place) -> Iterator[tuple[str, bytes]]:
    """The page for grown-ups and the page for children, in every language."""
    for spoken in languages():
        told = {"material": material, "page": one_page(material, place, spoken), "spoken": spoken, "all": languages()}
        adult = templates.get_template("feedback/page.html").render(told, child="")
        child = templates.get_template("feedback/kind.html").render(told, child="-kind")
        length = len(words(child))
        if length > CHILD_WORDS:
            raise ReportRefusedError(
                f"De kinderversie voor {place.name} ({spoken.name}) heeft {length} woorden; het mogen er {CHILD_WORDS} "
                "zijn. Maak de tekst 'Dit gaan we doen' voor kinderen korter."
            )
        yield f"terugkoppeling-{place.slug}{spoken.ending()}", adult.encode()
        yield f"terugkoppeling-{place.slug}-kind{spoken.ending()}", child.encode()


def words(html: str) -> list[str]:
    """The words a reader meets in the main part of a page."""
    main = html.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<[^>]*>", " ", "<main" + re.sub(r"<svg.*?</svg>", " ", main, flags=re.DOTALL))
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(day=day, capital=capital)
    return found
