"""From labelled lines to the table that is printed."""

import json

from click.testing import CliRunner

from analysis.quality import pairs, table
from analysis.quality.gold import Gold, read_gold
from analysis.quality.score import quality
from verhaal import main

GOOD = {"id": "a", "text": "Het was superleuk op de speeltuin, we hebben gelachen.", "polarity": "positief"}
BAD = {"id": "b", "text": "Ik was bang en verdrietig, het was heel naar.", "labels": {"polarity": "negatief"}}


def lines(*entries: object) -> list[str]:
    return [json.dumps(entry) for entry in entries]


def test_labels_are_read_from_the_line_or_from_its_labels():
    one, other = read_gold(lines(GOOD, BAD))
    assert isinstance(one, Gold)
    assert isinstance(other, Gold)
    assert (one.polarity, other.polarity) == ("positief", "negatief")


def test_a_line_as_loaded_into_the_corpus_is_a_labelled_text_too():
    told = {"id": "x", "questionnaire": "kind@1", "answers": {"VERHAAL": "Leuk!"}, "labels": {"themes": ["O4"]}}
    (gold,) = read_gold(lines(told))
    assert isinstance(gold, Gold)
    assert (gold.text, gold.themes, gold.cuts) == ("Leuk!", frozenset(["O4"]), {"group": ("kind",)})


def test_a_bad_line_is_named_with_its_number_and_the_rest_is_measured():
    laid = pairs.lay(["geen json", *lines(GOOD, {**BAD, "labels": {"polarity": "blij"}})])
    assert [number for number, _ in laid.refused] == [1, 3]
    assert len(laid.pairs) == 1


def test_a_mask_outside_the_text_is_refused():
    (refused,) = read_gold(lines({"id": "m", "text": "Hoi", "masks": [{"start": 0, "end": 9, "kind": "NAAM"}]}))
    assert refused == (1, "een masker valt buiten de tekst")


def test_the_table_gives_every_figure_with_its_n_and_cuts_by_group():
    told = lines({**GOOD, "group": "kind", "themes": ["O4"]}, {**BAD, "group": "ouder", "themes": []})
    written = table.written(quality(pairs.lay(told).pairs), "lezer")
    assert "polariteit   macro-F1" in written
    assert "n=2" in written
    assert "Per groep" in written


def test_the_table_lists_what_people_saw_and_the_machine_did_not():
    wrong = {**GOOD, "polarity": "negatief"}
    found = quality(pairs.lay(lines(wrong)).pairs)
    assert found.disagreed == ("a",)
    assert found.confusion[0][2] == 1


def test_the_command_prints_the_table_and_ends_with_1_when_a_line_was_refused(tmp_path):
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.json"
    gold.write_text("\n".join([*lines(GOOD, BAD), "{"]))
    done = CliRunner().invoke(main, ["score", str(gold), "--json", str(out)])
    assert done.exit_code == 1
    assert "Regel 3" in done.stderr
    assert "macro-F1" in done.stdout
    assert json.loads(out.read_text())["texts"] == 2


def test_a_file_without_labels_is_refused_in_one_line(tmp_path):
    empty = tmp_path / "leeg.jsonl"
    empty.write_text("")
    done = CliRunner().invoke(main, ["score", str(empty)])
    assert (done.exit_code, done.stdout) == (1, "")
