"""Mails as they travel, and mail servers that want a name, a password or secrecy."""

from __future__ import annotations

import datetime as time
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from readiness.config import Settings, checked
from readiness.errors import WrongSetting
from readiness.fieldwork.inviting import mail
from readiness.fieldwork.inviting.mail import Letter, MailServerAway, Postbox
from readiness.fieldwork.inviting.wording import Mail
from tests.fieldwork.mailing.server import Handler, Server, serving, signing_in

MOMENT = time.datetime(2026, 11, 10, 12, tzinfo=time.UTC)
WRITTEN = Mail("cy", "Ydych chi'n barod? Ôl", "Helo,\n\nhttps://x.example/l/t\n", "<p>Helô</p>")
NO_MORE = "https://x.example/o/t"
LETTER = Letter("ann@x.example", WRITTEN, "0123", NO_MORE)
NAME, PASSWORD = "readiness", "a password that nobody prints"


@pytest.fixture
def plain(settings: Settings) -> Settings:
    return replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_security="none",
        mail_from="survey@x.example",
        reply_to="lead@x.example",
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key, that nobody trusts until told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(time.datetime(2020, 1, 1))  # noqa: DTZ001
    made = made.not_valid_after(time.datetime(2100, 1, 1))  # noqa: DTZ001
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signed = made.sign(key, hashes.SHA256())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same certificate, on a machine that trusts it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def running(post: Handler, **how: object) -> Iterator[Server]:
    server = Server(post, **how)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def strict(post: Handler, certificate: Path) -> Iterator[Server]:
    """A server that wants STARTTLS, then a name and a password."""
    how = {"tls_context": serving(str(certificate)), "require_starttls": True}
    yield from running(post, **how, auth_required=True, authenticator=signing_in(NAME, PASSWORD))


@pytest.fixture
def secret(post: Handler, certificate: Path) -> Iterator[Server]:
    """A server that speaks TLS from the first byte on."""
    yield from running(post, ssl_context=serving(str(certificate)))


def sent(settings: Settings) -> None:
    with Postbox(settings, now=lambda: MOMENT) as postbox:
        postbox.post(LETTER)


def test_its_headers_are_those_of_a_mail_that_a_machine_sends_and_that_can_be_ended(
    plain: Settings, server: Server, post: Handler
) -> None:
    sent(replace(plain, smtp_port=server.port))
    (found,) = post.mails
    assert dict(found.items()) == {
        "Message-ID": "<0123@x.example>",
        "Date": "Tue, 10 Nov 2026 12:00:00 +0000",
        "From": "survey@x.example",
        "To": "ann@x.example",
        "Reply-To": "lead@x.example",
        "Subject": WRITTEN.subject,
        "Content-Language": "cy",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "List-Unsubscribe": "<https://x.example/o/t>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": found["Content-Type"],
    }
    assert found.get_content_type() == "multipart/alternative"
    text, html = found.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == WRITTEN.plain
    assert html.get_content().strip() == WRITTEN.html


def test_the_whole_mail_is_ascii_with_short_lines(plain: Settings, server: Server, post: Handler) -> None:
    sent(replace(plain, smtp_port=server.port))
    ((_, data),) = post.taken
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) < 999


def test_a_long_address_stays_whole_in_its_header(plain: Settings) -> None:
    long = f"https://a-very-long-name-of-a-survey.an-integrated-care-system.nhs.uk/o/{'x' * 60}"
    data = mail.message(plain, replace(LETTER, opt_out=long), MOMENT).as_bytes()
    assert f"\r\nList-Unsubscribe: <{long}>\r\n".encode() in data


@pytest.mark.parametrize(
    "bad", ["Hello\r\nBcc: all@x.example", "Hello\nBcc: all@x.example", "Hi\x00\x1b\u2028there"]
)
def test_a_subject_cannot_become_a_header(plain: Settings, bad: str) -> None:
    made = mail.message(plain, replace(LETTER, mail=replace(WRITTEN, subject=bad)), MOMENT)
    again = made.as_bytes()
    assert b"\nBcc" not in again
    assert "\n" not in made["Subject"]


