"""A house in which everything stands that the console can show: people of every role, assessments at every stage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from readiness.access import grants, people, signing_in
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.config import Settings, load
from readiness.fieldwork import lifecycle, setup_file
from readiness.fieldwork.setup_types import Setup
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.web import build
from tests.conftest import TINY_SETUP, TINY_SURVEYS
from tests.web.conftest import Clock
from tests.web.console.conftest import AREA_LEAD, LEAD, ORGANISATION_LEAD, VIEWER, acting_in
from tests.web.visitor import Visitor

TODAY = date(2026, 11, 10)
READERS = {"lea": LEAD, "ara": AREA_LEAD, "ori": ORGANISATION_LEAD, "vic": VIEWER}
"""Those who may see something of the system Ashdale."""


@dataclass
class House:
    """One database, and applications on it: the plainest, one with all that can be set, and what a page asks for."""

    settings: Settings
    mail_port: int
    clock: Clock
    instrument: Instrument
    setup: Setup
    apps: list[Flask] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plain = self.app()
        self.full = self.app(
            organisation="Ashdale and District University Hospitals NHS Foundation Trust",
            base_url="http://localhost:8000",
            oidc_issuer="http://127.0.0.1:1",
            oidc_client_id="readiness",
            oidc_client_secret="a secret",
            oidc_name="NHSmail",
            **self.mail(self.mail_port),
        )

    @staticmethod
    def mail(port: int) -> dict[str, Any]:
        """Return the settings of a mail server; nothing answers at port 1."""
        away = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "survey@ashdale.example"}
        return {**away, "smtp_port": port}

    @property
    def database(self) -> Database:
        """The database of all of them."""
        found: Database = self.plain.extensions["database"]
        return found

    @property
    def now(self) -> int:
        """This moment in seconds."""
        return int(self.clock.moment.timestamp())

    @property
    def today(self) -> date:
        """This day."""
        return self.clock.moment.date()

    def app(self, **changes: Any) -> Flask:
        """Return an application with other settings."""
        made = build(replace(self.settings, **changes))
        made.config["NOW"] = self.clock
        self.apps.append(made)
        return made

    @contextmanager
    def desk(self) -> Iterator[Acting]:
        """Let the command line act."""
        with self.database.write() as session:
            yield acting_in(self.plain, self.clock, session)

    def joined(self, name: str, *wanted: Wanted) -> int:
        """Let somebody have an account with these rights, and return its number."""
        with self.desk() as acting:
            account, _ = people.invite(acting, f"{name}@ashdale.example")
            account.name, account.joined_at = name.capitalize(), acting.now
            for one in wanted:
                grants.give(acting, account, one, rescue=True).approved_at = acting.now
            return account.id

    def fill(self) -> None:
        """Let there be an assessment, and those who may see something of it."""
        self.drafted()
        for name, right in READERS.items():
            self.joined(name, right)

    def browser(self, name: str, app: Flask | None = None) -> Visitor:
        """Return a browser in which that person is signed in."""
        found = Visitor(app or self.plain)
        with self.database.write() as session:
            account = people.required(session, f"{name}@ashdale.example")
            token = signing_in.begin(session, account, self.now, whole=True)
        found.client.set_cookie("console", token)
        return found

    def drafted(self, **changes: Any) -> Assessment:
        """Return an assessment that is not open yet."""
        with self.database.write() as session:
            return lifecycle.create(session, self.setup.model_copy(update=changes), self.settings)

    def opened(self, **changes: Any) -> Assessment:
        """Return an assessment that takes answers."""
        made = self.drafted(**changes)
        with self.database.write() as session:
            return lifecycle.open_(session, made.code, self.settings, made.opens_on)

    def close(self) -> None:
        """Let go of the database."""
        for app in self.apps:
            app.extensions["database"].dispose()


def founded(instance: Path, template: Path, mail_port: int) -> House:
    """Return a new house with nobody and nothing in it, for the small questionnaire."""
    shutil.copy(template, instance / "readiness.db")
    secret = "only-for-tests-" * 3
    settings = replace(load(instance, environ={}), secret_key=secret, surveys=TINY_SURVEYS)
    setup = setup_file.parsed("tiny.toml", TINY_SETUP.encode(), TINY_SURVEYS)
    return House(settings, mail_port, Clock(TODAY), load_version(TINY_SURVEYS, "tiny", "2026.1"), setup)
