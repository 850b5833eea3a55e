"""The door to the database: what is kept, what is not, and what a person reads when it does not open."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, select, text
from sqlalchemy import exc as problem

from readiness.errors import DatabaseAway, WrongSetting
from readiness.records import engines
from readiness.records.database import Database
from readiness.records.direct import Change
from readiness.records.tables import System

only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


def names(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(select(System.name)))


def add_and_break_off(database: Database) -> None:
    with database.write() as session:
        session.add(System(name="Ashdale"))
        session.flush()
        raise KeyError


def test_what_was_written_stays(database: Database) -> None:
    with database.write() as session:
        session.add(System(name="Ashdale"))
    assert names(database) == ["Ashdale"]


def test_nothing_of_a_transaction_stays_after_an_error(database: Database) -> None:
    with pytest.raises(KeyError):
        add_and_break_off(database)
    assert names(database) == []


def test_a_reading_session_keeps_nothing(database: Database) -> None:
    with database.read() as session:
        session.add(System(name="Ashdale"))
        session.flush()
    assert names(database) == []


def test_a_mistake_of_this_program_is_not_taken_for_a_database_that_is_away(database: Database) -> None:
    with pytest.raises(problem.DBAPIError), database.read() as session:
        session.execute(text("SELECT nothing FROM nowhere"))


NAMED = "SELECT name FROM system WHERE name = :name"
RENAMED = Change(
    ("UPDATE system SET name = :new WHERE name = :name",),
    "UPDATE system SET name = :new WHERE name = :name RETURNING 1",
)


def test_a_single_statement_finds_and_changes_a_row_by_itself(database: Database) -> None:
    with database.write() as session:
        session.add(System(name="Ashdale"))
    assert database.row(NAMED, {"name": "Birchwood"}) is None
    assert database.done(RENAMED, {"name": "Ashdale", "new": "Birchwood"})
    assert not database.done(RENAMED, {"name": "Ashdale", "new": "Cedar"})
    assert tuple(database.row(NAMED, {"name": "Birchwood"})) == ("Birchwood",)
    assert names(database) == ["Birchwood"]


def test_a_mistake_in_a_single_statement_is_not_taken_for_a_database_that_is_away(database: Database) -> None:
    with pytest.raises((sqlite3.OperationalError, psycopg.errors.UndefinedTable)):
        database.row("SELECT nothing FROM nowhere", {})
    assert database.row(NAMED, {"name": "Ashdale"}) is None, "the connection is as good as new"


@only_sqlite
def test_a_single_change_that_waits_too_long_reads_that_the_database_is_busy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = sqlite3.connect(str(database.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setitem(engines._PRAGMAS, "busy_timeout", 20)
    with pytest.raises(DatabaseAway, match="locked"):
        database.done(RENAMED, {"name": "Ashdale", "new": "Birchwood"})
    holder.close()
    assert not database.done(RENAMED, {"name": "Ashdale", "new": "Birchwood"})


@only_sqlite
def test_connections_for_single_statements_keep_answers_over_a_power_cut_too(database: Database) -> None:
    assert [database.row(f"PRAGMA {name}", {})[0] for name in ("synchronous", "secure_delete")] == [2, 1]


@only_postgresql
def test_a_kept_connection_that_was_cut_is_replaced_unnoticed(database: Database) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = :pid"
    (pid,) = database.row("SELECT pg_backend_pid()", {})
    with database.write() as session:
        session.add(System(name="Ashdale"))
        session.execute(text(cut), {"pid": pid})
    assert database.done(RENAMED, {"name": "Ashdale", "new": "Birchwood"})
    with pytest.raises(DatabaseAway):
        database.row("SELECT pg_terminate_backend(pg_backend_pid())", {})
    assert names(database) == ["Birchwood"]


@only_postgresql
def test_single_statements_have_the_short_limits_too(database: Database) -> None:
    assert database.row("SHOW statement_timeout", {}) == ("8s",)
    with pytest.raises(DatabaseAway, match="statement timeout"):
        database.row("SELECT pg_sleep(60) FROM set_config('statement_timeout', '1', false)", {})


@only_sqlite
def test_every_sqlite_connection_keeps_answers_over_a_power_cut_and_wipes_what_is_deleted(
    database: Database,
) -> None:
    with database.read() as one, database.read() as other:
        for session in (one, other):
            found = {name: session.scalar(text(f"PRAGMA {name}")) for name in engines._PRAGMAS}
            assert found == {
                "journal_mode": "wal",
                "synchronous": 2,
                "secure_delete": 1,
                "foreign_keys": 1,
                "busy_timeout": 5000,
            }


@only_sqlite
def test_a_connection_that_does_not_take_a_setting_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines._PRAGMAS, "synchronous", 9)
    with pytest.raises(WrongSetting, match="SQLite refuses synchronous=9"), database.read() as session:
        session.execute(text("SELECT 1"))


@only_sqlite
def test_only_the_owner_may_read_the_file(database: Database) -> None:
    other = Path(str(database.url.database)).with_name("other.db")
    Database(f"sqlite:///{other}").dispose()
    assert other.stat().st_mode & 0o777 == 0o600


@only_sqlite
def test_a_writer_that_waits_too_long_for_another_reads_that_the_database_is_busy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = sqlite3.connect(str(database.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setitem(engines._PRAGMAS, "busy_timeout", 20)
    with pytest.raises(DatabaseAway, match="locked"), database.write() as session:
        session.add(System(name="Ashdale"))
    holder.close()


def full(connection: sqlite3.Connection, *_: object) -> None:
    """Leave no room on the disk as far as this connection knows."""
    connection.execute("PRAGMA max_page_count=1")  # SQLite takes the pages that there are as the least


@only_sqlite
def test_a_full_disk_half_keeps_nothing_and_the_next_try_after_it_works(database: Database) -> None:
    event.listen(database.engine, "checkout", full)
    with pytest.raises(DatabaseAway, match="full"), database.write() as session:
        session.add_all(System(name=f"System {n} with a name of some length") for n in range(5_000))
    event.remove(database.engine, "checkout", full)
    database.dispose()
    assert names(database) == []
    with database.write() as session:
        session.add(System(name="Ashdale"))
    assert names(database) == ["Ashdale"]


@only_sqlite
def test_a_single_change_on_a_full_disk_reads_so_and_the_next_try_after_it_works(database: Database) -> None:
    with database.write() as session:
        session.add(System(name="Ashdale"))
    event.listen(database.engine, "checkout", full)
    with pytest.raises(DatabaseAway, match="full"):
        database.done(RENAMED, {"name": "Ashdale", "new": "Birchwood" * 500_000})
    event.remove(database.engine, "checkout", full)
    assert names(database) == ["Ashdale"]
    assert database.done(RENAMED, {"name": "Ashdale", "new": "Birchwood"})


@only_postgresql
def test_every_postgresql_connection_has_short_limits(database: Database) -> None:
    with database.read() as session:
        assert session.scalar(text("SHOW statement_timeout")) == "8s"
        assert session.scalar(text("SHOW lock_timeout")) == "5s"
        assert session.scalar(text("SHOW synchronous_commit")) == "on"


@only_postgresql
def test_a_statement_that_takes_too_long_reads_as_a_database_that_is_away(database: Database) -> None:
    with pytest.raises(DatabaseAway, match="statement timeout"), database.read() as session:
        session.execute(text("SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)"))


@only_postgresql
def test_a_cut_connection_reads_as_away_and_the_next_one_works(database: Database) -> None:
    with pytest.raises(DatabaseAway), database.write() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with database.write() as session:
        session.add(System(name="Ashdale"))
    assert names(database) == ["Ashdale"]


@pytest.mark.postgresql
def test_a_postgresql_server_that_is_not_there_reads_as_away(tmp_path: Path) -> None:
    database = Database(f"postgresql://somebody@/nothing?host={tmp_path}")
    with pytest.raises(DatabaseAway), database.read() as session:
        session.execute(text("SELECT 1"))


@pytest.mark.parametrize("url", ["postgresql://x/y", "postgres://x/y", "postgresql+psycopg://x/y"])
def test_every_way_to_write_a_postgresql_address_is_understood(url: str) -> None:
    assert engines.understood(url).drivername == "postgresql+psycopg"


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_an_address_that_cannot_hold_answers_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(WrongSetting, match="Leave it empty for SQLite"):
        Database(url)


def test_a_missing_folder_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=r"does not exist.*readiness init"):
        Database(f"sqlite:///{tmp_path / 'nowhere' / 'readiness.db'}")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_a_network_file_system_is_refused_for_sqlite(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "file_system", lambda folder: kind)
    with pytest.raises(WrongSetting, match=rf"network file system \({kind}\)"):
        Database(f"sqlite:///{tmp_path / 'readiness.db'}")


def test_the_file_system_of_a_folder_is_that_of_the_deepest_mount_and_of_the_last_one_on_it(
    tmp_path: Path,
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/a / ext4 rw 0 0\nserver:/x /srv/my\\040files nfs4 rw 0 0\nauto /data autofs rw 0 0\n"
        "/dev/b /data xfs rw 0 0\n"
    )
    assert engines.file_system(Path("/srv/my files/instance"), mounts) == "nfs4"
    assert engines.file_system(Path("/srv/other"), mounts) == "ext4"
    assert engines.file_system(Path("/data/x"), mounts) == "xfs"
    assert engines.file_system(Path("/data/x"), tmp_path / "no such file") == ""
