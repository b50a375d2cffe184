"""The mail server of one installation: how it is written as a setting, and handing over one message."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

#: nobody can listen in between: only here a message may go without encryption
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 30
WRONG = "schrijf het als smtp://naam:wachtwoord@server:587?from=afzender@adres"


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, and from whom. ``encrypted`` is whether it is so from the first byte (smtps)."""

    host: str
    port: int
    sender: str
    encrypted: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, written: str) -> Self:
        """Read ``smtp://user:password@host:port?from=address``, or smtps. Raises ValueError with a Dutch sentence."""
        try:
            parts = urlsplit(written)
            port = parts.port
        except ValueError:
            raise ValueError(WRONG) from None
        known = parse_qs(parts.query)
        sender = known.get("from", [""])[0]
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or set(known) - {"from"}:
            raise ValueError(WRONG)
        if "@" not in sender or parseaddr(sender)[1] != sender:
            raise ValueError("from= noemt geen e-mailadres; " + WRONG)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or PORTS[parts.scheme], sender, parts.scheme == "smtps", user, password)

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand over one message, encrypted unless the server is this machine.

        Raises smtplib.SMTPException or OSError when it was not taken, also when the server cannot encrypt.
        """
        with self._open() as server:
            if not self.encrypted and self.host not in THIS_MACHINE:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(self._message(to, subject, text))

    def _open(self) -> smtplib.SMTP:
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _message(self, to: str, subject: str, text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.sender.partition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message