def test_an_address_that_would_become_a_header_is_never_sent(plain: Settings) -> None:
    with pytest.raises(ValueError):
        mail.message(plain, replace(LETTER, to="ann@x.example\nBcc: all@x.example"), MOMENT)


def test_the_id_of_a_mail_is_the_same_again_and_tells_nothing_of_the_person() -> None:
    key, person = bytes(32), bytes(range(15))
    first = mail.identity(key, person, 0)
    assert first == mail.identity(key, person, 0)
    assert len({mail.identity(key, person, number) for number in range(4)}) == 4
    assert mail.identity(bytes([1]) * 32, person, 0) != first
    assert person.hex() not in first


def test_a_name_and_a_password_are_given_after_starttls(
    plain: Settings, strict: Server, post: Handler, trusted: Path
) -> None:
    named = replace(plain, smtp_host="localhost", smtp_port=strict.port, smtp_security="starttls")
    sent(replace(named, smtp_user=NAME, smtp_password=PASSWORD))
    assert post.to == {"ann@x.example": 1}


def test_a_wrong_password_is_told_and_never_shown(
    plain: Settings, strict: Server, post: Handler, trusted: Path
) -> None:
    named = replace(plain, smtp_host="localhost", smtp_port=strict.port, smtp_security="starttls")
    with pytest.raises(MailServerAway, match="refuses the sign-in: 535") as found:
        sent(replace(named, smtp_user=NAME, smtp_password="another password"))
    assert "another" not in str(found.value)
    assert post.taken == []


def test_tls_from_the_first_byte(plain: Settings, secret: Server, post: Handler, trusted: Path) -> None:
    sent(replace(plain, smtp_host="localhost", smtp_port=secret.port, smtp_security="tls"))
    assert post.to == {"ann@x.example": 1}


def test_a_certificate_that_nobody_vouches_for_ends_it(
    plain: Settings, strict: Server, post: Handler
) -> None:
    with pytest.raises(MailServerAway, match="certificate that this machine does not trust"):
        sent(replace(plain, smtp_host="localhost", smtp_port=strict.port, smtp_security="starttls"))
    assert post.taken == []


def test_a_server_that_cannot_starttls_is_not_spoken_to_in_the_open(
    plain: Settings, server: Server, post: Handler
) -> None:
    with pytest.raises(MailServerAway, match="cannot do this"):
        sent(replace(plain, smtp_port=server.port, smtp_security="starttls"))
    assert post.taken == []


def test_a_server_that_is_not_there_is_said_to_be_away(plain: Settings) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        with pytest.raises(MailServerAway, match="does not answer as it should"):
            sent(replace(plain, smtp_port=nobody_listens.getsockname()[1]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"smtp_host": ""}, "smtp_host is not set"),
        ({"mail_from": ""}, "mail_from is ''"),
        ({"mail_from": "Ann <ann@x.example>"}, "mail_from is"),
        ({"reply_to": "nobody"}, "reply_to is 'nobody'"),
        ({"smtp_host": "mail.x.example", "smtp_user": "u"}, "the password would travel"),
    ],
)
def test_settings_that_cannot_work_are_refused(plain: Settings, change: dict[str, str], said: str) -> None:
    with pytest.raises(WrongSetting, match=said):
        mail.require(replace(plain, **change))
    mail.require(plain)


@pytest.mark.parametrize(
    "change", [{"smtp_security": "ssl"}, {"mail_per_minute": 0}, {"smtp_port": 0}, {"smtp_port": 70000}]
)
def test_settings_that_mean_nothing_are_refused_when_they_are_read(
    plain: Settings, change: dict[str, object]
) -> None:
    with pytest.raises(WrongSetting):
        checked(replace(plain, **change))


def test_the_password_is_never_printed(plain: Settings) -> None:
    assert PASSWORD not in repr(replace(plain, smtp_password=PASSWORD))


def test_what_a_server_says_is_kept_short_and_without_addresses() -> None:
    reply = b"5.1.1 <ann@x.example>: no\r\nsuch \x1b[31muser " + b"x" * 500
    found = mail.said(550, reply)
    assert found.startswith("550 5.1.1 ... no such ?[31muser xxx")
    assert len(found) <= mail.LONGEST_REPLY + 4
