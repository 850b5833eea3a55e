"""Assessments that are being set up in the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of what has been filled in so far."""
    op.create_table(
        "setup_draft",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("system_id", sa.Integer, nullable=False),
        sa.Column("tables", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name="fk_setup_draft_system_id_system"),
        sa.PrimaryKeyConstraint("code", name="pk_setup_draft"),
    )


def downgrade() -> None:
    """Forget what was being set up; assessments stay."""
    op.drop_table("setup_draft")
