"""A process that sends is killed at once in the midst of it: nobody is written to twice, and nobody is forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fieldwork.mailing.conftest import Office
from tests.fieldwork.mailing.server import Handler

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
SENDER = Path(__file__).with_name("sender.py")
PEOPLE = 8


class Killed:
    """A process that sends until the mail server kills it at a mail, before or after saying that it has taken it."""

    def __init__(self, office: Office, post: Handler, mail: int, at: str) -> None:
        self.post, self.mail = post, mail
        setattr(post, at, self._kill)
        shown = vars(office.settings)
        names = ("database", "surveys", "base_url", "mail_from", "secret_key")
        names = (*names, *(name for name in shown if name.startswith("smtp_") and name != "smtp_password"))
        environ = {f"READINESS_{name.upper()}": str(shown[name]) for name in names}
        words = [str(office.settings.instance), office.assessment.code, office.today.isoformat()]
        self.process = subprocess.Popen(
            [sys.executable, str(SENDER), *words],
            env={**os.environ, **environ, "PYTHONPATH": str(SENDER.parents[3])},
            stderr=subprocess.PIPE,
            text=True,
        )

    def _kill(self, server: object, address: str) -> None:
        if len(self.post.taken) == self.mail:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(60)

    def wait(self) -> None:
        _, said = self.process.communicate(timeout=120)
        assert self.process.returncode == -signal.SIGKILL, said


@pytest.mark.parametrize("mail", [1, 4, PEOPLE])
def test_killed_when_the_server_has_the_mail_but_has_not_said_so(
    office: Office, post: Handler, mail: int
) -> None:
    office.add(PEOPLE)
    Killed(office, post, mail, "at_data").wait()
    post.at_data = lambda server, address: None
    with office.list() as listed:
        assert (listed.counts().sent, listed.counts().sending) == (mail - 1, 1)
    done = office.invite()
    assert done.sent == PEOPLE - mail
    assert set(post.to.values()) == {1}
    assert len(post.to) == PEOPLE
    assert office.invite(again=True).sent == 1
    assert sorted(post.to.values()) == [1] * (PEOPLE - 1) + [2]


@pytest.mark.parametrize("mail", [0, 4])
def test_killed_before_the_server_has_the_mail(office: Office, post: Handler, mail: int) -> None:
    office.add(PEOPLE)
    Killed(office, post, mail, "at_rcpt").wait()
    post.at_rcpt = lambda server, address: None
    office.invite()
    assert set(post.to.values()) == {1}
    with office.list() as listed:
        assert (listed.counts().sent, listed.counts().sending) == (PEOPLE - 1, 1)
    office.invite(again=True)
    assert set(post.to.values()) == {1}
    assert len(post.to) == PEOPLE


def test_without_the_note_before_sending_somebody_would_get_two(
    office: Office, post: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what was begun and not noted as sent is taken as not begun."""
    office.add(PEOPLE)
    Killed(office, post, 4, "at_data").wait()
    post.at_data = lambda server, address: None
    with office.list() as listed:
        listed.release([person.id for person in listed.due(0, office.today, again=True)], 0)
    office.invite()
    assert 2 in post.to.values()
