"""SenseMaker: its framework definition (JSON) and its data (CSV) read and written, whatever the questions are.

Shares follow SenseMaker's own data: the labels of a triad are top, left, right; percentY is the share of the top,
percentX that of the right plus half of the top. Of a dyad percentX is the share of the right.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

TRIAD, DYAD, STONES, LIST, TEXT = "triad", "dyad", "stones", "list", "freetext"
#: what shows something and asks nothing
SILENT = ("label", "navigation", "save", "page", "image")
TOLERANCE = 0.005
#: how far a pointer may stand outside its triangle or line; more than that is a mistake
OUTSIDE = 0.05
_PARTS = {TRIAD: "labels", DYAD: "labels", STONES: "stones", LIST: "items"}


class BadFrameworkError(ValueError):
    """A definition that cannot be used; the message says in Dutch what is wrong."""


class BadRowError(ValueError):
    """A row of data that cannot be used; the message names the column and never what stands in it."""


class NotApplicable:
    """The teller said that a question does not apply: another thing than no answer, and than the middle."""


NA: Final = NotApplicable()
Point = tuple[float, ...]
#: shares of a triad (top, left, right); share of the right of a dyad; places of stones; ids of items; text
Value = NotApplicable | Point | float | Mapping[str, tuple[float, float]] | frozenset[str] | str


@dataclass(frozen=True)
class Part:
    """A label, item or stone. ``name`` is the id of the answer of ours that it stands for, or empty."""

    id: str
    title: str
    name: str = ""


@dataclass(frozen=True)
class Signifier:
    """One question of a framework. ``name`` is the id of the question of ours that it stands for, or empty."""

    id: str
    kind: str
    title: str
    parts: tuple[Part, ...] = ()
    name: str = ""
    allow_na: bool = False
    fragment: bool = False
    most: int = 1


@dataclass(frozen=True)
class Framework:
    """A framework; ``code`` is the questionnaire of ours that it stands for, such as "kind@1"."""

    id: str
    code: str
    title: str
    language: str
    signifiers: tuple[Signifier, ...] = field(default=())


def read_definition(text: str) -> Framework:
    """A framework from its JSON. Raises BadFrameworkError naming what is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrameworkError("De definitie is geen leesbare JSON.") from None
    if not isinstance(data, dict) or not isinstance(data.get("signifiers"), list):
        raise BadFrameworkError("De definitie noemt geen vragen: 'signifiers' ontbreekt.")
    asked = [_signifier(entry) for entry in data["signifiers"]]
    signifiers = tuple(one for one in asked if one is not None)
    if len({one.id for one in signifiers}) < len(signifiers):
        raise BadFrameworkError("Twee vragen in de definitie hebben hetzelfde id.")
    told = {key: str(_one(data.get(key, ""))) for key in ("id", "code", "name", "language")}
    return Framework(told["id"], told["code"], told["name"], told["language"], signifiers)


