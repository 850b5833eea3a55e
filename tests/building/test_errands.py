"""Workers send rounds of mail and print posters: resumed after a crash without sending twice, and ended when asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from readiness.building import child, courier, errands, worker
from readiness.building.errands import Progress
from readiness.config import Settings
from readiness.errors import WrongState
from readiness.fieldwork.inviting import mailing
from readiness.fieldwork.inviting.mail import Postbox
from readiness.fieldwork.ways import links
from readiness.records import errands as queue
from readiness.records import invited
from readiness.records.database import Database
from readiness.records.invited import INVITATION, Counts
from readiness.records.tables import Assessment
from tests.fieldwork.mailing.conftest import Office
from tests.fieldwork.mailing.server import Handler, Server

NOW = 1_800_000_000
PEOPLE = 6
by_mail = pytest.mark.parametrize("mode", ["personal"], indirect=True)


@dataclass
class Post:
    """The worker, the mail server, and whoever asks for rounds of mail."""

    settings: Settings
    database: Database
    assessment: Assessment
    handler: Handler
    office: Office
    workers: list[worker.Worker]

    def ask(self, number: int = INVITATION, again: bool = False) -> int:
        with self.database.write() as session:
            return errands.send(session, self.assessment, number, again, NOW).number

    def work(self) -> None:
        self.workers.append(worker.Worker(self.settings, 1))
        self.workers[-1].run(until_idle=True)

    def look(self, number: int) -> Progress:
        with self.database.read() as session:
            found = errands.of(session, self.assessment, number)
        assert found is not None
        return found

    def counts(self) -> Counts:
        with self.office.list() as people:
            return people.counts()

    def kill(self, server: Any, address: str) -> None:
        """End the copy that sends, at once, in the middle of its fourth mail."""
        if len(self.handler.taken) == 4:
            sender = self.workers[-1]._courier.child
            assert sender is not None
            os.kill(sender._pid, signal.SIGKILL)
            server.transport.abort()


@pytest.fixture
def post(
    tiny_settings: Settings,
    database: Database,
    assessment: Assessment,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Post]:
    """A mail server, and six people on the list who have been shown a test mail's words."""
    handler = Handler()
    server = Server(handler)
    server.start()
    settings = replace(
        tiny_settings,
        base_url="https://survey.ashdale.example",
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security="none",
        mail_from="survey@ashdale.example",
        mail_per_minute=60_000,
    )
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(child, "NICE", 0)
    monkeypatch.setattr(courier, "_today", lambda: today)
    office = Office(settings, database, assessment, today)
    office.add(PEOPLE)
    with office.list() as people, Postbox(settings) as postbox:
        office.mailing().test(postbox, people, "lead@ashdale.example", "invitation", None)
    handler.taken.clear()
    yield Post(settings, database, assessment, handler, office, [])
    server.stop()


@by_mail
def test_a_worker_invites_everyone_once(post: Post) -> None:
    number = post.ask()
    assert post.ask() == number, "who asks twice gets what is on its way"
    post.work()
    assert (post.look(number).state, post.look(number).percent) == ("done", 100)
    assert sorted(post.handler.to.values()) == [1] * PEOPLE
    post.ask()
    post.work()
    assert len(post.handler.taken) == PEOPLE


@by_mail
def test_killed_midway_it_is_taken_up_and_nobody_gets_two(post: Post) -> None:
    post.handler.at_data = post.kill  # type: ignore[assignment]
    number = post.ask()
    post.work()
    assert post.look(number).state == "done"
    assert sorted(post.handler.to.values()) == [1] * PEOPLE
    assert (post.counts().sent, post.counts().sending) == (PEOPLE - 1, 1), "one may have been sent"


