"""What the forms of the managers offer: areas and rounds by their names."""

from collector.store import store, today
from corpus import areas, rounds
from corpus.database import reading
from forms.page import PageForm

BACK_AGAIN = "De pagina stond lang open. Kies nog een keer."


def area_names() -> dict[str, str]:
    """The areas of today by slug, in the order of city and name."""
    with reading(store().engine) as session:
        return {area.slug: area.name for area in areas.current(session, today())}


def coming_rounds() -> dict[str, str]:
    """The names of the rounds that are open or planned, by id, the first to come on top."""
    with reading(store().engine) as session:
        known = rounds.in_order(session)
    return {window.id: window.name for window in known if window.state in (rounds.OPEN, rounds.PLANNED)}


def first_sentence(form: PageForm) -> str:
    """Why a form without boxes of its own was refused."""
    if form.lost_session():
        return BACK_AGAIN
    return next(sentence for found in form.errors_by_item().values() for sentence in found)
