"""The web application on the small assessment, and people who visit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from readiness.config import Settings
from readiness.fieldwork.ways import codes, links, personal
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.reporting.documents.compiled import Compiled
from readiness.web import build
from readiness.web.logs import Application
from tests.web.visitor import Visitor


class Clock:
    """The moment at which requests are answered; only the tests turn it."""

    def __init__(self, day: date) -> None:
        self.moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **span: float) -> None:
        """Let time go by."""
        self.moment += timedelta(**span)


@pytest.fixture
def clock(today: date) -> Clock:
    """Noon of a day on which the small assessment takes answers."""
    return Clock(today)


@pytest.fixture(scope="session")
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Application, "jinja_options", {"bytecode_cache": Compiled()})
        patch.setattr(Rule, "compile", _read_once(Rule.compile))
        yield


READ = ("_parts", "_trace", "_converters", "arguments")
BUILT = ("_build", "_build_unknown")


def _read_once(compiled: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """Keep what is read from the address of a rule, which is most of making an application and the same for each."""
    kept: dict[Any, Rule] = {}

    def compile_(rule: Rule) -> None:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        like = kept.setdefault((rule.rule, rule.subdomain, rule.host, rule.merge_slashes, defaults), rule)
        if like is rule:
            compiled(rule)
            return
        for name in READ:
            setattr(rule, name, getattr(like, name))
        for name in BUILT:
            setattr(rule, name, getattr(like, name).__func__.__get__(rule))

    return compile_


@pytest.fixture
def make_app(tiny_settings: Settings, clock: Clock, _compiled_once: None) -> Iterator[Callable[..., Flask]]:
    """Make an application, with other settings where they are given."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = build(replace(tiny_settings, **changes))
        app.config["NOW"] = clock
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["database"].dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application."""
    return make_app()


@pytest.fixture
def token(database: Database, assessment: Assessment) -> str:
    """The token of the open link to the small assessment."""
    with database.write() as session:
        return links.open_link(session, assessment).token


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a new browser."""
    return Visitor(app)


@pytest.fixture
def begun(visitor: Visitor, token: str) -> Visitor:
    """Somebody who has followed the link and started."""
    return visitor.get(f"/l/{token}").send("Start now")


@pytest.fixture
def checking(begun: Visitor, answers: dict[str, Any]) -> Visitor:
    """Somebody who has answered all pages and is about to send."""
    while not begun.address.endswith("/check"):
        begun.answer(answers)
    return begun


@pytest.fixture
def make_token(database: Database, assessment: Assessment, tiny_settings: Settings) -> Callable[..., str]:
    """Make a link that is good for one answer."""

    def make(**part: str) -> str:
        if assessment.mode == "personal":
            key = personal.required_key(tiny_settings, assessment)
            return personal.token(key, assessment.code, personal.new_person())
        with database.write() as session:
            return codes.make(session, assessment, 1, **part)[0]

    return make


@pytest.fixture
def own(make_token: Callable[..., str]) -> str:
    """The token of one person's link."""
    return make_token()
