"""Mails as they travel, and the mail server that takes them.

A mail comes from the configured address and leads to the configured base address alone; nothing that a request said
stands in it. It loads nothing from anywhere, so that nobody sees whether it was opened.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from readiness.config import Settings
from readiness.errors import ReadinessError, WrongSetting
from readiness.fieldwork.inviting import people_file
from readiness.fieldwork.inviting.wording import Mail

SECONDS = 60
LONGEST_REPLY = 100
_ADDRESS_LIKE = re.compile(r"\S*@\S*")
_SHUTTING_DOWN = 421
_POLICY = SMTP.clone(max_line_length=998)
"""Shorter lines would break long addresses in headers apart, and then no mail program finds them."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one person."""

    to: str
    mail: Mail
    id: str
    """What stands before the @ of its Message-ID."""
    opt_out: str = ""


class Refused(Exception):
    """The mail server will never take this mail."""


class NotNow(Exception):
    """The mail server does not take this mail at the moment."""


class Dropped(Exception):
    """The connection ended before the mail was handed over: it was not sent."""


class Uncertain(Exception):
    """The connection ended while the mail was handed over: it may have been sent."""


class MailServerAway(ReadinessError):
    """The mail server cannot be reached, refuses us, or refuses our sender."""


def require(settings: Settings) -> None:
    """Refuse settings with which no mail can be sent, or with which a password would travel in the open."""
    if not settings.smtp_host:
        raise WrongSetting(
            "smtp_host is not set.", "Name the mail server in settings.toml; see docs/invitations.md."
        )
    for name in ("mail_from", "reply_to"):
        written = getattr(settings, name)
        try:
            people_file.address(written or settings.mail_from)
        except ValueError as error:
            raise WrongSetting(
                f"{name} is {written!r}, which {error}.", "Write an address, such as survey@example.org."
            ) from error
    if settings.smtp_user and settings.smtp_security == "none" and not is_here(settings.smtp_host):
        raise WrongSetting(
            "smtp_security is none, so the password would travel where others can read it.",
            "Set it to starttls or tls.",
        )


def is_here(host: str) -> bool:
    """Say whether that is this machine's own name for itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def identity(key: bytes, person: bytes, number: int) -> str:
    """Return the id of a person's mail of a round: the same each time, and nothing of the person in it."""
    return hmac.digest(key, b"readiness mail" + bytes([number]) + person, hashlib.sha256).hex()[:40]


def message(settings: Settings, letter: Letter, moment: datetime) -> EmailMessage:
    """Return the mail with its headers; a line break in a name or a title cannot become a header."""
    made = EmailMessage(policy=_POLICY)
    made["Message-ID"] = f"<{letter.id}@{settings.mail_from.rpartition('@')[2]}>"
    made["Date"] = format_datetime(moment.replace(microsecond=0))
    made["From"] = settings.mail_from
    made["To"] = letter.to
    if settings.reply_to:
        made["Reply-To"] = settings.reply_to
    made["Subject"] = _line(letter.mail.subject)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if letter.opt_out:
        made["List-Unsubscribe"] = f"<{letter.opt_out}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.mail.plain, cte="quoted-printable")
    made.add_alternative(letter.mail.html, subtype="html", cte="quoted-printable")
    made["Content-Language"] = letter.mail.language  # only now: parts take over all Content headers
    return made


