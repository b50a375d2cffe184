"""Posters: one drawing as PDF and as SVG, in every language, with a code that opens the form with its area."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from collector import addresses, permissions, qr
from collector.i18n import LANGUAGES
from collector.posters.drawing import Drawing
from collector.posters.letters import FONTS, is_arabic, shaped, wrapped
from collector.posters.pdf import as_pdf
from collector.posters.poster import HELP, Invitation, draw, texts
from collector.posters.svg import as_svg
from corpus import kiosks
from corpus.accounts import MANAGER, ROLES
from corpus.areas import Area
from corpus.database import reading, writing
from corpus.rounds import Round
from tests.conftest import ROOT

ADDRESS = "https://verhaal.voorbeeld.nl/vertel/jongere?gebied=de-riet&taal=tr"
CHOICE = {"gebied": "de-riet", "meetmoment": "2026-najaar", "voor": "jongere", "taal": "tr"}


def invitation(language="nl", form="jongere", area="De Riet"):
    """An invitation to a fictional site."""
    return Invitation(form, area, date(2026, 9, 28), date(2026, 12, 31), language, ADDRESS)


@pytest.fixture
def manager(client, sign_in):
    """A browser in which a manager is signed in."""
    sign_in(client, MANAGER)
    return client


# The code


def decoded(modules):
    """What a QR code of versions 2 to 6 says: its first block of bytes, read from the drawn modules (ISO/IEC 18004)."""
    rows = [row[qr.BORDER : -qr.BORDER] for row in modules[qr.BORDER : -qr.BORDER]]
    size = len(rows)
    version = (size - 17) // 4
    mask = sum((rows[8][column] ^ ((0x5412 >> (14 - column)) & 1)) << (4 - column) for column in (2, 3, 4))
    masks = [
        *(
            lambda i, j: (i + j) % 2 == 0,
            lambda i, j: i % 2 == 0,
            lambda i, j: j % 3 == 0,
            lambda i, j: (i + j) % 3 == 0,
        ),
        *(lambda i, j: (i // 2 + j // 3) % 2 == 0, lambda i, j: i * j % 2 + i * j % 3 == 0),
        *(lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0, lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0),
    ]

    def is_function(i, j):
        corner = (i < 9 and j < 9) or (i < 9 and j >= size - 8) or (i >= size - 8 and j < 9)
        middle = size - 7
        return corner or i == 6 or j == 6 or (abs(i - middle) <= 2 and abs(j - middle) <= 2)

    bits, up, right = [], True, size - 1
    while right > 0:
        right -= right == 6
        for i in range(size - 1, -1, -1) if up else range(size):
            bits += [rows[i][j] ^ masks[mask](i, j) for j in (right, right - 1) if not is_function(i, j)]
        up, right = not up, right - 2
    codewords = [
        sum(bit << (7 - place) for place, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits), 8)
    ]
    blocks = {2: [28], 3: [44], 4: [32] * 2, 5: [43] * 2, 6: [27] * 4}[version]
    data = [codewords[place * len(blocks) + block] for block, length in enumerate(blocks) for place in range(length)]
    stream = "".join(f"{byte:08b}" for byte in data)
    assert stream[:4] == "0100", "byte mode"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * at : 20 + 8 * at], 2) for at in range(length)).decode()


@pytest.mark.parametrize("address", [ADDRESS, "http://localhost/kiosk/bcdfghjkmn"])
def test_the_code_says_its_address_to_a_reader_of_its_own(address):
    assert decoded(qr.modules(address)) == address


def test_the_bars_of_a_code_are_exactly_its_dark_modules():
    dark = {(x, y) for y, row in enumerate(qr.modules(ADDRESS)) for x, module in enumerate(row) if module}
    drawn = [(x + step, y) for x, y, length in qr.bars(ADDRESS) for step in range(length)]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == dark


def test_the_code_on_the_poster_is_the_code_of_its_address():
    module = 92 / len(qr.modules(ADDRESS))
    left, top = (210 - 96) / 2 + 2, 117
    dark = next(shape for shape in draw(invitation()).shapes if len(shape.steps) == 5 * len(qr.bars(ADDRESS)))
    corners = [points for step, points in dark.steps if step == "M"]
    found = {(round((x - left) / module), round((y - top) / module)) for x, y in corners}
    assert found == {(x, y) for x, y, _ in qr.bars(ADDRESS)}


def test_an_address_is_short_enough_to_type():
    assert addresses.readable(ADDRESS) == "verhaal.voorbeeld.nl/vertel/jongere"


# The drawing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_site_has_a_poster_that_fits_its_page(language):
    for form in ("jongere", "ouder"):
        page = draw(invitation(language, form, "Een gebied met een heel erg lange naam"))
        for words in page.words:
            assert words.x >= 8, words.text
            assert words.x + words.width <= 202, words.text
        above = [words for words in page.words if 40 < words.y < 230]
        assert all(words.y + 2 < 112 or words.y > 216 for words in above), "through the code"
        told = " ".join(words.text for words in page.words)
        assert texts()[language]["help"] in told
        assert HELP in told
        assert "verhaal.voorbeeld.nl/vertel/jongere" in told
        assert "28-9-2026 – 31-12-2026" in told


def test_parents_are_addressed_formally():
    told = [" ".join(words.text for words in draw(invitation("nl", form)).words) for form in ("jongere", "ouder")]
    assert ["je naam" in told[0], "uw naam" in told[1]] == [True, True]


def test_a_line_of_a_poster_runs_in_one_direction():
    for said in texts().values():
        for sentence in said.values():
            assert not is_arabic(sentence) or not re.search("[0-9A-Za-z]", sentence)


def test_every_letter_of_the_texts_is_in_the_fonts():
    empty = shaped("\ufffe", 10).steps
    for said in texts().values():
        for letter in {letter for sentence in said.values() for letter in sentence} - {" "}:
            assert shaped(letter, 10).steps not in ((), empty), letter


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    joined, apart = shaped("لا", 10), [shaped("ل", 10), shaped("ا", 10)]
    assert joined.width < sum(letter.width for letter in apart)
    whole = shaped("ادب", 10)
    last = shaped("ب", 10).steps
    assert whole.steps[: len(last)] == last, "the last letter stands on the left"


def test_a_text_is_broken_into_lines_of_about_equal_length():
    lines = wrapped("een twee drie vier vijf zes zeven acht negen tien", 10, 120)
    assert " ".join(line.text for line in lines) == "een twee drie vier vijf zes zeven acht negen tien"
    assert all(line.width <= 120 for line in lines)
    assert min(line.width for line in lines) > 0.6 * max(line.width for line in lines)


def test_the_svg_is_whole_and_needs_no_font():
    root = ET.fromstring(as_svg(draw(invitation("ar"))))
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds == {"svg", "title", "desc", "path"}
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("210mm", "297mm", "0 0 210 297")
    assert texts()["ar"]["help"] in root[1].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_one_page_of_a4_with_its_fonts_inside(language):
    page = draw(invitation(language))
    written = as_pdf(page)
    assert written.startswith(b"%PDF-1.")
    assert written.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", written)) == 1
    assert re.search(rb"/MediaBox \[ 0 0 595\.27\d* 841\.8\d* \]", written)
    fonts = set(re.findall(rb"/BaseFont /(\S+)", written))
    assert fonts
    assert all(b"+" in font for font in fonts), "a font that is not inside"
    assert f"/Lang ({language})".encode() in written
    assert as_pdf(page) == written


def test_an_empty_drawing_is_an_empty_page():
    assert len(re.findall(rb"/Type /Page\b", as_pdf(Drawing(210, 297, "Leeg", "nl")))) == 1


def test_the_fonts_come_with_their_licences():
    assert {path.name for path in Path(FONTS).glob("LICENSE*")} == {"LICENSE-Atkinson.txt", "LICENSE-DejaVu.txt"}


# The pages of the manager


def test_a_manager_chooses_a_poster_and_takes_it_along(manager):
    page = manager.get("/beheer/posters", query_string=CHOICE)
    assert page.status_code == 200
    assert "Laat iemand die de taal thuis spreekt de poster lezen" in page.text
    pdf = manager.get("/beheer/posters/poster", query_string={**CHOICE, "vorm": "pdf"})
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert 'filename="poster-de-riet-jongere-tr.pdf"' in pdf.headers["Content-Disposition"]
    svg = manager.get("/beheer/posters/poster", query_string={**CHOICE, "vorm": "svg"})
    assert svg.mimetype == "image/svg+xml"
    assert "localhost/vertel/jongere" in ET.fromstring(svg.data)[1].text


def test_the_address_on_paper_can_be_set(manager, app):
    app.config["SITE_ADDRESS"] = "https://www.verhaal.voorbeeld.nl/"
    svg = manager.get("/beheer/posters/poster", query_string={**CHOICE, "vorm": "svg"})
    assert " verhaal.voorbeeld.nl/vertel/jongere " in ET.fromstring(svg.data)[1].text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"gebied": "nergens"}, "Kies een gebied."),
        ({"meetmoment": "1999"}, "Kies een meetmoment."),
        ({"voor": "gesprek"}, "Kies voor wie de poster is."),
        ({"taal": "xx"}, "Kies een taal."),
    ],
)
def test_a_poster_that_cannot_be_made_is_refused_in_one_sentence(manager, wrong, sentence):
    for path in ("/beheer/posters", "/beheer/posters/poster"):
        answer = manager.get(path, query_string={**CHOICE, **wrong})
        assert answer.status_code == 422
        assert sentence in answer.text


def test_without_a_round_there_is_nothing_to_invite_to(manager, store):
    with writing(store.engine) as session:
        session.get(Round, "2026-najaar").state = "closed"
    assert "Er is geen meetmoment open of gepland." in manager.get("/beheer/posters").text


def test_the_address_of_a_poster_opens_the_form_with_its_area_and_language(client, store):
    page = client.get("/vertel/jongere?gebied=de-riet&taal=tr").text
    assert '<html lang="tr"' in page
    assert '<option value="de-riet" selected>' in page
    with reading(store.engine) as session:
        slugs = session.scalars(select(Area.slug)).all()
    for slug in slugs:
        assert f'<option value="{slug}" selected>' in client.get(f"/vertel/ouder?gebied={slug}").text


@pytest.mark.parametrize("area", ["nergens", 'weet_niet" onload="x', ""])
def test_an_area_that_does_not_exist_is_not_filled_in(client, area):
    page = client.get("/vertel/jongere", query_string={"gebied": area})
    assert page.status_code == 200
    assert not re.search(r'<option value="[^"]+" selected>', page.text)
    assert "onload" not in page.text


# Who may open what


INVITING = ("kiosk_list", "make_kiosk", "close_kiosk", "posters", "poster", "card_batches", "make_cards")
INVITING += ("revoke_cards", "certify_cards", "card_counts")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", INVITING)
def test_only_managers_invite(role, page):
    assert permissions.allowed(f"managers.{page}", [role]) == (role == MANAGER)


@pytest.mark.browser
def test_the_pages_pass_axe(manager, store, browser, axe):
    with writing(store.engine) as session:
        plan = kiosks.Plan("jongere", "de-riet", "2026-najaar", "Buurthuis (verzonnen)", date(2026, 12, 31))
        kiosks.make(session, plan, "account:1")
    pages = {
        "posters": manager.get("/beheer/posters", query_string=CHOICE).text,
        "kiosken": manager.get("/beheer/kiosken").text,
        "fout": manager.get("/beheer/posters", query_string={**CHOICE, "taal": "xx"}).text,
    }
    context = browser.new_context()
    static = ROOT / "collector" / "static"
    context.route("**/static/**", lambda route: route.fulfill(path=static / route.request.url.split("/static/")[1]))
    context.route(
        "**/poster?**", lambda route: route.fulfill(body=as_svg(draw(invitation())), content_type="image/svg+xml")
    )
    page = context.new_page()
    for name, content in pages.items():
        context.route(f"**/{name}", lambda route, _, text=content: route.fulfill(body=text, content_type="text/html"))
        page.goto(f"http://site.voorbeeld/{name}")
        assert axe(page) == [], name
    context.close()