@by_mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_long_round_is_sent_by_one_copy_after_the_other(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    plain = mailing.Run.go
    monkeypatch.setattr(
        mailing.Run, "go", lambda run, box, pace, told, enough: one(plain, run, box, pace, told)
    )
    copied = courier.Courier._begun
    monkeypatch.setattr(courier.Courier, "_begun", lambda self, of: begun.append(1) or copied(self, of))
    number = post.ask()
    post.work()
    assert post.look(number).state == "done"
    assert sorted(post.handler.to.values()) == [1] * PEOPLE
    assert len(begun) == PEOPLE


def one(go: Any, run: Any, box: Any, pace: Any, told: Any) -> Any:
    """Go through one person, then say that it is enough."""
    return go(run, box, pace, told, lambda: run.outcome.sent == 1)


@by_mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_called_off_it_ends_after_the_mail_at_hand(post: Post) -> None:
    number = post.ask()

    def call_off(server: Any, address: str) -> None:
        if len(post.handler.taken) == 2:
            with post.database.write() as session:
                assert errands.call_off(session, number, NOW)
            sender = post.workers[-1]._courier
            sender._enough[0] = 1  # as the worker does at its next beat

    post.handler.at_data = call_off  # type: ignore[assignment]
    post.work()
    assert post.look(number).state == "cancelled"
    assert len(post.handler.taken) == 2
    assert post.counts().sending == 0, "none was cut off in its middle"


@by_mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_that_is_asked_to_stop_leaves_the_rest_to_another(post: Post) -> None:
    number = post.ask()

    def stop(server: Any, address: str) -> None:
        if len(post.handler.taken) == 2:
            post.workers[-1].stop()

    post.handler.at_data = stop  # type: ignore[assignment]
    post.work()
    assert (post.look(number).state, post.counts().sent, post.counts().sending) == ("waiting", 2, 0)
    post.work()
    assert post.look(number).state == "done"
    assert sorted(post.handler.to.values()) == [1] * PEOPLE


@by_mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_words_that_nobody_has_looked_at_are_not_sent(post: Post) -> None:
    with invited.opened(post.settings.lists, post.assessment.code) as people:
        people._connection.execute("DELETE FROM tested")
    number = post.ask()
    post.work()
    assert post.look(number).state == "failed"
    assert "No test mail" in post.look(number).problem
    assert not post.handler.taken


@by_mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_round_goes_on_as_that_very_round_and_never_as_the_next(post: Post) -> None:
    post.office.invite()
    post.handler.taken.clear()
    post.office.today = date(2026, 11, 9)
    with post.office.list() as people:
        people._connection.execute("UPDATE mail SET day = '2026-11-02'")
        people.begin_round(1, date(2026, 11, 9))
        for person in people.due(1, date(2026, 11, 9)):
            people.claim(person.id, 1, date(2026, 11, 9))
            people.note(person.id, 1, "sent")
    number = post.ask(1)
    post.work()
    assert post.look(number).state == "done"
    assert not post.handler.taken
    with post.office.list() as people:
        assert [(one.number, one.finished) for one in people.reminders()] == [(1, True)]


@by_mail
def test_one_round_at_a_time(post: Post) -> None:
    post.ask()
    with pytest.raises(WrongState, match="being sent"):
        post.ask(1)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_prints_the_posters_of_all_links_into_one_file(
    tiny_settings: Settings, database: Database, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    with database.write() as session:
        links.open_link(session, assessment)
        north = links.open_link(session, assessment, place="north")
        links.open_link(session, assessment, place="south")
        links.revoke(session, assessment, date(2026, 11, 10), "south", None)
        asked = [errands.posters(session, assessment, link, "", NOW).number for link in (None, north.id, 999)]
    worker.Worker(tiny_settings, 1).run(until_idle=True)
    with database.read() as session:
        every, one, none = (errands.of(session, assessment, number) for number in asked)
    assert every
    assert one
    assert none
    assert pages(errands.printed(tiny_settings, every)) == 2
    assert pages(errands.printed(tiny_settings, one)) == 1
    assert (none.state, errands.printed(tiny_settings, none)) == ("failed", None)


def pages(path: Path | None) -> int:
    """Count the pages of a PDF."""
    assert path is not None
    with pikepdf.open(path) as found:
        return len(found.pages)


def test_an_errand_of_another_assessment_is_none(database: Database, assessment: Assessment) -> None:
    with database.write() as session:
        number = errands.posters(session, assessment, None, "", NOW).number
        other = Assessment(id=assessment.id + 1)
        assert errands.of(session, other, number) is None
        assert queue.by_id(session, number) is not None
        assert [one.number for one in errands.listed(session, assessment, errands.POSTERS)] == [number]
        assert errands.listed(session, assessment, errands.MAIL) == []
