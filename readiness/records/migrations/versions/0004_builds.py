"""Documents that are built outside a request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')"


def upgrade() -> None:
    """Add the table of builds."""
    op.create_table(
        "build",
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
        sa.CheckConstraint(STATES, name=op.f("ck_build_state")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_build_percent")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_build_assessment_id_assessment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_build"),
    )
    op.create_index("ix_build_assessment_id", "build", ["assessment_id"])
    op.create_index("ix_build_state", "build", ["state"])


def downgrade() -> None:
    """Forget the builds; their files stay in the cache until it is full."""
    op.drop_table("build")
