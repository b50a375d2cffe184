"""Quotes: with permission, word for word, by two people, recognised by nobody, and gone when the teller says so."""

import re

import pytest
from sqlalchemy import select, update

from corpus import areas, moderation, own_story, quotes, withdrawal
from corpus.accounts import ANALYST, CODER, WORKER
from corpus.database import reading, writing
from corpus.findings import StoryFinding, seal_masked
from corpus.journal import Entry
from corpus.quotes import Quote, QuoteRefusedError
from corpus.stories import Story, seal_words
from tests.conftest import served

STORY = "7f3b6f0e-3f43-4d0e-9a53-0c6f7b1d2e4a"
MASKED = "Op het plein zag ik [NAAM] weer.\nWe lachten de hele middag. (verzonnen)"
QUOTE = "We lachten de hele middag."
ROUND = "2026-najaar"


def story(house, story_id, place, **changes):
    """A story that was read and found in order."""
    columns = {
        "questionnaire": "jongere@1",
        "group": "jongere",
        "language": "nl",
        "mode": "zelf_typen",
        "received": "2026-11",
        "marks": {"VERHAAL": {"state": "answered"}},
        "sealed": seal_words(house.vault, story_id, {"VERHAAL": MASKED}),
        "digest": story_id,
        "receipt": None,
        "round_id": ROUND,
        "area_id": place.id,
        "may_quote": True,
        "state": "cleared",
        "handled": "geen_signaal",
    }
    return Story(id=story_id, **{**columns, **changes})


def finding(house, story_id):
    return StoryFinding(
        story_id=story_id,
        reader="proef",
        language="nl",
        polarity="positief",
        mixed=False,
        score=0.0,
        themes=[],
        markers=[],
        words=10,
        signal=0,
        masked=seal_masked(house.vault, story_id, MASKED),
    )


@pytest.fixture
def told(house):
    """Thirty young people of one area told a story, and one of them may be quoted."""
    with writing(house.engine) as session:
        place = next(one for one in session.scalars(select(areas.Area)) if one.slug == "de-riet")
        others = [story(house, f"verzonnen-{number}", place, may_quote=False) for number in range(29)]
        session.add_all([story(house, STORY, place), *others])
        session.flush()
        session.add(finding(house, STORY))
    return house


def proposed(house, words=QUOTE):
    with writing(house.engine) as session:
        return quotes.propose(session, house.vault, STORY, words, "account:1").id


def approved(house, place="programma"):
    with reading(house.engine) as session:
        return [one.words for one in quotes.approved(session, house.vault, ROUND, place)]


@pytest.fixture
def quote(told):
    """The id of a quote that two people found in order."""
    made = proposed(told)
    with writing(told.engine) as session:
        quotes.judge(session, told.vault, made, False, "account:2")
    return made


@pytest.mark.parametrize(
    ("changed", "words", "sentence"),
    [
        ({"may_quote": False}, QUOTE, "geen toestemming"),
        ({"state": "received"}, QUOTE, "Beslis eerst"),
        ({"signal": 1}, QUOTE, "met een signaal"),
        ({"group": "kind"}, QUOTE, "van een kind"),
        ({}, "We lachten de hele dag.", "precies over"),
        ({}, "woord " * 26, "1 tot 25 woorden"),
        ({}, "  ", "1 tot 25 woorden"),
    ],
)
def test_a_quote_needs_permission_a_calm_story_and_the_very_words(told, changed, words, sentence):
    with writing(told.engine) as session:
        if changed:
            session.execute(update(Story).where(Story.id == STORY).values(**changed))
    with writing(told.engine) as session, pytest.raises(QuoteRefusedError, match=sentence):
        quotes.propose(session, told.vault, STORY, words, "account:1")


def test_words_may_run_over_the_end_of_a_line(told):
    assert proposed(told, "zag ik [NAAM] weer. We lachten")


def test_a_quote_waits_for_a_second_person_who_is_never_the_first(told):
    made = proposed(told)
    assert approved(told) == []
    with writing(told.engine) as session, pytest.raises(QuoteRefusedError, match="een ander"):
        quotes.judge(session, told.vault, made, False, "account:1")
    with writing(told.engine) as session:
        quotes.judge(session, told.vault, made, False, "account:2")
        with pytest.raises(QuoteRefusedError, match="al besloten"):
            quotes.judge(session, told.vault, made, False, "account:3")
    assert approved(told) == [QUOTE]


