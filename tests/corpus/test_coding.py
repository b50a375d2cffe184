"""Coding: a draw that chance may rely on, a queue in its order, and several coders at once without a code lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from corpus import areas, coding_claims, coding_draws
from corpus.codebook import reference
from corpus.coding import ANCHOR, DECISION, FIRST, OTHER, SECOND, Coding, doubly_coded, settled_codes
from corpus.coding_claims import ALREADY, CodingRefusedError, Given
from corpus.coding_draws import AnchorStory, CodingDraw
from corpus.coding_queue import CodingClaim, disagreements, waiting
from corpus.database import reading, writing
from corpus.findings import StoryFinding, seal_masked
from corpus.rounds import CLOSED, Round
from corpus.stories import Story, seal_words

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ROUND, EARLIER = "2026-najaar", "2026-voorjaar"
HOME = Given(themes=("O1",))


def tell(house, count, group="jongere", signal=0, round_id=ROUND, first=0, **columns):
    """Put read stories of a closed round in the corpus; returns their ids."""
    ids = [str(UUID(int=first + number + 1)) for number in range(count)]
    with writing(house.engine) as session:
        place, _ = areas.chosen(areas.current(session, date(2026, 11, 23)), "de-riet")
        session.merge(Round(id=round_id, name=round_id, season="s", opens=opens(round_id), closes=opens(round_id)))
        session.flush()
        session.get(Round, round_id).state = CLOSED
        for one in ids:
            told = {"VERHAAL": {"state": "answered"}}
            sealed = seal_words(house.vault, one, {"VERHAAL": "Verzonnen."})
            shared = {"language": "nl", "mode": "zelf_typen", "received": "2026-11", "marks": told, "receipt": None}
            session.add(
                Story(
                    **{"id": one, "questionnaire": f"{group}@1", "group": group, "sealed": sealed, "digest": one},
                    **{"signal": signal, "round_id": round_id, "area_id": place.id, "may_keep": True},
                    **shared,
                    **columns,
                )
            )
            session.flush()
            found = {"polarity": "midden", "mixed": False, "score": 0.0, "markers": [], "words": 1, "signal": signal}
            masked = seal_masked(house.vault, one, "Verzonnen.")
            themes = [{"id": "O1", "score": 0.9}]
            session.add(
                StoryFinding(story_id=one, reader="proef", language="nl", themes=themes, masked=masked, **found)
            )
    return ids


def opens(round_id):
    return date(int(round_id[:4]), 9 if round_id.endswith("najaar") else 4, 1)


def prepared(house):
    with writing(house.engine) as session:
        coding_draws.prepare(session)


def claimed(house, coder, now=NOW):
    with writing(house.engine) as session:
        return coding_claims.claim(session, coder, now)


def saved(house, coder, story_id, given=HOME):
    with writing(house.engine) as session:
        return coding_claims.save(session, coder, story_id, given)


def stored(house, *where):
    with reading(house.engine) as session:
        return session.scalars(select(Coding).where(*where).order_by(Coding.id)).all()


def lots(house, **columns):
    with reading(house.engine) as session:
        return {lot.story_id for lot in session.scalars(select(CodingDraw).filter_by(**columns))}


def test_a_small_round_is_drawn_whole_and_fifty_of_it_are_read_twice(house):
    tell(house, 120)
    prepared(house)
    assert len(lots(house, drawn=True)) == 120
    assert len(lots(house, twice=True)) == 50


def test_of_a_big_round_three_hundred_are_drawn_in_proportion_from_every_group(house):
    children = set(tell(house, 100, group="kind"))
    tell(house, 300, first=100)
    prepared(house)
    drawn = lots(house, drawn=True)
    assert len(drawn) == 300
    assert 74 <= len(drawn & children) <= 76
    assert len(lots(house, twice=True)) == 60
    assert lots(house, twice=True) <= drawn


def test_drawing_again_changes_nothing_and_who_comes_later_gets_a_lot_too(house):
    tell(house, 60)
    prepared(house)
    before = lots(house, twice=True)
    tell(house, 5, first=60)
    prepared(house)
    assert before <= lots(house, twice=True)
    assert len(lots(house)) == 65


def test_what_is_held_back_or_told_again_is_not_drawn(house):
    tell(house, 3, state="held")
    tell(house, 3, first=3, extra=True)
    prepared(house)
    assert lots(house) == set()


def test_children_come_first_then_signals_then_the_rest(house):
    rest = tell(house, 2)
    signals = tell(house, 2, signal=1, first=2)
    children = tell(house, 2, group="kind", first=4)
    prepared(house)
    order = []
    for _ in range(6):
        order.append(claimed(house, "k-een").story_id)
        saved(house, "k-een", order[-1])
    assert [set(order[:2]), set(order[2:4]), set(order[4:])] == [set(children), set(signals), set(rest)]


def test_two_coders_never_have_the_same_first_reading_and_a_claim_ends_after_twenty_minutes(house):
    (only,) = tell(house, 1)
    prepared(house)
    with writing(house.engine) as session:
        session.get(CodingDraw, only).twice = False
    assert claimed(house, "k-een").story_id == only
    assert claimed(house, "k-een").story_id == only
    assert claimed(house, "k-twee") is None
    later = NOW + timedelta(minutes=21)
    assert claimed(house, "k-twee", later).story_id == only
    saved(house, "k-twee", only)
    # The first coder is late: the codes are kept beside the others, not lost.
    saved(house, "k-een", only)
    assert [(one.coder, one.purpose) for one in stored(house)] == [("k-twee", FIRST), ("k-een", SECOND)]


def test_what_is_put_aside_comes_back_tomorrow_and_others_may_have_it_now(house):
    one, other = tell(house, 2)
    prepared(house)
    first = claimed(house, "k-een").story_id
    with writing(house.engine) as session:
        coding_claims.put_aside(session, "k-een", first, NOW)
    second = claimed(house, "k-een").story_id
    assert {first, second} == {one, other}
    saved(house, "k-een", second)
    assert claimed(house, "k-een") is None
    assert claimed(house, "k-twee").story_id in {one, other}
    assert claimed(house, "k-een", NOW + timedelta(days=1, minutes=1)).story_id == first


def test_the_same_codes_again_change_nothing_and_other_codes_are_refused(house):
    (only,) = tell(house, 1)
    prepared(house)
    claimed(house, "k-een")
    assert saved(house, "k-een", only).id == saved(house, "k-een", only).id
    with pytest.raises(CodingRefusedError, match=ALREADY):
        saved(house, "k-een", only, Given(themes=("L1",)))
    assert len(stored(house)) == 1


def test_a_third_person_decides_where_two_differ_and_their_codes_stay(house):
    (only,) = tell(house, 1)
    prepared(house)
    for coder, given in (("k-een", HOME), ("k-twee", Given(themes=("L1",), markers=("M2",)))):
        assert claimed(house, coder).story_id == only
        saved(house, coder, only, given)
    with reading(house.engine) as session:
        assert settled_codes(session) == {}
        assert [one.story_id for one in disagreements(session)] == [only]
        assert waiting(session, "k-een", NOW).for_others == 1
        assert waiting(session, "k-drie", NOW).decisions == 1
    assert claimed(house, "k-een") is None
    assert claimed(house, "k-drie").purpose == DECISION
    saved(house, "k-drie", only)
    with reading(house.engine) as session:
        assert settled_codes(session)[only].themes == {"O1"}
    assert [one.themes for one in stored(house)] == [["O1"], ["L1"], ["O1"]]


def test_what_is_read_twice_hides_the_machine_and_is_kept_as_blind_and_drawn(house):
    (only,) = tell(house, 1)
    prepared(house)
    claimed(house, "k-een")
    made = saved(house, "k-een", only, Given(themes=(OTHER,), doubt=True))
    assert (made.blind, made.drawn, made.doubt, made.themes) == (True, True, True, [OTHER])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Given(themes=()), coding_claims.NOTHING),
        (Given(themes=("L1", "L2", "L3", "O1", "O2")), coding_claims.TOO_MANY),
        (Given(themes=("L1",), uncodable=True), coding_claims.BOTH),
        (Given(themes=("L1",), wished=("L2",)), coding_claims.NOT_WISHED),
        (Given(themes=("Z9",)), coding_claims.UNKNOWN),
        (Given(themes=("L1",), markers=("M1",)), coding_claims.UNKNOWN),
    ],
)
def test_codes_that_cannot_be_are_refused_in_one_sentence(given, sentence):
    assert given.refusal(reference()) == sentence


def test_nothing_to_code_is_an_answer_too():
    assert Given(themes=(), uncodable=True).refusal(reference()) == ""
    assert Given(themes=("L1", "L2", "L3", OTHER, "O1")).refusal(reference()) == ""


def test_anchor_stories_come_back_in_a_later_round_between_the_others(house):
    tell(house, 12, round_id=EARLIER)
    prepared(house)
    for coder in ("k-een", "k-twee"):
        while found := claimed(house, coder):
            saved(house, coder, found.story_id)
    tell(house, 8, first=12)
    prepared(house)
    purposes = []
    while found := claimed(house, "k-een"):
        purposes.append(found.purpose)
        saved(house, "k-een", found.story_id)
    assert purposes[:5] == [FIRST] * 4 + [ANCHOR]
    assert purposes.count(ANCHOR) == coding_draws.ANCHORS
    with reading(house.engine) as session:
        assert session.scalar(select(func.count()).select_from(AnchorStory)) == coding_draws.ANCHORS
    assert {one.wave for one in stored(house, Coding.purpose == ANCHOR)} == {ROUND}


def test_three_coders_at_once_lose_no_code_and_give_none_twice(either_house):
    ids = tell(either_house, 24)
    prepared(either_house)

    def work(coder):
        done = 0
        while found := claimed(either_house, coder):
            for _ in range(2):  # an impatient second press
                saved(either_house, coder, found.story_id)
            done += 1
        return done

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(work, ("k-een", "k-twee", "k-drie")))
    codings = stored(either_house)
    assert sum(done) == len(codings) == 2 * len(ids)
    assert len({(one.story_id, one.coder) for one in codings}) == len(codings)
    with reading(either_house.engine) as session:
        assert len(doubly_coded(session, ROUND)) == len(ids)
        assert session.scalars(select(CodingClaim)).all() == []
