"""How a database is opened so that a confirmed answer is never lost.

SQLite runs with a write-ahead log, `synchronous=FULL` and `BEGIN IMMEDIATE`: with less, answers that were confirmed
are lost in a power cut, or writers refuse each other. PostgreSQL runs with its own defaults and short time limits.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import exc as problem

from readiness.errors import WrongSetting

WAIT_SECONDS = 5
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "busy_timeout": 1000 * WAIT_SECONDS,
}
"""What every SQLite connection must have; 2 is FULL."""
_LIMITS = {
    "statement_timeout": "8s",
    "lock_timeout": f"{WAIT_SECONDS}s",
    "idle_in_transaction_session_timeout": "60s",
    "synchronous_commit": "on",
}
"""What every PostgreSQL connection asks for."""
_NETWORK = (
    *(
        "nfs",
        "cifs",
        "smb",
        "ceph",
        "lustre",
        "gluster",
        "beegfs",
        "gpfs",
        "afs",
        "ncp",
        "davfs",
        "ocfs",
        "gfs",
    ),
    *(
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.gluster",
        "fuse.ceph",
        "fuse.smb",
        "fuse.davfs",
        "fuse.nfs",
    ),
)
"""How the names of network file systems begin: SQLite's locks do not hold on them."""


def understood(url: str) -> URL:
    """Return the address as SQLAlchemy needs it, or say why it cannot work."""
    remedy = "Leave it empty for SQLite in the instance folder, or write postgresql://user@host/name."
    try:
        found = make_url(url)
    except problem.ArgumentError as error:
        raise WrongSetting("The setting `database` is no address of a database.", remedy) from error
    if found.get_backend_name() in ("postgresql", "postgres"):
        return found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() == "sqlite" and found.database and found.database != ":memory:":
        return found
    raise WrongSetting(f"The setting `database` starts with {found.drivername} or names no file.", remedy)


def opened(url: URL) -> Engine:
    """Return the engine for that address."""
    shared = {
        "json_serializer": _json,
        "json_deserializer": orjson.loads,
        "pool_size": 16,
        "max_overflow": 16,
        "pool_timeout": WAIT_SECONDS,
        "hide_parameters": True,  # no error or log may hold an answer
    }
    return _sqlite(url, shared) if url.get_backend_name() == "sqlite" else _postgresql(url, shared)


@contextmanager
def bare(engine: Engine) -> Iterator[Any]:
    """Give a cursor outside any transaction, on a connection that is closed afterwards."""
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            driver.autocommit = True
        yield driver.cursor()
    finally:
        connection.invalidate()


def file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Return the kind of file system that holds the folder; empty where the machine does not say."""
    if not mounts.exists():
        return ""
    lines = (line.split(" ") for line in mounts.read_text("utf-8", "replace").splitlines())
    points = [(parts[1].replace("\\040", " "), parts[2]) for parts in lines if len(parts) > 2]
    holding = [(point, kind) for point, kind in points if folder.is_relative_to(point)]
    # The longest mount point holds the folder; of several on one point the last one hides the others.
    return max(reversed(holding), key=lambda held: len(held[0]), default=("", ""))[1]


def _json(value: object) -> str:
    """Write the same value always as the same text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _sqlite(url: URL, shared: dict[str, Any]) -> Engine:
    path = Path(str(url.database)).resolve()
    _refuse_folder(path.parent)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, **shared)
    event.listen(engine, "connect", _prepared)
    event.listen(engine, "begin", _begun)
    return engine


def _postgresql(url: URL, shared: dict[str, Any]) -> Engine:
    connect = {
        "connect_timeout": WAIT_SECONDS,
        "options": " ".join(f"-c {name}={value}" for name, value in _LIMITS.items()),
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 8000,
    }
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=connect, **shared)
    except ModuleNotFoundError as error:
        remedy = "Run: pip install 'readiness[postgresql]'"
        raise WrongSetting("The database is PostgreSQL, but its driver is not installed.", remedy) from error


def _prepared(connection: sqlite3.Connection, record: object) -> None:
    """Set a new connection up and see that SQLite has taken it on."""
    connection.isolation_level = None  # transactions start in `_begun`, not in the driver
    connection.execute(
        "PRAGMA page_size=8192"
    )  # an answer set then fits on its page; only a new file heeds this
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            problem = f"SQLite refuses {name}={value} and keeps {found}."
            raise WrongSetting(problem, "Keep the instance folder on a local disk.")


def _begun(connection: Connection) -> None:
    """Take the write lock at once: a transaction that asks for it midway is refused when another was faster."""
    immediate = connection.get_execution_options().get("immediate")
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _refuse_folder(folder: Path) -> None:
    """Refuse a folder that does not exist or lies on a network file system."""
    if not folder.is_dir():
        raise WrongSetting(
            f"The folder {folder} does not exist.", "Run `readiness init` first, or mend the setting."
        )
    kind = file_system(folder)
    if kind.startswith(_NETWORK):
        raise WrongSetting(
            f"{folder} lies on a network file system ({kind}), where SQLite can lose answers.",
            "Move the instance folder to a local disk, or set `database` to a PostgreSQL server.",
        )
