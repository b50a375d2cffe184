"""The canary: who does not find it in time is told, and a queue that nobody reads closes the form for children."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from corpus import canary, safeguarding
from corpus.accounts import Account
from corpus.canary import Canary
from corpus.database import reading, writing
from corpus.journal import Entry
from corpus.safeguarding import AlreadyHandledError
from corpus.stories import Story
from verhaal import main

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def placed(house):
    """A canary of Monday, in a queue that a guardian reads."""
    with writing(house.engine) as session:
        line = session.scalars(select(Entry).where(Entry.action == "account.made")).one()
        line.at = MONDAY
        canary.place(session, MONDAY)
    return house


def test_a_canary_is_no_story_and_stands_in_no_queue_of_stories(placed):
    with reading(placed.engine) as session:
        assert session.scalars(select(Story)).all() == []
        assert safeguarding.waiting(session) == []


def test_it_must_be_found_within_two_working_days(placed):
    with reading(placed.engine) as session:
        assert canary.unread(session, date(2026, 11, 25)) is None
        assert canary.unread(session, date(2026, 11, 26)).id == 1


def test_found_in_time_all_is_well_and_the_journal_knows_who(placed):
    with writing(placed.engine) as session:
        canary.tick(session, 1, "account:7", MONDAY + timedelta(hours=3))
        with pytest.raises(AlreadyHandledError):
            canary.tick(session, 1, "account:7", MONDAY)
    with reading(placed.engine) as session:
        assert canary.waiting(session) is None
        assert canary.unread(session, date(2027, 1, 1)) is None
        assert session.scalars(select(Entry.actor).where(Entry.action == "canary.ticked")).all() == ["account:7"]


def test_left_longer_than_a_childs_story_may_wait_the_queue_has_no_owner(placed):
    with reading(placed.engine) as session:
        assert canary.queue_has_owner(session, datetime(2026, 11, 30, 23, tzinfo=UTC) - timedelta(hours=2))
        assert not canary.queue_has_owner(session, datetime(2026, 12, 1, 9, tzinfo=UTC))
    with writing(placed.engine) as session:
        canary.tick(session, 1, "account:7", MONDAY)
        assert canary.queue_has_owner(session, datetime(2026, 12, 1, 9, tzinfo=UTC))
        session.execute(update(Account).values(active=False))
        assert not canary.queue_has_owner(session, datetime(2026, 12, 1, 9, tzinfo=UTC))


def test_there_is_one_a_week_and_never_two_at_once(either_house):
    with writing(either_house.engine) as session:
        assert canary.place(session, MONDAY).id == 1
        assert canary.place(session, MONDAY + timedelta(days=8)) is None  # the first still waits
        canary.tick(session, 1, "account:7", MONDAY)
        assert canary.place(session, MONDAY + timedelta(days=6)) is None
        assert canary.place(session, MONDAY + timedelta(days=7)).id == 2


def test_the_command_places_one_and_complains_when_the_last_was_not_found(house, monkeypatch):
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke
    assert run(main, ["canary"]).output == "Er staat een proefbericht in de rij.\n"
    assert run(main, ["canary"]).output == "Er is deze week al een proefbericht.\n"
    with writing(house.engine) as session:
        session.execute(delete(Canary))
        session.add(Canary(placed=datetime.now(UTC) - timedelta(days=14)))
    again = run(main, ["canary"])
    assert again.exit_code == 1
    assert "niet op tijd gevonden" in again.output
