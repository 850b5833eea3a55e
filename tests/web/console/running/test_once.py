"""Every form of these pages does its work once: what comes twice is answered alike, what comes late undoes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from readiness.records import invited
from readiness.records.database import Database
from readiness.records.tables import Assessment, Link, SingleUseCode, Table
from readiness.web.console.running.routes import ROUTES
from tests.fieldwork.mailing.server import Handler
from tests.web.conftest import Clock
from tests.web.console.conftest import Person
from tests.web.console.running.conftest import GOOD, file_of, upload

Answered = Callable[..., None]
NOT_WORK = {"sign_in", "taken_form", "attempts"}
"""Tables that tell that somebody was here, not what they did."""


class Form(NamedTuple):
    """A form as a browser sends it."""

    address: str
    data: dict[str, Any]

    def sent(self, person: Person) -> TestResponse:
        """Send it, and stay on the page."""
        data = dict(self.data)
        if "people" in data:
            file, name = data["people"]
            data["people"] = (io.BytesIO(file.getvalue()), name)
        return person.browser.client.post(self.address, data=data)


class Scene(NamedTuple):
    """What a form is filled in with."""

    lea: Person
    at: str
    answered: Answered

    def form(self, address: str, button: str, **typed: str) -> Form:
        """Return the form with the button on that page, filled in."""
        browser = self.lea.browser.get(f"{self.at}{address}")
        found = browser.form(button)
        return Form(found.action, browser.typed(found, button, typed))

    def sent(self, address: str, button: str, **typed: str) -> Scene:
        """Send it too."""
        form = self.form(address, button, **typed)
        assert form.sent(self.lea).status_code in (200, 303)
        return self

    def link(self) -> Scene:
        """Make an open link."""
        return self.sent("/asking/links", "Make links", whom="everyone")

    def codes(self) -> Scene:
        """Make codes."""
        return self.sent("/codes", "Make codes and download the file", number="5")

    def file(self) -> Scene:
        """Choose a file of people."""
        upload(self.lea, self.at, GOOD)
        return self

    def people(self) -> Scene:
        """Put them on the list, and look at a test mail."""
        self.file().sent("/people/seen", "Put them on the list")
        return self.sent("/people/test", "Send me the test")

    def invited(self) -> Scene:
        """Have them invited."""
        return self.people().sent("/people/invite", "Send")

    def closing(self) -> Form:
        """Return the form that closes the assessment."""
        self.answered(20)
        return self.form("/close", "Close it for good", title="Ashdale 2026", anyway="yes")


FORMS: dict[str, tuple[str, Callable[[Scene], Form]]] = {
    "links_sent": ("open", lambda it: it.form("/asking/links", "Make links", whom="places")),
    "link_day_sent": (
        "open",
        lambda it: it.link().form("/asking/links/1/last-day", "Save", day="12", month="11", year="2026"),
    ),
    "revoke_link_sent": ("open", lambda it: it.link().form("/asking/links/1/take-back", "Take it back")),
    "link_poster": ("open", lambda it: it.link().form("/asking/links/1", "Make the poster")),
    "posters": ("open", lambda it: it.link().form("/asking/links", "Make the posters")),
    "codes_sent": ("codes", lambda it: it.form("/codes", "Make codes and download the file", number="500")),
    "revoke_codes_sent": ("codes", lambda it: it.codes().form("/codes/1/take-back", "Take them back")),
    "people_file_sent": (
        "personal",
        lambda it: Form(f"{it.at}/people/file", file_of(it.lea, it.at, GOOD)),
    ),
    "people_kept": ("personal", lambda it: it.file().form("/people/seen", "Put them on the list")),
    "people_dropped": ("personal", lambda it: it.file().form("/people/seen", "Forget this file")),
    "remove_sent": (
        "personal",
        lambda it: it.people().form("/people/remove", "Take them off", email="person3@ashdale.example"),
    ),
    "test_mail_sent": (
        "personal",
        lambda it: (
            it.file().sent("/people/seen", "Put them on the list").form("/people/test", "Send me the test")
        ),
    ),
    "invite_staff_sent": ("personal", lambda it: it.people().form("/people/invite", "Send")),
    "remind_sent": ("personal", lambda it: it.form("/people/remind", "Send")),
    "call_off": ("personal", lambda it: it.invited().form("/people/rounds/1", "Stop after the mail at hand")),
    "own_words_sent": (
        "personal",
        lambda it: it.form("/words/own", "Keep and see the mails", paragraph="Your board asks."),
    ),
    "last_day_sent": (
        "open",
        lambda it: it.form("/last-day", "Change it", day="4", month="12", year="2026"),
    ),
    "close_sent": ("open", lambda it: it.closing()),
}
"""By route: how the assessment asks people in, and how one comes by the form."""


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    """The application, with a mail server."""
    return mailing_app


@pytest.fixture
def scene(lea: Person, at: str, answered: Answered) -> Scene:
    """A lead, and the small assessment."""
    return Scene(lea, at, answered)


def kept(app: Flask, database: Database, assessment: Assessment, post: Handler) -> Any:
    """Return all that there is: every row, the list, the file that waits, and how many mails were sent."""
    tables = [table for table in Table.metadata.sorted_tables if table.name not in NOT_WORK]
    with database.read() as session:
        rows = {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}
    folder = app.extensions["settings"].lists
    people: Any = None
    if invited.exists(folder, assessment.code):
        with invited.opened(folder, assessment.code) as listed:
            people = sorted(map(repr, listed.all()))
    return rows, people, invited.upload(folder, assessment.code).exists(), len(post.taken)


def test_every_form_of_these_pages_is_tried() -> None:
    assert set(FORMS) == {route.name for route in ROUTES if route.method == "POST"}


@pytest.mark.parametrize(
    ("mode", "name"), [(mode, name) for name, (mode, _) in FORMS.items()], indirect=["mode"]
)
def test_what_comes_twice_is_done_once_and_answered_alike(
    name: str,
    scene: Scene,
    app: Flask,
    database: Database,
    assessment: Assessment,
    post: Handler,
    work: Callable[[], None],
    clock: Clock,
) -> None:
    if name == "remind_sent":
        scene.invited()
        work()
        clock.pass_(days=1)
        scene.lea.sign_in()
    form = FORMS[name][1](scene)
    before = kept(app, database, assessment, post)
    first = form.sent(scene.lea)
    assert first.status_code in (200, 303), first.text
    once = kept(app, database, assessment, post)
    assert once != before
    clock.pass_(minutes=2)
    second = form.sent(scene.lea)
    assert (second.status_code, second.headers.get("Location")) == (
        first.status_code,
        first.headers.get("Location"),
    )
    assert second.status_code == 303 or second.data == first.data
    assert kept(app, database, assessment, post) == once


@pytest.mark.parametrize(
    ("mode", "name"),
    [(mode, name) for name, (mode, _) in FORMS.items() if name != "remind_sent"],
    indirect=["mode"],
)
def test_a_form_without_a_key_of_its_own_is_refused(
    name: str, scene: Scene, app: Flask, database: Database, assessment: Assessment, post: Handler
) -> None:
    form = FORMS[name][1](scene)
    before = kept(app, database, assessment, post)
    without = form._replace(data={**form.data, "csrf_token": "".join(form.data["csrf_token"])[:64]})
    assert without.sent(scene.lea).status_code == 400
    assert kept(app, database, assessment, post) == before


def test_a_last_day_that_comes_late_does_not_undo_a_newer_one(
    scene: Scene, assessment: Assessment, database: Database
) -> None:
    late = scene.form("/last-day", "Change it", day="4", month="12", year="2026")
    late.sent(scene.lea)
    scene.sent("/last-day", "Change it", day="5", month="12", year="2026")
    answer = late.sent(scene.lea)
    assert answer.status_code == 409
    assert "something else was done here since" in answer.text
    with database.read() as session:
        assert session.get_one(Assessment, assessment.id).closes_on.isoformat() == "2026-12-05"


def test_links_that_are_asked_for_late_are_not_made_once_more(scene: Scene, database: Database) -> None:
    late = scene.form("/asking/links", "Make links", whom="everyone")
    late.sent(scene.lea)
    scene.sent("/asking/links/1/take-back", "Take it back")
    assert late.sent(scene.lea).status_code == 303
    with database.read() as session:
        assert len(session.scalars(select(Link)).all()) == 1


def test_who_takes_a_link_back_from_an_old_page_takes_no_newer_one_back(
    scene: Scene, database: Database
) -> None:
    scene.link()
    old = scene.form("/asking/links/1/take-back", "Take it back")
    scene.sent("/asking/links/1/take-back", "Take it back").link()
    old.sent(scene.lea)
    with database.read() as session:
        assert [one.revoked_on is None for one in session.scalars(select(Link).order_by(Link.id))] == [
            False,
            True,
        ]


@pytest.mark.parametrize("mode", ["codes"], indirect=True)
def test_the_same_form_with_another_number_makes_other_codes(scene: Scene, database: Database) -> None:
    form = scene.form("/codes", "Make codes and download the file", number="5")
    more = form._replace(data={**form.data, "number": "6"})
    first, second = (set(one.sent(scene.lea).text.split()[1:]) for one in (form, more))
    assert (len(first), len(second), len(first & second)) == (5, 6, 0)
    with database.read() as session:
        assert len(session.scalars(select(SingleUseCode)).all()) == 11


@pytest.mark.parametrize("mode", ["personal"], indirect=True)
def test_what_could_not_be_done_can_be_sent_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, post: Handler
) -> None:
    scene.file().sent("/people/seen", "Put them on the list")
    form = scene.form("/people/test", "Send me the test")
    post.refusals["lea@example.org"] = "550 not now"
    assert form.sent(scene.lea).status_code == 409
    post.refusals.clear()
    assert form.sent(scene.lea).status_code == 303
    assert len(post.taken) == 1
