"""Trains the embedded Dutch reader on UD Dutch and on informal copies of it, and measures it on held-out sentences."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from string import Template

import numpy
import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from analysis.reading.reader import EMBEDDED, widened
from analysis.reading.training.treebank import Sentence, grouped, informal, read_treebank

NAME, VERSION, SEED = "story_sm", "1.0.0", 7
PIPELINE = "morphologizer,parser,trainable_lemmatizer"
SETTINGS = {
    "training.dropout": 0.15,
    "training.optimizer.use_averages": "true",
    "training.patience": 4000,
    "training.max_steps": 4000,  # from 2,800 on the dev score gains less than .004
    "training.eval_frequency": 400,
    "components.parser.min_action_freq": 10,
    "components.trainable_lemmatizer.min_tree_freq": 3,
    "components.trainable_lemmatizer.top_k": 3,
    "components.trainable_lemmatizer.backoff": "orth",
}
MEASURES = {"UPOS": "pos_acc", "morph": "morph_acc", "lemma": "lemma_acc", "UAS": "dep_uas", "LAS": "dep_las"}
MEASURES |= {"sents F": "sents_f", "PROPN P": "propn_p", "PROPN R": "propn_r"}
LICENCE = "CC BY-SA 4.0"
SOURCES = [
    {
        "name": f"UD Dutch {treebank}, Universal Dependencies",
        "url": f"https://universaldependencies.org/treebanks/nl_{treebank.lower()}/index.html",
        "license": LICENCE,
        "author": "Gosse Bouma and Gertjan van Noord",
    }
    for treebank in ("LassySmall", "Alpino")
]


def as_doc(sentences: list[Sentence], nlp: Language) -> Doc:
    """One annotated document of several sentences."""
    rows: Sentence = []
    heads: list[int] = []
    for sentence in sentences:
        heads += [len(rows) + row.head for row in sentence]
        rows += sentence
    texts, lemmas, tags, morphs, _, relations, spaces = (list(column) for column in zip(*rows, strict=True))
    return Doc(nlp.vocab, texts, spaces, pos=tags, morphs=morphs, lemmas=lemmas, heads=heads, deps=relations)


def training_docs(modern: list[Sentence], older: list[Sentence], nlp: Language) -> list[Doc]:
    """Everything once, the modern annotation once more, and informal copies of 40 % of the documents."""
    chance = random.Random(SEED)
    docs = [*grouped(modern + older, 6, chance), *grouped(modern, 6, chance)]
    docs += [informal(doc, chance) for doc in docs if chance.random() < 0.4]
    chance.shuffle(docs)
    return [as_doc(doc, nlp) for doc in docs]


def train(folder: Path, work: Path, test_too: bool) -> Language:
    """The best pipeline of one training run, its weights rounded to the half precision in which they are stored."""
    nlp, chance = spacy.blank("nl"), random.Random(SEED)
    names = ["train", "test-wiki", "test-news"] if test_too else ["train"]
    modern = [sentence for name in names for sentence in read_treebank(folder / f"{name}.conllu")]
    docs = training_docs(modern, list(read_treebank(folder / "train-older.conllu")), nlp)
    dev = [as_doc(doc, nlp) for doc in grouped(list(read_treebank(folder / "dev.conllu")), 3, chance)]
    for name, part in (("train", docs), ("dev", dev)):
        DocBin(docs=part).to_disk(work / f"{name}.spacy")
        print(f"{name}: {len(part)} documents, {sum(map(len, part))} tokens", flush=True)
    _spacy(
        "init",
        "config",
        work / "base.cfg",
        "--lang",
        "nl",
        "--pipeline",
        PIPELINE,
        "--optimize",
        "efficiency",
        "--force",
    )
    paths = {"paths.train": work / "train.spacy", "paths.dev": work / "dev.spacy"}
    options = [part for name, value in (SETTINGS | paths).items() for part in (f"--{name}", value)]
    _spacy("train", work / "base.cfg", "--output", work / "run", *options)
    best = spacy.load(work / "run" / "model-best")
    best.rename_pipe("trainable_lemmatizer", "lemmatizer")
    halve(best)
    return widened(best)


def _spacy(*arguments: object) -> None:
    """One spaCy command on one thread, so that a run can be repeated."""
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-m", "spacy", *map(str, arguments)], check=True, env=one_thread)


def halve(nlp: Language) -> None:
    """Keep the weights in half precision: half the size on disk. Before reading they are widened again."""
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk():  # type: ignore[attr-defined]
            for name in node.param_names:
                if node.has_param(name) and node.get_param(name).size > 64:
                    node.set_param(name, node.get_param(name).astype(numpy.float16))


def store(nlp: Language, folder: Path) -> None:
    """Write the pipeline with its weights in half precision; afterwards it is what a reader of the folder will get."""
    halve(nlp)
    nlp.to_disk(folder)
    widened(nlp)


def measure(nlp: Language, docs: list[Doc]) -> dict[str, float]:
    """Shares right, from raw text by the pipeline's own tokenizer; a misspelt word's lemma is not counted."""
    examples = [Example(read, doc) for read, doc in zip(nlp.pipe(doc.text for doc in docs), docs, strict=True)]
    scores = Scorer(nlp).score(examples)
    pairs = [
        (token.pos_, gold)
        for example in examples
        for token, gold in zip(example.predicted, example.get_aligned("POS", as_string=True), strict=True)
    ]
    both = pairs.count(("PROPN", "PROPN"))
    scores["propn_p"] = both / sum(tag == "PROPN" for tag, _ in pairs)
    scores["propn_r"] = both / sum(token.pos_ == "PROPN" for doc in docs for token in doc)
    return {name: round(scores[key], 4) for name, key in MEASURES.items()}


def measure_all(nlp: Language, folder: Path, names: list[str]) -> dict[str, dict[str, float]]:
    """The measures on each held-out file, sentence by sentence, as it is and as an informal copy."""
    table = {}
    for name in names:
        chance = random.Random(SEED)
        sentences = list(read_treebank(folder / f"{name}.conllu"))
        table[f"{name}, formal"] = measure(nlp, [as_doc([sentence], nlp) for sentence in sentences])
        copies = [as_doc(informal([sentence], chance), nlp) for sentence in sentences]
        table[f"{name}, informal"] = measure(nlp, copies)
    return table


def speed(nlp: Language, texts: list[str]) -> int:
    """Tokens per second of processor time in the best of five rounds, to the nearest hundred."""
    rates = []
    for _ in range(5):
        start = time.process_time()
        rates.append(sum(map(len, nlp.pipe(texts))) / (time.process_time() - start))
    return round(max(rates) / 100) * 100


def write(nlp: Language, finished: Path, table: dict[str, dict[str, float]], facts: dict[str, object]) -> None:
    """The loadable folder with its licence, its sources and its card."""
    nlp.meta.update(name=NAME, version=VERSION, license=LICENCE, sources=SOURCES, performance=table)
    nlp.meta.update(description="Dutch tags, lemmas and parses for stories in everyday, often informal writing.")
    nlp.config["paths"].update(train=None, dev=None)
    store(nlp, finished)
    for name in ("LICENSE", "ATTRIBUTION.md"):
        if (EMBEDDED / name) != finished / name:
            shutil.copy(EMBEDDED / name, finished)
    card = Template((Path(__file__).parent / "model_card.md").read_text("utf-8"))
    (finished / "MODEL_CARD.md").write_text(card.substitute(facts, table=as_table(table)), "utf-8")


def as_table(table: dict[str, dict[str, float]]) -> str:
    """The measures as a Markdown table, one line per set."""
    lines = [["set", *MEASURES], ["---"] * (1 + len(MEASURES))]
    lines += [[name, *(f"{row[measure]:.3f}" for measure in MEASURES)] for name, row in table.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Train, measure, write and print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="UD_FOLDER", help="train, train-older, dev, test-wiki, test-news")
    parser.add_argument("out", type=Path, metavar="OUT", help="working folder; the pipeline comes in OUT/nl_story_sm")
    parser.add_argument("--test-too", action="store_true", help="learn from the tests too, and measure on dev")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    nlp = train(given.folder, given.out, given.test_too)
    table = measure_all(nlp, given.folder, ["dev"] if given.test_too else ["test-wiki", "test-news"])
    learnt = DocBin().from_disk(given.out / "train.spacy")
    dev = list(read_treebank(given.folder / "dev.conllu"))
    texts = [as_doc(doc, nlp).text for doc in grouped(dev, 6, random.Random(SEED))]
    facts: dict[str, object] = {
        "files": "train, train-older, test-wiki and test-news" if given.test_too else "train and train-older",
        "docs": f"{len(learnt):,}",
        "tokens": f"{sum(map(len, learnt.tokens)):,}",
        "speed": f"{speed(nlp, texts):,}",
    }
    with nlp.select_pipes(disable="parser"):
        facts["tagging_speed"] = f"{speed(nlp, texts):,}"
    write(nlp, given.out / "nl_story_sm", table, facts)
    print(as_table(table))


if __name__ == "__main__":
    main()
