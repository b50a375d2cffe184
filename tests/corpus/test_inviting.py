"""Cards and kiosks in the corpus, on both databases."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from corpus import cards, kiosks
from corpus.cards import Batch, CardBatch, CardsRefusedError
from corpus.database import reading, writing
from corpus.rounds import Round

TODAY = date(2026, 11, 23)
BATCH = Batch("jongere", "12-15", "School (verzonnen)", date(2026, 12, 31), area_slug="de-riet")
PLAN = kiosks.Plan("jongere", "de-riet", "2026-najaar", "Buurthuis (verzonnen)", date(2026, 12, 31))


def make(house, count=3):
    """The codes of a new batch and the id of that batch."""
    with writing(house.engine) as session:
        codes = cards.make(session, house.vault, BATCH, count)
        return codes, cards.find(session, house.vault, codes[0], "jongere", TODAY).batch_id


def test_every_card_of_a_batch_is_counted_once(either_house):
    codes, batch_id = make(either_house)
    with writing(either_house.engine) as session:
        assert cards.spend(session, cards.find(session, either_house.vault, codes[0], "jongere", TODAY), None)
        assert cards.find(session, either_house.vault, codes[0], "jongere", TODAY) is None
    for day, revoked, counts in [
        (TODAY, False, (1, 0, 0, 2)),
        (date(2027, 1, 1), False, (1, 0, 2, 0)),
        (date(2027, 1, 1), True, (1, 2, 0, 0)),
    ]:
        with writing(either_house.engine) as session:
            if revoked:
                cards.revoke(session, batch_id, "account:1")
            (tally,) = cards.tallies(session, day)
        assert (tally.used, tally.revoked, tally.expired, tally.open) == counts
        assert sum(counts) == tally.batch.count


def test_codes_have_no_vowels_and_are_found_however_they_are_typed(house):
    (code, *_), _ = make(house)
    assert set(code) <= set(cards.LETTERS)
    assert not set(cards.LETTERS) & set("aeiouyl")
    with reading(house.engine) as session:
        assert cards.find(session, house.vault, f" {code[:4].upper()}-{code[4:]} ", "jongere", TODAY)


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_batch_has_one_to_five_hundred_cards(house, count):
    with pytest.raises(CardsRefusedError, match="hoogstens 500"):
        make(house, count)


def test_the_database_itself_refuses_more_consents_than_cards(either_house):
    _, batch_id = make(either_house)
    with pytest.raises(IntegrityError), writing(either_house.engine) as session:
        session.get(CardBatch, batch_id).certified = 4


def test_a_kiosk_takes_stories_until_it_is_closed_or_its_day_or_its_round_is_over(either_house):
    with writing(either_house.engine) as session:
        code = kiosks.make(session, PLAN, "account:1").id
        assert kiosks.usable(session, code, date(2026, 12, 31)).id == code
        assert kiosks.usable(session, code, date(2027, 1, 1)) is None
        session.get(Round, "2026-najaar").state = "closed"
        assert kiosks.usable(session, code, TODAY) is None
        session.get(Round, "2026-najaar").state = "open"
        kiosks.shut(session, code, "account:1")
        assert kiosks.usable(session, code, TODAY) is None
