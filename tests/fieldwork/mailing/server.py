"""A real mail server in a thread, which takes mails, refuses some and drops the line when it is told to."""

from __future__ import annotations

import email.policy
import ssl
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

OK = "250 taken"


class Handler:
    """What the server says, and all that it has taken."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.connections = 0
        self.refusals: dict[str, str] = {}
        """By address, in small letters: what is said to RCPT."""
        self.senders: dict[str, str] = {}
        """By address: what is said to MAIL."""
        self.at_rcpt: Callable[[Any, str], str | None] = lambda server, address: None
        """Called for each recipient; may answer in the server's place or drop the line."""
        self.at_data: Callable[[Any, str], str | None] = lambda server, address: None
        """Called once a mail was taken, before that is said."""

    @property
    def to(self) -> Counter[str]:
        """How many mails each address was given."""
        return Counter(address for address, _ in self.taken)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(data, policy=email.policy.default) for _, data in self.taken]  # type: ignore[misc]

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, host: str, responses: Any) -> Any:  # noqa: N802
        self.connections += 1
        session.host_name = host
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self.senders.get(address, "250 welcome")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        said = self.at_rcpt(server, address) or self.refusals.get(address.lower())
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        assert isinstance(envelope.content, bytes)
        self.taken.append((address, envelope.content))
        return self.at_data(server, address) or OK


class Server(Controller):
    """The server, on whichever port is free."""

    def __init__(self, handler: Handler, **how: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=0, **how)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def drop(server: Any) -> None:
    """Cut the line."""
    server.transport.abort()


def signing_in(name: str, password: str) -> Callable[..., AuthResult]:
    """Return what lets in only this name with this password."""

    def judge(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = (data.login, data.password) == (name.encode(), password.encode())
        return AuthResult(success=known, handled=known)

    return judge


def serving(certificate: str) -> ssl.SSLContext:
    """Return what a server needs to speak TLS with that certificate and its key in one file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