def test_who_would_be_recognised_is_not_quoted_and_the_words_are_gone(told):
    made = proposed(told)
    with writing(told.engine) as session:
        quotes.judge(session, told.vault, made, True, "account:2")
        assert session.scalars(select(Quote)).all() == []
        line = session.scalars(select(Entry).where(Entry.action == "quote.judged")).one()
    assert line.codes == {"recognised": True}


def test_a_quote_is_told_of_a_place_only_where_thirty_of_the_group_told_a_story(told, quote):
    assert approved(told, "de-riet") == approved(told, "Almelo") == approved(told) == [QUOTE]
    assert approved(told, "Enschede") == approved(told, "twekkelerveld") == []
    withdrawal.withdraw_known(told.engine, "verzonnen-0")
    assert approved(told, "de-riet") == approved(told, "Almelo") == []


def test_a_quote_carries_group_and_city_and_nothing_closer(told, quote):
    with reading(told.engine) as session:
        (one,) = quotes.approved(session, told.vault, ROUND)
    assert (one.group, one.city, one.language) == ("jongere", "Almelo", "nl")


def test_taking_the_permission_or_the_story_back_removes_the_quote(told, quote):
    own_story.take_back(told.engine, STORY, own_story.KEEP)
    assert approved(told) == [QUOTE]
    own_story.take_back(told.engine, STORY, own_story.QUOTE)
    with writing(told.engine) as session:
        assert session.scalars(select(Quote)).all() == []
        session.get(Story, STORY).may_quote = True
    made = proposed(told)
    withdrawal.withdraw_known(told.engine, STORY)
    with reading(told.engine) as session:
        assert session.get(Quote, made) is None


def test_what_is_held_or_masked_further_later_is_no_longer_quoted(told, quote):
    with writing(told.engine) as session:
        moderation.correct(session, told.vault, STORY, "Op het plein zag ik [NAAM] weer.", "account:1")
    assert approved(told) == []
    with writing(told.engine) as session:
        moderation.forget_correction(session, STORY)
    assert approved(told) == [QUOTE]
    with writing(told.engine) as session:
        moderation.decide(session, STORY, "herleidbaar", "account:1")
    assert approved(told) == []


def test_the_words_of_a_quote_are_sealed_for_their_own_row(told, quote):
    with reading(told.engine) as session:
        kept = session.get(Quote, quote)
        assert QUOTE.encode() not in kept.sealed
        assert kept.words(told.vault) == QUOTE


def test_an_analyst_proposes_and_another_person_answers_on_the_pages(told, app, sign_in, csrf):
    analyst, coder, worker = app.test_client(), app.test_client(), app.test_client()
    for client, role in ((analyst, ANALYST), (coder, CODER), (worker, WORKER)):
        sign_in(client, role)
    sent = {"csrf_token": csrf(analyst.get(f"/verhalen/{STORY}").text), "words": "heel andere woorden"}
    refused = analyst.post(f"/verhalen/{STORY}/citaat", data=sent)
    assert refused.status_code == 422
    assert "heel andere woorden" in refused.text
    made = analyst.post(f"/verhalen/{STORY}/citaat", data={**sent, "words": QUOTE})
    assert made.location == "/verhalen/citaten"
    assert "Jij stelde dit voor." in analyst.get("/verhalen/citaten").text
    page = coder.get("/verhalen/citaten").text
    assert QUOTE in page
    address = re.search(r'action="(/verhalen/citaten/[^"]+)"', page)[1]
    assert "Kies of iemand" in coder.post(address, data={"csrf_token": csrf(page)}).text
    assert worker.get("/verhalen/citaten").status_code == 403
    assert coder.post(address, data={"csrf_token": csrf(page), "recognised": "nee"}).status_code == 303
    assert "Er wacht geen citaat." in coder.get("/verhalen/citaten").text
    assert approved(told) == [QUOTE]


@pytest.mark.browser
def test_the_pages_of_decisions_and_quotes_are_clean(browser, told, client, sign_in, problems):
    sign_in(client, ANALYST)
    proposed(told)
    page = browser.new_page(viewport={"width": 320, "height": 740}, bypass_csp=True)

    def signed_in(route):
        found = client.get(route.request.url.partition("/verhalen")[1] + route.request.url.partition("/verhalen")[2])
        route.fulfill(status=found.status_code, body=found.text, content_type="text/html")

    page.route(re.compile("/verhalen"), signed_in)
    with served(told) as address:
        for path in (f"/verhalen/{STORY}", "/verhalen/citaten"):
            page.goto(address + path)
            assert problems(page) == []
    page.close()
