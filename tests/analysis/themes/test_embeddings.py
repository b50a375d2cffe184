"""Which points discovery groups: the words themselves, or an embedding model from a folder. All texts are invented."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from analysis.pipeline import analyse
from analysis.themes.discover import propose
from analysis.themes.embeddings import BY_WORDS, open_embeddings
from corpus.database import reading
from corpus.findings import Run
from corpus.instance import BadSettingError, from_environment

WORDS = ["politie", "agent", "scooters", "moestuin", "tomaten", "bonen", "aarde", "zwemmen", "zwembad", "plank"]
SUBJECTS = {
    "politie": "De politie reed langs en de agent keek naar scooters bij het politiebureau.",
    "tomaat": "In de moestuin groeien tomaten en bonen, de moestuin ruikt naar aarde.",
    "zwemmen": "Wij zwemmen in het zwembad en duiken van de hoge plank, het zwembad is warm.",
}


@pytest.mark.parametrize("name", ["nergens", "."])
def test_a_folder_without_a_model_is_refused_at_start_by_the_name_of_its_setting(tmp_path: Path, name: str) -> None:
    settings = {"VERHAAL_INSTANCE": str(tmp_path / "huis"), "VERHAAL_EMBEDDINGS": str(tmp_path / name)}
    with pytest.raises(BadSettingError, match=r"^VERHAAL_EMBEDDINGS: .* is geen map met een model"):
        from_environment(settings)


@pytest.mark.parametrize(
    ("file", "library", "extra"),
    [("config.json", "model2vec", "model2vec"), ("modules.json", "sentence_transformers", "sentence-transformers")],
)
def test_a_model_that_cannot_be_opened_here_is_refused_by_the_name_of_its_setting(
    tmp_path: Path, file: str, library: str, extra: str
) -> None:
    (tmp_path / file).write_text("{}", "utf-8")
    expected = rf"\[{extra}\]" if find_spec(library) is None else "-model dat hier te openen is"
    with pytest.raises(BadSettingError, match=f"VERHAAL_EMBEDDINGS: .*{expected}"):
        open_embeddings(str(tmp_path))


def test_without_the_setting_the_words_are_grouped_and_the_manifest_says_so(house) -> None:
    assert open_embeddings("") is None
    analyse(house.engine, house.vault, lambda *_: None)
    with reading(house.engine) as session:
        assert session.scalars(select(Run)).one().manifest["embeddings"] == BY_WORDS


def test_a_local_model_makes_the_points_and_is_named_with_its_hash(tmp_path: Path) -> None:
    model2vec = pytest.importorskip("model2vec", reason="de extra [model2vec] is niet geïnstalleerd")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import BertPreTokenizer

    tokens = {word: number for number, word in enumerate(["[UNK]", *WORDS])}
    tokenizer = Tokenizer(WordLevel(tokens, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    places = np.zeros((len(tokens), 3), dtype=np.float32)
    for word, number in tokens.items():
        places[number, next((n for n, text in enumerate(SUBJECTS.values()) if word in text), 0)] = word in WORDS
    folder = tmp_path / "piepklein"
    model2vec.StaticModel(places + 0.01, tokenizer).save_pretrained(folder)

    embeddings = open_embeddings(
        from_environment({"VERHAAL_INSTANCE": str(tmp_path), "VERHAAL_EMBEDDINGS": str(folder)}).embeddings
    )
    assert embeddings is not None
    assert embeddings.name.startswith("model2vec:piepklein:")
    points = embeddings.points(list(SUBJECTS.values()))
    assert np.allclose((points**2).sum(axis=1), 1)
    told = [(f"{name}-{n:03d}", f"{text} Verhaal {n}.") for n in range(12) for name, text in SUBJECTS.items()]
    found = propose(told, embeddings=embeddings)
    subjects = [{member.split("-")[0] for member in topic.member_ids} for topic in found.proposals]
    assert sorted(subjects, key=min) == [{"politie"}, {"tomaat"}, {"zwemmen"}]
