"""Fifty telephones on a bad line deliver five hundred stories to the running server: none lost, none doubled."""

import http.client
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from corpus.database import reading
from corpus.journal import Entry
from corpus.receipts import words_for
from corpus.stories import Conflict, Story
from corpus.submission import digest_of
from tests.conftest import ROOT, House, _free_port, _wait_for, built

PHONES, STORIES_EACH, SEED = 50, 10, 20261123
DROPS = ("before", "during", "after", "reading", None, None, None, None)
# The real hash of a receipt is slow on purpose: five hundred of them would be a test of the processor.
SERVE = "from corpus import receipts; receipts.COST = 2; from verhaal import main; main()"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, House]]:
    """A served installation: (port, house)."""
    port = _free_port()
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    with built(tmp_path_factory.mktemp("house")) as house:
        process = subprocess.Popen(command, cwd=ROOT, env=house.environment)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield port, house
        finally:
            process.terminate()
            process.wait(15)


def put(
    line: http.client.HTTPConnection, path: str, content: bytes, headers: dict[str, str], drop: str | None
) -> bytes | None:
    """What the server answered when it took the content in; None when the line dropped anywhere on the way."""
    try:
        line.putrequest("PUT", path)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            line.putheader(name, value)
        line.endheaders(content[: len(content) // 2] if drop == "during" else content)
        if drop in ("during", "after"):
            return None
        answer = line.getresponse()
        said = answer.read(10 if drop == "reading" else None)
        return said if answer.status in (200, 201) and drop is None else None
    finally:
        line.close()


class Phone:
    """Keeps what it told until the receipt was read back, and has a line that drops at any moment."""

    def __init__(self, number: int, port: int) -> None:
        self.port = port
        # Every phone is in a network of its own: all of loopback is this machine.
        self.source = (f"127.1.{number}.1", 0)
        self.chance = random.Random(SEED + number)
        self.waiting = {self._new_id(): self._story(number, turn) for turn in range(STORIES_EACH)}
        self.receipts: dict[str, str] = {}
        self.tries: Counter[str | None] = Counter()

    def deliver(self) -> None:
        """Send what waits, again and again, until nothing waits."""
        while self.waiting:
            for story_id in list(self.waiting):
                answer = self._send(story_id)
                if answer and answer["id"] == story_id and answer["digest"] == digest_of(**self.waiting[story_id]):
                    self.receipts[story_id] = answer["receipt"]
                    del self.waiting[story_id]

    def _send(self, story_id: str) -> dict[str, str] | None:
        drop = self.chance.choice(DROPS)
        self.tries[drop] += 1
        if drop == "before":
            return None
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=self.source)
        content, kind = json.dumps(self.waiting[story_id]).encode(), {"Content-Type": "application/json"}
        said = put(line, f"/api/verhalen/{story_id}", content, kind, drop)
        return json.loads(said) if said else None

    def _new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _story(self, number: int, turn: int) -> dict[str, object]:
        answers = {
            "VERHAAL": f"Toestel {number}, verhaal {turn}: het plein is opgeknapt. (verzonnen)",
            "GEVOEL": self.chance.choice(["positief", "negatief"]),
            "LEEFTIJD": "18-23",
            "BUURTKEUZE": "twekkelerveld",
            "TOESTEMMING": ["meedoen"],
        }
        return {"questionnaire": "jongere@1", "language": "nl", "answers": answers}


def test_five_hundred_stories_over_bad_lines_are_neither_lost_nor_doubled(running: tuple[int, House]) -> None:
    port, house = running
    phones = [Phone(number, port) for number in range(PHONES)]
    told = {story_id: body for phone in phones for story_id, body in phone.waiting.items()}
    with ThreadPoolExecutor(PHONES) as pool:
        list(pool.map(Phone.deliver, phones))
    assert len(told) == PHONES * STORIES_EACH
    assert all(sum(phone.tries[drop] for phone in phones) > 20 for drop in DROPS)
    receipts = {story_id: words for phone in phones for story_id, words in phone.receipts.items()}
    with reading(house.engine) as session:
        stored = {story.id: story for story in session.scalars(select(Story))}
        assert session.scalars(select(Conflict)).all() == []
        journal = Counter(session.scalars(select(Entry.subject).where(Entry.action == "story.received")))
        words = {story.id: story.words(house.vault)["VERHAAL"] for story in stored.values()}
    assert set(stored) == set(told) == set(receipts)
    assert journal == {f"story:{story_id}": 1 for story_id in told}
    assert words == {story_id: body["answers"]["VERHAAL"] for story_id, body in told.items()}
    assert receipts == {story_id: words_for(house.vault, story_id) for story_id in told}
