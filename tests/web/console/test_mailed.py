"""One-time links and calls for a second yes by mail: with a real mail server, one that refuses, and none."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from readiness.records import audit
from readiness.web.console import letters
from tests.fieldwork.mailing.server import Handler, Server, drop
from tests.web.console.conftest import Person, token_on
from tests.web.console.test_people import give
from tests.web.visitor import Visitor

BASE = "http://127.0.0.1:8000"
PROVIDER = "http://127.0.0.1:1"


@pytest.fixture
def app(make_app: Callable[..., Flask], server: Server, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application that sends its mails there, each before the page is answered."""
    monkeypatch.setattr(letters.threading, "Thread", Inline)
    return make_app(
        smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", mail_from="survey@example.org"
    )


class Inline(threading.Thread):
    """A thread that has ended when it has started."""

    def start(self) -> None:
        """Run here and now."""
        self.run()


def parts(mail: EmailMessage) -> tuple[str, str]:
    """Return the plain and the HTML part."""
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content().replace("\r\n", "\n"), html.get_content()


def token_in(mail: EmailMessage) -> str:
    """Return the token of the one-time link, which both parts lead to."""
    plain, html = parts(mail)
    (link,) = re.findall(r"http\S+", plain)
    assert set(re.findall(r'href="([^"]+)"', html)) == {link}
    assert link.startswith(f"{BASE}/console/join/")
    return urlsplit(link).path.rpartition("/")[2]


def invite(person: Person, email: str = "new@example.org") -> Visitor:
    """Invite somebody."""
    return person.browser.get("/console/people/invite").send("Send the invitation", email=email)


def test_an_invitation_goes_by_mail_and_its_link_is_shown_to_nobody_else(
    app: Flask, ada: Person, post: Handler
) -> None:
    page = invite(ada)
    assert page.heading == "The link is on its way"
    assert "new@example.org" in page.text
    assert "/join/" not in page.text
    (mail,) = post.mails
    assert mail["To"] == "new@example.org"
    assert mail["From"] == "survey@example.org"
    token = token_in(mail)
    assert all("Ada (ada@example.org)" in part and "7 days" in part for part in parts(mail))
    assert token not in page.response.get_data(as_text=True)
    assert Visitor(app).get(f"/console/join/{token}").heading == "Make your account"
    assert acts(app)[-2:] == [("invited", 2), ("one-time link mailed", 2)]


def test_a_name_is_text_in_a_mail_and_nothing_else(app: Flask, ada: Person, post: Handler) -> None:
    invite(ada)
    new = Person("new@example.org", app, ada.clock)
    new.accept(token_in(post.mails[0]), name="<b>{days}</b>\u00a0Bcc")
    give(ada, new, "administrator")
    invite(new.sign_in() and new, "third@example.org")
    plain, html = parts(post.mails[-1])
    assert "<b>{days}</b> Bcc (new@example.org) has invited you" in plain.replace("\n", " ")
    assert "&lt;b&gt;{days}&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("settings_of", "said", "unsaid"),
    [
        ({}, "choose your name and your password", "NHSmail"),
        (
            {"oidc_issuer": PROVIDER},
            "Or sign in with NHSmail there: then you choose no password",
            "very address",
        ),
        (
            {"oidc_issuer": PROVIDER, "oidc_required": True},
            "You choose no password here. Have your phone",
            "own",
        ),
        (
            {"oidc_issuer": PROVIDER, "oidc_required": True, "oidc_second_factor": "mfa"},
            "under the very address to which this mail was sent: open this link within 7 days and choose to sign in",
            "phone",
        ),
    ],
)
def test_an_invitation_says_how_to_come_in(
    ada: Person,
    make_app: Callable[..., Flask],
    server: Server,
    post: Handler,
    settings_of: dict[str, Any],
    said: str,
    unsaid: str,
) -> None:
    by_mail = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "a@b.org",
    }
    app = make_app(**by_mail, **settings_of, oidc_client_id="x", oidc_name="NHSmail")
    ada.app, ada.browser = app, Visitor(app)
    ada.sign_in()
    page = invite(ada)
    for part in parts(post.mails[-1]):
        told = " ".join(part.split())
        assert said in told
        assert unsaid not in told
    required = bool(settings_of.get("oidc_required"))
    assert ("They sign in with NHSmail, under this very address" in page.text) == required
    invited = Visitor(app).get(f"/console/join/{token_in(post.mails[-1])}")
    assert invited.heading == ("Sign in" if required else "Make your account")
    assert (
        "sign in with NHSmail, under the address to which the invitation came" in invited.text
    ) == required
    assert ("Sign in with NHSmail" in invited.text) == bool(settings_of)


