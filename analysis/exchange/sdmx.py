"""Published numbers as SDMX-CSV 2.0, the table of statistical offices."""

from collections.abc import Sequence
from pathlib import Path

from analysis.exchange.published import AGENCY, DATAFLOW, VERSION, Observation, observations
from analysis.report.material import Material
from corpus.exchange.delimited import table
from corpus.rounds import Round

DIMENSIONS = ("INDICATOR", "SUBJECT", "MEASURE", "LEVEL", "REF_AREA", "GROUP", "MEETMOMENT", "TIME_PERIOD")
ATTRIBUTES = ("OBS_STATUS", "CONF_STATUS", "CI_LOW", "CI_HIGH", "N", "INDICATOR_VERSION", "COMMENT")
COLUMNS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
#: of the SDMX code lists: normal and missing-suppressed; free and confidential; a dimension that does not apply
NORMAL, SUPPRESSED, FREE, CONFIDENTIAL, NONE = "A", "Q", "F", "C", "_Z"


def write(told: Material, folder: Path) -> list[Path]:
    """Write one file with every number. A period of several years is written as its start and length."""
    flow = ("dataflow", f"{AGENCY}:{DATAFLOW}({VERSION})", "I")
    rows = ([*flow, *_row(one, told.rounds)] for one in observations(told))
    file = folder / "cijfers-sdmx.csv"
    file.write_text(table(COLUMNS, rows), encoding="utf-8", newline="")
    return [file]


def _row(one: Observation, rounds: Sequence[Round]) -> list[str | float | None]:
    window = next((window for window in rounds if window.id == one.period), None)
    where = [one.indicator, one.subject or NONE, one.measure, one.level, one.place, one.group]
    when = [window.id if window else NONE, _time(one.period, window)]
    status = [SUPPRESSED, CONFIDENTIAL] if one.value is None else [NORMAL, FREE]
    return [*where, *when, one.value, *status, one.low, one.high, one.n, one.version, " ".join(one.note.split())]


def _time(period: str, window: Round | None) -> str:
    """A period in SDMX: a half year for a round, "2024-01-01/P3Y" for years together, a year as it is."""
    if window is not None:
        return f"{window.year}-S{1 if window.opens.month <= 6 else 2}"
    first, _, last = period.partition("-")
    return f"{first}-01-01/P{int(last) - int(first) + 1}Y" if last else first
