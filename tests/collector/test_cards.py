"""Cards for tellers under sixteen: made in batches, shown once, used once, revoked, accounted for without a name."""

import base64
import csv
import io
import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from collector import qr
from collector.i18n import LANGUAGES
from corpus import cards
from corpus.accounts import MANAGER
from corpus.cards import Card, CardBatch
from corpus.database import reading, writing
from corpus.journal import Entry
from forms.questionnaire import load
from tests.conftest import ROOT

TODAY = date(2026, 11, 23)
ASKED = {
    "holders": "kind/10-11",
    "area_slug": "de-riet",
    "organisation": "School (verzonnen)",
    "expires": "2027-07-01",
    "count": "10",
    "may_keep": "y",
}


@pytest.fixture
def manager(client, sign_in):
    """A browser in which a manager is signed in."""
    sign_in(client, MANAGER)
    return client


@pytest.fixture
def order(manager, csrf):
    """``order(…)`` fills in the form for new cards and gives the sheet."""

    def order(**other):
        page = manager.get("/beheer/kaarten").text
        batch_id = re.search(r'name="batch_id" value="([0-9a-f-]{36})"', page)[1]
        return manager.post("/beheer/kaarten", data={**ASKED, "batch_id": batch_id, "csrf_token": csrf(page), **other})

    return order


def codes_on(sheet):
    """The codes that stand on a sheet."""
    return re.findall(r'kaartje__code">([a-z]{4}-[a-z]{4})<', sheet)


def tally(store):
    """How the one batch stands."""
    with reading(store.engine) as session:
        (only,) = cards.tallies(session, TODAY)
    return only


def usable(store, code, form="kind", today=TODAY):
    """Whether a code still opens a form."""
    with reading(store.engine) as session:
        return cards.find(session, store.vault, code, form, today) is not None


def test_a_batch_gives_a_sheet_with_a_code_for_every_card(order, store):
    sheet = order()
    codes = codes_on(sheet.text)
    assert (sheet.status_code, len(codes), len(set(codes))) == (200, 10, 10)
    assert all(usable(store, code) for code in codes)
    assert all(usable(store, code.upper().replace("-", "  ")) for code in codes)
    assert not any(usable(store, code, "jongere") for code in codes)
    assert sheet.headers["Cache-Control"] == "no-store"


def test_only_fingerprints_are_kept_so_a_sheet_is_shown_once(order, store, manager):
    sheet = order()
    codes = codes_on(sheet.text)
    later = manager.get("/beheer/kaarten").text + manager.get("/beheer/kaarten/aantallen.csv").text
    assert not any(code in later for code in codes)
    with reading(store.engine) as session:
        stored = " ".join(session.scalars(select(Card.id)))
    assert not any(code.replace("-", "") in stored for code in codes)


def test_sending_the_form_again_makes_no_second_batch(order, store):
    batch_id = str(uuid4())
    order(batch_id=batch_id)
    again = order(batch_id=batch_id)
    assert again.status_code == 422
    assert "Deze kaarten zijn al gemaakt." in again.text
    with reading(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(Card)) == 10


def test_the_back_of_a_card_says_what_the_parents_signed_and_no_more(order):
    back = order().text.partition("achterkant")[2]
    assert "Uw kind kan meedoen aan een onderzoek over opgroeien in onze buurt." in back
    assert "Ja, mijn kind mag meedoen." in back
    assert "Ja, het verhaal mag zonder naam bewaard blijven (hoogstens 5 jaar)." in back
    assert "Ja, een kort stukje mag gebruikt worden" not in back


def test_the_tick_for_the_recording_is_kept_with_the_cards_and_stands_on_front_and_back(order, store):
    front, _, back = order(may_record="y").text.partition("achterkant")
    assert "Inspreken mag." in front
    assert "Ja, mijn kind mag het verhaal inspreken. Een mens typt de opname uit." in back
    assert all(code[0] in cards.SPEAKING for code in codes_on(front))
    with reading(store.engine) as session:
        assert {card.may_record for card in session.scalars(select(Card))} == {True}
    without = order(batch_id=str(uuid4())).text
    assert "nspreken" not in without
    assert not any(code[0] in cards.SPEAKING for code in codes_on(without))


