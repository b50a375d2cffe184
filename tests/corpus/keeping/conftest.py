"""Installations with invented stories to keep."""

import json
from uuid import UUID

import pytest

from corpus import receipts
from corpus.database import writing
from corpus.stories import Story, seal_words

ROUND = "2026-najaar"


@pytest.fixture
def tell():
    """``tell(house, count, **columns)`` puts invented stories in an installation; gives their ids."""

    def tell(house, count, first=0, **columns):
        ids = [str(UUID(int=2**96 * (first + number) + 7)) for number in range(count)]
        with writing(house.engine) as session:
            session.add_all(_story(house, one, **columns) for one in ids)
        return ids

    return tell


def _story(house, story_id, **columns):
    receipt = (
        receipts.slow_hash(house.vault, receipts.words_for(house.vault, story_id)) if columns.pop("slow", 0) else None
    )
    about = {
        "questionnaire": "ouder@1",
        "group": "ouder",
        "language": "nl",
        "mode": "zelf_typen",
        "received": "2026-11",
        "marks": {"LEVEN": {"state": "answered", "value": "beter"}, "VERHAAL": {"state": "answered"}},
        "round_id": ROUND,
        "fictional": True,
    }
    words = {"VERHAAL": f"Verzonnen verhaal {story_id}."}
    sealed = seal_words(house.vault, story_id, words)
    digest = json.dumps(story_id)
    return Story(id=story_id, sealed=sealed, digest=digest, receipt=receipt, **{**about, **columns})
