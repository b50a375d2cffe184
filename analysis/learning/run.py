"""The whole road of ``verhaal learn``: the labels of people, the invented material beside them, each task in turn."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Engine

from analysis.learning import labels
from analysis.learning.labels import Labels
from analysis.learning.learn import Learnt, Starter, learn
from analysis.quality.gold import Gold
from analysis.reading.models import POLARITY, TASKS, newest
from analysis.reading.training import material as of_polarity
from analysis.themes.training import material as of_themes
from corpus.database import reading
from corpus.instance import Instance
from corpus.vault import Vault


@dataclass(frozen=True, slots=True)
class Outcome:
    """The labels that could be used, and how it ended for each task that was learnt."""

    labels: Labels
    learnt: tuple[Learnt, ...]


def run(
    here: Instance,
    engine: Engine,
    vault: Vault,
    given: Iterable[Gold],
    task: str | None,
    progress: Callable[[str, int, int], None],
    dry: bool = False,
) -> Outcome:
    """Learn from the codes of an installation and the texts ``given`` beside them: one task, or all that have labels.

    Raises BadSettingError for a reader or a model that cannot be opened, VaultError for a story whose seal is broken.
    """
    newest(here.models)  # a damaged model is named before anything is learnt
    with reading(engine) as session:
        found = labels.gather(session, vault, given, _known_texts())
    split = labels.split(found.texts)
    tasks = [task] if task else [one for one in TASKS if found.count(one)] or list(TASKS)
    ready = [one for one in tasks if not split.of(one).missing()]
    starter = _starter(ready, here.spacy_model)
    learnt = [
        learn(one, split, starter, engine, here.models, progress, configured=here.spacy_model, dry=dry) for one in tasks
    ]
    return Outcome(found, tuple(learnt))


def _known_texts() -> list[str]:
    """Every text that a starter model learnt from: on these it cannot be measured."""
    return [one.text for one in (*of_themes.stories(of_themes.TRAINING), *of_themes.beside())]


def _starter(tasks: Collection[str], configured: str) -> Starter:
    """The invented material; for polarity it is taken apart here, which takes a while."""
    felt = []
    if POLARITY in tasks:
        felt = [*of_polarity.stories(of_polarity.TRAINING, configured), *of_polarity.utterances(configured)]
    return Starter(felt, [*of_themes.stories(of_themes.TRAINING), *of_themes.beside()])
