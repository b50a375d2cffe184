"""Recordings of stories: sealed parts in any order, one truth about what is in, and gone when they are typed out."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from corpus import audio, audio_handin, cards, handin, journal, safeguarding, transcripts
from corpus.audio import AudioPart, Recording
from corpus.audio_handin import CONFLICT, FULL, GONE, NEW, NOT_ALLOWED, SAME, TOO_MUCH, UNFIT, Part
from corpus.database import reading, writing
from corpus.findings import StoryFinding, seal_masked
from corpus.journal import Entry
from corpus.stories import Story
from corpus.submission import Circumstances, Submission
from corpus.vault import VaultError
from corpus.withdrawal import withdraw_known

TODAY = date(2026, 11, 23)
SOUND = [b"\x1aE\xdf\xa3 een (verzonnen)", b"twee (verzonnen)", b"drie (verzonnen)"]
TYPED = "Ik speel op het plein. (verzonnen)"


def tell(house, story_id, **changes):
    """A spoken story, without words, comes in."""
    sent = Submission(
        id=story_id,
        questionnaire="jongere@1",
        group="jongere",
        language="nl",
        marks={"VERHAAL": {"state": "skipped"}, "GEVOEL": {"state": "answered", "value": "positief", "number": 0.5}},
        words={},
        digest=story_id,
        may_record=True,
        came=Circumstances(mode="zelf_inspreken"),
    )
    return handin.hand_in(house.engine, house.vault, replace(sent, **changes), TODAY)


def part(story_id, number, **changes):
    content = SOUND[number - 1] if 1 <= number <= len(SOUND) else b"meer"
    return replace(Part(story_id, number, "audio/webm", content), **changes)


def send(house, *parts, today=TODAY):
    results = [audio_handin.receive(house.engine, house.vault, one, today) for one in parts]
    return results[0] if len(results) == 1 else results


def progress(house, story_id, collector=None):
    with reading(house.engine) as session:
        return audio.progress(session, story_id, collector)


def count(house, table):
    with reading(house.engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def whole(house, story_id):
    with reading(house.engine) as session:
        return audio.whole(session, house.vault, session.get(Recording, story_id))


@pytest.fixture
def told(either_house):
    """The id of a spoken story that is in and may have a recording."""
    story_id = str(uuid4())
    assert tell(either_house, story_id).result == handin.NEW
    return story_id


def test_parts_in_any_order_make_one_recording_that_is_sealed(either_house, told):
    assert send(either_house, part(told, 3, total=3), part(told, 1), part(told, 2)) == [NEW] * 3
    assert progress(either_house, told).complete
    assert whole(either_house, told) == b"".join(SOUND)
    with reading(either_house.engine) as session:
        rows = session.scalars(select(AudioPart)).all()
        assert [one for one in rows for sound in SOUND if sound in one.sealed] == []
        first, second = session.get(AudioPart, f"{told}:1"), session.get(AudioPart, f"{told}:2")
        with pytest.raises(VaultError):
            either_house.vault.open_bytes(first.sealed, "audio_parts.sealed", second.id)


def test_the_same_part_again_changes_nothing_and_other_sound_under_its_number_is_kept_out(either_house, told):
    assert send(either_house, part(told, 1), part(told, 1)) == [NEW, SAME]
    assert send(either_house, part(told, 1, content=b"anders")) == CONFLICT
    assert send(either_house, part(told, 2, mime="audio/mp4")) == CONFLICT
    assert whole(either_house, told) == SOUND[0]
    assert send(either_house, part(told, 1, total=1)) == SAME
    assert progress(either_house, told).complete
    assert send(either_house, part(told, 1, total=2)) == CONFLICT


def test_ten_sends_of_one_part_at_the_same_moment_make_one_row(either_house, told):
    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(lambda _: send(either_house, part(told, 1)), range(10)))
    assert sorted(results) == [NEW] + [SAME] * 9
    assert count(either_house, AudioPart) == 1


def test_the_device_learns_which_parts_are_in_so_that_it_can_go_on(either_house, told):
    send(either_house, part(told, 2), part(told, 1))
    known = progress(either_house, told)
    assert (known.parts, known.total, known.wanted, known.complete) == ([1, 2], None, True, False)
    nothing = progress(either_house, str(uuid4()))
    assert (nothing.parts, nothing.total, nothing.wanted) == ([], None, None)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"number": 0}, UNFIT),
        ({"number": audio.MOST_PARTS + 1}, UNFIT),
        ({"total": 1}, UNFIT),
        ({"total": audio.MOST_PARTS + 1}, UNFIT),
        ({"content": b""}, UNFIT),
        ({"content": bytes(audio.LARGEST_PART + 1)}, TOO_MUCH),
    ],
)
def test_what_cannot_be_a_part_is_refused_and_leaves_nothing(house, changes, result):
    story_id = str(uuid4())
    assert send(house, replace(part(story_id, 2), **changes)) == result
    assert (count(house, Recording), count(house, AudioPart)) == (0, 0)


def test_a_recording_has_an_end(house):
    story_id, most = str(uuid4()), bytes(audio.LARGEST_PART)
    results = [send(house, Part(story_id, number, "audio/webm", most)) for number in range(1, 17)]
    assert results == [NEW] * 15 + [TOO_MUCH]


def test_without_permission_no_sound_is_kept_whether_it_comes_before_the_story_or_after(either_house):
    before, after = str(uuid4()), str(uuid4())
    assert send(either_house, part(before, 1)) == NEW
    for story_id in (before, after):
        tell(either_house, story_id, may_record=False)
    assert count(either_house, AudioPart) == 0
    assert send(either_house, part(before, 2), part(after, 1)) == [NOT_ALLOWED] * 2
    assert (count(either_house, Recording), progress(either_house, after).wanted) == (0, False)


def test_a_parent_who_allowed_no_recording_holds_for_the_child(house):
    batch = cards.Batch("jongere", "12-15", "School (verzonnen)", date(2027, 1, 1))
    with writing(house.engine) as session:
        without = cards.make(session, house.vault, batch, 1)[0]
        allowed = cards.make(session, house.vault, replace(batch, may_record=True), 1)[0]
    young, other = str(uuid4()), str(uuid4())
    tell(house, young, card=without)
    tell(house, other, card=allowed)
    assert send(house, part(young, 1), part(other, 1)) == [NOT_ALLOWED, NEW]


def test_sound_that_was_there_first_is_given_to_its_story_and_else_gone_the_next_day(either_house):
    early, never = str(uuid4()), str(uuid4())
    send(either_house, part(early, 1), part(never, 1))
    tell(either_house, early)
    with writing(either_house.engine) as session:
        assert audio.forget(session, TODAY) == 0
        assert audio.forget(session, TODAY + timedelta(days=1)) == 1
    assert progress(either_house, early).parts == [1]
    assert progress(either_house, never).parts == []


def test_only_so_many_recordings_wait_for_a_story(house, monkeypatch):
    monkeypatch.setattr(audio_handin, "MOST_LOOSE", 2)
    assert send(house, *(part(str(uuid4()), 1) for _ in range(3))) == [NEW, NEW, FULL]


def test_only_who_recorded_a_talk_adds_to_it(either_house):
    talk = str(uuid4())
    assert send(either_house, part(talk, 1, collector="w1")) == NEW
    assert send(either_house, part(talk, 2), part(talk, 2, collector="w2")) == [NOT_ALLOWED] * 2
    tell(either_house, talk, came=Circumstances(mode="interview", collector="w1"))
    assert send(either_house, part(talk, 2, collector="w1")) == NEW
    assert progress(either_house, talk, "w1").parts == [1, 2]
    assert progress(either_house, talk).parts == []


def test_after_thirty_days_no_sound_is_left_and_a_late_copy_does_not_bring_it_back(either_house, told):
    send(either_house, part(told, 1))
    with writing(either_house.engine) as session:
        assert audio.forget(session, TODAY + timedelta(days=29)) == 0
        assert audio.forget(session, TODAY + timedelta(days=30)) == 1
        assert audio.forget(session, TODAY + timedelta(days=31)) == 0
    assert count(either_house, AudioPart) == 0
    assert send(either_house, part(told, 1)) == GONE
    assert not progress(either_house, told).wanted


def test_a_withdrawn_story_takes_its_sound_along(either_house, told):
    send(either_house, part(told, 1))
    assert withdraw_known(either_house.engine, told)
    assert (count(either_house, Recording), count(either_house, AudioPart)) == (0, 0)
    assert send(either_house, part(told, 1)) == GONE


def test_of_a_withdrawn_recording_not_a_byte_is_left_in_the_files(house):
    story_id = str(uuid4())
    tell(house, story_id)
    send(house, part(story_id, 1, content=b"verzonnen geluid" * 500))
    with reading(house.engine) as session:
        sealed = session.scalars(select(AudioPart.sealed)).one()
    pieces = [sealed[start : start + 32] for start in (100, 4000, 7500)]

    def left():
        files = [path.read_bytes() for path in house.instance.folder.iterdir() if path.is_file()]
        return [piece for piece in pieces for file in files if piece in file]

    assert left()
    withdraw_known(house.engine, story_id)
    assert left() == []


def test_a_typed_out_story_has_words_is_read_again_and_has_no_sound_any_more(either_house, told):
    send(either_house, part(told, 1))
    with writing(either_house.engine) as session:
        session.add(_finding(either_house, told))
    with writing(either_house.engine) as session:
        transcripts.approve(session, either_house.vault, told, TYPED, "account:1")
    with reading(either_house.engine) as session:
        story = session.get(Story, told)
        assert (story.text(either_house.vault), story.mode) == (TYPED, "zelf_inspreken")
        assert story.marks["VERHAAL"] == {"state": "answered"}
        assert story.marks["GEVOEL"]["number"] == 0.5
        assert session.get(StoryFinding, told) is None
        assert TYPED not in str(session.scalars(select(Entry.codes)).all())
    assert count(either_house, AudioPart) == 0
    with writing(either_house.engine) as session, pytest.raises(transcripts.NothingToTypeError):
        transcripts.approve(session, either_house.vault, told, "nog eens (verzonnen)", "account:2")
    assert tell(either_house, told).result == handin.SAME


def test_what_the_teller_typed_beside_the_recording_stays_in_front(house, told_and_typed):
    with writing(house.engine) as session:
        transcripts.approve(session, house.vault, told_and_typed, TYPED, "account:1")
    with reading(house.engine) as session:
        assert session.get(Story, told_and_typed).text(house.vault) == f"Eerst dit. (verzonnen)\n{TYPED}"


@pytest.fixture
def told_and_typed(house):
    """The id of a story that was typed in part and spoken in part."""
    story_id = str(uuid4())
    marks, words = {"VERHAAL": {"state": "answered"}}, {"VERHAAL": "Eerst dit. (verzonnen)"}
    tell(house, story_id, marks=marks, words=words)
    send(house, part(story_id, 1))
    return story_id


def test_a_signal_in_what_was_spoken_is_seen_when_it_is_typed_out(house):
    story_id = str(uuid4())
    tell(house, story_id)
    send(house, part(story_id, 1))
    with writing(house.engine) as session:
        transcripts.approve(session, house.vault, story_id, "Ik wil niet meer leven. (verzonnen)", "account:1")
        assert session.get(Story, story_id).signal == 2
        assert [entry.story.id for entry in safeguarding.waiting(session)] == [story_id]


def test_what_was_spoken_waits_for_a_person_until_it_is_typed_out(either_house, told):
    typed = str(uuid4())
    tell(either_house, typed, marks={"VERHAAL": {"state": "answered"}}, words={"VERHAAL": TYPED})

    def queue():
        with reading(either_house.engine) as session:
            return [entry.story.id for entry in safeguarding.waiting(session)]

    assert queue() == [told]
    send(either_house, part(typed, 1), part(told, 1))
    assert set(queue()) == {told, typed}
    with writing(either_house.engine) as session:
        for story_id in (told, typed):
            transcripts.approve(session, either_house.vault, story_id, TYPED, "account:1")
    assert queue() == []


def test_the_journal_says_that_there_was_sound_and_when_it_went_and_nothing_of_it(house, told_and_typed):
    with writing(house.engine) as session:
        audio.forget(session, TODAY + timedelta(days=30))
        lines = session.scalars(select(Entry).where(Entry.action.like("audio.%")).order_by(Entry.id)).all()
        told = [(line.actor, line.action, line.codes) for line in lines]
    assert told == [(journal.TELLER, "audio.received", {}), (journal.SYSTEM, "audio.removed", {"reason": "age"})]


def _finding(house, story_id):
    return StoryFinding(
        story_id=story_id,
        reader="x",
        language="nl",
        polarity="midden",
        mixed=False,
        score=0.0,
        themes=[],
        markers=[],
        words=0,
        signal=0,
        masked=seal_masked(house.vault, story_id, ""),
    )