def _one(value: Any) -> Any:
    """SenseMaker's own exports put single values in a list."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _signifier(entry: Any) -> Signifier | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not entry["id"]:
        raise BadFrameworkError("Een vraag in de definitie heeft geen id.")
    kind, where = entry.get("type"), f"Vraag {entry['id'][:60]}"
    if kind in SILENT:
        return None
    if kind not in (*_PARTS, TEXT):
        raise BadFrameworkError(f"{where} is van een soort die wij niet kennen.")
    content = entry.get("content")
    content = content if isinstance(content, dict) else {}
    parts = _parts(content.get(_PARTS[kind]), where) if kind in _PARTS else ()
    if len(parts) != {TRIAD: 3, DYAD: 2}.get(kind, len(parts)):
        raise BadFrameworkError(f"{where} heeft niet het goede aantal labels.")
    most = content.get("max_responses", 1)
    if isinstance(most, bool) or not isinstance(most, int) or most < 0:
        raise BadFrameworkError(f"{where}: max_responses is geen aantal.")
    flags = entry.get("allow_na") is True, entry.get("fragment") is True
    return Signifier(entry["id"], kind, str(entry.get("title", "")), parts, str(entry.get("name", "")), *flags, most)


def _parts(entries: Any, where: str) -> tuple[Part, ...]:
    if not isinstance(entries, list) or not entries:
        raise BadFrameworkError(f"{where} heeft geen labels, stenen of antwoorden.")
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) and one["id"] for one in entries):
        raise BadFrameworkError(f"{where}: een antwoord heeft geen id.")
    found = tuple(
        Part(one["id"], str(one.get("title", one.get("text", ""))), str(one.get("name", ""))) for one in entries
    )
    if len({one.id for one in found}) < len(found):
        raise BadFrameworkError(f"{where}: een antwoord komt twee keer voor.")
    return found


def definition(framework: Framework) -> str:
    """The JSON of a framework."""
    entries = [_entry(order, one) for order, one in enumerate(framework.signifiers, start=1)]
    story = next((one.id for one in framework.signifiers if one.fragment), "")
    data = {
        **{"id": framework.id, "code": framework.code, "name": framework.title, "language": framework.language},
        **{"version": 1, "definition_version": 1, "fragment_signifier_id": story, "signifiers": entries},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _entry(order: int, one: Signifier) -> dict[str, Any]:
    text = "text" if one.kind in (TRIAD, DYAD) else "title"
    content: dict[str, Any] = {"max_responses": one.most} if one.kind == LIST else {}
    if one.kind in _PARTS:
        content[_PARTS[one.kind]] = [{"id": part.id, text: part.title, "name": part.name} for part in one.parts]
    if one.kind == STONES:
        content["axis"] = {"x": {}, "y": {}}
    flags = {"allow_na": one.allow_na, "required": False, "sticky": False, "fragment": one.fragment, "public": False}
    told = {"id": one.id, "type": one.kind, "title": one.title, "name": one.name, "tooltip": "", "order": order}
    return {**told, **flags, "content": content}


def columns(one: Signifier) -> list[str]:
    """The columns of a question in the data."""
    several = [f"{one.id}_{part.id}" for part in one.parts]
    na = [f"{one.id}_NA"] * one.allow_na
    if one.kind == TRIAD:
        return [f"{one.id}_percentX", f"{one.id}_percentY", *several, *na]
    if one.kind == DYAD:
        return [f"{one.id}_percentX", *several, *na]
    if one.kind == STONES:
        return [f"{name}_percent{axis}" for name in several for axis in "XY"] + na
    return (several if one.kind == LIST and one.most != 1 else [one.id]) + na


def cells(one: Signifier, value: Value | None) -> dict[str, str | float | None]:
    """The cells that an answer fills; no answer fills none."""
    if value is None:
        return {}
    if isinstance(value, NotApplicable):
        return {f"{one.id}_NA": 1}
    if isinstance(value, tuple):
        top, left, right = value
        by_label = dict(zip((f"{one.id}_{part.id}" for part in one.parts), (top, left, right), strict=True))
        return {f"{one.id}_percentX": right + top / 2, f"{one.id}_percentY": top, **by_label}
    if isinstance(value, float):
        left_label, right_label = one.parts
        return {
            f"{one.id}_percentX": value,
            f"{one.id}_{left_label.id}": 1 - value,
            f"{one.id}_{right_label.id}": value,
        }
    if isinstance(value, Mapping):
        return {
            f"{one.id}_{stone}_percent{axis}": place[n] for stone, place in value.items() for n, axis in enumerate("XY")
        }
    if isinstance(value, frozenset):
        return dict.fromkeys((f"{one.id}_{item}" for item in value), 1) if one.most != 1 else {one.id: min(value)}
    return {one.id: value}


def value_of(one: Signifier, row: Mapping[str, str]) -> Value | None:
    """The answer to a question in a row of data, or None. Raises BadRowError naming the column."""
    told = {name: row.get(name, "") for name in columns(one)}
    na = told.pop(f"{one.id}_NA", "").strip()
    if na not in ("", "0", "1"):
        raise BadRowError(f"{one.id}_NA is 1 of leeg.")
    given = {name: cell for name, cell in told.items() if cell.strip()}
    if na == "1":
        if given:
            raise BadRowError(f"{one.id} is niet van toepassing, maar heeft toch een antwoord.")
        return NA
    if not given:
        return None
    if one.kind == TEXT:
        return told[one.id]
    if one.kind == LIST:
        return _items(one, given)
    numbers = {name: _share(name, cell) for name, cell in given.items()}
    if one.kind == STONES:
        return _stones(one, numbers)
    return _triad(one, numbers) if one.kind == TRIAD else _dyad(one, numbers)


def _items(one: Signifier, given: Mapping[str, str]) -> frozenset[str]:
    known = {part.id for part in one.parts}
    if one.most == 1:
        chosen = {given[one.id].strip()}
    else:
        if not set(given.values()) <= {"0", "1"}:
            raise BadRowError(f"De kolommen van {one.id} zijn 1 of leeg.")
        chosen = {name.removeprefix(f"{one.id}_") for name, cell in given.items() if cell == "1"}
    if not chosen <= known:
        raise BadRowError(f"{one.id} heeft een antwoord dat de definitie niet noemt.")
    return frozenset(chosen)


def _share(name: str, cell: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        raise BadRowError(f"{name} is geen getal.") from None
    if not math.isfinite(number) or not -OUTSIDE <= number <= 1 + OUTSIDE:
        raise BadRowError(f"{name} ligt niet tussen 0 en 1.")
    return number


def _triad(one: Signifier, given: Mapping[str, float]) -> Point:
    shares = [given.get(f"{one.id}_{part.id}") for part in one.parts]
    x, y = given.get(f"{one.id}_percentX"), given.get(f"{one.id}_percentY")
    placed = None if x is None or y is None else (y, 1 - y / 2 - x, x - y / 2)
    told = [share for share in shares if share is not None]
    if len(told) not in (0, 3) or (not told and placed is None):
        raise BadRowError(f"{one.id} mist een deel van zijn plek.")
    found = tuple(told) or placed or ()
    apart = max(abs(a - b) for a, b in zip(found, placed or found, strict=True))
    if abs(sum(found) - 1) > TOLERANCE or apart > TOLERANCE or min(found) < -OUTSIDE:
        raise BadRowError(f"De delen van {one.id} zijn samen geen 1, of wijzen een andere plek aan.")
    kept = [max(share, 0.0) for share in found]
    return found if min(found) >= 0 else tuple(share / sum(kept) for share in kept)


def _dyad(one: Signifier, given: Mapping[str, float]) -> float:
    left, right = (given.get(f"{one.id}_{part.id}") for part in one.parts)
    told = [
        share
        for share in (given.get(f"{one.id}_percentX"), right, None if left is None else 1 - left)
        if share is not None
    ]
    if max(told) - min(told) > TOLERANCE:
        raise BadRowError(f"De delen van {one.id} zijn samen geen 1.")
    return min(max(told[0], 0.0), 1.0)


def _stones(one: Signifier, given: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    found = {}
    for part in one.parts:
        x, y = (given.get(f"{one.id}_{part.id}_percent{axis}") for axis in "XY")
        if (x is None) != (y is None):
            raise BadRowError(f"Steen {part.id} van {one.id} heeft een halve plek.")
        if x is not None and y is not None:
            found[part.id] = (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
    return found
