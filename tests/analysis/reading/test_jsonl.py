"""Reading a file of texts line by line. All texts are invented."""

import io
import json
from typing import Any

import pytest

from analysis.reading.jsonl import Counts, read_file

KEYS = ["id", "language", "masked", "masks", "polarity", "mixed", "score", "themes", "markers", "signal", "words"]


def read(data: bytes) -> tuple[Counts, list[dict[str, Any]]]:
    out = io.StringIO()
    counts = read_file(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"), out)
    return counts, [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_comes_back_in_order_with_all_its_keys() -> None:
    counts, lines = read(b'{"id": "a", "text": "Het is leuk.", "extra": 1}\n{"id": 2, "text": "Bel 06-12345678"}\n')
    assert counts == Counts(2, 0)
    assert [list(line) for line in lines] == [KEYS, KEYS]
    assert [line["id"] for line in lines] == ["a", 2]
    assert lines[1]["masks"] == [{"start": 4, "end": 15, "kind": "TELEFOON"}]


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        (b"", None),
        (b"geen json", None),
        (b"[1, 2]", None),
        (b'{"text": "zonder id"}', None),
        (b'{"id": null, "text": "leeg id"}', None),
        (b'{"id": "a"}', "a"),
        (b'{"id": "a", "text": 5}', "a"),
        (b'{"id": "a", "text": null}', "a"),
        (b'{"id": "a", "text": "\xff\xfe"}', "a"),
        (b'{"id": "\xff", "text": "x"}', None),
        (b"[" * 100_000, None),
        (b'{"id": "a", "text": "' + b"x" * 2_000_001 + b'"}', "a"),
    ],
)
def test_a_line_that_cannot_be_read_says_so_and_the_rest_goes_on(line: bytes, identity: str | None) -> None:
    counts, lines = read(line + b'\n{"id": "z", "text": "Leuk."}\n')
    assert counts == Counts(2, 1)
    assert list(lines[0]) == ["id", "error"]
    assert lines[0]["id"] == identity
    assert lines[1]["polarity"] == "positief"


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800 half", "\u2028", "🙂" * 1000, "niks " * 20_000])
def test_strange_texts_are_read_like_any_other(text: str) -> None:
    counts, lines = read(json.dumps({"id": "a", "text": text}).encode() + b"\n")
    assert (counts, lines[0]["id"], "error" in lines[0]) == (Counts(1, 0), "a", False)


def test_a_byte_order_mark_and_a_missing_last_line_end_do_no_harm() -> None:
    counts, lines = read(b'\xef\xbb\xbf{"id": "a", "text": "Leuk."}')
    assert (counts, lines[0]["id"]) == (Counts(1, 0), "a")


def test_an_empty_file_gives_an_empty_file() -> None:
    assert read(b"") == (Counts(0, 0), [])
