"""From labels to a model in use: learn, lay old and new beside each other, and accept by the rule or change nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from sqlalchemy import Engine

from analysis.learning import labels, polarity, shadow, shelf, themes
from analysis.learning.fit import SEED
from analysis.learning.labels import Split
from analysis.quality.gold import Gold
from analysis.quality.table import figure
from analysis.reading.evidence import evidence
from analysis.reading.masking import PLACEHOLDER, mask
from analysis.reading.models import POLARITY, Models, newest
from analysis.reading.reader import Reader, Reading, open_reader
from corpus import codebook

Progress = Callable[[str, int, int], None]
CARD = Path(__file__).with_name("model_card.md")
#: what a story of a real teller weighs; an invented story weighs half
PEOPLE_SIZE = 4.0
#: a term that only people's own stories have is kept when so many tellers use it
TELLERS = 10
STEPS = 3


@dataclass(frozen=True, slots=True)
class Starter:
    """The invented material that is learnt from beside people's labels."""

    polarity: Sequence[polarity.Text]
    themes: Sequence[themes.Told]


@dataclass(frozen=True, slots=True)
class Learnt:
    """How it ended for one task: ``refusal`` is a Dutch sentence, empty when the new model is good enough."""

    task: str
    refusal: str
    table: str = ""
    accepted: shelf.Accepted | None = None


def learn(
    task: str,
    split: Split,
    starter: Starter,
    engine: Engine,
    models_folder: Path,
    progress: Progress,
    *,
    configured: str = "",
    dry: bool = False,
) -> Learnt:
    """Learn one task from the labels, and accept the model when no group comes out more than .02 lower.

    With ``dry`` nothing is kept. Raises BadSettingError for a reader or a model that cannot be opened.
    """
    labelled = split.of(task)
    if missing := labelled.missing():
        return Learnt(task, f"Te weinig labels voor {shadow.NAMES[task]}: {missing}. Er is niets veranderd.")
    old, reader = newest(models_folder), open_reader(configured)
    number = shelf.next_version(models_folder, task)
    progress(f"leren {task}", 0, STEPS)
    with shelf.unfinished(models_folder, task) as folder:
        invented = _make(task, labelled.learnt, starter, reader, folder)
        progress(f"leren {task}", 1, STEPS)
        compared = shadow.compare(task, labelled.apart, old, old.having(task, folder), configured)
        about = _about(task, number, labelled, invented, old, reader)
        _describe(folder, task, about, compared)
        progress(f"leren {task}", 2, STEPS)
        refusal, accepted = _refusal(compared), None
        if not refusal and not dry:
            codes = {"learnt": len(labelled.learnt), "apart": len(labelled.apart)}
            try:
                accepted = shelf.accept(engine, models_folder, task, number, folder, codes)
            except shelf.OvertakenError as reason:
                refusal = str(reason)
        progress(f"leren {task}", STEPS, STEPS)
    return Learnt(task, refusal, shadow.written(compared), accepted)


def _refusal(compared: shadow.Compared) -> str:
    if not compared.lower:
        return ""
    parts = ", ".join(compared.lower)
    return (
        f"Het nieuwe model voor {shadow.NAMES[compared.task]} is niet aangenomen: meer dan "
        f"{figure(shadow.MOST_LOST)} lager voor {parts}. Het oude blijft in gebruik."
    )


def _make(task: str, golds: Sequence[Gold], starter: Starter, reader: Reader, folder: Path) -> int:
    """Learn from people's labels beside the starter material, and write the model; returns how much was invented."""
    readings = _without_names([gold.text for gold in golds], reader)
    about = {"learnt": len(golds), "seed": SEED}
    if task == POLARITY:
        own = [_felt(gold, reading) for gold, reading in zip(golds, readings, strict=True)]
        of_people = [False] * len(starter.polarity) + [True] * len(own)
        polarity.learn([*starter.polarity, *own], of_people, TELLERS).save(folder, about)
        return len(starter.polarity)
    told = [_told(gold, reading) for gold, reading in zip(golds, readings, strict=True)]
    made = themes.make(themes.read([*starter.themes, *told], reader), TELLERS)
    made.model.save(folder, about)
    made.mixture.save(folder, about)
    return len(starter.themes)


def _without_names(texts: Sequence[str], reader: Reader) -> list[Reading]:
    """The texts taken apart, without names, addresses and numbers: a model remembers words, and never those."""
    masked = [mask(reading.text, reading, lower_case=True).text for reading in reader.pipe(texts)]
    return list(reader.pipe(PLACEHOLDER.sub(" ", text) for text in masked))


def _felt(gold: Gold, reading: Reading) -> polarity.Text:
    """A coded story. Where nobody said whether a middle is quiet or mixed, signs on both sides make it mixed."""
    found = evidence(reading)
    mixed = min(found.sides()) > 0 if gold.mixed is None else gold.mixed
    who, group = labels.teller(gold), labels.group(gold)
    return polarity.Text(f"mens {who}", str(gold.polarity), mixed, group, "", reading, found, PEOPLE_SIZE)


def _told(gold: Gold, reading: Reading) -> themes.Told:
    named = tuple(sorted(gold.themes or ()))
    return themes.Told(reading.text, named, f"mens {labels.teller(gold)}", themes.PEOPLE, {})


def _about(task: str, number: int, labelled: Split, invented: int, old: Models, reader: Reader) -> dict[str, Any]:
    """What the model was made of: for the manifest and the card."""
    before = old.folder(task)
    return {
        "version": number,
        "made": date.today().isoformat(),
        "replaces": f"versie {before.name}" if before.parent.name == task else "het startmodel",
        "learnt": len(labelled.learnt),
        "tellers": len({labels.teller(gold) for gold in labelled.learnt}),
        "apart": len(labelled.apart),
        "starter": invented,
        "floor": TELLERS,
        "reader": f"{reader.name}-{reader.version}",
        "codebook": codebook.reference().version,
        "code": version("elk-verhaal-telt"),
        "seed": SEED,
    }


def _describe(folder: Path, task: str, about: dict[str, Any], compared: shadow.Compared) -> None:
    """Write the table, the card and, last, the manifest."""
    table = shadow.written(compared)
    (folder / "measured.txt").write_text(table, encoding="utf-8")
    card = Template(CARD.read_text(encoding="utf-8")).substitute(about, task=shadow.NAMES[task], table=table)
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    shelf.seal(folder, task, about)
