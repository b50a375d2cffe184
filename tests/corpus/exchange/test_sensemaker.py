"""SenseMaker in and out: what was told comes back the same, and what cannot be used is named by its line."""

import json
import math
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from corpus import areas
from corpus.areas import choices, load_areas_file
from corpus.exchange import sensemaker as sm
from corpus.exchange import sensemaker_stories as ours
from corpus.exchange.delimited import UnreadableError, records, table
from corpus.exchange.stories import Refusal, load_stories
from corpus.exchange.story_rows import row_of
from corpus.rounds import Round
from corpus.stories import Story
from corpus.vault import Vault, make_key_file
from forms.questionnaire import load
from verhaal import check

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TRIAD = sm.Signifier(
    "t", sm.TRIAD, "Driehoek", tuple(sm.Part(one, one) for one in ("boven", "links", "rechts")), allow_na=True
)
DYAD = sm.Signifier("d", sm.DYAD, "Lijn", (sm.Part("een", "een"), sm.Part("ander", "ander")), allow_na=True)
STONES = sm.Signifier("s", sm.STONES, "Stenen", (sm.Part("a", "a"), sm.Part("b", "b")))
ONE = sm.Signifier("l", sm.LIST, "Een", (sm.Part("x", "x"), sm.Part("y", "y")), allow_na=True)
SOME = sm.Signifier("m", sm.LIST, "Meer", (sm.Part("x", "x"), sm.Part("y", "y")), most=0)
TEXT = sm.Signifier("v", sm.TEXT, "Verhaal", fragment=True)
FRAME = sm.Framework("f", "kind@1", "Proef", "nl", (TRIAD, DYAD, STONES, ONE, SOME, TEXT))

SHARE = st.floats(0, 1, allow_subnormal=False)
CORNERS = st.tuples(SHARE, SHARE).map(lambda two: (min(two), abs(two[0] - two[1]), 1 - max(two)))
VALUES = st.fixed_dictionaries(
    {
        "t": st.none() | st.just(sm.NA) | CORNERS,
        "d": st.none() | st.just(sm.NA) | SHARE,
        "s": st.none() | st.dictionaries(st.sampled_from("ab"), st.tuples(SHARE, SHARE), min_size=1),
        "l": st.none() | st.just(sm.NA) | st.sampled_from("xy").map(lambda one: frozenset([one])),
        "m": st.none() | st.frozensets(st.sampled_from("xy"), min_size=1),
        "v": st.none()
        | st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1).filter(str.strip),
    }
)


@QUICK
@given(st.lists(VALUES, max_size=4))
def test_every_answer_comes_back_as_it_was_told(tmp_path: Path, told: list[dict[str, Any]]) -> None:
    heads = ["id", *(name for one in FRAME.signifiers for name in sm.columns(one))]
    cells = [
        {"id": str(n), **{k: v for one in FRAME.signifiers for k, v in sm.cells(one, row[one.id]).items()}}
        for n, row in enumerate(told)
    ]
    (tmp_path / "data.csv").write_text(
        table(heads, [[row.get(name) for name in heads] for row in cells]), encoding="utf-8", newline=""
    )
    back = [{one.id: sm.value_of(one, row) for one in FRAME.signifiers} for _, row in records(tmp_path / "data.csv")]
    assert len(back) == len(told)
    for before, after in zip(told, back, strict=True):
        assert after["t"] == before["t"] or after["t"] == pytest.approx(before["t"], abs=1e-12)
        assert {key: after[key] for key in "dslmv"} == {key: before[key] for key in "dslmv"}


def test_a_definition_comes_back_as_it_was_written() -> None:
    assert sm.read_definition(sm.definition(FRAME)) == FRAME
    listed = sm.definition(FRAME).replace('"code": "kind@1"', '"code": ["kind@1"]')
    assert sm.read_definition(listed) == FRAME


def test_the_shares_of_a_triad_are_those_of_sensemaker() -> None:
    # Top, left and right of a published example of SenseMaker: X is the right plus half of the top, Y is the top.
    row = {name: repr(value) for name, value in sm.cells(TRIAD, (0.544, 0.226, 0.230)).items()}
    assert float(row["t_percentX"]) == pytest.approx(0.502)
    assert float(row["t_percentY"]) == 0.544
    only_place = {"t_percentX": row["t_percentX"], "t_percentY": row["t_percentY"]}
    assert sm.value_of(TRIAD, only_place) == pytest.approx((0.544, 0.226, 0.230))


def test_a_pointer_just_outside_the_triangle_is_brought_back_to_its_side() -> None:
    found = sm.value_of(TRIAD, {"t_boven": "-0.002", "t_links": "0.501", "t_rechts": "0.501"})
    assert isinstance(found, tuple)
    assert min(found) == 0
    assert math.isclose(sum(found), 1)


