"""The pictures: the same bytes every time, n at every point, fixed axes, and nothing of a hidden round."""

import re

from analysis.numbers.cells import Key, Shown
from analysis.report import charts
from analysis.report.drawn import Dot, Observation, Panel
from analysis.report.series import Mark, Point, Series
from corpus.indicators import CHANGE


def point(index: int, n: int | None, value: float, after_break: bool = False) -> Point:
    key = Key("NI-03", "gebied", "de-riet", "alle", f"r{index}")
    parts = {"beter": 0.4, "hetzelfde": 0.3, "slechter": 0.2, "weet_niet": None, "overgeslagen": None}
    cell = Shown(key, 1, n, value, value - 0.1, value + 0.1, parts)
    return Point(f"vj {index:02d}", f"voorjaar {index}", key.period, 2020 + index / 2, cell, after_break)


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_same_series_gives_the_same_bytes() -> None:
    shown = Series(tuple(point(index, 40, 0.1 * index) for index in range(4)), (Mark(2021.2, "A", "iets", False),))
    assert charts.bars_and_line("x", shown, CHANGE, "Saldo") == charts.bars_and_line("x", shown, CHANGE, "Saldo")
    rows = [Dot("Woning", 40, 0.3, 0.2, 0.4, 0.25)]
    assert charts.dots("y", rows) == charts.dots("y", rows)


def test_every_point_carries_its_n_and_a_hidden_one_nothing() -> None:
    points = (point(0, 40, 0.1), point(1, None, 0.77), point(2, 65, 0.2))
    found = texts(charts.bars_and_line("x", Series(points), CHANGE, "Saldo"))
    assert found.count("n 40") == found.count("n 65") == 2
    assert found.count("te weinig") == 2
    hidden = (point(0, 40, 0.1), point(1, None, -0.31), point(2, 65, 0.2))
    assert charts.bars_and_line("x", Series(points), CHANGE, "Saldo") == charts.bars_and_line(
        "x", Series(hidden), CHANGE, "Saldo"
    )


def test_the_axes_do_not_move_with_the_numbers() -> None:
    def ticks(value: float) -> list[str]:
        shown = Series((point(0, 40, value), point(1, 40, value)))
        return [text for text in texts(charts.bars_and_line("x", shown, CHANGE, "Saldo")) if text[-1:] == "0"]

    assert [text for text in ticks(0.01) if text in ("−100", "+100", "100")] == ["100", "−100", "+100"]
    assert ticks(0.01) == ticks(0.8)


def test_a_chart_holds_no_address_and_its_ids_are_its_own() -> None:
    svg = charts.bars_and_line("plek-ni-03", Series((point(0, 40, 0.1), point(1, 40, 0.1))), CHANGE, "Saldo")
    assert "http" not in svg
    assert "<metadata" not in svg
    assert all(one.startswith("plek-ni-03-") for one in re.findall(r' id="([^"]*)"', svg))
    ids = set(re.findall(r' id="([^"]*)"', svg))
    assert all(one in ids for one in re.findall(r'href="#([^"]*)"', svg) + re.findall(r"url\(#([^)]*)\)", svg))


def test_twenty_years_of_rounds_still_make_a_chart_that_grows_sideways() -> None:
    shown = Series(tuple(point(index, 40, 0.1) for index in range(40)))
    svg = charts.bars_and_line("x", shown, CHANGE, "Saldo")
    assert float(svg.split('viewBox="0 0 ')[1].split()[0]) > 1000


def test_a_dollar_sign_in_a_label_is_text() -> None:
    svg = charts.dots("x", [Dot("Geld $ en $ schulden <b>", 40, 0.3, None, None)])
    assert "Geld $ en $ schulden &lt;b&gt;" in svg


def test_a_provisional_observation_is_hollow_and_a_missing_one_says_so() -> None:
    seen = Observation(2024.5, 12.0, text="12")
    panel = Panel("Cijfer", "procent", [[seen], [Observation(2025.5, None, text="ontbreekt")]], 0, 20)
    later = Panel("Cijfer", "procent", [[Observation(2024.5, 12.0, provisional=True, text="12")]], 0, 20)
    assert "ontbreekt" in texts(charts.panels("x", [panel]))
    assert charts.panels("x", [Panel("Cijfer", "procent", [[seen]], 0, 20)]) != charts.panels("x", [later])
