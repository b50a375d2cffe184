"""Requests to get in touch: one a story, gone with it, and gone thirty days after somebody dealt with it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from corpus import contact
from corpus.contact import ContactRequest, Person
from corpus.database import reading, writing
from corpus.safeguarding import AlreadyHandledError
from corpus.stories import Story, seal_words
from corpus.vault import Vault, VaultError
from corpus.withdrawal import withdraw_known

FRIDAY = date(2026, 11, 20)
ROBIN = Person("Robin (verzonnen)", "06-00000000 (verzonnen)")


@pytest.fixture
def asked(either_house):
    """The id of a story with a request of a Friday."""
    story_id = str(uuid4())
    with writing(either_house.engine) as session:
        session.add(
            Story(
                id=story_id,
                questionnaire="jongere@1",
                group="jongere",
                language="nl",
                mode="zelf_typen",
                received="2026-11",
                marks={},
                sealed=seal_words(either_house.vault, story_id, {"VERHAAL": "Een verzonnen verhaal."}),
                digest=story_id,
                receipt=None,
                signal=2,
            )
        )
        session.flush()
        contact.ask(session, either_house.vault, story_id, ROBIN, FRIDAY)
    return story_id


def kept(house):
    with reading(house.engine) as session:
        return session.query(ContactRequest).count()


def test_a_request_is_due_on_the_next_working_day(either_house, asked):
    with reading(either_house.engine) as session:
        (request,) = contact.waiting(session)
    assert request.due == date(2026, 11, 23)
    assert not request.late(date(2026, 11, 23))
    assert request.late(date(2026, 11, 24))
    assert request.person(either_house.vault) == ROBIN


def test_a_handled_request_is_gone_after_thirty_days_and_an_open_one_never(either_house, asked):
    with writing(either_house.engine) as session:
        assert contact.forget_handled(session, FRIDAY + timedelta(days=365)) == 0
        contact.handle(session, asked, "niet_bereikt", "account:1", FRIDAY)
        with pytest.raises(AlreadyHandledError):
            contact.handle(session, asked, "contact_gehad", "account:2", FRIDAY)
        assert contact.waiting(session) == []
        assert [request.gone_on for request in contact.kept(session)] == [date(2026, 12, 20)]
        assert contact.forget_handled(session, FRIDAY + timedelta(days=29)) == 0
    with writing(either_house.engine) as session:
        assert contact.forget_handled(session, FRIDAY + timedelta(days=30)) == 1
    assert kept(either_house) == 0


def test_asking_again_opens_a_handled_request(either_house, asked):
    with writing(either_house.engine) as session:
        contact.handle(session, asked, "niet_bereikt", "account:1", FRIDAY)
        contact.ask(session, either_house.vault, asked, ROBIN, FRIDAY)
        assert [request.story_id for request in contact.waiting(session)] == [asked]


def test_a_request_goes_with_its_story(either_house, asked):
    assert withdraw_known(either_house.engine, asked)
    assert kept(either_house) == 0


def test_an_unknown_outcome_is_refused(either_house, asked):
    with writing(either_house.engine) as session, pytest.raises(ValueError, match="geen bekende uitkomst"):
        contact.handle(session, asked, "weggooien", "account:1", FRIDAY)


def test_the_keys_of_the_box_open_no_story_and_those_of_stories_not_the_box():
    vault = Vault({1: bytes(range(32)), 2: bytes(32)})
    box = contact.keys(vault)
    for one, other in ((vault, box), (box, vault)):
        sealed = one.seal({"name": "x"}, "column", "row")
        assert one.open(sealed, "column", "row") == {"name": "x"}
        with pytest.raises(VaultError):
            other.open(sealed, "column", "row")
