"""Forms of the console that were taken in, so that none does its work twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; forms that are on screens at this moment are taken in as ever."""
    op.create_table(
        "taken_form",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("led_to", sa.String(200), nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_taken_form"),
        sa.UniqueConstraint("hash", name="uq_taken_form_hash"),
    )
    op.create_index("ix_taken_form_taken_at", "taken_form", ["taken_at"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("taken_form")
