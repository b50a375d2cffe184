"""Stories as points for discovery, by an embedding model in a folder of this machine; nothing is ever downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.preprocessing import normalize

from corpus.instance import BadSettingError

#: what discovery uses when no model is named: the words of the stories themselves, see ``topics``
BY_WORDS = "tfidf-svd"
#: what a model of sentence-transformers is made of; one of word vectors alone is opened by model2vec, without torch
_MODULES, _WORD_VECTORS = "modules.json", "StaticEmbedding"

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Embeddings:
    """A model that makes points of texts; ``name`` stands in the manifest of every run that used it."""

    name: str
    model: Any

    def points(self, texts: Sequence[str]) -> Numbers:
        """The texts as points of length 1, shape (texts, dimensions)."""
        points = self.model.encode(list(texts), show_progress_bar=False)
        return np.asarray(normalize(np.asarray(points, dtype=np.float64)))


def open_embeddings(setting: str) -> Embeddings | None:
    """The model in the folder of ``VERHAAL_EMBEDDINGS``; None when nothing is set.

    Raises BadSettingError when its library is not installed or the folder holds no model that opens.
    """
    if not setting:
        return None
    folder = Path(setting)
    library = "sentence_transformers" if _is_transformer(folder) else "model2vec"
    written = library.replace("_", "-")
    if find_spec(library) is None:
        raise BadSettingError(
            f"VERHAAL_EMBEDDINGS: voor {folder} is het pakket {written} nodig; "
            f"installeer het project met de extra [{written}]."
        )
    try:
        model = _opened(library, str(folder))
    except Exception as error:  # what goes wrong differs by library and version; the folder is what can be put right
        raise BadSettingError(f"VERHAAL_EMBEDDINGS: {folder} is geen {written}-model dat hier te openen is.") from error
    return Embeddings(f"{written}:{folder.name}:{_fingerprint(folder)}", model)


def _is_transformer(folder: Path) -> bool:
    modules = folder / _MODULES
    return modules.exists() and _WORD_VECTORS not in modules.read_text(encoding="utf-8", errors="replace")


def _opened(library: str, folder: str) -> Any:
    loaded = import_module(library)
    if library == "model2vec":
        return loaded.StaticModel.from_pretrained(folder)
    return loaded.SentenceTransformer(folder, local_files_only=True)


def _fingerprint(folder: Path) -> str:
    """Hash of all files of the model: another model under the same name is another name in the manifest."""
    whole = sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                whole.update(block)
    return whole.hexdigest()[:12]