def test_the_back_speaks_the_language_that_was_chosen(order):
    back = order(language="ar", may_record="y").text.partition("achterkant")[2]
    words = load("kind", "ar").extra
    assert back.count('class="kaartje kaartje--achter" lang="ar" dir="rtl"') == 8 + 2
    assert all(words[f"ouderkaart-{part}"] in back for part in ("kop", "meedoen", "bewaren", "opname", "klacht"))
    assert words["ouderkaart-citaat"] not in back
    assert "vel--brief" not in back


def test_for_all_languages_a_letter_follows_the_cards(order):
    sheet = order(language="alle").text
    letter = sheet.partition("vel--brief")[2]
    assert re.findall(r'class="brief" lang="(..)" dir="(...)"', letter) == [
        (language, "rtl" if language == "ar" else "ltr") for language in LANGUAGES
    ]
    assert sheet.count('kaartje--achter" lang="nl"') == 10
    assert order(language="fr").status_code == 422


def test_eight_cards_stand_on_a_page(order):
    sheet = order().text
    assert [part.count('class="kaartje"') for part in sheet.split('<section class="vel"')[1:]] == [8, 0, 2, 0]
    assert sheet.count("kaartje--achter") == 10


def test_the_code_in_the_picture_opens_the_form_with_the_card_filled_in(order):
    sheet = order(count="1").text
    (code,) = codes_on(sheet)
    image = unescape(re.search(r'kaartje__qr" src="data:image/svg\+xml;base64,([^"]+)"', sheet)[1])
    address = f"http://localhost/vertel/kind?gebied=de-riet#kaart={code.replace('-', '')}"
    assert base64.b64decode(image) == base64.b64decode(qr.as_image(address).partition(",")[2])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"count": "0"}, "Maak minstens 1 en hoogstens 500 kaarten tegelijk."),
        ({"count": "501"}, "Maak minstens 1 en hoogstens 500 kaarten tegelijk."),
        ({"count": "veel"}, "Vul een aantal in, in cijfers."),
        ({"holders": "ouder/18"}, "Kies voor wie de kaarten zijn."),
        ({"area_slug": "nergens"}, "Kies een gebied, of alle gebieden."),
        ({"expires": "2026-11-22"}, "Kies een dag die nog komt."),
        ({"organisation": ""}, "Vul de naam van de organisatie in."),
        ({"batch_id": "1"}, "Open deze bladzijde opnieuw."),
    ],
)
def test_cards_that_cannot_be_made_are_refused_in_one_sentence(order, store, wrong, sentence):
    answer = order(**wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    with reading(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(CardBatch)) == 0


def test_a_card_is_used_once(order, store, client, csrf):
    (code,) = codes_on(order(holders="jongere/12-15", count="1").text)
    page = client.get("/vertel/jongere").text
    answers = {"VERHAAL": "Een verhaal (verzonnen)", "LEEFTIJD": "12-15", "BUURTKEUZE": "de-riet", "KAART": code}
    told = [
        client.post(
            "/vertel/jongere",
            data={**answers, "TOESTEMMING": "meedoen", "website": "", "id": str(uuid4()), "csrf_token": csrf(page)},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in told] == [303, 422]
    assert cards.UNUSABLE in told[1].text
    assert (tally(store).used, tally(store).open) == (1, 0)


def test_a_card_expires_the_day_after_its_last(order, store):
    (code,) = codes_on(order(count="1").text)
    assert usable(store, code, today=date(2027, 7, 1))
    assert not usable(store, code, today=date(2027, 7, 2))
    with reading(store.engine) as session:
        (late,) = cards.tallies(session, date(2027, 7, 2))
    assert (late.expired, late.open, late.used) == (1, 0, 0)


def test_revoked_cards_open_nothing_and_used_ones_stay_used(order, manager, store, csrf):
    first, *rest = codes_on(order(count="3").text)
    with writing(store.engine) as session:
        assert cards.spend(session, cards.find(session, store.vault, first, "kind", TODAY), None)
    token = csrf(manager.get("/beheer/kaarten").text)
    unsure = {"batch_id": tally(store).batch.id, "csrf_token": token}
    assert "Zet eerst een vinkje" in manager.post("/beheer/kaarten/intrekken", data=unsure).text
    assert usable(store, rest[0])
    assert manager.post("/beheer/kaarten/intrekken", data={**unsure, "sure": "y"}).status_code == 303
    assert not any(usable(store, code) for code in (first, *rest))
    now = tally(store)
    assert (now.used, now.revoked, now.open, now.expired) == (1, 2, 0, 0)
    again = manager.post("/beheer/kaarten/intrekken", data={**unsure, "sure": "y"})
    assert "Deze kaarten zijn al ingetrokken." in again.text


def test_an_organisation_declares_how_many_consents_it_holds(order, manager, store, csrf):
    order()
    token = csrf(manager.get("/beheer/kaarten").text)
    declared = {"batch_id": tally(store).batch.id, "csrf_token": token}
    assert "van 0 tot en met 10" in manager.post("/beheer/kaarten/verklaren", data={**declared, "signed": "11"}).text
    assert "in cijfers" in manager.post("/beheer/kaarten/verklaren", data={**declared, "signed": "x"}).text
    assert manager.post("/beheer/kaarten/verklaren", data={**declared, "signed": "9"}).status_code == 303
    batch = tally(store).batch
    assert (batch.certified, batch.certified_on) == (9, TODAY)
    assert re.fullmatch(r"account:\d+", batch.certified_by)
    assert "9 getekende toestemmingen (23 november 2026" in manager.get("/beheer/kaarten").text
    with reading(store.engine) as session:
        line = session.scalar(select(Entry).where(Entry.action == "cards.certified"))
    assert (line.subject, line.codes, line.actor) == (f"cards:{batch.id}", {"signed": 9}, batch.certified_by)


def test_more_used_cards_than_declared_consents_are_pointed_out(order, manager, store):
    (code,) = codes_on(order(count="1").text)
    with writing(store.engine) as session:
        cards.certify(session, tally(store).batch.id, 0, TODAY, "account:1")
        cards.spend(session, cards.find(session, store.vault, code, "kind", TODAY), None)
    assert "meer kaarten gebruikt dan er toestemmingen" in manager.get("/beheer/kaarten").text


def test_the_counts_are_a_csv_without_codes_or_formulas(order, manager):
    order(organisation="=School (verzonnen)")
    answer = manager.get("/beheer/kaarten/aantallen.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert answer.mimetype == "text/csv"
    assert (row["gemaakt"], row["gebruikt"], row["open"], row["verlopen"]) == ("10", "0", "10", "0")
    assert (row["formulier"], row["leeftijd"], row["gebied"]) == ("kind", "10-11", "de-riet")
    assert row["organisatie"] == "'=School (verzonnen)"
    assert row["verklaard"] == ""


def test_a_batch_that_does_not_exist_is_refused(manager, csrf):
    sent = {"batch_id": "nergens", "sure": "y", "csrf_token": csrf(manager.get("/beheer/kaarten").text)}
    assert "Deze kaarten bestaan niet." in manager.post("/beheer/kaarten/intrekken", data=sent).text


@pytest.mark.browser
def test_the_pages_pass_axe_and_a_sheet_prints_eight_cards_a_page(order, manager, browser, axe):
    everything = {"count": "9", "may_quote": "y", "may_record": "y"}
    sheets = {
        language: order(**everything, language=language, batch_id=str(uuid4())).text
        for language in (*LANGUAGES, "alle")
    }
    pages = {"kaarten": manager.get("/beheer/kaarten").text, **sheets}
    context = browser.new_context()
    context.route("**/static/**", lambda route: serve_static(route))
    page = context.new_page()
    for name, content in pages.items():
        context.route(f"**/{name}", lambda route, _, text=content: route.fulfill(body=text, content_type="text/html"))
        page.goto(f"http://site.voorbeeld/{name}")
        assert axe(page) == [], name
    spills = "one => one.scrollHeight > one.clientHeight + 1"
    page.emulate_media(media="print")
    for language in sheets:
        page.goto(f"http://site.voorbeeld/{language}")
        assert page.evaluate(f"[...document.querySelectorAll('.kaartje, .vel--brief')].filter({spills}).length") == 0
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == (5 if language == "alle" else 4), language
    context.close()


def serve_static(route):
    """A file of the site, for a page that is shown without one."""
    path = ROOT / "collector" / "static" / re.search(r"/static/([^?]+)", route.request.url)[1]
    route.fulfill(path=path)
