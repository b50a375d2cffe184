"""The codes of two fictional coders, and of the third who decides, over the fictional stories. No story words here."""

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.codebook import reference
from corpus.coding import ANCHOR, DECISION, FIRST, OTHER, SECOND, Coding, agree
from corpus.coding_draws import AnchorStory, CodingDraw, choose_anchors, draw
from corpus.rounds import CLOSED, PUBLISHED, Round

HERE = Path(__file__).parent
STORIES, SECOND_READER = HERE / "stories", HERE / "second-reader.jsonl"
ONE, OTHER_ONE, THIRD = "verzonnen-codeur-1", "verzonnen-codeur-2", "verzonnen-codeur-3"
SEED = 20261124
#: of the newest round so many second readings are left to whoever tries the demo
LEFT = 12

Labels = Mapping[str, Any]


def load_codes(session: Session) -> int:
    """Draw in every closed round and code what was drawn; returns the number of codes. Again changes nothing.

    The first coder gives the labels of the stories; the second gives what a second reader really said of a fifth of
    them, drawn by chance. Where they differ, a third decides for either by lot.
    """
    first, second = _labels(STORIES), _labels(SECOND_READER)
    rounds = session.scalars(select(Round).where(Round.state.in_((CLOSED, PUBLISHED))).order_by(Round.opens)).all()
    if session.scalar(select(Coding.id).limit(1)) is not None or not rounds:
        return 0
    for window in rounds:
        draw(session, window.id, twice=second.keys())
        lots = session.scalars(select(CodingDraw).where(CodingDraw.round_id == window.id).order_by(CodingDraw.story_id))
        known = [lot for lot in lots if lot.story_id in first]
        left = [lot.story_id for lot in known if lot.twice][:LEFT] if window is rounds[-1] else []
        for lot in known:
            session.add_all(_codings(lot, first, {} if lot.story_id in left else second))
        session.flush()
        if window is not rounds[-1]:
            session.add_all(_anchors(session, window.id, second))
            choose_anchors(session)
    return len(session.scalars(select(Coding.id)).all())


def _codings(lot: CodingDraw, first: Mapping[str, Labels], second: Mapping[str, Labels]) -> Iterator[Coding]:
    one = _coding(lot, FIRST, ONE, first[lot.story_id])
    yield one
    if lot.story_id not in second:
        return
    other = _coding(lot, SECOND, OTHER_ONE, second[lot.story_id])
    yield other
    if not agree(one, other, reference()):
        chosen = random.Random(f"{SEED}/{lot.story_id}").choice((first, second))
        yield _coding(lot, DECISION, THIRD, chosen[lot.story_id])


def _anchors(session: Session, wave: str, second: Mapping[str, Labels]) -> list[Coding]:
    """The anchor stories as the second coder read them before: chosen from earlier rounds, so none in the first."""
    anchors = session.scalars(select(CodingDraw).join(AnchorStory, AnchorStory.story_id == CodingDraw.story_id))
    return [_coding(lot, ANCHOR, OTHER_ONE, second[lot.story_id], wave) for lot in anchors if lot.story_id in second]


def _coding(lot: CodingDraw, purpose: str, coder: str, labels: Labels, wave: str = "") -> Coding:
    return Coding(
        story_id=lot.story_id,
        coder=coder,
        purpose=purpose,
        codebook=reference().version,
        themes=sorted(labels["themes"]) or [OTHER],
        wished=[],
        markers=sorted(labels["markers"]),
        polarity=labels["polarity"],
        life=labels["life"],
        neighbourhood=labels["neighbourhood"],
        blind=purpose != DECISION and lot.twice,
        drawn=lot.drawn,
        wave=wave,
    )


def _labels(source: Path) -> dict[str, Labels]:
    """The labels by story id, from the stories themselves or from the file of the second reader."""
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    rows = (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines())
    return {row["id"]: row.get("labels", row) for row in rows}
