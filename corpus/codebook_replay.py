"""The codebook that follows from a codebook and the decisions taken since, one after the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from corpus.classification import ACCEPT, LETTERS, MERGE, MOVE, PIN, RENAME, SPLIT, Codebook, CodebookEvent, Theme

#: what a theme has by its words alone, and can get with a decision
_COLUMNS = ("name", "line", "definition", "includes", "excludes")


def replay(start: Codebook, events: Iterable[CodebookEvent]) -> Codebook:
    """The codebook after these decisions, in their order. Decisions about proposals alone leave it as it is."""
    return reduce(_after, events, start)


def next_id(codebook: Codebook, line: str, taken: Iterable[str] = ()) -> str:
    """The first id of a line after all that were ever given in it: L8 after L7, also when L7 is no more."""
    letter = LETTERS[line]
    known = [theme.id for theme in codebook.themes + codebook.retired] + list(taken)
    return f"{letter}{max([int(one[1:]) for one in known if one[0] == letter], default=0) + 1}"


def _after(book: Codebook, event: CodebookEvent) -> Codebook:
    change = _CHANGES.get(event.operation)
    changed = change(book, event) if change else book
    return replace(changed, version=event.version, decided=event.at.date())


def _renamed(book: Codebook, event: CodebookEvent) -> Codebook:
    (theme_id,) = event.themes
    former = book.theme(theme_id).name
    names = {**book.aliases, theme_id: (*book.aliases.get(theme_id, ()), former)}
    return replace(book, themes=_with(book, theme_id, event.after), aliases=names)


def _moved(book: Codebook, event: CodebookEvent) -> Codebook:
    (theme_id,) = event.themes
    together = {theme_id} | {part for part, whole in book.parents.items() if whole == theme_id}
    themes = tuple(_copy(one, line=event.after["line"]) if one.id in together else one for one in book.themes)
    return replace(book, themes=themes)


def _pinned(book: Codebook, event: CodebookEvent) -> Codebook:
    pins = {**book.pins, event.themes[0]: tuple(event.after["places"])}
    return replace(book, pins={theme: places for theme, places in pins.items() if places})


def _merged(book: Codebook, event: CodebookEvent) -> Codebook:
    gone = set(event.themes)
    closed = tuple(_copy(theme, valid_to=event.at.date()) for theme in book.themes if theme.id in gone)
    kept = tuple(theme for theme in book.themes if theme.id not in gone)
    made = _made(event, event.after, [word for theme in closed for word in theme.seeds])
    heirs = {**book.heirs, **dict.fromkeys(gone, made.id)}
    above = {book.parents.get(one) for one in gone}
    whole = above.pop() if len(above) == 1 else None  # parts of one theme stay a part of it
    parents = {**book.parents, made.id: whole} if whole else book.parents
    return replace(book, themes=(*kept, made), retired=(*book.retired, *closed), heirs=heirs, parents=parents)


def _split(book: Codebook, event: CodebookEvent) -> Codebook:
    (whole,) = event.themes
    parts = tuple(_made(event, {**part, "line": book.theme(whole).line}, []) for part in event.after["parts"])
    return replace(book, themes=(*book.themes, *parts), parents={**book.parents, **{one.id: whole for one in parts}})


def _accepted(book: Codebook, event: CodebookEvent) -> Codebook:
    return replace(book, themes=(*book.themes, _made(event, event.after, list(event.after.get("seeds", [])))))


_CHANGES: dict[str, Callable[[Codebook, CodebookEvent], Codebook]] = {
    RENAME: _renamed,
    MOVE: _moved,
    PIN: _pinned,
    MERGE: _merged,
    SPLIT: _split,
    ACCEPT: _accepted,
}


def _with(book: Codebook, theme_id: str, values: Mapping[str, Any]) -> tuple[Theme, ...]:
    return tuple(_copy(theme, **values) if theme.id == theme_id else theme for theme in book.themes)


def _copy(theme: Theme, **values: Any) -> Theme:
    columns = {column.key: getattr(theme, column.key) for column in Theme.__mapper__.column_attrs}
    return Theme(**{**columns, **values})


def _made(event: CodebookEvent, values: Mapping[str, Any], seeds: list[str]) -> Theme:
    """A theme that begins with a decision."""
    words = {name: values.get(name, "") for name in _COLUMNS}
    return Theme(
        id=values["id"],
        kind="theme",
        **words,
        seeds=seeds,
        examples=[],
        beside="",
        since=event.version,
        valid_from=event.at.date(),
    )
