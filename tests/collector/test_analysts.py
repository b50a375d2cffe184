"""The analysts' door: masked texts on request, one state for each series, and the reports as they were rendered."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from collector.headers import REPORT_POLICY
from corpus import areas
from corpus.accounts import ANALYST, MANAGER
from corpus.database import reading, writing
from corpus.findings import Report, Run, StoryFinding, TrendFinding, seal_masked
from corpus.journal import Entry
from corpus.readings import SECTIONS, Reading
from corpus.rounds import Round
from corpus.stories import Story, seal_words
from forms.reporting import FORMS

MASKED = "Op het plein zag ik [NAAM] weer."
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def analyst(client, sign_in):
    """A browser in which an analyst is signed in."""
    sign_in(client, ANALYST)
    return client


def _tell(store, text=MASKED, group="jongere", area="de-riet", state="received"):
    story_id = str(uuid4())
    with writing(store.engine) as session:
        place, _ = areas.chosen(areas.current(session, NOW.date()), area)
        session.add(
            Story(
                id=story_id,
                questionnaire=f"{group}@1",
                group=group,
                language="nl",
                mode="zelf_typen",
                received="2026-11",
                marks={},
                sealed=seal_words(store.vault, story_id, {"VERHAAL": "Op het plein zag ik Verzonneling weer."}),
                digest=story_id,
                receipt=None,
                round_id="2026-najaar",
                area_id=place.id,
                state=state,
            )
        )
        session.flush()
        session.add(
            StoryFinding(
                story_id=story_id,
                reader="proef",
                language="nl",
                polarity="midden",
                mixed=False,
                score=0.0,
                themes=[],
                markers=[],
                words=7,
                signal=0,
                masked=seal_masked(store.vault, story_id, text),
            )
        )
    return story_id


def _run(session, run_id="0123456789abcdef", finished=NOW):
    session.add(Run(id=run_id, finished=finished, manifest={}, table_hash="ab" * 32, stories=12, unread=1))
    session.flush()


def _trend(run_id, state, why, at_round=None, subject=""):
    series = {"indicator": "NI-03", "level": "gebied", "place": "de-riet", "group": "jongere", "subject": subject}
    numbers = {"per_five_years": None, "level_change": None, "p": None, "q": None}
    tests = {"family": "f", "tests": 1, "waves": 6}
    return TrendFinding(run_id=run_id, state=state, why=why, at_round=at_round, **series, **numbers, **tests)


def _rendered(store, path, content="<p>rapport</p>"):
    file = store.instance.reports / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def test_nothing_is_opened_before_there_is_a_choice(analyst, store):
    _tell(store)
    page = analyst.get("/verhalen").text
    assert MASKED not in page
    with reading(store.engine) as session:
        assert session.scalar(select(Entry).where(Entry.action == "story.read")) is None


def test_stories_are_shown_masked_and_every_opening_is_in_the_journal(analyst, store):
    story_id = _tell(store)
    page = analyst.get("/verhalen?meetmoment=2026-najaar").text
    assert MASKED in page
    assert "Verzonneling" not in page
    with reading(store.engine) as session:
        (line,) = session.scalars(select(Entry).where(Entry.action == "story.read")).all()
    assert (line.subject, line.codes) == (f"story:{story_id}", {"door": "analyst"})


def test_area_and_group_narrow_the_choice(analyst, store):
    _tell(store, "Een jongere in De Riet.")
    _tell(store, "Een ouder in De Riet.", group="ouder")
    _tell(store, "Een jongere elders.", area="wesselerbrink")
    page = analyst.get("/verhalen?meetmoment=2026-najaar&gebied=de-riet&groep=jongere").text
    assert "Een jongere in De Riet." in page
    assert "1 verhaal" in page
    assert "elders" not in page
    assert "Een ouder" not in page


def test_what_people_held_back_is_not_shown(analyst, store):
    _tell(store, "Tegengehouden tekst.", state="held")
    _tell(store, "Afgewezen tekst.", state="rejected")
    page = analyst.get("/verhalen?meetmoment=2026-najaar").text
    assert "0 verhalen" in page
    assert "tekst." not in page


def test_only_one_page_of_stories_is_opened_at_a_time(analyst, store):
    for number in range(21):
        _tell(store, f"Verhaal nummer {number}.")
    page = analyst.get("/verhalen?meetmoment=2026-najaar").text
    assert page.count("Verhaal nummer") == 20
    assert "Bladzijde 1 van 2" in page
    assert analyst.get("/verhalen?meetmoment=2026-najaar&bladzijde=2").text.count("Verhaal nummer") == 1
    with reading(store.engine) as session:
        assert len(session.scalars(select(Entry).where(Entry.action == "story.read")).all()) == 21


@pytest.mark.parametrize(
    "query", ["meetmoment=bestaat-niet", "meetmoment=2026-najaar&bladzijde=-4", "bladzijde=x&groep='"]
)
def test_odd_questions_get_an_empty_answer(analyst, query):
    assert analyst.get(f"/verhalen?{query}").status_code == 200


def test_trends_of_the_latest_run_show_their_state_and_why(analyst, store):
    with writing(store.engine) as session:
        _run(session, "aaaaaaaaaaaaaaaa", datetime(2026, 5, 1, tzinfo=UTC))
        _run(session)
        session.add(_trend("aaaaaaaaaaaaaaaa", "trend", "Uit een oude berekening."))
        session.add(_trend("0123456789abcdef", "te weinig gegevens", "Er zijn nog maar drie meetmomenten."))
        session.add(
            _trend("0123456789abcdef", "trendbreuk", "Verandering van niveau.", at_round="2026-najaar", subject="L1")
        )
    page = analyst.get("/trends").text
    assert page.index("Verandering van niveau.") < page.index("Er zijn nog maar drie meetmomenten.")
    assert "najaar 2026" in page
    assert "De Riet" in page
    assert "Uit een oude berekening." not in page
    assert "Verandering van niveau." not in analyst.get("/trends?plaats=wesselerbrink").text
    assert "Niet publiceren." in page


def test_a_claim_shows_whether_it_holds(analyst, store):
    checks = {
        "rounds": {"agree": 11, "of": 12, "without_first": True},
        "mann_kendall": 0.0167,
        "theil_sen": 0.12,
        "mixes": {"ophalers": "niet te zeggen", "groepen": "verdwijnt"},
        "ways": {"gewogen": "zelfde kant"},
    }
    with writing(store.engine) as session:
        _run(session)
        found = _trend("0123456789abcdef", "trend", "Let op, samenstelling.")
        found.checks = checks
        session.add(found)
    page = " ".join(analyst.get("/trends").text.split())
    assert "Zonder één meetmoment: 11 van 12 keer; zonder het eerste: ja." in page
    assert "Mann–Kendall p = 0,02, Theil–Sen +0,12 in vijf jaar." in page
    assert "ophalers niet te zeggen, groepen verdwijnt." in page
    assert "gewogen zelfde kant." in page


def test_without_any_run_the_pages_say_so(analyst):
    assert "Er is nog niets berekend." in analyst.get("/trends").text
    page = analyst.get("/rapporten").text
    assert "Er is nog geen rapport gemaakt." in page
    assert "Er is nog niets berekend." in page


def test_reports_are_listed_by_audience_with_what_was_published(analyst, store):
    _rendered(store, "2026-najaar/team/rapport-de-riet.html")
    _rendered(store, "2026-najaar/openbaar/terugkoppeling-de-riet.html")
    _rendered(store, "2026-voorjaar/team/rapport.html")
    with writing(store.engine) as session:
        _run(session)
        session.add(Report(round_id="2026-najaar", run_id="0123456789abcdef", published=NOW, folder="2026-najaar"))
    page = analyst.get("/rapporten").text
    assert "/rapporten/2026-najaar/team/rapport-de-riet.html" in page
    assert "/rapporten/2026-najaar/openbaar/terugkoppeling-de-riet.html" in page
    assert "Gepubliceerd op 20 november 2026" in page
    assert page.count("Nog niet gepubliceerd.") == 1
    assert "<code>0123456789abcdef</code>" in page


def test_a_report_is_served_as_it_is_and_without_any_script(analyst, store):
    _rendered(store, "2026-najaar/team/rapport.html", "<p>getallen</p>")
    served = analyst.get("/rapporten/2026-najaar/team/rapport.html")
    assert served.text == "<p>getallen</p>"
    assert served.headers["Content-Security-Policy"] == REPORT_POLICY


def test_a_manager_reads_reports_too(client, store, sign_in):
    sign_in(client, MANAGER)
    _rendered(store, "2026-najaar/team/rapport.html")
    assert client.get("/rapporten/2026-najaar/team/rapport.html").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "2026-najaar/geheim/x.html",
        "../team/key",
        "%2e%2e/team/key",
        "2026-najaar/team/../../../key",
        "2026-najaar/team/%2e%2e/%2e%2e/%2e%2e/key",
        "bestaat-niet/team/x.html",
    ],
)
def test_nothing_outside_the_folders_of_reports_can_be_asked_for(analyst, store, path):
    _rendered(store, "2026-najaar/team/rapport.html")
    _rendered(store, "2026-najaar/geheim/x.html")
    assert analyst.get(f"/rapporten/{path}").status_code == 404


@pytest.fixture
def closed(store):
    """A round that is closed, so that there is something to write about."""
    with writing(store.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"


SECTION = "/rapporten/2026-najaar/schrijven/de-riet/duiding"


def _save(analyst, csrf, path=SECTION, **fields):
    token = csrf(analyst.get(path).text)
    return analyst.post(path, data={"csrf_token": token, **fields})


def test_what_is_missing_is_listed_by_place_with_a_way_to_write_it(analyst, closed):
    page = analyst.get("/rapporten/2026-najaar").text
    assert "kan nog niet gepubliceerd worden" in page
    for section in ("gesprek", "duiding", "besluit", "terugkoppeling"):
        assert f"/rapporten/2026-najaar/schrijven/de-riet/{section}" in page
    assert "verhaal publish 2026-najaar" in page
    assert "/rapporten/2026-najaar" in analyst.get("/rapporten").text


def test_a_text_is_saved_by_role_and_can_be_improved(analyst, closed, store, csrf):
    for text in ("Eerste lezing.", "Tweede lezing."):
        assert _save(analyst, csrf, text=text).status_code == 303
    assert "Tweede lezing." in analyst.get(SECTION).text
    assert analyst.get(SECTION).text.count(", analist") == 2
    with reading(store.engine) as session:
        assert [one.words for one in session.scalars(select(Reading))] == [
            {"text": "Eerste lezing."},
            {"text": "Tweede lezing."},
        ]
        lines = session.scalars(select(Entry).where(Entry.action == "reading.written")).all()
    assert all(line.actor.startswith("account:") and line.codes["role"] == ANALYST for line in lines)


def test_words_that_claim_a_cause_are_saved_with_a_warning(analyst, closed, csrf):
    page = _save(analyst, csrf, text="Het gaat beter dankzij het park.")
    assert page.status_code == 200
    assert "noemen een oorzaak: dankzij" in page.text


def test_nothing_and_too_much_are_refused_in_one_sentence_and_nothing_is_lost(analyst, closed, csrf):
    assert "Er staat nog niets bij duiding." in _save(analyst, csrf, text=" ").text
    page = _save(analyst, csrf, text="a" * 4001)
    assert page.status_code == 422
    assert "Dit is te lang" in page.text
    assert "a" * 4001 in page.text


def test_the_day_of_looking_again_comes_back_as_it_was_written(analyst, closed, csrf):
    path = "/rapporten/2026-najaar/schrijven/programma/besluit"
    fields = {"what": "Een plan.", "role": "wijkregisseur", "look_again": "2027-05-15"}
    assert _save(analyst, csrf, path, **fields).status_code == 303
    assert 'value="2027-05-15"' in analyst.get(path).text


@pytest.mark.parametrize(
    "path", ["/rapporten/2030-najaar", SECTION.replace("duiding", "gedicht"), SECTION.replace("de-riet", "nergens")]
)
def test_what_does_not_exist_is_not_found(analyst, closed, path):
    assert analyst.get(path).status_code == 404


def test_there_is_nothing_to_write_while_the_round_is_open(analyst):
    assert analyst.get("/rapporten/2026-najaar").status_code == 404


def test_every_section_has_a_form_with_its_own_fields():
    assert {name: {*form(meta={"csrf": False}).words()} for name, form in FORMS.items()} == {
        name: {*section.fields} for name, section in SECTIONS.items()
    }


def test_what_residents_read_may_be_translated_and_need_not_be(analyst, closed, store, csrf):
    path = SECTION.replace("duiding", "terugkoppeling")
    assert "Vertalingen (niet verplicht)" in analyst.get(path).text
    fields = {"decision": "Een schommel.", "done": "Besteld.", "decision_tr": "Bir salıncak.", "wishes_ar": ""}
    assert _save(analyst, csrf, path, **fields).status_code == 303
    with reading(store.engine) as session:
        kept = session.scalars(select(Reading)).one().words
    assert kept == {"decision": "Een schommel.", "done": "Besteld.", "decision_tr": "Bir salıncak."}
