"""Themes of the codebook: how often stories name them, with what feeling, beside the same season a year ago."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.numbers.cells import EVERYONE, Shown
from analysis.report import charts
from analysis.report.blocks import Chart, Section
from analysis.report.drawn import Dot
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW, capital, listed, percent, share, signed
from analysis.report.tables import Row, Table, band, period_name, row
from analysis.report.trends import state_of
from corpus.indicators import SHARE

#: a chart of more rows is no longer read; the table has all of them
DRAWN = 10
#: themes named after a trouble: told with a good feeling they are still no strength of a neighbourhood
TROUBLES = ("L1", "L4", "W5", "W6", "O6", "D1", "D2", "D3")


NOT_CALIBRATED = (
    "Welke thema's verhalen noemen, telde dit meetmoment alleen een computer. Mensen lazen te weinig verhalen na "
    "om te weten hoe vaak die het mis heeft. Daarom staan deze getallen niet op deze pagina. In cijfers.csv staan zij "
    "met de opmerking 'machinaal, niet geijkt'."
)


@dataclass(frozen=True)
class Told:
    """One theme at one place in one period: how often it is named and how tellers felt."""

    id: str
    name: str
    named: Shown
    feeling: Shown | None

    @property
    def share(self) -> float:
        """Share of the stories that name it."""
        return self.named.value or 0.0

    @property
    def felt(self) -> float | None:
        """Mean feeling −1…1 of those who name it, where it may be seen."""
        return self.feeling.value if self.feeling is not None and not self.feeling.hidden else None

    @property
    def good(self) -> bool:
        """Whether the whole band of the feeling may be seen and is above the middle."""
        return self.felt is not None and self.feeling is not None and (self.feeling.low or 0) > 0

    @property
    def bad(self) -> bool:
        """Whether the whole band of the feeling may be seen and is below the middle."""
        return self.felt is not None and self.feeling is not None and (self.feeling.high or 0) < 0


def told(material: Material, place: Place, period: str = "", group: str = EVERYONE) -> list[Told]:
    """The themes this audience may see, most named first; of this round unless another period is asked."""
    found = []
    for theme in material.codebook.themes:
        named, feeling = (material.cell(place, of, group, period, theme.id) for of in ("NI-10", "NI-11"))
        if named is not None and not named.hidden and named.value is not None:
            found.append(Told(theme.id, theme.name, named, feeling))
    return sorted(found, key=lambda one: (-one.share, one.id))


def strengths(material: Material, place: Place, group: str = EVERYONE) -> list[Told]:
    """Themes that tellers clearly name with a good feeling (the whole band above the middle), most named first."""
    return _first(material, place, group, lambda one: one.good and one.id not in TROUBLES)


def difficulties(material: Material, place: Place, group: str = EVERYONE) -> list[Told]:
    """Themes that tellers clearly name with a bad feeling, most named first: these are never left out."""
    return _first(material, place, group, lambda one: one.bad)


def _first(material: Material, place: Place, group: str, clear: Callable[[Told], bool]) -> list[Told]:
    """The themes of which the feeling may be seen and is clear: in this round, else its year, else three years."""
    pools = ([one for one in told(material, place, period, group) if clear(one)] for period in material.pools)
    return next((found for found in pools if found), [])


def pooled_when(material: Material, found: list[Told]) -> str:
    """The longer period that themes were pooled over, in words; empty when they are of this round."""
    period = found[0].named.key.period if found else material.round.id
    return "" if period == material.round.id else period_name(material, period)


def named_sentence(material: Material, one: Told) -> str:
    """A theme with how often it is named: "‘Ontmoeten en buren’ (ongeveer 3 van de 10, n = 85)"."""
    when = pooled_when(material, [one])
    told_share = share(one.share, one.named.n or 0)
    return f"‘{one.name}’ ({told_share}, n = {one.named.n}{f', {when}' if when else ''})"


def themes_section(material: Material, place: Place) -> Section:
    """Which themes stories name; a story may name several, so the shares do not add up to 100."""
    found = told(material, place)
    if not found and any(material.kept_off("NI-10", place, subject=one.id) for one in material.codebook.themes):
        return Section("themas", "Thema's", (NOT_CALIBRATED,))
    if not found:
        text = f"{capital(place.within)} zijn er dit meetmoment {TOO_FEW} om thema's te tonen."
        return Section("themas", "Thema's", (text,), tables=(_table(material, place),))
    name = f"{place.slug}-themas"
    text = f"Het vaakst genoemd: {listed(named_sentence(material, one) for one in found[:3])}."
    pinned = [one for one in found[DRAWN:] if place.id in material.codebook.pins.get(one.id, ())]
    if len(found) > DRAWN:
        more = " en wat is vastgepind" if pinned else ""
        text += f" De grafiek toont de {DRAWN} meest genoemde thema's{more}; de tabel toont ze allemaal."
    svg = charts.dots(name, [_dot(material, place, one) for one in (*found[:DRAWN], *pinned)])
    before = f"open ruit = {material.last_year.name}" if material.last_year else "vorig jaar is niet gemeten"
    key = f"Stip = {material.round.name}, met de onzekerheidsband; {before}. De as telt verhalen van elke 100."
    chart = Chart(name, "Hoe vaak verhalen een thema noemen", text, svg, (_table(material, place),), notes=(key,))
    note = "Eén verhaal kan meer thema's noemen. Het gevoel kozen de vertellers zelf, van −100 tot +100."
    cautions = sorted({capital(one.named.note) + "." for one in found if one.named.note})
    return Section("themas", "Thema's", charts=(chart,), notes=(note, *cautions))


def _dot(material: Material, place: Place, one: Told) -> Dot:
    before = _before(material, place, one.id)
    named = one.named
    return Dot(one.name, named.n or 0, one.share, named.low, named.high, before.value if before else None)


def _before(material: Material, place: Place, theme: str) -> Shown | None:
    """The same season a year ago, unless the method changed since or it may not be seen."""
    if material.last_year is None:
        return None
    points = material.series(place, "NI-10", subject=theme).comparable
    return next((cell for point, cell in points if point.period == material.last_year.id), None)


def _table(material: Material, place: Place) -> Table:
    before = material.last_year.name if material.last_year else "vorig jaar"
    columns = ("thema", "n", "genoemd", "band", before, "gevoel", "over de tijd")
    rows = [_row(material, place, theme.id) for theme in material.codebook.themes]
    order = {one.id: index for index, one in enumerate(told(material, place))}
    ranked = sorted(rows, key=lambda pair: order.get(pair[0], len(order)))
    return Table(f"Alle thema's ({material.round.name})", columns, tuple(found for _, found in ranked))


def _row(material: Material, place: Place, theme: str) -> tuple[str, Row]:
    named, feeling = (material.cell(place, indicator, subject=theme) for indicator in ("NI-10", "NI-11"))
    n = (named.n if named else 0) or 0
    earlier = _before(material, place, theme)
    cells = [
        str(n),
        percent(named.value, n) if named else "–",
        band(named, SHARE) if named else "–",
        percent(earlier.value, earlier.n or 0) if earlier else "–",
        f"{signed(feeling.value)} (n {feeling.n})" if feeling is not None and feeling.value is not None else TOO_FEW,
        state_of(material, place, "NI-10", subject=theme),
    ]
    return theme, row(material, place, material.theme_name(theme), named, cells)
