"""A real server with the real questionnaire, and a real browser in front of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from readiness import config
from readiness.config import Settings
from readiness.fieldwork import lifecycle, setup_file
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.ways import links
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
WAIT_MS = 15_000
ALWAYS_OPEN = (date.today() - timedelta(days=30), date.today() + timedelta(days=200))
"""The server has a real clock, which no test turns; closing reckons with each day."""

Open = Callable[..., Page]


class Survey(NamedTuple):
    """An open survey on a running server."""

    settings: Settings
    token: str
    assessment: Assessment
    instrument: Instrument
    local: Local
    database: Database

    @property
    def base(self) -> str:
        """Where the server answers."""
        return self.settings.base_url

    @property
    def link(self) -> str:
        """The address on the poster."""
        return f"{self.base}/l/{self.token}"


@pytest.fixture(scope="session")
def _served(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[Settings]:
    """Settings of an installation that is served as people are served; its tests each have a survey of their own."""
    instance = tmp_path_factory.mktemp("served")
    shutil.copy(_sqlite_template, instance / "readiness.db")
    base_url = f"http://127.0.0.1:{_free_port()}"
    served = replace(config.load(instance, environ={}), secret_key="only-for-tests-" * 3, base_url=base_url)
    with _serving(served):
        yield served


@pytest.fixture
def survey(_served: Settings) -> Iterator[Survey]:
    """The real questionnaire with the set-up of the example, open on the server."""
    database = Database(_served.database_url)
    assessment, token = _opened(_served, database)
    instrument = load_version(_served.surveys, assessment.instrument, assessment.version)
    with database.read() as session:
        local = assessments.local(session, assessment)
    yield Survey(_served, token, assessment, instrument, local, database)
    database.dispose()


def created(session: Session, setup: Setup, settings: Settings) -> Assessment:
    """Create an assessment whose days are put around any day on which the tests may run."""
    made = lifecycle.create(session, setup, settings)
    made.opens_on, made.closes_on = ALWAYS_OPEN
    return made


def _opened(settings: Settings, database: Database) -> tuple[Assessment, str]:
    example = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), settings.surveys)
    setup = example.model_copy(update={"links": "open"})
    with database.write() as session:
        assessment = created(session, setup, settings)
        lifecycle.open_(session, assessment.code, settings, ALWAYS_OPEN[0])
        return assessment, links.open_link(session, assessment).token


class _serving:  # noqa: N801 - reads as what it does
    """The server that `readiness serve` starts, taking requests while the block runs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> None:
        port = str(urlsplit(self._settings.base_url).port)
        command = [sys.executable, "-m", "readiness", "serve", "--port", port, "--workers", "1"]
        environ = {**os.environ, **config.environment(self._settings)}
        self._process = subprocess.Popen(
            command, env=environ, cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL
        )
        while not _listens(int(port)):
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"The server ended with {self._process.wait(timeout=0.1)}.")

    def __exit__(self, *args: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, quiet towards the network."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, survey: Survey) -> Iterator[Open]:
    """Open a device's browser; a request to any other host fails the test."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def opened(size: ViewportSize = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=size, **options)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(survey.base) else strangers.append(asked.url),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not strangers


@pytest.fixture
def phone(open_page: Open) -> Page:
    """A phone whose browser runs no scripts."""
    return open_page(java_script_enabled=False, has_touch=True, is_mobile=True)
