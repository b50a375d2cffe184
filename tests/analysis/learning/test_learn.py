"""Learning from people: accepted, refused, too few labels, and what happens around it. All texts are invented."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from analysis.learning import labels, shadow, shelf
from analysis.learning.labels import Split, split, usable
from analysis.learning.learn import Starter, learn
from analysis.pipeline import read_new_stories
from analysis.quality.bootstrap import Measured
from analysis.quality.gold import Gold
from analysis.reading.models import MANIFEST, POLARITY, STARTER, THEMES, Models, newest, versions
from analysis.reading.story import read_batch, reader_version
from corpus.breaks import SeriesBreak
from corpus.coding import DECISION, FIRST, SECOND, Coding
from corpus.database import connect, reading, writing
from corpus.findings import StoryFinding
from corpus.instance import BadSettingError
from corpus.journal import Entry
from corpus.samples import HERE
from corpus.stories import Story, seal_words
from verhaal import main

GLAD = "De juf was heel lief en het was een superleuk feest op school."
TURNED = {"negatief": "positief", "midden": "midden", "positief": "negatief"}
NOTHING = Starter((), ())


def silent(*_: object) -> None:
    """No progress is shown."""


@pytest.fixture(scope="module")
def coded() -> Split:
    """Invented utterances as if they were stories of 360 tellers in two groups."""
    lines = (HERE / "utterances" / "training.jsonl").read_text("utf-8").splitlines()[:360]
    rows = [json.loads(line) for line in lines]
    return split(
        [
            Gold(
                row["id"],
                row["text"],
                row["labels"]["polarity"],
                row["labels"]["mixed"],
                frozenset(row["labels"]["themes"]),
                cuts={"group": (("kind", "ouder")[place % 2],)},
            )
            for place, row in enumerate(rows)
        ]
    )


@pytest.fixture(scope="module")
def turned(coded: Split) -> Split:
    """The same, coded by people who call good bad: the model in use is wrong about them, a new one can be right."""

    def turn(golds: tuple[Gold, ...]) -> tuple[Gold, ...]:
        return tuple(replace(gold, polarity=TURNED[str(gold.polarity)]) for gold in golds)

    return Split(turn(coded.learnt), turn(coded.apart))


def told(house: Any, story_id: str = "a" * 8, **given: Any) -> str:
    """A story in the corpus; gives its id."""
    facts = {"group": "kind", "round_id": "2026-najaar", "may_keep": True, **given}
    text = facts.pop("text", GLAD)
    with writing(house.engine) as session:
        session.add(
            Story(
                id=story_id,
                questionnaire="kind@1",
                language="nl",
                mode="zelf_typen",
                received="2026-11",
                marks={"VERHAAL": {"state": "answered"}},
                sealed=seal_words(house.vault, story_id, {"VERHAAL": text}),
                digest=story_id,
                receipt=None,
                **facts,
            )
        )
    return story_id


def test_an_accepted_model_reads_from_then_on_and_is_registered_as_a_possible_break(house: Any, turned: Split) -> None:
    shelved = house.instance.models
    story_id = told(house)
    read_new_stories(house.engine, house.vault, reader_version(), silent, "local", "", "")
    assert read_batch([GLAD])[0].polarity == "positief"  # type: ignore[union-attr]

    learnt = learn(POLARITY, turned, NOTHING, house.engine, shelved, silent)
    models = newest(shelved)

    assert learnt.refusal == ""
    assert models == Models(polarity=shelved / POLARITY / "1")
    assert reader_version("", models).endswith("+polariteit1")
    read, _ = read_new_stories(house.engine, house.vault, reader_version("", models), silent, "local", "", "", models)
    assert read == 1
    with reading(house.engine) as session:
        finding = session.get(StoryFinding, story_id)
        (broken,) = session.scalars(select(SeriesBreak)).all()
        (line,) = session.scalars(select(Entry).where(Entry.action == "model.accepted")).all()
    assert (finding.polarity, finding.reader) == ("negatief", reader_version("", models))
    assert (broken.round_id, broken.kind, broken.indicators) == ("2026-najaar", "model", ["NI-21"])
    assert "Mogelijke reeksbreuk" in broken.description
    assert (line.subject, line.codes["round"]) == ("model:polariteit/1", "2026-najaar")
    folder = models.polarity
    assert {"weights.npz", "model.json", "MODEL_CARD.md", "measured.txt", MANIFEST} == {
        file.name for file in folder.iterdir()
    }
    assert "alles samen, macro-F1" in (folder / "MODEL_CARD.md").read_text("utf-8")

    (folder / "weights.npz").write_bytes(b"stuk")
    with pytest.raises(BadSettingError, match=r"VERHAAL_INSTANCE: .* is beschadigd"):
        newest(shelved)


def test_a_model_that_comes_out_lower_is_refused_and_nothing_changes(house: Any, coded: Split) -> None:
    learnt = learn(THEMES, coded, NOTHING, house.engine, house.instance.models, silent)
    assert "is niet aangenomen: meer dan .02 lager voor" in learnt.refusal
    assert "alles samen, macro-F1" in learnt.table
    assert newest(house.instance.models) == STARTER
    assert list((house.instance.models / THEMES).iterdir()) == []
    with reading(house.engine) as session:
        assert session.scalars(select(SeriesBreak)).all() == []


def test_one_group_that_loses_more_than_two_hundredths_decides_and_less_does_not() -> None:
    def row(part: str, old: float, new: float, decides: bool = True) -> shadow.Row:
        one, other = (Measured(value, 0.0, 1.0, 50) for value in (old, new))
        return shadow.Row(part, shadow.MEASURE, one, other, decides)

    def lower(*rows: shadow.Row) -> list[str]:
        return shadow.Compared(POLARITY, rows).lower

    assert lower(row("alles samen", 0.60, 0.70), row("kind", 0.60, 0.58)) == []
    assert lower(row("alles samen", 0.60, 0.70), row("kind", 0.60, 0.579)) == ["kind"]
    assert lower(row("alles samen", 0.60, 0.50, decides=False)) == []
    assert lower(row("kind", float("nan"), 0.9)) == ["kind"]


def test_with_too_few_labels_it_says_how_many_are_missing(house: Any, coded: Split) -> None:
    few = Split(coded.learnt[:150], tuple(gold for gold in coded.apart if labels.group(gold) == "kind")[:30])
    learnt = learn(POLARITY, few, NOTHING, house.engine, house.instance.models, silent)
    assert learnt.refusal == (
        "Te weinig labels voor polariteit: nog 50 om van te leren, nog 70 om op te meten, "
        "nog 30 om op te meten in de groep ouder. Er is niets veranderd."
    )
    assert not house.instance.models.exists()


def test_no_teller_is_on_both_sides_and_the_split_is_the_same_every_time() -> None:
    golds = [Gold(str(n), f"Verhaal {n}", "midden", cuts={"author": (f"klas {n % 40}",)}) for n in range(400)]
    one = split(golds)
    assert one == split(golds)
    assert {labels.teller(gold) for gold in one.learnt}.isdisjoint(labels.teller(gold) for gold in one.apart)
    assert len(one.apart) == 120


def test_codes_of_people_count_as_the_corpus_says_and_what_may_not_be_learnt_from_is_left_out(house: Any) -> None:
    def code(story_id: str, purpose: str = FIRST, polarity: str | None = "positief", **given: Any) -> None:
        coding = Coding(
            story_id=story_id,
            coder=f"codeur {purpose}",
            purpose=purpose,
            codebook="0.1.0",
            themes=["L2"],
            wished=[],
            markers=[],
            polarity=polarity,
            **given,
        )
        with writing(house.engine) as session:
            session.add(coding)

    agreed, differs, decided, forget, empty, invented = (
        told(house, name, session=f"klas {name}", **more)
        for name, more in {
            "eens": {},
            "oneens": {},
            "besloten": {},
            "vergeten": {"may_keep": False},
            "leeg": {},
            "verzonnen": {"fictional": True},
        }.items()
    )
    for story_id in (agreed, forget, invented):
        code(story_id)
    for purpose, polarity in ((FIRST, "positief"), (SECOND, "midden")):
        code(differs, purpose, polarity)
        code(decided, purpose, polarity)
    code(decided, DECISION, "negatief")
    code(empty, uncodable=True)
    with reading(house.engine) as session:
        golds, left_out = labels.from_codes(session, house.vault)
    assert {gold.id: gold.polarity for gold in golds} == {agreed: "positief", differs: None, decided: "negatief"}
    assert golds[0].themes == frozenset(["L2"])
    assert left_out == {"niet te bewaren volgens de verteller": 1, "niet te coderen": 1, "verzonnen": 1}


def test_what_the_starter_learnt_from_and_other_languages_are_left_out() -> None:
    turkish = "Oğlum Mehmet iki aydır kreşe gidiyor ve çok mutlu."
    golds = [Gold(str(n), text, "midden") for n, text in enumerate([GLAD, GLAD.upper(), "Iets anders.", turkish])]
    found = usable(golds, ["iets  ANDERS."])
    assert [gold.text for gold in found.texts] == [GLAD]
    assert found.left_out == {"dubbel of al in het startmateriaal": 2, "niet in het Nederlands": 1}


def _write_and_be_killed(shelved: Path) -> None:
    try:
        with shelf.unfinished(shelved, THEMES) as folder:
            (folder / "weights.npz").write_bytes(b"gewichten")
            shelf.seal(folder, THEMES, {})
            os.kill(os.getpid(), signal.SIGKILL)
    finally:
        os._exit(1)


def test_killed_just_before_it_is_accepted_leaves_the_old_model(house: Any) -> None:
    shelved = house.instance.models
    process = os.fork()
    if process == 0:
        _write_and_be_killed(shelved)
    _, status = os.waitpid(process, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert [file.name for file in (shelved / THEMES).glob(".leren-*/*")]
    assert newest(shelved) == STARTER
    assert shelf.next_version(shelved, THEMES) == 1


def test_a_model_whose_break_cannot_be_registered_is_not_used(house: Any, tmp_path: Any) -> None:
    shelved, empty = house.instance.models, connect(f"sqlite:///{tmp_path / 'leeg.sqlite'}")
    with shelf.unfinished(shelved, THEMES) as folder:
        shelf.seal(folder, THEMES, {})
        with pytest.raises(Exception, match="no such table"):
            shelf.accept(empty, shelved, THEMES, 1, folder, {})
    assert versions(shelved, THEMES) == []


def test_a_number_that_was_taken_meanwhile_is_refused(house: Any) -> None:
    shelved = house.instance.models
    (shelved / THEMES / "1").mkdir(parents=True)
    (shelved / THEMES / "1" / MANIFEST).write_text("{}", "utf-8")
    with shelf.unfinished(shelved, THEMES) as folder:
        shelf.seal(folder, THEMES, {})
        with pytest.raises(shelf.OvertakenError, match="intussen"):
            shelf.accept(house.engine, shelved, THEMES, 1, folder, {})
    with reading(house.engine) as session:
        assert session.scalars(select(SeriesBreak)).all() == []


def test_versions_count_up_and_the_highest_number_is_the_newest(house: Any) -> None:
    shelved = house.instance.models
    for number in (9, 10):
        folder = shelved / THEMES / str(number)
        folder.mkdir(parents=True)
        shelf.seal(folder, THEMES, {})
    assert newest(shelved).themes.name == "10"
    assert shelf.next_version(shelved, THEMES) == 11


def test_the_command_counts_what_people_coded_and_says_what_is_missing(house: Any, tmp_path: Any) -> None:
    gold = tmp_path / "goud.jsonl"

    def run(*entries: object) -> Any:
        gold.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
        return CliRunner().invoke(main, ["learn", str(gold)], env=house.environment)

    themed = {"id": "a", "text": GLAD, "themes": ["L2"]}
    few = run(themed, {"id": "b", "text": "Niks bijzonders vandaag op het plein."})
    assert few.exit_code == 1
    assert "Verhalen met codes: 1. Weggelaten: 1 zonder label." in few.stderr
    assert "Geen enkele code noemt een polariteit" in few.stderr
    assert few.stderr.splitlines()[-1].startswith("Te weinig labels voor thema's: nog 200 om van te leren")
    unknown = run(themed, {**themed, "themes": ["Z9"]})
    assert (unknown.exit_code, unknown.stderr) == (1, "Niets geleerd: het codeboek kent deze thema's niet: Z9.\n")
    refused = run(themed, {**themed, "polarity": "blij"})
    assert refused.exit_code == 1
    assert refused.stderr.endswith("Niets geleerd: 1 regels zijn geweigerd.\n")
