"""The migrations make the very tables that the program knows, on both databases, all or nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from readiness.errors import WrongSetting
from readiness.records import schema
from readiness.records.database import Database
from readiness.records.tables import Table


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_the_tables_that_the_program_knows(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Table.metadata) == []
    assert tables(database) == set(Table.metadata.tables)


def test_on_sqlite_they_make_them_to_the_letter(tmp_path: Path) -> None:
    """The comparison above does not see checks, nor tables without row ids."""
    migrated, made = (Database(f"sqlite:///{tmp_path / name}.db") for name in ("migrated", "made"))
    migrated.upgrade()
    with made.changing() as connection:
        Table.metadata.create_all(connection)
    assert written(migrated) == written(made)
    assert "WITHOUT ROWID" in written(made)["response"]


def written(database: Database) -> dict[str, str]:
    with database.read() as session:
        rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {name: normal(sql) for name, sql in rows if name != "alembic_version"}


def normal(sql: str) -> str:
    """The parts of a table in any order, in one line; SQLite quotes the name of one that was made anew."""
    head, _, rest = re.sub(r"\s+", " ", sql).replace('"', "").partition("(")
    parts = re.split(r",\s(?=[a-z_\"]+ [A-Z]|CONSTRAINT)", rest.rpartition(")")[0].strip())
    return f"{head.strip()} ({' | '.join(sorted(parts))}) {rest.rpartition(')')[2].strip()}"


def test_up_down_and_up_again(database: Database) -> None:
    with database.changing() as connection:
        schema.downgrade(connection, "base")
    assert tables(database) == set()
    assert not database.current()
    database.upgrade()
    assert tables(database) == set(Table.metadata.tables)
    assert database.current()


def test_an_upgrade_that_breaks_off_leaves_the_tables_as_they_were(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.changing() as connection:
        schema.downgrade(connection, "base")
    upgrade = schema.upgrade

    def breaks(connection: object) -> None:
        upgrade(connection)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "upgrade", breaks)
    with pytest.raises(KeyboardInterrupt):
        database.upgrade()
    assert tables(database) == set()


def test_two_servers_that_start_together_make_the_tables_once(database: Database) -> None:
    with database.changing() as connection:
        schema.downgrade(connection, "base")
    address = database.url.render_as_string(hide_password=False)
    others = [Database(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Database.upgrade, others))
    assert database.current()
    for other in others:
        other.dispose()


def test_a_database_without_tables_is_refused_with_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=r"no tables yet.*readiness init"):
        Database(f"sqlite:///{tmp_path / 'new.db'}").require_current()


def test_an_older_database_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "head", lambda: "9999")
    with pytest.raises(WrongSetting, match=r"older than this program.*readiness init"):
        database.require_current()


def test_a_newer_database_is_refused_and_not_touched(database: Database) -> None:
    with database.changing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (database.require_current, database.upgrade):
        with pytest.raises(WrongSetting, match="newer than this program"):
            refused()


def test_tables_that_are_up_to_date_are_left_alone(database: Database) -> None:
    database.upgrade()
    database.require_current()
