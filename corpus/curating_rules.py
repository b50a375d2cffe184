"""What may be decided about the codebook, and what not: one Dutch sentence for every refusal."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from corpus import areas
from corpus.classification import (
    ACCEPT,
    LINES,
    MERGE,
    MOVE,
    OPERATIONS,
    PARK,
    PIN,
    REJECT,
    RELATE,
    RENAME,
    SPLIT,
    Codebook,
)
from corpus.findings import Proposal

PROGRAMME = "programma"
#: what becomes of a proposal
STATES = {ACCEPT: "accepted", RELATE: "accepted", PARK: "parked", REJECT: "rejected"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision somebody would like to take: about which themes or proposal, with the words that go with it."""

    operation: str
    themes: tuple[str, ...] = ()
    proposal: int | None = None
    name: str = ""
    line: str = ""
    definition: str = ""
    #: names of the parts of a split
    parts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def refusal(session: Session, book: Codebook, wish: Wish, proposal: Proposal | None) -> str:
    """Why this cannot be decided, as a Dutch sentence; empty when it can."""
    known = {theme.id for theme in book.themes}
    unknown = [one for one in wish.themes if one not in known]
    about_proposal = wish.operation in STATES
    if wish.operation not in OPERATIONS:
        return "Deze handeling kent het codeboek niet."
    if unknown:
        return f"{unknown[0]} is geen thema dat nu geldt."
    if about_proposal and proposal is None:
        return "Dit voorstel bestaat niet meer."
    if about_proposal and proposal is not None and proposal.state not in ("proposed", "parked"):
        return "Over dit voorstel is al besloten."
    if not about_proposal and len(set(wish.themes)) != len(wish.themes):
        return "Kies elk thema één keer."
    if wish.operation == RELATE and len(wish.themes) != 1:
        return "Kies het thema waar het voorstel bij hoort."
    if not about_proposal and wish.operation != MERGE and len(wish.themes) != 1:
        return "Kies één thema."
    return _words(session, book, wish) or _structure(book, wish)


def _words(session: Session, book: Codebook, wish: Wish) -> str:
    others = {theme.name.lower() for theme in book.themes if theme.id not in wish.themes or wish.operation == RENAME}
    if wish.operation in (RENAME, MERGE, ACCEPT):
        if not wish.name:
            return "Schrijf een naam op."
        if wish.name.lower() in others:
            return f"Er is al een thema dat ‘{wish.name}’ heet."
    if wish.operation in (MOVE, MERGE, ACCEPT) and wish.line not in LINES:
        return "Kies een lijn."
    if wish.operation == ACCEPT and not wish.definition:
        return "Schrijf op wat er onder het thema valt."
    if wish.operation == PIN and (strange := sorted(set(wish.places) - places(session).keys())):
        return f"De plek {strange[0]} bestaat niet."
    return ""


def _structure(book: Codebook, wish: Wish) -> str:
    check = {MERGE: _merging, SPLIT: _splitting, MOVE: _moving}.get(wish.operation)
    return check(book, wish) if check else ""


def _merging(book: Codebook, wish: Wish) -> str:
    if len(wish.themes) < 2:
        return "Kies minstens twee thema's om samen te voegen."
    if pinned := [one for one in wish.themes if one in book.pins]:
        return f"{pinned[0]} is vastgepind. Maak het eerst los."
    if split := [one for one in wish.themes if one in book.parents.values()]:
        return f"{split[0]} is gesplitst en blijft het geheel van zijn delen. Voeg delen samen."
    return ""


def _splitting(book: Codebook, wish: Wish) -> str:
    names = {one.lower() for one in wish.parts}
    if wish.themes[0] in book.parents.values():
        return f"{wish.themes[0]} is al gesplitst."
    if len(names) < 2 or len(names) != len(wish.parts) or names & {one.name.lower() for one in book.themes}:
        return "Schrijf minstens twee namen op, elk op een eigen regel en elk een die nog niet bestaat."
    return ""


def _moving(book: Codebook, wish: Wish) -> str:
    (theme_id,) = wish.themes
    if theme_id in book.parents:
        return f"{theme_id} is een deel. Verplaats het geheel, {book.parents[theme_id]}."
    return "Het thema staat al in deze lijn." if book.theme(theme_id).line == wish.line else ""


def places(session: Session) -> dict[str, str]:
    """Where a theme can be pinned: every area, every city and the programme, with their names."""
    known = areas.current(session, datetime.now(UTC).date())
    return {
        PROGRAMME: "Alle gebieden",
        **{one.city: one.city for one in known},
        **{one.slug: one.name for one in known},
    }
