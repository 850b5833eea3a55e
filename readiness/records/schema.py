"""Which tables a database has, and bringing them up to date by the migrations that the package carries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from readiness.errors import WrongSetting

LOCK = 7_366_732_848
"""PostgreSQL's advisory lock for upgrades: two servers that start together must not both make the tables."""


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, to work on this connection and in its transaction."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@cache
def head() -> str:
    """Return the newest revision that this program knows."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def known(revision: str) -> bool:
    """Say whether this program knows the revision."""
    return revision in {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def revision(connection: Connection) -> str | None:
    """Return the database's revision; None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def require(found: str | None) -> None:
    """Refuse a database whose tables are not those that this program knows."""
    if found == head():
        return
    if found is None or known(found):
        raise WrongSetting(
            "The database has no tables yet."
            if found is None
            else "The database is older than this program.",
            "Run `readiness init`: it brings the tables up to date and keeps what is in them.",
        )
    raise WrongSetting(
        "The database is newer than this program.", "Install the version that it was last used with."
    )


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the tables up to the revision."""
    alone(connection)
    found = revision(connection)
    if found is not None and not known(found):
        require(found)
    command.upgrade(config(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Take the tables back to the revision."""
    alone(connection)
    command.downgrade(config(connection), target)


def alone(connection: Connection) -> None:
    """Wait until nobody else changes the tables; SQLite's write lock sees to that by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