@pytest.mark.parametrize(
    ("one", "row", "words"),
    [
        (TRIAD, {"t_boven": "0.5", "t_links": "0.5", "t_rechts": "0.5"}, "samen geen 1"),
        (TRIAD, {"t_boven": "0.5"}, "mist een deel"),
        (TRIAD, {"t_percentX": "0.9", "t_percentY": "0.9"}, "samen geen 1|andere plek"),
        (TRIAD, {"t_percentX": "nan", "t_percentY": "0.1"}, "niet tussen 0 en 1"),
        (TRIAD, {"t_percentX": "54,4", "t_percentY": "0.1"}, "t_percentX is geen getal"),
        (TRIAD, {"t_NA": "1", "t_percentX": "0.5", "t_percentY": "0.1"}, "niet van toepassing"),
        (TRIAD, {"t_NA": "ja"}, "t_NA is 1 of leeg"),
        (DYAD, {"d_een": "0.9", "d_ander": "0.9"}, "samen geen 1"),
        (STONES, {"s_a_percentX": "0.9"}, "halve plek"),
        (ONE, {"l": "z"}, "de definitie niet noemt"),
        (SOME, {"m_x": "ja"}, "1 of leeg"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_without_repeating_it(
    one: sm.Signifier, row: dict[str, str], words: str
) -> None:
    with pytest.raises(sm.BadRowError, match=words):
        sm.value_of(one, row)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_key_file(tmp_path / "key")


@pytest.fixture
def told(session: Session, vault: Vault) -> list[Story]:
    """Fictional stories of one voice, loaded."""
    window = {"name": "najaar", "opens": date(2026, 9, 1), "closes": date(2026, 12, 1), "season": "najaar"}
    session.add(Round(id="2026-najaar", state="open", **window))
    session.flush()
    samples = Path(areas.__file__).parent / "samples" / "stories" / "ab.jsonl"
    lines = [
        json.dumps({**json.loads(line), "round": "2026-najaar"}) for line in samples.read_text("utf-8").splitlines()
    ]
    loaded = load_stories(session, vault, lines[:40], check, date(2026, 11, 20))
    assert loaded.refused == ()
    return [story for story in session.query(Story)]


def test_stories_go_out_and_come_back_with_the_same_marks_words_and_consent(
    session: Session, vault: Vault, told: list[Story], tmp_path: Path
) -> None:
    outside = {"BUURTKEUZE": choices(load_areas_file())}
    kept = {
        story.id: (story.marks, story.words(vault), story.may_keep, story.received, story.round_id, story.fictional)
        for story in told
    }
    for key in sorted({story.questionnaire for story in told}):
        questionnaire = load(key.partition("@")[0])
        frame = ours.framework(questionnaire, outside)
        rows = [row_of(story, questionnaire, story.words(vault)) for story in told if story.questionnaire == key]
        (tmp_path / f"{key}.csv").write_text(ours.data(frame, questionnaire, rows), encoding="utf-8", newline="")
        (tmp_path / f"{key}.json").write_text(sm.definition(frame), encoding="utf-8")
    for story in told:
        session.delete(story)
    session.flush()
    for file in sorted(tmp_path.glob("*@1.csv")):
        frame = sm.read_definition(file.with_suffix(".json").read_text("utf-8"))
        assert load_stories(session, vault, ours.lines(frame, file), check, date(2026, 11, 20)).refused == ()
    back = {
        story.id: (story.marks, story.words(vault), story.may_keep, story.received, story.round_id, story.fictional)
        for story in session.query(Story)
    }
    assert back == kept


def test_a_bad_row_is_named_by_its_line_and_nothing_is_stored(session: Session, vault: Vault, tmp_path: Path) -> None:
    questionnaire = load("kind")
    frame = ours.framework(questionnaire, {"BUURTKEUZE": choices(load_areas_file())})
    triad = next(one for one in frame.signifiers if one.kind == sm.TRIAD)
    story = next(one for one in frame.signifiers if one.fragment)
    rows = [["geen-uuid", "Iets", "", ""], ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "Iets", "0.9", "0.9"]]
    (tmp_path / "d.csv").write_text(table(["id", story.id, f"{triad.id}_percentX", f"{triad.id}_percentY"], rows))
    loaded = load_stories(session, vault, ours.lines(frame, tmp_path / "d.csv"), check, date(2026, 11, 20))
    assert {refusal.line for refusal in loaded.refused} == {2, 3}
    assert session.query(Story).count() == 0


def test_a_definition_that_is_not_about_our_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id\n")
    with pytest.raises(sm.BadFrameworkError, match="als 'name'"):
        list(ours.lines(FRAME, tmp_path / "d.csv"))
    assert ours.unnamed(FRAME) == ["Driehoek", "Lijn", "Stenen", "Een", "Meer", "Verhaal"]
    with pytest.raises(sm.BadFrameworkError, match="geen vragenlijst"):
        list(ours.lines(sm.Framework("f", "../kind", "", "nl"), tmp_path / "d.csv"))


KEY = st.sampled_from(
    ["signifiers", "id", "type", "content", "labels", "items", "stones", "name", "max_responses", "code"]
)
WORD = st.sampled_from(["triad", "dyad", "stones", "list", "freetext", "label", "a", "b", "kind@1", "VERHAAL", ""])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner),
)


@QUICK
@given(
    st.text()
    | JSON.map(json.dumps)
    | JSON.map(lambda some: json.dumps({"signifiers": [some, {"id": "a", "type": "list", "content": some}]}))
)
def test_no_definition_is_more_than_a_clear_refusal(text: str) -> None:
    with suppress(sm.BadFrameworkError):
        assert isinstance(sm.read_definition(text), sm.Framework)


@QUICK
@given(st.binary(max_size=200) | st.text(alphabet='",;\n1x.\x00é', max_size=80).map(str.encode))
def test_no_data_is_more_than_a_clear_refusal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "raar.csv").write_bytes(content)
    frame = sm.Framework("f", "kind@1", "", "nl", (sm.Signifier("x", sm.TEXT, "", name="VERHAAL"),))
    with suppress(UnreadableError):
        assert all(isinstance(line, str | Refusal) for line in ours.lines(frame, tmp_path / "raar.csv"))
