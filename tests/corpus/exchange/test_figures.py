"""Figures from outside: everything or nothing, and every refused row named by line, field and reason."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus import areas
from corpus.exchange.figures import load_figures
from corpus.figures import HEADCOUNTS, Figure, every, headcounts, newest

SAMPLES = Path(areas.__file__).parent / "samples" / "figures"
TODAY = date(2026, 11, 23)
HEADER = "bron,indicator,ref_area,area_vintage,time_period,obs_value,unit_measure,obs_status,ci_low,ci_high,n\n"
GOOD = "Bron,cijfer,wesselerbrink,2021,2025,12.5,procent,A,10,15,300\n"


def package(folder: Path, rows: str, header: str = HEADER, encoding: str = "utf-8", **about: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "cijfers.csv").write_text(header + rows, encoding=encoding)
    indicators = {"cijfer": {"name": "Een cijfer", "kind": "uitkomst", "line": "werken", **about}}
    table = {"name": "cijfers", "path": "cijfers.csv", "indicators": indicators}
    (folder / "datapackage.json").write_text(json.dumps({"fictional": True, "resources": [table]}), encoding="utf-8")
    return folder


def refused(session: Session, folder: Path, rows: str) -> list[tuple[int, str, str]]:
    loaded = load_figures(session, package(folder, rows), TODAY)
    assert (loaded.added, loaded.revised, loaded.unchanged) == (0, 0, 0)
    assert session.scalars(select(Figure)).all() == []
    return [(refusal.line, refusal.field, refusal.reason) for refusal in loaded.refused]


def test_the_sample_package_loads_whole_and_says_that_it_is_fictional(session: Session) -> None:
    loaded = load_figures(session, SAMPLES, TODAY)
    assert loaded.refused == []
    stored = every(session)
    assert loaded.added == len(stored) > 100
    assert all(figure.fictional and figure.source.startswith("Fictieve") for figure in stored)
    assert {figure.kind for figure in stored} == {"uitkomst", "proces"}
    assert {figure.status for figure in stored} == {"A", "P", "M", "C"}


def test_headcounts_come_the_same_way_and_lie_beside_no_story(session: Session) -> None:
    load_figures(session, SAMPLES, TODAY)
    assert not {figure.indicator for figure in newest(session)} & set(HEADCOUNTS)
    counts = headcounts(session)
    assert {figure.indicator for figure in counts} == set(HEADCOUNTS)
    assert {(figure.time_period, figure.source) for figure in counts} == {
        (year, "Fictieve telling van inwoners") for year in ("2024", "2025", "2026")
    }


def test_the_same_package_again_changes_nothing(session: Session) -> None:
    first = load_figures(session, SAMPLES / "datapackage.json", TODAY)
    again = load_figures(session, SAMPLES, date(2027, 1, 5))
    assert (again.added, again.revised, again.unchanged) == (0, 0, first.added)


def test_a_changed_value_is_a_new_vintage_and_the_older_one_stays(session: Session, tmp_path: Path) -> None:
    load_figures(session, package(tmp_path / "a", GOOD), TODAY)
    loaded = load_figures(session, package(tmp_path / "b", GOOD.replace("12.5", "12.9")), TODAY)
    assert (loaded.added, loaded.revised, loaded.unchanged) == (0, 1, 0)
    values = session.execute(select(Figure.vintage, Figure.value).order_by(Figure.vintage)).all()
    assert [tuple(row) for row in values] == [(1, 12.5), (2, 12.9)]
    assert [figure.value for figure in newest(session)] == [12.9]


def test_a_byte_order_mark_is_no_problem(session: Session, tmp_path: Path) -> None:
    assert load_figures(session, package(tmp_path / "p", GOOD, encoding="utf-8-sig"), TODAY).added == 1


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ('Bron,cijfer,GM0153,2021,2025,"12,5",procent,A,,,', "obs_value", "Schrijf een punt: 12.5"),
        ("Bron,cijfer,GM0153,2021,2025,12,5,procent,A,,,", "", "te veel kolommen"),
        ("Bron,cijfer,GM0153,2021,2025,veel,procent,A,,,", "obs_value", "'veel' is geen getal"),
        ("Bron,cijfer,GM0153,2021,2025,NaN,procent,A,,,", "obs_value", "geen getal"),
        ("Bron,cijfer,GM0153,2021,2025,1e999,procent,A,,,", "obs_value", "geen getal"),
        ("Bron,cijfer,BU0153,2021,2025,1,procent,A,,,", "ref_area", "'BU0153' is geen gebied"),
        ("Bron,cijfer,roombeek,2021,2025,1,procent,A,,,", "ref_area", "geen gebied van ons"),
        ("Bron,cijfer,GM0153,2021,2025-Q5,1,procent,A,,,", "time_period", "is geen periode"),
        ("Bron,cijfer,GM0153,2021,2025JJ00,1,procent,A,,,", "time_period", "is geen periode"),
        ("Bron,cijfer,GM0153,2021,2026-12,1,procent,A,,,", "time_period", "toekomst"),
        ("Bron,cijfer,GM0153,nu,2025,1,procent,A,,,", "area_vintage", "gebiedsindeling"),
        ("Bron,cijfer,GM0153,2021,2025,1,procent,X,,,", "obs_status", "is geen status"),
        ("Bron,cijfer,GM0153,2021,2025,1,procent,M,,,", "obs_value", "hoort geen waarde"),
        ("Bron,cijfer,GM0153,2021,2025,,procent,C,1,2,", "obs_value", "hoort geen waarde"),
        ("Bron,cijfer,GM0153,2021,2025,,procent,A,,,", "obs_value", "hoort een waarde"),
        ("Bron,cijfer,GM0153,2021,2025,9,procent,A,1,2,", "ci_low", "niet tussen"),
        ("Bron,cijfer,GM0153,2021,2025,1,procent,A,,,-3", "n", "is geen aantal"),
        ("Bron,anders,GM0153,2021,2025,1,procent,A,,,", "indicator", "staat niet in de beschrijving"),
        (",cijfer,GM0153,2021,2025,1,procent,A,,,", "bron", "moet iets staan"),
        ("Bron,cijfer,GM0153,2021,2025,1,procent", "obs_status", "te weinig kolommen"),
        (GOOD.strip(), "", "staat er al"),
    ],
)
def test_a_bad_row_is_named_by_line_field_and_reason(
    session: Session, tmp_path: Path, row: str, column: str, words: str
) -> None:
    found = refused(session, tmp_path / "p", GOOD + row + "\n")
    assert len(found) >= 1
    line, field, reason = found[0]
    assert line == 3
    assert field in (column, "")
    assert words in reason


def test_all_bad_rows_are_reported_at_once_and_nothing_is_stored(session: Session, tmp_path: Path) -> None:
    bad = "Bron,cijfer,roombeek,2021,2025-Q9,veel,procent,A,,,\n" + GOOD.replace("2025", "2024").replace("300", "veel")
    found = refused(session, tmp_path / "p", GOOD + bad)
    assert {(line, field) for line, field, _ in found} == {(3, "time_period"), (3, "obs_value"), (4, "n")}


def test_the_same_observation_in_two_files_is_refused(session: Session, tmp_path: Path) -> None:
    folder = package(tmp_path / "p", GOOD)
    shutil.copy(folder / "cijfers.csv", folder / "nogmaals.csv")
    described = json.loads((folder / "datapackage.json").read_text())
    described["resources"].append({**described["resources"][0], "path": "nogmaals.csv"})
    (folder / "datapackage.json").write_text(json.dumps(described))
    loaded = load_figures(session, folder, TODAY)
    assert loaded.added == 0
    assert "twee bestanden" in loaded.refused[0].reason


@pytest.mark.parametrize(
    "path", ["../cijfers.csv", "/etc/hostname", "https://example.org/cijfers.csv", "weg.csv", ["a"]]
)
def test_a_package_speaks_only_for_the_files_beside_it(session: Session, tmp_path: Path, path: object) -> None:
    folder = package(tmp_path / "p", GOOD)
    described = json.loads((folder / "datapackage.json").read_text())
    described["resources"][0]["path"] = path
    (folder / "datapackage.json").write_text(json.dumps(described))
    loaded = load_figures(session, folder, TODAY)
    assert loaded.added == 0
    assert "staat niet naast" in loaded.refused[0].reason


@pytest.mark.parametrize("about", [{"kind": "gevoel"}, {"name": ""}, {"line": "sport"}, {"line": ["werken"]}])
def test_an_indicator_needs_a_name_a_kind_and_a_line_we_know(
    session: Session, tmp_path: Path, about: dict[str, object]
) -> None:
    loaded = load_figures(session, package(tmp_path / "p", GOOD, **about), TODAY)
    assert loaded.added == 0
    assert "Indicator 'cijfer'" in loaded.refused[0].reason


def test_a_wrong_header_or_file_is_one_clear_sentence(session: Session, tmp_path: Path) -> None:
    semicolons = load_figures(session, package(tmp_path / "a", GOOD, HEADER.replace(",", ";")), TODAY)
    assert [(refusal.line, refusal.file) for refusal in semicolons.refused] == [(1, "cijfers.csv")]
    latin = load_figures(session, package(tmp_path / "b", GOOD.replace("Bron", "Bron é"), encoding="latin-1"), TODAY)
    assert [refusal.line for refusal in latin.refused] == [0]
    missing = load_figures(session, tmp_path / "weg", TODAY)
    assert "JSON" in missing.refused[0].reason