def test_help_for_a_lost_password_goes_by_mail(app: Flask, ada: Person, ben: Person, post: Handler) -> None:
    page = ada.browser.get(f"/console/people/{ben.number}/reset").send("Send the link", lost="password")
    assert page.heading == "The link is on its way"
    assert "for an hour" in page.text
    (mail,) = post.mails
    assert mail["To"] == "ben@example.org"
    assert Visitor(app).get(f"/console/join/{token_in(mail)}").heading == "Choose a new password"


def test_the_other_administrators_are_asked_to_approve_as_soon_as_that_can_be_done(
    app: Flask, ada: Person, ben: Person, post: Handler
) -> None:
    invite(ada)
    new = Person("new@example.org", app, ada.clock)
    assert "asks the other administrators" not in give(ada, new, "viewer").text, "nobody has joined yet"
    assert [mail["To"] for mail in post.mails] == ["new@example.org"]
    new.accept(token_in(post.mails[0]))
    assert [mail["To"] for mail in post.mails[1:]] == ["ben@example.org"], "not the one who gave it"
    plain, html = parts(post.mails[-1])
    assert f"{BASE}/console/people\n" in plain
    assert "new@example.org" in html
    assert "join" not in plain
    page = give(ada, new, "system-lead")
    assert "A mail asks the other administrators to approve what waits" in page.text
    assert [mail["To"] for mail in post.mails[2:]] == ["ben@example.org"]


def test_a_reset_second_factor_asks_for_the_second_yes_again(
    app: Flask, ada: Person, ben: Person, lea: Person, post: Handler
) -> None:
    page = ben.browser.get(f"/console/people/{lea.number}/reset").send("Send the link", lost="both")
    assert "A mail asks the other administrators to approve what waits" in page.text
    assert [(mail["To"], mail["Subject"]) for mail in post.mails] == [
        ("ada@example.org", "A right waits for your yes"),
        ("lea@example.org", "Choose a new password"),
    ]


@pytest.mark.parametrize("how", ["refuses", "refuses for now", "drops the line", "may have taken it"])
def test_where_the_mail_fails_the_link_is_shown_and_it_is_said(
    app: Flask, ada: Person, post: Handler, how: str
) -> None:
    if how == "drops the line":
        post.at_rcpt = lambda server, address: drop(server) or "250 never heard"
    elif how == "may have taken it":
        post.at_data = lambda server, address: drop(server) or "250 never heard"
    else:
        post.refusals["new@example.org"] = "550 no" if how == "refuses" else "450 later"
    page = invite(ada)
    assert page.heading == "Send this link"
    assert "has not taken our mail" in page.text
    assert Visitor(app).get(f"/console/join/{token_on(page)}").heading == "Make your account"
    assert acts(app)[-1] == ("invited", 2)


def test_where_the_mail_server_is_away_the_link_is_shown_and_others_are_told_to_be_asked(
    app: Flask, ada: Person, ben: Person, lea: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = replace(app.extensions["settings"], smtp_port=port)
    app.extensions["settings"] = settings
    page = ben.browser.get(f"/console/people/{lea.number}/reset").send("Send the link", lost="both")
    assert "has not taken our mail to the other administrators" in page.text
    assert token_on(page)
    assert "MailServerAway" in caplog.text
    assert "example.org" not in caplog.text


def test_without_a_mail_server_nothing_is_said_of_mail(make_app: Callable[..., Flask], ada: Person) -> None:
    plain = make_app()
    ada.app, ada.browser = plain, Visitor(plain)
    page = ada.sign_in().get("/console/people/invite")
    assert "You get a link to send" in page.text
    page.send("Make the link", email="new@example.org")
    assert page.heading == "Send this link"
    assert "mail server" not in page.text


def acts(app: Flask) -> list[tuple[str, int]]:
    """Return every act in the log, and the account it was about where it names one."""
    with app.extensions["database"].read() as session:
        found = list(audit.entries(session))
    numbered = re.compile(r"account (\d+)")
    return [(one.action, int(number[1]) if (number := numbered.match(one.about)) else 0) for one in found]
