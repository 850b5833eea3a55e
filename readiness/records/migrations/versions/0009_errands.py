"""Rounds of mail and posters that workers see to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')"


def upgrade() -> None:
    """Add the table of errands."""
    op.create_table(
        "errand",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(60)),
        sa.Column("taken_until", sa.BigInteger),
        sa.Column("problem", sa.String(500), nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.CheckConstraint(STATES, name=op.f("ck_errand_state")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_errand_percent")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_errand_assessment_id_assessment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_errand"),
    )
    op.create_index("ix_errand_assessment_id", "errand", ["assessment_id"])
    op.create_index("ix_errand_state", "errand", ["state"])


def downgrade() -> None:
    """Forget the errands; what was sent stays sent."""
    op.drop_table("errand")
