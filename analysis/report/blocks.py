"""The building blocks of a page: sections with sentences, charts and tables; a section knows no numbers of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.report.series import Mark
from analysis.report.tables import Instead, Row, Table

#: pictures wider than this keep their width on a small screen
BROAD = 480


@dataclass(frozen=True)
class Chart:
    """A chart with its text alternative, the tables of the same numbers, and what its marks mean."""

    id: str
    title: str
    #: the chart in one or two sentences, made from the same numbers
    sentence: str
    svg: str = ""
    tables: tuple[Table, ...] = ()
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Width of the picture in its own units."""
        return round(float(self.svg.partition('viewBox="0 0 ')[2].partition(" ")[0] or 0))

    @property
    def broad(self) -> bool:
        """Whether it grew over many rounds and has to be scrolled on a small screen."""
        return self.width > BROAD


@dataclass(frozen=True)
class Section:
    """One section of a page, in the fixed order of the report."""

    id: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Every row of every table in it."""
        for table in [*self.tables, *(table for chart in self.charts for table in chart.tables)]:
            yield from table.rows

    def instead(self) -> Iterator[Instead]:
        """The numbers elsewhere that hidden rows point to."""
        return (row.instead for row in self.rows() if row.instead is not None)


@dataclass(frozen=True)
class Headline:
    """One of at most five sentences that open a page, with the section where its number stands."""

    text: str
    section: str
