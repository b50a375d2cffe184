"""Counts everything again from an open archive alone, and lays the outcome beside what was published."""

import csv
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from analysis import publication
from analysis.numbers import coders, ladder, verdicts
from analysis.numbers.cells import PUBLIC, TEAM
from analysis.numbers.observations import gather
from analysis.numbers.strata import weighed
from analysis.report import export
from corpus.codebook import at
from corpus.database import connect, upgrade, writing
from corpus.findings import IndicatorFinding, Report, Run, TrendFinding
from corpus.keeping import archived
from corpus.keeping.archive import REPORTS, ArchiveRefusedError
from corpus.rounds import PLANNED, Round

#: the files of a report: how each is made, and how many of its columns say where a number stands
FILES = {"cijfers.csv": (export.cells_csv, 8), "reeksen.csv": (export.trends_csv, 6)}
MOST_NAMED = 10

Cells = dict[tuple[str, ...], str]


@dataclass(frozen=True)
class Compared:
    """One published report counted again: how many numbers are equal, and which are not.

    ``recounted`` is False where stories or codes went after that run: then its stored counts were published again,
    without counting. ``table_hash`` is of the table as counted now, ``published_hash`` as it was.
    """

    round_id: str
    run_id: str
    recounted: bool
    table_hash: str
    published_hash: str
    equal: int
    different: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every number is the same, and the hash too where it was counted again."""
        return not self.different and self.table_hash == self.published_hash


@dataclass(frozen=True)
class Rebuilt:
    """What came out: files that are not what they were, and every report compared."""

    changed: tuple[str, ...]
    reports: tuple[Compared, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing differs."""
        return not self.changed and all(one.whole for one in self.reports)


def rebuild(archive: Path) -> Rebuilt:
    """Load an archive in a database of its own, count, and compare with every published number.

    Raises ArchiveRefusedError for a folder that is no archive, or in which nothing was published.
    """
    archived.about(archive)
    changed = archived.changed(archive)
    with TemporaryDirectory(prefix="natellen") as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'archief.sqlite'}")
        upgrade(engine)
        with writing(engine) as session:
            archived.load(session, archive)
            wanted = _newest_of_each(session)
        if not wanted:
            raise ArchiveRefusedError("In dit archief is nog niets gepubliceerd; er valt niets na te tellen.")
        compared = []
        for report_id in wanted:
            with Session(engine) as session:  # never committed: every report starts from the archive itself
                compared.append(_compare(session, report_id, archive))
        engine.dispose()
    return Rebuilt(tuple(changed), tuple(compared))


def _newest_of_each(session: Session) -> list[int]:
    """Publishing again replaces the files: of each folder the newest report, oldest folder first."""
    newest = {report.folder: report.id for report in session.scalars(select(Report).order_by(Report.id))}
    return list(newest.values())


def _compare(session: Session, report_id: int, archive: Path) -> Compared:
    report = session.get_one(Report, report_id)
    run = session.get_one(Run, report.run_id)
    _as_it_was(session, session.get_one(Round, report.round_id))
    counted = _recount(session, run)
    equal, different = 0, list[str]()
    for audience in (TEAM, PUBLIC):
        material = publication.material(session, report.round_id, audience, run)
        for name, (make, places) in FILES.items():
            path = archive / REPORTS / report.folder / audience / name
            same, others = _beside(_published(path, places), _cells(make(material), places), f"{audience}/{name}")
            equal += same
            different += others
    table_hash = counted or run.table_hash
    return Compared(
        report.round_id, run.id, bool(counted), table_hash, run.table_hash, equal, tuple(different[:MOST_NAMED])
    )


def _as_it_was(session: Session, published: Round) -> None:
    """Later rounds were not closed yet when a report was published."""
    session.execute(update(Round).where(Round.opens > published.opens).values(state=PLANNED))


def _recount(session: Session, run: Run) -> str:
    """Put what is counted now in the place of what a run found; the hash of it, empty where that cannot be."""
    codebook = at(session, str(run.manifest.get("codebook")))
    observations, _ = weighed(session, gather(session, codebook))
    if observations.data_cut != run.manifest.get("data") or coders.fingerprint(session) != run.manifest.get("codings"):
        return ""
    findings = ladder.every_cell(session, observations)
    trends = verdicts.every_series(session, findings, observations)
    for table in (IndicatorFinding, TrendFinding):
        session.execute(delete(table).where(table.run_id == run.id))
    session.add_all(finding.row(run.id) for finding in findings)
    session.add_all(verdict.row(run.id) for verdict in trends)
    session.flush()
    return ladder.table_hash(findings)


def _published(path: Path, places: int) -> Cells:
    try:
        return _cells(path.read_text(encoding="utf-8"), places)
    except OSError:
        raise ArchiveRefusedError(f"In dit archief ontbreekt {'/'.join(path.parts[-4:])}.") from None


def _cells(text: str, places: int) -> Cells:
    """Every filled cell of a file by where it stands: the first columns of its row, and the name of its column."""
    header, *found = csv.reader(text.splitlines())
    return {
        (*row[:places], name): value
        for row in found
        for name, value in zip(header[places:], row[places:], strict=True)
        if value
    }


def _beside(before: Cells, now: Cells, name: str) -> tuple[int, list[str]]:
    """How many cells are equal, and in words where they are not."""
    keys = before.keys() | now.keys()
    different = sorted(key for key in keys if before.get(key) != now.get(key))
    return len(keys) - len(different), [
        f"{name}: {' '.join(filter(None, key[1:]))}: toen {before.get(key, 'niets')}, nu {now.get(key, 'niets')}"
        for key in different
    ]
