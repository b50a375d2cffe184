"""Mail to guardians: that something waits and nothing more, not too often, and never in the open over a network."""

import smtplib
import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, update

from corpus import canary, handling, journal, outbox
from corpus.accounts import Account
from corpus.database import reading, writing
from corpus.instance import BadSettingError, from_environment
from corpus.journal import Entry
from corpus.mail import MailServer
from corpus.outbox import Notice, deliver
from corpus.stories import Story, seal_words
from verhaal import main

SITE = "https://verhalen.voorbeeld.test"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FROM = "huis@voorbeeld.test"
#: an address of this machine that the house does not know as such
ELSEWHERE = "127.0.0.2"


class Postbox:
    """A mail server's handler that keeps what came in, or refuses everything."""

    def __init__(self):
        self.letters, self.refuses = [], False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (the library looks for this name)
        if self.refuses:
            return "451 later"
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@contextmanager
def running(kind, postbox, host):
    """Runs a mail server; gives its port."""
    with socket.create_server((host, 0)) as probe:
        port = probe.getsockname()[1]
    server = kind(postbox, hostname=host, port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    """The port of a real mail server on this machine, without encryption."""
    with running(Controller, postbox, "127.0.0.1") as port:
        yield port


def setting(port, host="127.0.0.1", scheme="smtp", login=""):
    return f"{scheme}://{login}{host}:{port}?from={FROM}"


def tell(house):
    """A story with acute danger that came in an hour ago."""
    story_id = "7f3b6f0e-3f43-4d0e-9a53-0c6f7b1d2e4a"
    with writing(house.engine) as session:
        session.add(
            Story(
                id=story_id,
                questionnaire="kind@1",
                group="kind",
                language="nl",
                mode="zelf_typen",
                received="2026-11",
                marks={},
                sealed=seal_words(house.vault, story_id, {"VERHAAL": "Een verzonnen verhaal."}),
                digest=story_id,
                receipt=None,
                signal=2,
            )
        )
        journal.write(session, journal.TELLER, "story.received", f"story:{story_id}").at = NOW - timedelta(hours=1)
    return story_id


@pytest.fixture
def told(house):
    """The id of that story, in an installation on SQLite."""
    return tell(house)


def run(house, server, now=NOW):
    return deliver(house.engine, MailServer.of(setting(server)).send, SITE, now)


def counts(done):
    return done.sent, done.failed


def test_a_message_says_that_something_waits_and_where_and_nothing_more(house, told, server, postbox):
    assert counts(run(house, server)) == (1, 0)
    ((to, letter),) = postbox.letters
    assert (to, letter["Subject"], letter["From"]) == (["wacht@voorbeeld.test"], "Er wacht iets in de rij", FROM)
    assert letter.get_payload().splitlines() == ["Er wacht iets in de rij.", "", SITE]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert set(letter.keys()) - {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"} == {
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo")
    } & set(letter.keys())
    assert told[:8] not in letter.as_string()


def test_nobody_gets_two_within_an_hour_and_the_same_news_only_after_a_day(either_house, server, postbox):
    told = tell(either_house)
    run(either_house, server)
    assert counts(run(either_house, server, NOW + timedelta(minutes=1))) == (0, 0)
    with writing(either_house.engine) as session:  # something new, twenty minutes later
        journal.write(session, journal.SYSTEM, "story.reopened", f"story:{told}").at = NOW + timedelta(minutes=20)
    assert counts(run(either_house, server, NOW + timedelta(minutes=59))) == (0, 0)
    assert counts(run(either_house, server, NOW + timedelta(minutes=61))) == (1, 0)
    assert counts(run(either_house, server, NOW + timedelta(hours=20))) == (0, 0)
    assert counts(run(either_house, server, NOW + timedelta(hours=26))) == (1, 0)
    assert len(postbox.letters) == 3


def test_without_anything_waiting_or_for_who_is_out_of_use_nothing_goes_out(house, server, postbox, request):
    assert counts(run(house, server)) == (0, 0)
    request.getfixturevalue("told")
    with writing(house.engine) as session:
        session.execute(update(Account).values(active=False))
    assert counts(run(house, server)) == (0, 0)
    assert postbox.letters == []


def test_who_read_first_is_not_asked_again_while_a_second_is_waited_for(house, told, server):
    with writing(house.engine) as session:
        me = f"account:{session.scalars(select(Account.id)).one()}"
        handling.handle(session, told, "melding_gedaan", me)
    assert counts(run(house, server)) == (0, 0)
    with reading(house.engine) as session:
        assert outbox.newest_for(session, me) == (False, None)
        assert outbox.newest_for(session, "account:99") == (True, NOW - timedelta(hours=1))


def test_a_canary_is_news_too(house, server):
    with writing(house.engine) as session:
        canary.place(session, NOW)
    assert counts(run(house, server)) == (1, 0)


def test_what_is_refused_is_tried_again_after_five_minutes_and_then_after_ten(house, told, server, postbox):
    postbox.refuses = True
    assert counts(run(house, server)) == (0, 1)
    with reading(house.engine) as session:
        (notice,) = session.scalars(select(Notice)).all()
        assert (notice.failures, notice.failure, notice.sent) == (1, "SMTPDataError", None)
    assert counts(run(house, server, NOW + timedelta(minutes=4))) == (0, 0)
    assert counts(run(house, server, NOW + timedelta(minutes=5))) == (0, 1)
    assert counts(run(house, server, NOW + timedelta(minutes=14))) == (0, 0)
    postbox.refuses = False
    assert counts(run(house, server, NOW + timedelta(minutes=15))) == (1, 0)
    with reading(house.engine) as session:
        actions = session.scalars(select(Entry.action).where(Entry.action.like("notice.%")).order_by(Entry.id)).all()
    assert actions == ["notice.failed", "notice.failed", "notice.sent"]


def test_when_nobody_knows_whether_it_arrived_an_hour_goes_by_first(house, told, server, postbox):
    def breaks_off(*letter):
        MailServer.of(setting(server)).send(*letter)
        raise smtplib.SMTPServerDisconnected

    assert counts(deliver(house.engine, breaks_off, SITE, NOW)) == (0, 1)
    assert counts(run(house, server, NOW + timedelta(minutes=59))) == (0, 0)
    assert counts(run(house, server, NOW + timedelta(minutes=61))) == (1, 0)


def test_a_run_that_dies_halfway_sends_nobody_a_second_message_within_the_hour(house, told, server):
    def dies(*_letter):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(house.engine, dies, SITE, NOW)
    assert counts(run(house, server, NOW + timedelta(minutes=59))) == (0, 0)
    assert counts(run(house, server, NOW + timedelta(minutes=60))) == (1, 0)


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's certificate that this machine trusts during the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post (verzonnen)")])
    day = datetime.combine(date.today(), datetime.min.time())
    made = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=day - timedelta(days=1),
        not_valid_after=day + timedelta(days=2),
        extensions=[
            x509.Extension(
                x509.SubjectAlternativeName.oid,
                False,
                x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))]),
            )
        ],
    ).sign(key, hashes.SHA256())
    pem = tmp_path / "post.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    return context


