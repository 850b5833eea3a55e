"""Alembic's entry: runs migrations on the connection that `readiness.records.schema` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from readiness.records import (  # noqa: F401 - their tables are part of the whole
    account_tables,
    following_tables,
    publication_tables,
    queue_tables,
    token_tables,
)
from readiness.records.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds all of it, on SQLite too
)
context.run_migrations()
