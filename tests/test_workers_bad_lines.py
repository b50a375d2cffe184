"""Twenty workers on bad lines hand in four hundred talks, some with a recording, over a server that falls down once."""

import http.client
import json
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from collector.site import create_app
from corpus import audio
from corpus.accounts import WORKER, Account, Role
from corpus.audio import AudioPart, Recording
from corpus.database import reading, writing
from corpus.interviews import Interview
from corpus.journal import Entry
from corpus.stories import Conflict, Story
from corpus.submission import digest_of
from tests.conftest import ROOT, House, _free_port, _wait_for, built
from tests.test_bad_lines import DROPS, SEED, SERVE, put

WORKERS, TALKS_EACH, SPOKEN_EACH, PARTS, PATIENCE = 20, 20, 2, 3, 240
ANSWERS = {
    **{"GROEP": "jongere", "LEEFTIJD": "18-23", "BUURTKEUZE": "de-riet", "MODUS": "alleen", "TAAL-GESPREK": "nl"},
    **{"GEVOEL": "positief", "AKKOORD": "ja", "TOESTEMMING": ["meedoen", "opname"]},
}


class Server:
    """The site as operators run it, which can fall down and come back."""

    def __init__(self, house: House) -> None:
        self.house, self.port = house, _free_port()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-c", SERVE, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.house.environment)
        _wait_for(f"http://127.0.0.1:{self.port}/healthz")

    def fall(self) -> None:
        self.process.kill()
        self.process.wait(15)


class Tablet:
    """The outbox of one worker: talks wait until their receipt was read back, parts until the server has them."""

    def __init__(self, number: int, port: int, cookie: str) -> None:
        self.number, self.port = number, port
        self.chance = random.Random(SEED + number)
        self.headers = {"Cookie": f"verhaal={cookie}", "Sec-Fetch-Site": "same-origin"}
        ids = [str(UUID(int=self.chance.getrandbits(128), version=4)) for _ in range(TALKS_EACH)]
        self.talks = {talk: self._talk(place) for place, talk in enumerate(ids)}
        self.waiting = list(ids)
        spoken = [(talk, part) for talk in ids[:SPOKEN_EACH] for part in range(1, PARTS + 1)]
        self.parts = self.chance.sample(spoken * 2, len(spoken) * 2)  # every part twice, in any order
        self.receipts: dict[str, str] = {}
        self.tries: Counter[str | None] = Counter()

    def deliver(self) -> None:
        """Send talks and parts in turn, again and again, until nothing waits."""
        deadline = time.monotonic() + PATIENCE
        while self.waiting or self.parts:
            assert time.monotonic() < deadline, f"{len(self.waiting)} talks and {len(self.parts)} parts still wait"
            for talk in list(self.waiting):
                self._send_talk(talk)
                self._send_part()
            self._send_part()

    def _send_talk(self, talk: str) -> None:
        said = self._send(talk, json.dumps(self.talks[talk]).encode())
        answer = json.loads(said) if said else {}
        if answer.get("digest") == digest_of(**as_sent(self.talks[talk])) and answer["id"] == talk:
            self.receipts[talk] = answer["receipt"]
            self.waiting.remove(talk)

    def _send_part(self) -> None:
        if self.parts and self._send("{}/audio/{}".format(*self.parts[0]), sound(*self.parts[0])):
            self.parts.pop(0)

    def _send(self, path: str, content: bytes) -> bytes | None:
        drop = self.chance.choice(DROPS)
        self.tries[drop] += 1
        if drop == "before":
            return None
        kind = {"Content-Type": "audio/webm", "X-Parts": str(PARTS)} if "audio" in path else {}
        headers = {"Content-Type": "application/json", **kind, **self.headers}
        source = (f"127.2.{self.number}.1", 0)
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
        try:
            return put(line, f"/api/gesprekken/{path}", content, headers, drop)
        except OSError:  # the server is down
            time.sleep(0.1)
            return None

    def _talk(self, place: int) -> dict[str, object]:
        said = f"Werker {self.number}, gesprek {place}: ik kom graag op het plein. (verzonnen)"
        turns = [{"speaker": "interviewer", "text": "Vertel eens."}, {"speaker": "verteller", "text": said}]
        return {"questionnaire": "gesprek@1", "language": "nl", "turns": turns, "answers": ANSWERS}


def as_sent(talk: dict[str, object]) -> dict[str, object]:
    """What the digest is of: the turns are an answer."""
    pairs = [[turn["speaker"], turn["text"]] for turn in talk["turns"]]
    return {**{key: talk[key] for key in ("questionnaire", "language")}, "answers": {**ANSWERS, "turns": pairs}}


def sound(talk: str, part: int) -> bytes:
    """A part of a recording; the first begins as a player expects."""
    return (b"\x1aE\xdf\xa3" if part == 1 else b"") + f"{talk}/{part}".encode() * 40


def signed_in(house: House) -> list[str]:
    """The session cookies of as many workers as there are."""
    with writing(house.engine) as session:
        role = Role(name=WORKER)
        for number in range(WORKERS):
            known = {
                "email": f"werker{number}@voorbeeld.test",
                "fs_uniquifier": f"w{number}",
                "collector": f"c-{number}",
            }
            session.add(Account(**known, roles=[role], fictional=True))
    app, cookies = create_app(house.instance), []
    for number in range(WORKERS):
        client = app.test_client()
        with client.session_transaction() as session:
            session.update({"_user_id": f"w{number}", "_fresh": True, "seen": time.time()})
        cookies.append(client.get_cookie("verhaal").value)
    return cookies


def test_four_hundred_talks_over_bad_lines_are_each_there_once_and_can_be_played(tmp_path: Path) -> None:
    with built(tmp_path) as house:
        cookies = signed_in(house)
        server = Server(house)
        try:
            tablets = [Tablet(number, server.port, cookie) for number, cookie in enumerate(cookies)]
            with ThreadPoolExecutor(WORKERS) as pool:
                under_way = [pool.submit(tablet.deliver) for tablet in tablets]
                third = WORKERS * TALKS_EACH // 3
                while sum(len(tablet.receipts) for tablet in tablets) < third and not any(
                    one.done() for one in under_way
                ):
                    time.sleep(0.05)
                server.fall()
                server.start()
                for one in under_way:
                    one.result()
        finally:
            server.fall()
        everything_is_there_once(house, tablets)


def everything_is_there_once(house: House, tablets: list[Tablet]) -> None:
    told = {talk: body for tablet in tablets for talk, body in tablet.talks.items()}
    assert {talk for tablet in tablets for talk in tablet.receipts} == set(told)
    assert all(sum(tablet.tries[drop] for tablet in tablets) > 20 for drop in DROPS)
    with reading(house.engine) as session:
        stories = {story.id: story.text(house.vault) for story in session.scalars(select(Story))}
        assert stories == {talk: body["turns"][1]["text"] for talk, body in told.items()}
        assert session.scalar(select(func.count()).select_from(Interview)) == len(told)
        assert session.scalars(select(Conflict)).all() == []
        received = Counter(session.scalars(select(Entry.subject).where(Entry.action == "story.received")))
        assert received == {f"story:{talk}": 1 for talk in told}
        spoken = {talk for tablet in tablets for talk in list(tablet.talks)[:SPOKEN_EACH]}
        assert session.scalar(select(func.count()).select_from(AudioPart)) == len(spoken) * PARTS
        played = {one.story_id: audio.whole(session, house.vault, one) for one in session.scalars(select(Recording))}
    assert played == {talk: b"".join(sound(talk, part) for part in range(1, PARTS + 1)) for talk in spoken}
