"""A forgotten password: one answer whoever asks, and a link by mail for whom we know."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from readiness.fieldwork.inviting import mail
from readiness.web.console import forgotten
from tests.web.console.conftest import Person
from tests.web.visitor import Visitor


class Inline:
    """A thread that has ended when it is started."""

    def __init__(self, target: Callable[..., None], args: tuple[Any, ...], daemon: bool) -> None:
        self._run = lambda: target(*args)

    def start(self) -> None:
        self._run()


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[mail.Letter]:
    """The letters that were handed to the mail server."""
    found: list[mail.Letter] = []
    monkeypatch.setattr(mail.Postbox, "post", lambda self, letter: found.append(letter))
    monkeypatch.setattr(forgotten.threading, "Thread", Inline)
    return found


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An application with a mail server."""
    return make_app(smtp_host="localhost", mail_from="survey@example.org")


def test_a_forgotten_password_is_renewed_by_mail_and_the_second_factor_still_asked(
    app: Flask, ada: Person, posted: list[mail.Letter]
) -> None:
    stranger = Visitor(app)
    stranger.get("/console/forgotten").send("Send me a link", email="Ada@example.org ")
    assert stranger.heading == "Look into your mail"
    (letter,) = posted
    assert letter.to == "ada@example.org"
    assert ada.browser.get("/console/").heading == "Welcome, Ada", "asking changes nothing"
    stranger.page = ada.browser.page
    token = letter.mail.plain.partition("/console/join/")[2][:43]
    assert "http://127.0.0.1:8000/console/join/" + token in letter.mail.html
    page = Visitor(app).get(f"/console/join/{token}").send(password="lanterns over the harbour")
    assert page.heading == "Enter your security code"
    assert ada.browser.get("/console/").heading == "Sign in"


def test_the_same_answer_for_those_whom_we_do_not_know(
    app: Flask, ada: Person, posted: list[mail.Letter]
) -> None:
    told = []
    for email in ("ada@example.org", "nobody@example.org"):
        page = Visitor(app).get("/console/forgotten").send("Send me a link", email=email)
        told.append((page.status, page.text.replace(email, "...")))
    assert told[0] == told[1]
    assert [letter.to for letter in posted] == ["ada@example.org"]


def test_nobody_is_flooded_with_mail(app: Flask, ada: Person, posted: list[mail.Letter]) -> None:
    for _ in range(9):
        Visitor(app).get("/console/forgotten").send("Send me a link", email=ada.email)
    assert len(posted) == 5


def test_a_mail_server_that_is_away_is_logged_without_the_address(
    app: Flask, ada: Person, posted: list[mail.Letter], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def away(self: mail.Postbox, letter: mail.Letter) -> None:
        raise mail.MailServerAway("The mail server does not answer.") from smtplib.SMTPException(letter.to)

    monkeypatch.setattr(mail.Postbox, "post", away)
    Visitor(app).get("/console/forgotten").send("Send me a link", email=ada.email)
    assert "MailServerAway" in caplog.text
    assert ada.email not in caplog.text


def test_what_is_no_address_is_said(app: Flask) -> None:
    page = Visitor(app).get("/console/forgotten").send("Send me a link", email="jo")
    assert page.faults[0][1] == "#email"


def test_without_a_mail_server_it_is_said_whom_to_ask(make_app: Callable[..., Flask]) -> None:
    page = Visitor(make_app()).get("/console/forgotten")
    assert "Ask an administrator" in page.text