def allows(_server, _session, _envelope, _mechanism, login):
    return AuthResult(success=(login.login, login.password) == (b"huis", b"een:geheim"))


@pytest.fixture
def encrypting(postbox, certificate):
    """The port of a mail server elsewhere, with STARTTLS and a password."""

    class Encrypting(Controller):
        def factory(self):
            return SMTP(
                postbox, tls_context=certificate, require_starttls=True, authenticator=allows, auth_required=True
            )

    with running(Encrypting, postbox, ELSEWHERE) as port:
        yield port


def test_a_server_elsewhere_gets_it_encrypted_and_with_the_password(encrypting, postbox):
    server = MailServer.of(setting(encrypting, ELSEWHERE, login="huis:een%3Ageheim@"))
    server.send("wacht@voorbeeld.test", "Er wacht iets in de rij", SITE)
    assert len(postbox.letters) == 1
    assert "geheim" not in repr(server)


def test_a_certificate_that_is_not_trusted_gets_nothing(encrypting, postbox, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(ssl.SSLError):
        MailServer.of(setting(encrypting, ELSEWHERE)).send("wacht@voorbeeld.test", "x", SITE)
    assert postbox.letters == []


def test_a_server_elsewhere_that_cannot_encrypt_gets_nothing(postbox):
    with running(Controller, postbox, ELSEWHERE) as port, pytest.raises(smtplib.SMTPNotSupportedError):
        MailServer.of(setting(port, ELSEWHERE)).send("wacht@voorbeeld.test", "x", SITE)
    assert postbox.letters == []


@pytest.mark.parametrize(
    "wrong",
    [
        "mail.voorbeeld.test",
        "http://mail.voorbeeld.test?from=a@b.nl",
        "smtp://?from=a@b.nl",
        "smtp://u:geheim@mail.test",
        "smtp://u:geheim@mail.test?from=huis",
        "smtp://u:geheim@mail.test:poort?from=a@b.nl",
        "smtp://u:geheim@mail.test?from=a@b.nl&tls=no",
        "smtp://u:geheim@mail.test/brieven?from=a@b.nl",
    ],
)
def test_a_wrong_mail_server_is_refused_at_start_by_name_and_its_password_is_not_repeated(wrong, tmp_path):
    with pytest.raises(BadSettingError, match="VERHAAL_SMTP: ") as refused:
        from_environment({"VERHAAL_INSTANCE": str(tmp_path), "VERHAAL_SMTP": wrong})
    assert "geheim" not in str(refused.value)


def test_an_address_of_the_site_without_encryption_is_refused_at_start(tmp_path):
    with pytest.raises(BadSettingError, match="VERHAAL_SITE"):
        from_environment({"VERHAAL_INSTANCE": str(tmp_path), "VERHAAL_SITE": "http://verhalen.test"})


def test_the_command_sends_and_says_so_or_names_what_is_not_set(house, told, server, postbox, monkeypatch):
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    unset = CliRunner().invoke(main, ["notify"])
    assert (unset.exit_code, unset.output) == (1, "VERHAAL_SMTP: stel dit in, anders kan er geen bericht uit.\n")
    monkeypatch.setenv("VERHAAL_SMTP", setting(server))
    assert "VERHAAL_SITE" in CliRunner().invoke(main, ["notify"]).output
    monkeypatch.setenv("VERHAAL_SITE", SITE + "/")
    assert CliRunner().invoke(main, ["notify"]).output == "Berichten verstuurd: 1.\n"
    postbox.refuses = True
    with writing(house.engine) as session:
        session.execute(update(Notice).values(due=NOW - timedelta(days=9), sent=NOW - timedelta(days=9)))
    failed = CliRunner().invoke(main, ["notify"])
    assert failed.exit_code == 1
    assert "mislukt: 1" in failed.output