@dataclass
class Postbox:
    """One connection to the mail server, made when it is needed and made anew when it was lost or is well used."""

    settings: Settings
    batch: int = 100
    """So many mails go over one connection."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seconds: int = SECONDS
    """So long the mail server may take for one answer; less where somebody waits for a page."""
    _server: smtplib.SMTP | None = None
    _used: int = field(default=0)

    def __enter__(self) -> Postbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Connect and sign in, unless that was done."""
        if self._server is not None and self._used >= self.batch:
            self.close()
        if self._server is None:
            self._server, self._used = self._connected(), 0

    def post(self, letter: Letter) -> None:
        """Hand a mail over; return only once the mail server has taken it."""
        data = message(self.settings, letter, self.now()).as_bytes()
        self.open()
        self._used += 1
        self._address(letter.to)
        try:
            code, reply = self._live.data(data)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._lose()
            raise Uncertain() from error
        self._judge(code, reply)

    def close(self) -> None:
        """Take leave of the mail server."""
        with suppress(smtplib.SMTPException, OSError):
            if self._server is not None:
                self._server.quit()
        self._lose()

    def _connected(self) -> smtplib.SMTP:
        settings = self.settings
        server: smtplib.SMTP | None = None
        try:
            server = self._greeted()
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            raise MailServerAway(*_told(settings, error)) from None
        return server

    def _greeted(self) -> smtplib.SMTP:
        host, port = self.settings.smtp_host, self.settings.smtp_port
        server: smtplib.SMTP
        # Our own name in the greeting would tell which machine this is; the base address is public anyway.
        if self.settings.smtp_security == "tls":
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(host, port, self.settings.host, timeout=self.seconds, context=context)
        else:
            server = smtplib.SMTP(host, port, self.settings.host, timeout=self.seconds)
        server.ehlo()
        return server

    def _address(self, to: str) -> None:
        """Say from whom and to whom; up to here nothing was handed over."""
        try:
            code, reply = self._live.mail(self.settings.mail_from)
            self._drop_if_ending(code)
            if code != 250:
                self._reset()
                raise MailServerAway(
                    f"The mail server does not take mail from {self.settings.mail_from}: {said(code, reply)}.",
                    "Set mail_from to an address that it may send for.",
                )
            code, reply = self._live.rcpt(to)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._lose()
            raise Dropped() from error
        self._judge(code, reply, ok=(250, 251))

    def _judge(self, code: int, reply: bytes, ok: tuple[int, ...] = (250,)) -> None:
        """Raise what the answer means, unless it is one of those that mean yes."""
        self._drop_if_ending(code)
        if code in ok:
            return
        self._reset()
        raise (Refused if code >= 500 else NotNow)(said(code, reply))

    def _drop_if_ending(self, code: int) -> None:
        if code == _SHUTTING_DOWN:
            self._lose()
            raise Dropped()

    def _reset(self) -> None:
        try:
            self._live.rset()
        except (smtplib.SMTPServerDisconnected, OSError):
            self._lose()

    def _lose(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    @property
    def _live(self) -> smtplib.SMTP:
        if self._server is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self._server


def said(code: int, reply: bytes) -> str:
    """Return a mail server's answer as one short line without any address."""
    text = " ".join(_ADDRESS_LIKE.sub("...", reply.decode("ascii", "replace")).split())
    shown = "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in text)
    return f"{code} {shown[:LONGEST_REPLY]}".strip()


def _told(settings: Settings, error: Exception) -> tuple[str, str]:
    """Return why the mail server cannot be used, and the remedy; never what was sent to it."""
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        reply = said(error.smtp_code, _bytes(error.smtp_error))
        return f"The mail server {where} refuses the sign-in: {reply}.", "Mend smtp_user and smtp_password."
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"The mail server {where} has a certificate that this machine does not trust: {error.verify_message}.",
            "Write the server's full name into smtp_host, or have its certificate put right.",
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return (
            f"The mail server {where} cannot do this: {error}.",
            "Look at smtp_security, smtp_user and smtp_port.",
        )
    if isinstance(error, socket.gaierror):
        return f"There is no mail server {where}.", "Mend smtp_host."
    return (
        f"The mail server {where} does not answer as it should: {_short(error)}.",
        "Look at smtp_host and smtp_port.",
    )


def _short(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return said(error.smtp_code, _bytes(error.smtp_error))
    return str(error).partition("\n")[0][:LONGEST_REPLY] or type(error).__name__


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode("ascii", "replace")


def _line(text: str) -> str:
    """Return a text as one line without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
