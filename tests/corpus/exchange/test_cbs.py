"""Tables of CBS and workbooks: recognised by what is in them, joined to our areas of the same division, or refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.exchange.figures import Loaded, load_figures
from corpus.figures import Figure, every

TODAY = date(2026, 11, 23)
HEAD = (
    '"ID";"WijkenEnBuurten";"Gemeentenaam_1";"Codering_3";"AantalInwoners_{a}";"HuishoudensTotaal_{b}";'
    '"HuishoudensMetEenLaagInkomen_{c}"'
)
BUURTEN = {"BU01530300": (3000, 1500, "10,0"), "BU01530301": (6000, 3000, "13,0")}
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def row(code: str, people: object, homes: object, poor: object) -> str:
    return f'0;"{code}";"Enschede ";"{code:<10}";"{people:>8}";{homes};{poor}'


def wide(folder: Path, *rows: str, head: str = HEAD.format(a=5, b=29, c=83)) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "zomaar.txt"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8-sig")
    return file


def told(session: Session, indicator: str) -> dict[str, tuple[float | None, str]]:
    return {one.ref_area: (one.value, one.status) for one in every(session) if one.indicator == indicator}


def reasons(loaded: Loaded) -> str:
    assert (loaded.added, loaded.revised, loaded.unchanged) == (0, 0, 0)
    return " | ".join(map(str, loaded.refused))


def test_a_wide_table_of_statline_becomes_figures_of_buurten_and_of_our_area(session: Session, tmp_path: Path) -> None:
    rows = [row(code, *values) for code, values in BUURTEN.items()]
    loaded = load_figures(session, wide(tmp_path, *rows, row("GM0153", 160000, ".", "")), TODAY, year=2021)
    assert loaded.refused == []
    people = {"BU01530300": (3000.0, "A"), "BU01530301": (6000.0, "A"), "GM0153": (160000.0, "A")}
    assert told(session, "cbs-inwoners") == {**people, "twekkelerveld": (9000.0, "E")}
    # 10% of 1500 and 13% of 3000 homes
    assert told(session, "cbs-laag-inkomen")["twekkelerveld"] == (12.0, "E")
    assert told(session, "cbs-laag-inkomen")["GM0153"] == (None, "M")


def test_the_number_behind_a_name_may_move_and_a_title_may_stand_above_the_table(
    session: Session, tmp_path: Path
) -> None:
    head = "Kerncijfers wijken en buurten\n" + HEAD.format(a=106, b=1, c=7)
    loaded = load_figures(session, wide(tmp_path, row("GM0153", 1, 2, 3), "Bron: CBS", head=head), TODAY, year=2021)
    assert (loaded.added, loaded.refused) == (3, [])


def test_of_another_division_no_area_is_made_of_its_buurten(session: Session, tmp_path: Path) -> None:
    rows = [row(code, *values) for code, values in BUURTEN.items()]
    assert load_figures(session, wide(tmp_path, *rows), TODAY, year=2024).refused == []
    assert set(told(session, "cbs-inwoners")) == set(BUURTEN)
    assert {one.area_vintage for one in every(session)} == {2024}


def test_one_unknown_buurt_makes_the_area_unknown_and_a_lacking_one_is_named(session: Session, tmp_path: Path) -> None:
    rows = [row("BU01530300", 3000, 1500, 10), row("BU01530301", ".", 3000, 13)]
    load_figures(session, wide(tmp_path / "a", *rows), TODAY, year=2021)
    assert told(session, "cbs-inwoners")["twekkelerveld"] == (None, "M")
    loaded = load_figures(session, wide(tmp_path / "b", rows[0].replace("3000", "4000")), TODAY, year=2021)
    assert "twekkelerveld ontbreekt in 2021 BU01530301" in reasons(loaded)


def test_other_cities_are_passed_over_and_a_code_that_is_no_region_is_refused(session: Session, tmp_path: Path) -> None:
    rows = [row("GM0363", 1, 2, 3), row("GM0153", 1, 2, 3)]
    assert load_figures(session, wide(tmp_path / "a", *rows), TODAY, year=2021).added == 3
    loaded = load_figures(
        session, wide(tmp_path / "b", rows[1].replace('1"', '2"'), row("PV23", 1, 2, 3)), TODAY, year=2021
    )
    assert "regel 3" in reasons(loaded)
    assert "'PV23' is geen code" in reasons(loaded)
    elsewhere = load_figures(session, wide(tmp_path / "c", rows[0]), TODAY, year=2021)
    assert "geen enkel cijfer" in reasons(elsewhere)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("GM0153", "veel", 2, 3)], "regel 2, AantalInwoners_5: 'veel' is geen getal"),
        ([row("GM0153", "1.234.567", 2, 3)], "is geen getal"),
        ([row("GM0153", 1, 2, 3), row("GM0153", 1, 2, 3)], "regel 3, AantalInwoners_5: Van 'GM0153' staat"),
        (['0;"GM0153"'], "Regel 2 heeft 2 kolommen, de kop 7"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(
    session: Session, tmp_path: Path, rows: list[str], words: str
) -> None:
    assert words in reasons(load_figures(session, wide(tmp_path, *rows), TODAY, year=2021))
    assert session.scalars(select(Figure)).all() == []


def test_a_table_without_a_year_and_a_table_without_our_measures_are_refused(session: Session, tmp_path: Path) -> None:
    assert "--year" in reasons(load_figures(session, wide(tmp_path, row("GM0153", 1, 2, 3)), TODAY))
    strange = wide(tmp_path, "0;GM0153;5", head="ID;Codering_3;AantalSchapen_4")
    assert "Geen enkele kolom" in reasons(load_figures(session, strange, TODAY, year=2021))
    same = wide(tmp_path, "GM0153;5;6", head="Codering_3;AantalInwoners_4;AantalInwoners_5")
    assert "hetzelfde cijfer" in reasons(load_figures(session, same, TODAY, year=2021))
    assert "geen tabel van CBS" in reasons(load_figures(session, wide(tmp_path, head="a;b"), TODAY))


def test_a_table_with_periods_keeps_them_and_their_status(session: Session, tmp_path: Path) -> None:
    file = wide(
        tmp_path, "GM0153;2024KW01;5", "GM0153;2025JJ00;6", "GM0153;2026*;7", head="RegioS;Perioden;AantalInwoners_1"
    )
    assert load_figures(session, file, TODAY, year=2026).refused == []
    assert [(one.time_period, one.status) for one in every(session)] == [("2024-Q1", "A"), ("2025", "A"), ("2026", "P")]
    late = wide(tmp_path, "GM0153;2027MM02;5", head="RegioS;Perioden;AantalInwoners_1")
    assert "'2027-02' ligt in de toekomst" in reasons(load_figures(session, late, TODAY, year=2026))


OBSERVATIONS = [
    {"Id": 0, "Measure": "T001036 ", "ValueAttribute": "None", "Value": 3000.0, "WijkenEnBuurten": "BU01530300"},
    {"Id": 1, "Measure": "T001036 ", "ValueAttribute": "Unknown", "Value": None, "WijkenEnBuurten": "GM0153    "},
    {"Id": 2, "Measure": "X1", "ValueAttribute": "None", "Value": 1.0, "WijkenEnBuurten": "GM0153"},
]
CODES = [
    {"Identifier": "T001036", "Title": "Aantal inwoners", "Unit": "aantal"},
    {"Identifier": "X1", "Title": "Schapen"},
]


def as_csv(rows: list[dict[str, Any]]) -> str:
    cells = [["" if value is None else str(value) for value in one.values()] for one in rows]
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in [list(rows[0]), *cells]) + "\n"


def long_json(folder: Path) -> Path:
    context = "https://datasets.cbs.nl/odata/v1/CBS/85984NED/$metadata#Observations"
    (folder / "MeasureCodes.json").write_text(json.dumps({"value": CODES}))
    (folder / "waarden").write_text(json.dumps({"@odata.context": context, "value": OBSERVATIONS}))
    return folder / "waarden"


def long_csv(folder: Path) -> Path:
    (folder / "MeasureCodes.csv").write_text(as_csv([{**CODES[0]}, {**CODES[1], "Unit": ""}]), encoding="utf-8-sig")
    (folder / "Properties.json").write_text(json.dumps({"Identifier": "85984NED", "TemporalCoverage": "2024"}))
    (folder / "waarden").write_text(as_csv(OBSERVATIONS))
    return folder / "waarden"


@pytest.mark.parametrize("make", [long_json, long_csv])
def test_long_observations_of_odata_take_names_and_year_from_beside_them(
    session: Session, tmp_path: Path, make: Any
) -> None:
    loaded = load_figures(session, make(tmp_path), TODAY)
    assert loaded.refused == []
    assert told(session, "cbs-inwoners") == {"BU01530300": (3000.0, "A"), "GM0153": (None, "M")}
    assert {(one.time_period, one.area_vintage) for one in every(session)} == {("2024", 2024)}


def test_observations_without_their_codes_are_refused(session: Session, tmp_path: Path) -> None:
    file = long_json(tmp_path)
    (tmp_path / "MeasureCodes.json").unlink()
    assert "Zet MeasureCodes.csv" in reasons(load_figures(session, file, TODAY))


def test_a_changed_table_is_a_new_vintage(session: Session, tmp_path: Path) -> None:
    load_figures(session, wide(tmp_path, row("GM0153", 1, 2, 3)), TODAY, year=2024)
    again = load_figures(session, wide(tmp_path, row("GM0153", 1, 2, 4)), TODAY, year=2024)
    assert (again.added, again.revised, again.unchanged) == (0, 1, 2)
    assert len(session.scalars(select(Figure)).all()) == 4


COLUMNS = [
    *["bron", "indicator", "ref_area", "area_vintage", "time_period", "obs_value", "unit_measure", "obs_status"],
    *["ci_low", "ci_high", "n"],
]


def workbook(file: Path, *rows: list[Any], about: list[Any] | None = None) -> Path:
    book = Workbook()
    book.active.title = "cijfers"
    for line in [COLUMNS, *rows]:
        book["cijfers"].append(line)
    sheet = book.create_sheet("indicatoren")
    sheet.append(["indicator", "name", "kind", "line"])
    sheet.append(about or ["pleinen", "Speelplekken", "proces", "woon- en leefomgeving"])
    book.save(file)
    return file


GOOD = ["Gemeente", "pleinen", "wesselerbrink", 2021, 2025, 12.5, "aantal", "A", 10, 15, 300]


def test_a_workbook_in_our_own_columns_loads_under_any_name(session: Session, tmp_path: Path) -> None:
    file = workbook(tmp_path / "lijst", GOOD, [*GOOD[:4], "2025-Q4", None, "aantal", "M"])
    assert load_figures(session, file, TODAY, fictional=True).refused == []
    assert {(one.time_period, one.value, one.n, one.fictional) for one in every(session)} == {
        ("2025", 12.5, 300, True),
        ("2025-Q4", None, None, True),
    }


@pytest.mark.parametrize(
    ("rows", "about", "words"),
    [
        ([GOOD, [*GOOD[:5], "veel", *GOOD[6:]]], None, "regel 3, obs_value: 'veel' is geen getal"),
        ([[*GOOD[:2], "roombeek", *GOOD[3:]]], None, "regel 2, ref_area: 'roombeek' is geen gebied van ons"),
        ([[*GOOD, "nog iets"]], None, "te veel kolommen"),
        ([GOOD], ["pleinen", "Speelplekken", "gevoel"], "Indicator 'pleinen' heeft"),
        ([GOOD, GOOD], None, "regel 3: Deze waarneming staat er al"),
    ],
)
def test_a_bad_cell_of_a_workbook_is_named(
    session: Session, tmp_path: Path, rows: list[list[Any]], about: list[Any] | None, words: str
) -> None:
    assert words in reasons(load_figures(session, workbook(tmp_path / "b.xlsx", *rows, about=about), TODAY))


def test_a_broken_workbook_or_one_without_our_sheets_is_refused(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "a.xlsx")
    assert "geen blad 'cijfers'" in reasons(load_figures(session, tmp_path / "a.xlsx", TODAY))
    (tmp_path / "b.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes()[:900])
    assert "geen leesbaar Excel" in reasons(load_figures(session, tmp_path / "b.xlsx", TODAY))


@FUZZ
@given(
    st.binary(max_size=300).map(
        lambda some: [b"", b"PK\x03\x04", b"{", b"Codering_3;AantalInwoners_5\n"][len(some) % 4] + some
    )
)
def test_no_file_whatever_is_more_than_a_clear_refusal(session: Session, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "raar").write_bytes(content)
    loaded = load_figures(session, tmp_path / "raar", TODAY, year=2021)
    assert loaded.refused or loaded.added


PIECE = st.sampled_from(
    ["GM0153", "BU01530300", ";", '"', "\n", ".", "1,5", "-", "AantalInwoners_5", "Codering_3", "\x00", "é"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "resources", "Measure", "Value"]), inner)
    ),
)


@FUZZ
@given(st.lists(PIECE, max_size=30).map("".join) | JSON.map(json.dumps))
def test_no_table_of_broken_pieces_is_more_than_a_clear_refusal(session: Session, tmp_path: Path, text: str) -> None:
    (tmp_path / "MeasureCodes.json").write_text(json.dumps(CODES))
    (tmp_path / "raar").write_text(text, encoding="utf-8")
    loaded = load_figures(session, tmp_path / "raar", TODAY, year=2021)
    assert loaded.refused or loaded.added or loaded.unchanged or loaded.revised
