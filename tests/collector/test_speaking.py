"""Speaking a story, in a real browser with a microphone that hums: sealed here, sealed there, and whole in the end."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from analysis.pipeline import read_new_stories
from analysis.reading.story import reader_version
from collector.site import create_app
from corpus import audio, cards, transcripts
from corpus.accounts import GUARDIAN, WORKER
from corpus.audio import AudioPart, Recording
from corpus.database import reading, writing
from corpus.findings import StoryFinding
from corpus.journal import Entry
from corpus.stories import Story
from tests.collector.conftest import SETTINGS, TODAY
from tests.collector.test_offline import IN_FORM, ITEMS, Phone
from tests.conftest import ROOT, House, built, served

SPOKEN = {
    "MODUS": "zelf_inspreken",
    "GEVOEL": "positief",
    "LEEFTIJD": "18-23",
    "BUURTKEUZE": "twekkelerveld",
    "TOESTEMMING": ["meedoen", "opname"],
}
# With the parts of a real recording a test would last minutes.
SHORT_PARTS = """const start = MediaRecorder.prototype.start;
MediaRecorder.prototype.start = function () { return start.call(this, 400); };"""
SOUND = {"Content-Type": "audio/webm;codecs=opus"}
WEBM, MP4 = b"\x1aE\xdf\xa3", b"ftyp"
TYPED = "Op het plein staat nu een pingpongtafel. (verzonnen)"


# The road of the parts


def put(client, story_id, number, content=b"geluid (verzonnen)", **headers):
    return client.put(f"/api/verhalen/{story_id}/audio/{number}", data=content, headers={**SOUND, **headers})


def tell(client, story_id, recording=True, **changes):
    answers = {**SPOKEN, **changes}
    body = {"questionnaire": "jongere@1", "language": "nl", "answers": answers, "recording": recording}
    return client.put(f"/api/verhalen/{story_id}", json=body)


def rows(store, story_id):
    with reading(store.engine) as session:
        return session.scalars(select(AudioPart).where(AudioPart.recording_id == story_id)).all()


def test_parts_in_any_order_and_twice_are_answered_by_the_identity_rule(client):
    story_id = str(uuid4())
    assert tell(client, story_id).status_code == 201
    assert put(client, story_id, 2, b"twee", **{"X-Parts": "2"}).status_code == 201
    assert client.get(f"/api/verhalen/{story_id}/audio").json == {
        "id": story_id,
        "parts": [2],
        "total": 2,
        "wanted": True,
    }
    assert [put(client, story_id, 1, b"een").status_code for _ in range(2)] == [201, 200]
    assert put(client, story_id, 1, b"anders").status_code == 409
    assert client.get(f"/api/verhalen/{story_id}/audio").json["parts"] == [1, 2]


@pytest.mark.parametrize(
    ("number", "content", "headers", "status"),
    [
        (1, b"x", {"Content-Type": "text/html"}, 415),
        (1, b"x" * (audio.LARGEST_PART + 1), {}, 413),
        (1, b"", {}, 422),
        (0, b"x", {}, 422),
        (audio.MOST_PARTS + 1, b"x", {}, 422),
        (1, b"x", {"X-Parts": "veel"}, 422),
        (3, b"x", {"X-Parts": "2"}, 422),
        (1, b"x" * audio.LARGEST_PART, {}, 201),
    ],
)
def test_what_is_no_part_of_a_recording_is_refused_with_a_sentence(client, store, number, content, headers, status):
    story_id = str(uuid4())
    answer = put(client, story_id, number, content, **headers)
    assert answer.status_code == status
    assert answer.is_json
    assert len(rows(store, story_id)) == (status == 201)


def test_half_a_part_is_not_taken_for_the_whole(client, store):
    story_id = str(uuid4())
    half = {"wsgi.input": BytesIO(b"half"), "wsgi.input_terminated": True, "CONTENT_LENGTH": "9"}
    cut_off = client.put(f"/api/verhalen/{story_id}/audio/1", headers=SOUND, environ_overrides=half)
    assert cut_off.status_code == 400
    assert rows(store, story_id) == []
    assert put(client, story_id, 1, b"een geheel").status_code == 201


def test_a_spoken_story_needs_no_words_and_its_marks_are_kept(client, store):
    story_id = str(uuid4())
    assert tell(client, story_id).status_code == 201
    with reading(store.engine) as session:
        story = session.get(Story, story_id)
    assert (story.mode, story.may_record, story.state, story.text(store.vault)) == (
        *("zelf_inspreken", True),
        *("received", ""),
    )
    assert (story.marks["VERHAAL"], story.marks["GEVOEL"]["value"]) == ({"state": "skipped"}, "positief")


@pytest.mark.parametrize(
    "changes",
    [
        {"recording": False},
        {"MODUS": "zelf_typen"},
        {"TOESTEMMING": ["meedoen"]},
        {"recording": "ja"},
    ],
)
def test_without_a_recording_that_may_be_kept_words_are_needed(client, changes):
    refused = tell(client, str(uuid4()), **changes)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["VERHAAL"])


def test_the_page_without_script_takes_no_empty_story_and_says_who_can_help(client, csrf):
    page = client.get("/vertel/jongere").text
    assert "Inspreken kan hier niet. Typ het verhaal, of vraag iemand om te typen." in page
    answers = {**SPOKEN, "csrf_token": csrf(page), "id": str(uuid4())}
    assert client.post("/vertel/jongere", data=answers).status_code == 422
    helped = {**answers, "MODUS": "hulp_typt", "VERHAAL": TYPED}
    assert client.post("/vertel/jongere", data=helped).status_code == 303


def test_without_permission_no_part_is_taken_in(client, store):
    story_id = str(uuid4())
    assert put(client, story_id, 1).status_code == 201
    tell(client, story_id, TOESTEMMING=["meedoen"], VERHAAL=TYPED)
    refused = put(client, story_id, 2)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["TOESTEMMING"])
    assert rows(store, story_id) == []
    assert client.get(f"/api/verhalen/{story_id}/audio").json["wanted"] is False


def test_a_card_that_allows_no_recording_asks_for_words_before_the_story_is_in(client, store):
    batch = cards.Batch("jongere", "12-15", "School (verzonnen)", TODAY + timedelta(days=90))
    with writing(store.engine) as session:
        (code,) = cards.make(session, store.vault, batch, 1)
    young = {"LEEFTIJD": "12-15", "KAART": code}
    refused = tell(client, str(uuid4()), **young)
    assert refused.json["errors"]["VERHAAL"] == [
        "Met deze kaart mag je niet inspreken. Typ je verhaal, of vraag iemand om te typen."
    ]
    assert tell(client, str(uuid4()), **young, VERHAAL=TYPED).status_code == 201


def test_too_fast_is_said_so_with_the_time_to_wait(instance):
    client = create_app(instance, **{**SETTINGS, "RATELIMIT_ENABLED": True}).test_client()
    story_id = str(uuid4())
    answers = [put(client, story_id, 1, **{"Content-Type": "text/plain"}) for _ in range(301)]
    assert {answer.status_code for answer in answers[:300]} == {415}
    assert (answers[300].status_code, answers[300].headers["Retry-After"]) == (429, "30")


def test_a_worker_sends_the_recording_of_a_talk_and_nobody_else_does(client, app, sign_in, store):
    story_id = str(uuid4())
    address = f"/api/gesprekken/{story_id}/audio"
    ours = {**SOUND, "Sec-Fetch-Site": "same-origin"}
    assert client.put(f"{address}/1", data=b"een", headers=ours).status_code == 401
    sign_in(client, WORKER)
    assert client.put(f"{address}/1", data=b"een", headers=SOUND).status_code == 403
    assert client.put(f"{address}/1", data=b"een", headers=ours).status_code == 201
    assert client.get(address).json["parts"] == [1]
    stranger = app.test_client()
    assert put(stranger, story_id, 2).status_code == 422
    assert stranger.get(f"/api/verhalen/{story_id}/audio").json["parts"] == []


# Listening and typing out


@pytest.fixture
def spoken(client):
    """The id of a spoken story with two parts of sound."""
    story_id = str(uuid4())
    tell(client, story_id)
    put(client, story_id, 1, WEBM + b"een", **{"X-Parts": "2"})
    put(client, story_id, 2, b"twee")
    return story_id


def test_a_guardian_listens_types_it_out_and_then_the_sound_is_gone(client, sign_in, csrf, store, spoken):
    sign_in(client, GUARDIAN)
    assert f"/signalen/{spoken}/opname" in client.get("/signalen").text
    assert f"/signalen/{spoken}/opname" in client.get(f"/signalen/{spoken}").text
    page = client.get(f"/signalen/{spoken}/opname")
    sound = client.get(f"/signalen/{spoken}/opname/geluid")
    assert (sound.data, sound.mimetype) == (WEBM + b"eentwee", "audio/webm")
    assert sound.headers["Cache-Control"] == "no-store"
    part = client.get(f"/signalen/{spoken}/opname/geluid", headers={"Range": "bytes=2-3"})
    assert (part.status_code, part.data) == (206, (WEBM + b"eentwee")[2:4])
    unheard = {"csrf_token": csrf(page.text), "text": TYPED}
    assert client.post(f"/signalen/{spoken}/opname", data=unheard).status_code == 422
    kept = client.post(f"/signalen/{spoken}/opname", data={**unheard, "heard": "y"})
    assert (kept.status_code, kept.location) == (303, "/signalen")
    assert client.get(f"/signalen/{spoken}/opname/geluid").status_code == 404
    assert client.post(f"/signalen/{spoken}/opname", data={**unheard, "heard": "y"}).status_code == 409
    with reading(store.engine) as session:
        assert session.get(Story, spoken).text(store.vault) == TYPED
        lines = session.scalars(select(Entry.action).where(Entry.subject == f"story:{spoken}").order_by(Entry.id)).all()
    assert [line for line in lines if line != "story.read"] == [
        *("story.received", "audio.received", "audio.played"),
        *("audio.removed", "story.transcribed"),
    ]
    assert rows(store, spoken) == []


def test_the_analysis_waits_for_the_words_and_then_reads_them(client, store, spoken):
    def read():
        reader = reader_version()
        return read_new_stories(store.engine, store.vault, reader, lambda *_: None, "local", "", "")

    assert read() == (0, 0)
    with reading(store.engine) as session:
        assert session.get(StoryFinding, spoken) is None
    with writing(store.engine) as session:
        transcripts.approve(session, store.vault, spoken, TYPED, "account:1")
    assert read() == (1, 0)
    with reading(store.engine) as session:
        assert session.get(StoryFinding, spoken).words > 0


# A voice is kept to be typed out, and for nothing else


def test_no_module_can_look_into_a_sound_and_only_corpus_and_collector_know_that_there_is_any():
    listeners = {"librosa", "wave", "aifc", "audioop", "soundfile", "torchaudio", "whisper", "vosk", "pyaudio", "pydub"}
    listeners |= {"parselmouth", "opensmile", "speech_recognition", "webrtcvad", "scipy.io.wavfile", "scipy.signal"}
    for folder in ("forms", "corpus", "collector", "analysis"):
        for path in (ROOT / folder).rglob("*.py"):
            known = set(_imports(path))
            assert not known & listeners, path
            sound = {name for name in known if re.match(r"corpus\.(audio|audio_handin|transcripts)\b", name)}
            assert folder in ("corpus", "collector") or not sound, path
    scripts = [path.read_text("utf-8") for path in (ROOT / "collector" / "static").rglob("*.js")]
    assert [
        word for script in scripts for word in ("AudioContext", "createAnalyser", "SpeechRecogn") if word in script
    ] == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


# In the browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House]]:
    """A served installation: (address, house). The tests tell each other apart by story id."""
    with built(tmp_path_factory.mktemp("house")) as house, served(house) as address:
        yield address, house


class Teller(Phone):
    """A phone of somebody who speaks."""

    def begin(self) -> "Teller":
        """Choose to speak, and go to the screen of the story."""
        self.open()
        self.until("document.querySelector('[data-recorder] [data-panel]') !== null")
        self.until("document.querySelector('#toestel').dataset.open !== undefined")
        self.fill_in(**SPOKEN, VERHAAL="")
        self.page.evaluate("document.querySelector('[data-screen]:not([hidden]) [data-next]').click()")
        return self

    def does(self, name: str) -> None:
        self.page.locator("[data-recorder]").get_by_role("button", name=name).click()

    def hears_of_it(self, piece: str) -> None:
        self.page.locator("[data-recorder] [data-status]").get_by_text(piece).wait_for()

    def speaks(self, seconds: float = 1.5) -> None:
        """Record for so long, and stop."""
        self.does("Neem op")
        self.hears_of_it("Er wordt opgenomen.")
        self.page.wait_for_timeout(int(seconds * 1000))
        self.does("Stop")
        self.hears_of_it("De opname is klaar.")

    def sounds(self) -> list[dict[str, Any]]:
        return [item for item in self.items() if item["state"] in ("recording", "sound")]

    def sound_arrives(self) -> None:
        self.page.locator("#opname-stand").get_by_text("De opname is aangekomen.").wait_for()
        assert self.sounds() == []


@pytest.fixture
def teller(browser: Any, site: tuple[str, House]) -> Iterator[Callable[[], Teller]]:
    tellers: list[Teller] = []

    def make(parts: str = SHORT_PARTS) -> Teller:
        one = Teller(browser, site[0], service_workers="block", permissions=["microphone"])
        one.context.add_init_script(parts)
        tellers.append(one)
        return one

    yield make
    for made in tellers:
        made.context.close()


def heard(house: House, story_id: str) -> tuple[bytes, int | None, list[int]]:
    """The whole sound of a story, how many parts it says it has, and which are in."""
    with reading(house.engine) as session:
        recording = session.get(Recording, story_id)
        if recording is None:
            return b"", None, []
        return audio.whole(session, house.vault, recording), recording.total, audio.numbers(session, story_id)


def is_playable(content: bytes) -> bool:
    return content.startswith(WEBM) or content[4:8] == MP4


@pytest.mark.browser
def test_three_seconds_spoken_arrive_whole_and_sealed_and_nothing_stays_on_the_device(teller, site):
    one = teller().begin()
    one.speaks(3)
    kept = one.sounds()
    assert len(kept) > 4
    assert not any("webm" in item["sealed"] or "matroska" in item["sealed"].lower() for item in kept)
    one.does("Luister terug")
    one.until("document.querySelector('[data-recorder] audio').duration > 0")
    story = one.story
    one.send()
    one.is_thanked()
    one.sound_arrives()
    content, total, numbers = heard(site[1], story)
    assert is_playable(content)
    assert len(content) > 3000
    assert numbers == list(range(1, (total or 0) + 1))
    with reading(site[1].engine) as session:
        sealed = session.scalars(select(AudioPart.sealed).where(AudioPart.recording_id == story)).all()
        assert (session.get(Story, story).mode, session.get(Story, story).text(site[1].vault)) == ("zelf_inspreken", "")
    assert not any(WEBM in one or b"OpusHead" in one for one in sealed)


@pytest.mark.browser
def test_a_recording_can_be_paused_and_made_again(teller, site):
    one = teller().begin()
    one.does("Neem op")
    one.page.wait_for_timeout(700)
    one.does("Pauze")
    one.hears_of_it("De opname staat op pauze.")
    stands = one.page.locator("[data-time]").inner_text()
    one.page.wait_for_timeout(1200)
    assert one.page.locator("[data-time]").inner_text() == stands
    one.does("Verder")
    one.does("Stop")
    one.does("Opnieuw opnemen")
    one.hears_of_it("Klaar om op te nemen.")
    assert one.sounds() == []
    one.speaks(0.8)
    story = one.story
    one.send()
    one.is_thanked()
    one.sound_arrives()
    assert is_playable(heard(site[1], story)[0])


@pytest.mark.browser
def test_a_line_that_breaks_between_two_parts_goes_on_where_it_was(teller, site):
    one = teller().begin()
    one.speaks(2)
    story = one.story
    done: list[str] = []

    def two_and_then_none(route: Any) -> None:
        done.append(route.request.url)
        if len(done) > 2:
            route.abort()
        else:
            route.continue_()

    one.page.route("**/audio/*", two_and_then_none)
    one.send()
    one.is_thanked()
    one.page.locator("#opname-stand").get_by_text("nog niet helemaal verstuurd").wait_for()
    assert heard(site[1], story)[2] == [1, 2]
    assert one.sounds()
    one.page.unroute("**/audio/*")
    sent: list[str] = []
    one.context.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    one.again("/hulp")
    one.sound_arrives()
    content, total, numbers = heard(site[1], story)
    assert numbers == list(range(1, (total or 0) + 1))
    assert is_playable(content)
    assert not any(url.endswith(("/audio/1", "/audio/2")) for url in sent)


@pytest.mark.browser
def test_without_the_tick_for_the_recording_nothing_is_sent(teller, site):
    one = teller().begin()
    one.speaks()
    story = one.story
    one.page.evaluate("document.querySelector('input[value=opname]').click()")
    one.send()
    one.waits_for('[data-question="TOESTEMMING"]', "Zonder het vinkje bij de opname")
    one.page.wait_for_timeout(300)
    with reading(site[1].engine) as session:
        assert session.get(Story, story) is None
    one.fill_in(VERHAAL=TYPED, TOESTEMMING=["meedoen"])
    one.send()
    one.is_thanked()
    one.until(f"({ITEMS})().then((all) => all.length === 0)")
    assert heard(site[1], story)[2] == []


@pytest.mark.browser
def test_who_types_after_all_sends_no_sound(teller, site):
    one = teller().begin()
    one.speaks()
    story = one.story
    one.fill_in(MODUS="zelf_typen", VERHAAL=TYPED)
    one.send()
    one.is_thanked()
    one.until(f"({ITEMS})().then((all) => all.length === 0)")
    assert heard(site[1], story)[2] == []


@pytest.mark.browser
def test_who_leaves_without_sending_leaves_no_sound_behind(teller):
    one = teller().begin()
    one.speaks()
    assert one.sounds()
    one.page.goto("/hulp")
    one.until(f"({ITEMS})().then((all) => all.length === 0)")
    one.until("localStorage.length === 0")


@pytest.mark.browser
def test_after_a_crash_at_most_the_last_part_is_lost_and_the_teller_can_go_on(teller, site):
    one = teller(
        SHORT_PARTS + "addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true);"
    ).begin()
    one.does("Neem op")
    one.page.wait_for_timeout(2000)
    lost = one.story
    one.page.close()
    one.page = one.context.new_page()
    one.begin()
    one.hears_of_it("nog een opname die niet is verstuurd")
    one.does("Ga verder met die opname")
    one.hears_of_it("De opname is klaar.")
    story = one.story
    assert story != lost
    one.send()
    one.is_thanked()
    one.sound_arrives()
    content, total, _ = heard(site[1], story)
    assert is_playable(content)
    assert (total or 0) >= 3


@pytest.mark.browser
def test_without_a_line_a_kept_recording_waits_for_its_story(teller, site):
    one = teller().begin()
    one.speaks()
    story = one.story
    one.opt_in()
    one.context.set_offline(True)
    one.send()
    one.hears("bewaard op dit toestel")
    assert one.sounds()
    one.context.set_offline(False)
    one.notices("aangekomen")
    one.again("/")
    one.sound_arrives()
    assert is_playable(heard(site[1], story)[0])


@pytest.mark.browser
def test_without_a_microphone_somebody_can_type(browser, site):
    one = Teller(browser, site[0], service_workers="block")
    one.context.add_init_script("delete MediaDevices.prototype.getUserMedia; delete window.MediaRecorder;")
    one.open()
    one.fill_in(**SPOKEN)
    one.page.evaluate("document.querySelector('[data-screen]:not([hidden]) [data-next]').click()")
    one.page.get_by_text("Inspreken kan hier niet. Typ het verhaal, of vraag iemand om te typen.").wait_for()
    one.fill_in(MODUS="hulp_typt", VERHAAL=TYPED)
    one.send()
    one.is_thanked()
    one.context.close()


# Under sixteen a parent decides, by the card


def card_of(house, form="kind", age="8-9", **allowed):
    batch = cards.Batch(form, age, "School (verzonnen)", TODAY + timedelta(days=90), **allowed)
    with writing(house.engine) as session:
        (code,) = cards.make(session, house.vault, batch, 1)
    return code


def child(client, code, story_id=None, tiers=("meedoen", "opname"), **words):
    answers = {"MODUS": "zelf_inspreken", "LEEFTIJD": "8-9", "BUURTKEUZE": "weet_niet", "TOESTEMMING": list(tiers)}
    body = {"questionnaire": "kind@1", "language": "nl", "answers": {**answers, "KAART": code, **words}}
    return client.put(f"/api/verhalen/{story_id or uuid4()}", json={**body, "recording": True})


def test_a_child_whose_card_allows_it_speaks(client, store, house):
    story_id = str(uuid4())
    assert put(client, story_id, 1, **{"X-Parts": "1"}).status_code == 201
    assert child(client, card_of(house, may_record=True), story_id).status_code == 201
    with reading(store.engine) as session:
        story = session.get(Story, story_id)
        assert (story.may_record, story.mode, story.words(store.vault)) == (True, "zelf_inspreken", {})
        assert audio.of_story(session, story_id) is not None


def test_without_the_parents_yes_a_child_is_asked_to_type_and_the_card_stays_good(client, store, house):
    code = card_of(house)
    refused = child(client, code)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["VERHAAL"])
    assert "Typ je verhaal" in refused.json["errors"]["VERHAAL"][0]
    story_id = str(uuid4())
    assert child(client, code, story_id, VERHAAL=TYPED).status_code == 201
    assert put(client, story_id, 1).status_code == 422
    assert rows(store, story_id) == []


def test_without_the_childs_own_tick_there_is_no_recording_either(client, house):
    refused = child(client, card_of(house, may_record=True), tiers=["meedoen"])
    assert list(refused.json["errors"]) == ["VERHAAL"]


def test_a_forged_first_letter_makes_another_code_and_not_another_card(client, house):
    silent, speaking = card_of(house), card_of(house, may_record=True)
    assert (silent[0] in cards.SPEAKING, speaking[0] in cards.SPEAKING) == (False, True)
    forged = child(client, cards.SPEAKING[0] + silent[1:])
    assert forged.json["errors"] == {"KAART": [cards.UNUSABLE]}


def test_a_letter_is_only_a_sign_and_the_server_goes_by_the_card(client, store, house):
    code = card_of(house, may_record=True)
    with writing(store.engine) as session:
        cards.find(session, store.vault, code, "kind", TODAY).may_record = False
    assert list(child(client, code).json["errors"]) == ["VERHAAL"]


def with_card(one: Teller, code: str, form: str = "kind") -> Teller:
    """Scan a card, choose to speak, and go to the screen of the story."""
    one.open(f"/vertel/{form}#kaart={code}")
    one.until("document.querySelector('[data-recorder] [data-panel]') !== null")
    one.until("document.querySelector('#toestel').dataset.open !== undefined")
    one.page.locator("[data-next]").first.click()
    one.page.evaluate(f"{IN_FORM}.querySelector('input[value=zelf_inspreken]').click()")
    return one


@pytest.mark.browser
def test_a_child_with_such_a_card_records_and_sends_the_story(teller, site):
    one = with_card(teller(), card_of(site[1], may_record=True))
    one.speaks()
    story = one.story
    answers = {"LEEFTIJD": "8-9", "BUURTKEUZE": "weet_niet", "TOESTEMMING": ["meedoen", "opname"]}
    one.page.evaluate(
        f"answers => import('/static/tell/answers.js').then(({{fillIn}}) => fillIn({IN_FORM}, answers))", answers
    )
    one.send()
    one.is_thanked()
    one.sound_arrives()
    assert is_playable(heard(site[1], story)[0])


@pytest.mark.browser
@pytest.mark.parametrize(("form", "age"), [("kind", "8-9"), ("jongere", "12-15")])
def test_without_such_a_card_there_is_a_kind_sentence_in_the_place_of_the_recorder(teller, site, axe, form, age):
    one = with_card(teller(), card_of(site[1], form, age), form)
    one.page.get_by_text("Op deze kaart staat niet dat je mag inspreken.").wait_for()
    one.page.locator("[data-recorder] [data-panel]").wait_for(state="hidden")
    assert axe(one.page, "[data-recorder]") == []
    one.page.locator("[data-screen]:not([hidden]) [data-next]").click()
    one.waits_for('[data-question="VERHAAL"]', "Vertel eerst wat er gebeurde.")
