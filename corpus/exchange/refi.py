"""The codebook as REFI-QDA (.qdc), for NVivo, ATLAS.ti, MAXQDA and QualCoder; and codebooks of theirs read."""

from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.codebook import Codebook

SPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Elk verhaal telt"
#: more than any codebook, and little enough to read whole
MOST_BYTES = 10_000_000
UNREADABLE = "Dit is geen leesbaar codeboek van REFI-QDA (.qdc)."


class BadCodebookError(ValueError):
    """A file that is no codebook; the message is the Dutch sentence."""


@dataclass(frozen=True)
class Code:
    """One code of a codebook: its permanent GUID, name, description, and the GUID of the code it stands under."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    parent: str = ""


def codes_of(book: Codebook) -> list[Code]:
    """Our codebook as codes: lines hold their themes, and the markers stand together. Ids give the GUIDs."""
    found: list[Code] = []
    for line in dict.fromkeys(theme.line or "" for theme in book.themes):
        found.append(Code(_guid(line), line, codable=False))
        for theme in book.themes:
            if theme.line == line:
                found.append(Code(_guid(theme.id), f"{theme.id} {theme.name}", _told(theme), parent=_guid(line)))
    found.append(Code(_guid("markers"), "markers", codable=False))
    markers = _guid("markers")
    return found + [Code(_guid(one.id), f"{one.id} {one.name}", _told(one), parent=markers) for one in book.markers]


def _guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"elk-verhaal-telt/codeboek/{name}"))


def _told(theme: object) -> str:
    parts = {"": "definition", "Hoort erbij: ": "includes", "Hoort er niet bij: ": "excludes"}
    return "\n".join(before + getattr(theme, name) for before, name in parts.items() if getattr(theme, name))


def written(codes: list[Code]) -> bytes:
    """The XML of codes; a code stands under its parent, which comes before it."""
    root = Element(f"{{{SPACE}}}CodeBook", {"origin": ORIGIN})
    top = SubElement(root, f"{{{SPACE}}}Codes")
    places: dict[str, Element] = {}
    for code in codes:
        about = {"guid": code.guid, "name": code.name, "isCodable": "true" if code.codable else "false"}
        places[code.guid] = SubElement(places.get(code.parent, top), f"{{{SPACE}}}Code", about)
        if code.description:
            SubElement(places[code.guid], f"{{{SPACE}}}Description").text = code.description
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def read(path: Path) -> list[Code]:
    """The codes of a .qdc, parents before what stands under them.

    Entities and outside references are refused: a small file could fill the memory or fetch another. Raises
    BadCodebookError.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadCodebookError("Dit bestand is te groot voor een codeboek.")
    try:
        root = fromstring(path.read_bytes(), forbid_dtd=True)
    except DefusedXmlException:
        raise BadCodebookError("Dit codeboek verwijst naar iets buiten zichzelf. Dat lezen wij niet.") from None
    except (ParseError, ValueError, LookupError):
        raise BadCodebookError(UNREADABLE) from None
    if root.tag != f"{{{SPACE}}}CodeBook":
        raise BadCodebookError(UNREADABLE)
    found: list[Code] = []
    # A stack and no recursion: codes can stand as deep under each other as a file likes.
    waiting = [(element, "") for element in reversed(root.findall(f"{{{SPACE}}}Codes/{{{SPACE}}}Code"))]
    while waiting:
        element, parent = waiting.pop()
        code = _code(element, parent)
        found.append(code)
        waiting += [(child, code.guid) for child in reversed(element.findall(f"{{{SPACE}}}Code"))]
    if len({code.guid for code in found}) < len(found):
        raise BadCodebookError("Twee codes hebben hetzelfde GUID.")
    return found


def _code(element: Element, parent: str) -> Code:
    name = element.get("name", "").strip()
    try:
        guid = str(UUID(element.get("guid", "")))
    except ValueError:
        raise BadCodebookError(f"Code '{name[:60]}' heeft geen GUID.") from None
    if not name:
        raise BadCodebookError(f"Code {guid} heeft geen naam.")
    told = element.findtext(f"{{{SPACE}}}Description") or ""
    return Code(guid, name, told, element.get("isCodable", "true") in ("true", "1"), parent)


def beside(theirs: list[Code], ours: list[Code]) -> tuple[list[str], list[str], list[str]]:
    """What a codebook has that ours has not, what it lacks, and what it tells otherwise: names, in its own order."""
    known, given = {code.guid: code for code in ours}, {code.guid: code for code in theirs}
    new = [code.name for code in theirs if code.guid not in known]
    lacking = [code.name for code in ours if code.guid not in given]
    return new, lacking, [code.name for code in theirs if code.guid in known and code != known[code.guid]]
