"""The pipeline as a table of contents: read what is new, count all together, judge the series, propose topics."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session

from analysis.engine import run_batches
from analysis.numbers import calibration, coders, ladder, verdicts
from analysis.numbers.observations import gather
from analysis.numbers.strata import weighed
from analysis.reading.models import STARTER, Models
from analysis.reading.story import Found, read_flagged, reader_version
from analysis.themes import proposals
from analysis.themes.discover import Discovery, propose
from analysis.themes.embeddings import BY_WORDS, open_embeddings
from corpus import coding_draws, journal
from corpus.codebook import current
from corpus.database import reading, writing
from corpus.findings import Run, StoryFinding, seal_masked, seal_why
from corpus.stories import Story, in_words
from corpus.vault import Vault

BATCH = 64
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a run did: stories read now, stories that could not be read, and the run with its hash."""

    read: int
    unread: int
    run_id: str
    table_hash: str


def analyse(
    engine: Engine,
    vault: Vault,
    progress: Progress,
    *,
    where: str = "local",
    scheduler: str = "",
    spacy_model: str = "",
    models: Models = STARTER,
    embeddings: str = "",
    discover: bool = True,
) -> Outcome:
    """Read new stories, then compute every indicator, trend and proposal over all of them, and store the run.

    A story that this version of the reader has read is not read again. The same corpus gives the same run id and hash.
    Raises BadSettingError for a reader or ``embeddings`` that cannot be opened.
    """
    embedding = open_embeddings(embeddings)
    reader = reader_version(spacy_model, models)
    read, unread = read_new_stories(engine, vault, reader, progress, where, scheduler, spacy_model, models)
    with writing(engine) as session:
        coding_draws.prepare(session)
    with reading(engine) as session:
        codebook = current(session)
        observations, weighings = weighed(session, gather(session, codebook))
        progress("cijfers", 0, 3)
        findings = ladder.every_cell(session, observations)
        progress("cijfers", 1, 3)
        trends = verdicts.every_series(session, findings, observations)
        rules = verdicts.rules(session)
        codings = coders.fingerprint(session)
        progress("cijfers", 2, 3)
        texts, themes = proposals.material(session, vault) if discover else ([], {})
    discovery = Discovery((), float("nan"))
    if discover:
        discovery = propose(texts, themes, configured=spacy_model, embeddings=embedding)
    progress("cijfers", 3, 3)
    table_hash = ladder.table_hash(findings)
    manifest: dict[str, object] = {
        "code": version("elk-verhaal-telt"),
        "reader": reader,
        "embeddings": embedding.name if embedding else BY_WORDS,
        "codebook": codebook.version,
        "codings": codings,
        "themes_outside_codebook": None
        if discovery.coverage != discovery.coverage
        else round(1 - discovery.coverage, 4),
        "error_rates": calibration.by_round(observations),
        "questionnaires": observations.questionnaires,
        "areas": observations.area_versions,
        "fictional": observations.fictional,
        "trends": rules,
        "weighing": {name: asdict(weighing) for name, weighing in weighings.items()},
        "stories": len(observations),
        "data": observations.data_cut,
    }
    run_id = hashlib.sha256((json.dumps(manifest, sort_keys=True) + table_hash).encode()).hexdigest()[:16]
    with writing(engine) as session:
        _store(session, run_id, manifest, table_hash, len(observations), unread, findings, trends, discovery)
        coders.store(session, run_id, codebook)
    return Outcome(read, unread, run_id, table_hash)


def read_new_stories(
    engine: Engine,
    vault: Vault,
    reader: str,
    progress: Progress,
    where: str,
    scheduler: str,
    spacy_model: str,
    models: Models = STARTER,
) -> tuple[int, int]:
    """Read every story that this version has not read yet, batch by batch. Returns (read, unreadable)."""
    with reading(engine) as session:
        outdated = or_(StoryFinding.story_id.is_(None), StoryFinding.reader != reader)
        query = select(Story.id).outerjoin(StoryFinding, StoryFinding.story_id == Story.id)
        query = query.where(outdated, in_words())  # what was spoken has no words until it is typed out
        waiting = list(session.scalars(query.order_by(Story.id)))
    batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
    done = unread = 0
    progress("lezen", 0, len(waiting))
    opened = (_open(engine, vault, batch) for batch in batches)
    reads = partial(read_flagged, configured=spacy_model, models=models)
    results = run_batches(reads, opened, engine=where, scheduler=scheduler)
    for batch, found in zip(batches, results, strict=True):
        unread += _store_batch(engine, vault, reader, batch, found)
        done += len(batch)
        progress("lezen", done, len(waiting))
    return done - unread, unread


def _open(engine: Engine, vault: Vault, ids: list[str]) -> list[tuple[str, str]]:
    """Language flag and text of a batch, in the order of the ids; an empty text where the seal does not open."""
    with reading(engine) as session:
        stories = {story.id: story for story in session.scalars(select(Story).where(Story.id.in_(ids)))}
        return [(stories[i].language, stories[i].text(vault)) if i in stories else ("nl", "") for i in ids]


def _store_batch(engine: Engine, vault: Vault, reader: str, ids: list[str], results: list[Found | str]) -> int:
    """Store what was found in one batch; returns how many could not be read."""
    unread = 0
    with writing(engine) as session:
        present = set(session.scalars(select(Story.id).where(Story.id.in_(ids))))
        session.execute(delete(StoryFinding).where(StoryFinding.story_id.in_(ids)))
        for story_id, found in zip(ids, results, strict=True):
            if story_id not in present:  # withdrawn while it was being read
                continue
            if isinstance(found, str):
                unread += 1
                continue
            session.add(_finding(vault, story_id, reader, found))
    return unread


def _finding(vault: Vault, story_id: str, reader: str, found: Found) -> StoryFinding:
    return StoryFinding(
        story_id=story_id,
        reader=reader,
        language=found.language,
        polarity=found.polarity,
        mixed=found.mixed,
        score=found.score,
        themes=[{"id": theme, "score": score} for theme, score in found.themes],
        markers=[{"id": marker, "sign": sign} for marker, sign in found.markers],
        words=found.words,
        signal=found.signal,
        masked=seal_masked(vault, story_id, found.masked),
        why=seal_why(vault, story_id, dict(found.why)),
    )


def _store(
    session: Session,
    run_id: str,
    manifest: dict[str, object],
    table_hash: str,
    stories: int,
    unread: int,
    findings: list[ladder.Finding],
    trends: list[verdicts.SeriesVerdict],
    discovery: Discovery,
) -> None:
    if session.get(Run, run_id) is not None:
        return  # the same corpus read by the same code: nothing new to say
    session.add(
        Run(
            id=run_id,
            finished=datetime.now(UTC),
            manifest=manifest,
            table_hash=table_hash,
            stories=stories,
            unread=unread,
        )
    )
    session.flush()
    session.add_all(finding.row(run_id) for finding in findings)
    session.add_all(verdict.row(run_id) for verdict in trends)
    proposals.store(session, run_id, discovery)
    journal.write(session, journal.SYSTEM, "run.stored", f"run:{run_id}", stories=stories, unread=unread)
