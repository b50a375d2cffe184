"""Which models read: those that come with the house, or the newest that this installation learnt from people."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.reading.evidence import FEATURES
from corpus import codebook
from corpus.instance import BadSettingError

STARTERS = Path(__file__).parents[2] / "corpus" / "reference" / "models"
POLARITY, THEMES = "polariteit", "themas"
TASKS = (POLARITY, THEMES)
#: what a version was made of; a folder without it is not there
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Models:
    """The folders of the models that read, handed from hand to hand and to every worker."""

    polarity: Path = STARTERS / "polarity"
    themes: Path = STARTERS / "themes"

    def folder(self, task: str) -> Path:
        """The folder of the model of one task."""
        return {POLARITY: self.polarity, THEMES: self.themes}[task]

    def having(self, task: str, folder: Path) -> "Models":
        """The same models with another one for this task."""
        return replace(self, **{{POLARITY: "polarity", THEMES: "themes"}[task]: folder})

    @property
    def version(self) -> str:
        """Which models were learnt here, such as "+themas2"; empty when all came with the house."""
        learnt = [(task, self.folder(task)) for task in TASKS if self.folder(task).parent != STARTERS]
        return "".join(f"+{task}{folder.name}" for task, folder in learnt)


STARTER = Models()


def newest(shelf: Path) -> Models:
    """For every task the newest version in ``shelf/<task>/<number>``, else the one that comes with the house.

    Raises BadSettingError for a version that is damaged, or that was made for another codebook or other rules.
    """
    models = STARTER
    for task in TASKS:
        if kept := versions(shelf, task):
            _checked(task, kept[-1])
            models = models.having(task, kept[-1])
    return models


def versions(shelf: Path, task: str) -> list[Path]:
    """The accepted versions of a task, oldest first; what was left half-way has no manifest or no number."""
    folders = (shelf / task).glob("[0-9]*")
    return sorted((one for one in folders if (one / MANIFEST).is_file()), key=lambda one: int(one.name))


def made_for(task: str) -> str:
    """Fingerprint of what a model depends on beside itself: the themes of the codebook, or the features by rule."""
    names = FEATURES if task == POLARITY else [theme.id for theme in codebook.reference().themes]
    return sha256("\n".join(names).encode()).hexdigest()[:12]


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder but its manifest."""
    files = sorted(file for file in folder.iterdir() if file.name != MANIFEST)
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def _checked(task: str, folder: Path) -> None:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = manifest["files"] == hashes(folder)
        fits = manifest["made_for"] == made_for(task)
    except (OSError, ValueError, KeyError, TypeError):
        whole = fits = False
    if not whole:
        raise BadSettingError(
            f"VERHAAL_INSTANCE: het geleerde model {folder} is beschadigd. Zet het terug of haal de map weg."
        )
    if not fits:
        raise BadSettingError(
            f"VERHAAL_INSTANCE: het geleerde model {folder} hoort bij een ander codeboek of andere regels. "
            "Haal de map weg en leer opnieuw met: verhaal learn"
        )
