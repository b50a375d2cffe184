"""Published numbers in the formats of others: every number that the public sees, and none that it does not."""

import csv
import json
from pathlib import Path
from typing import Any

import yaml
from frictionless import Package

from analysis.exchange import opensdg, package, sdmx
from analysis.exchange.published import VALUE, observations


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_a_hidden_cell_has_no_number_in_any_format(fixture: Any) -> None:
    told = fixture.material()
    hidden = {key for key, cell in told.told.items() if cell.hidden}
    assert hidden
    found = list(observations(told))
    assert {one.measure for one in found if one.value is None and one.n is None} == {VALUE}
    assert sum(one.n is None for one in found) == len(hidden)


def test_sdmx_holds_every_number_once_and_gives_it_back(fixture: Any, tmp_path: Path) -> None:
    told = fixture.material()
    (file,) = sdmx.write(told, tmp_path)
    back = rows(file)
    assert tuple(back[0]) == sdmx.COLUMNS
    assert {(row["STRUCTURE"], row["ACTION"]) for row in back} == {("dataflow", "I")}
    assert len({tuple(row[name] for name in sdmx.DIMENSIONS) for row in back}) == len(back)
    for row, one in zip(back, observations(told), strict=True):
        assert number(row["OBS_VALUE"]) == one.value
        assert (row["OBS_STATUS"], row["CONF_STATUS"]) == (("Q", "C") if one.value is None else ("A", "F"))
        assert (row["INDICATOR"], row["REF_AREA"], row["GROUP"]) == (one.indicator, one.place, one.group)


def test_the_data_package_is_valid_and_gives_every_number_back(fixture: Any, tmp_path: Path) -> None:
    told = fixture.material()
    package.write(told, tmp_path)
    read = Package(str(tmp_path / "datapackage.json"))
    assert read.validate().valid
    found = read.resources[0].read_rows()
    for row, one in zip(found, observations(told), strict=True):
        assert {name: None if row[name] is None else float(row[name]) for name in ("value", "low", "high", "n")} == {
            name: getattr(one, name) for name in ("value", "low", "high", "n")
        }
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert described["run"] == told.run.id
    assert described["resources"][0]["narrativeIndicators"]["NI-01"]["version"] >= 1


def test_open_sdg_has_a_headline_a_year_and_only_what_is_shown(fixture: Any, tmp_path: Path) -> None:
    told = fixture.material()
    opensdg.write(told, tmp_path)
    shown = {one.indicator: [] for one in observations(told)}
    for one in observations(told):
        if one.value is not None and (one.period.isdigit() or one.period in {window.id for window in told.rounds}):
            shown[one.indicator].append(one.value)
    for indicator, values in shown.items():
        if values:
            back = rows(tmp_path / "data" / f"indicator_{indicator}.csv")
            assert [float(row["Value"]) for row in back] == values
            assert all(row["Year"].isdigit() for row in back)
            front = (tmp_path / "meta" / f"{indicator}.md").read_text("utf-8").split("---\n")[1]
            assert yaml.safe_load(front)["indicator_number"] == indicator
    assert len(list((tmp_path / "data").iterdir())) == sum(bool(values) for values in shown.values())
