"""Tables as a page shows them: every number with its n, and a hidden row with the nearest number that may be shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.numbers.cells import RESIDENT_GROUPS, Key, Shown
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import percent, signed
from analysis.report.series import Series
from corpus.indicators import BALANCE, GROUP_NAMES, INDICATORS, MARK, RATIO, SHARE, UNANSWERED, Indicator, label

#: a cell longer than this is read as a sentence
WORDY = 60
#: this many columns fit on a phone
FIT = 4


@dataclass(frozen=True)
class Instead:
    """The nearest number up the ladder that may be shown: its cell, where it stands and how it reads."""

    key: Key
    href: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row: its head and its cells, or nothing but "te weinig verhalen" with what may be shown instead."""

    head: str
    cells: tuple[str, ...] = ()
    hidden: bool = False
    instead: Instead | None = None
    anchor: str = ""
    #: share 0…1 drawn as a bar behind the row
    bar: float | None = None


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first column heads the rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def wide(self) -> bool:
        """Whether it has more columns than fit on a phone, so that it says that it can be moved sideways."""
        return len(self.columns) > FIT and not self.wordy

    @property
    def wordy(self) -> bool:
        """Whether a column holds sentences, so that a small screen shows row under row."""
        return any(len(cell) > WORDY for one in self.rows for cell in one.cells if len(one.cells) > 1)


def anchor(key: Key) -> str:
    """The id under which a cell stands on the page of its place."""
    words = f"cel-{key.indicator}-{key.subject}-{key.group}-{key.period}".lower()
    return re.sub(r"[^a-z0-9]+", "-", words)


def period_name(material: Material, period: str) -> str:
    """A round by its name, a year as "heel 2026", three years as "2024 tot en met 2026"."""
    names = {of.id: of.name for of in material.rounds}
    if period in names:
        return names[period]
    return f"{period[:4]} tot en met {period[5:]}" if re.fullmatch(r"\d{4}-\d{4}", period) else f"heel {period}"


def value_of(kind: str, value: float | None, n: int) -> str:
    """A value in the unit of its indicator: "+12", "34%", "7,4" or "0,35"; a dash when it may not be shown."""
    if kind == BALANCE or value is None:
        return signed(value)
    if kind == SHARE:
        return percent(value, n)
    return f"{value:.{1 if kind in (MARK, RATIO) else 2}f}".replace(".", ",").replace("-", "−")


def band(shown: Shown, kind: str) -> str:
    """The band of a cell: "15 tot 33" of the 100, or "−2 tot +22" for a balance; a dash when there is none."""
    if shown.low is None or shown.high is None:
        return shown.note or "–"
    ends = [
        str(round(100 * end)) if kind == SHARE else value_of(kind, end, shown.n or 0) for end in (shown.low, shown.high)
    ]
    return " tot ".join(ends)


def in_short(shown: Shown) -> str:
    """A visible cell in a few words: the answers behind a balance, or a share, always with n."""
    about = INDICATORS.get(shown.key.indicator)
    n = shown.n or 0
    if about is not None and about.answers:
        parts = [(answer, shown.parts.get(answer)) for answer in about.answers if answer not in UNANSWERED]
        told = [f"{label(answer)} {percent(part, n)}" for answer, part in parts if part is not None]
        return f"{', '.join(told)} (n = {n})" if told else f"{n} vertellers"
    if shown.value is None or shown.key.indicator == "NI-20":
        return f"{n} vertellers"
    return f"{value_of(about.kind if about else SHARE, shown.value, n)} (n = {n})"


def instead_of(material: Material, here: Place, shown: Shown | None) -> Instead | None:
    """What may be shown instead of a hidden cell, as a link to the page where it stands."""
    key = shown.instead if shown is not None and shown.hidden else None
    other = material.told.get(key) if key is not None else None
    place = next((one for one in material.places if key and (one.level, one.id) == (key.level, key.place)), None)
    if key is None or other is None or other.hidden or place is None:
        return None
    where = [place.name, GROUP_NAMES.get(key.group, key.group), period_name(material, key.period)]
    page = "" if place == here else place.page
    return Instead(key, f"{page}#{anchor(key)}", f"{', '.join(where)}: {in_short(other)}")


def row(material: Material, here: Place, head: str, shown: Shown | None, cells: Sequence[str]) -> Row:
    """A row of a cell: its texts when it may be seen, else nothing of it."""
    if shown is None:
        return Row(head, ("niet gemeten",))
    if shown.hidden:
        return Row(head, hidden=True, instead=instead_of(material, here, shown))
    return Row(head, tuple(cells))


def once(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, with what may be shown instead only where it is first named: several often point to one number."""
    told: set[Key] = set()
    found: list[Row] = []
    for one in rows:
        known = one.instead is not None and one.instead.key in told
        found.append(replace(one, instead=None) if known else one)
        told |= {one.instead.key} if one.instead is not None else set()
    return tuple(found)


def values(shown: Shown | None, about: Indicator) -> list[str]:
    """The texts of a cell in the columns of its indicator: n, answers, value and band."""
    if shown is None or shown.hidden:
        return []
    n = shown.n or 0
    answers = [percent(shown.parts.get(answer), n) for answer in about.answers]
    return [
        str(n),
        *answers,
        value_of(about.kind, shown.value, n),
        band(shown, about.kind),
        seen_from(shown, about.kind),
    ]


def seen_from(shown: Shown, kind: str) -> str:
    """The smallest difference that can be seen with these numbers: "14 punten", or "0,6" of a mark; else a dash."""
    least = shown.visible_difference
    if least is None:
        return "–"
    return value_of(kind, least, shown.n or 0) if kind == MARK else f"{100 * least:.0f} punten"


def columns(first: str, about: Indicator) -> tuple[str, ...]:
    """The heads of the columns that ``values`` fills."""
    return (
        first,
        "n",
        *(label(answer) for answer in about.answers),
        about.line.lower() or "deel",
        "band",
        "te zien vanaf",
    )


def by_round(material: Material, here: Place, shown: Series, about: Indicator) -> Table:
    """One indicator over the rounds: the same numbers as the chart above it."""
    newest_first = (
        row(material, here, point.name, point.shown, values(point.shown, about)) for point in reversed(shown.points)
    )
    rows = reversed(once(newest_first))
    return Table(f"{about.name}, per meetmoment (alle groepen)", columns("meetmoment", about), tuple(rows))


def by_group(material: Material, here: Place, about: Indicator) -> Table:
    """One indicator of this round, group by group; children, youth and parents are never merged unseen."""
    cells = [(group, material.cell(here, about.id, group)) for group in RESIDENT_GROUPS]
    rows = once(row(material, here, GROUP_NAMES[group], shown, values(shown, about)) for group, shown in cells)
    return Table(f"{about.name}, per groep ({material.round.name})", columns("groep", about), rows)


def pooled(material: Material, here: Place, keys: set[Key]) -> Table | None:
    """The cells of this place that stand in for hidden ones elsewhere, each with its own anchor."""
    mine = sorted(key for key in keys if (key.level, key.place) == (here.level, here.id))
    rows = [
        Row(
            INDICATORS[key.indicator].name + (f": {material.theme_name(key.subject)}" if key.subject else ""),
            (GROUP_NAMES.get(key.group, key.group), period_name(material, key.period), in_short(material.told[key])),
            anchor=anchor(key),
        )
        for key in mine
        if key.indicator in INDICATORS
    ]
    caption = "Samengenomen cijfers: voor waar een kleiner getal te weinig verhalen heeft"
    return Table(caption, ("getal", "groep", "periode", "waarde"), tuple(rows)) if rows else None
