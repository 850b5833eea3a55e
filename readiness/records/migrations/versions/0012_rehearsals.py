"""Plans and trials that the console asks workers for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of rehearsals."""
    op.create_table(
        "rehearsal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(60)),
        sa.Column("taken_until", sa.BigInteger),
        sa.Column("problem", sa.String(500), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("result", sa.JSON),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_rehearsal_state")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_rehearsal_percent")),
        sa.CheckConstraint("kind IN ('plan', 'trial')", name=op.f("ck_rehearsal_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_rehearsal"),
    )
    op.create_index("ix_rehearsal_code", "rehearsal", ["code"])
    op.create_index("ix_rehearsal_state", "rehearsal", ["state"])


def downgrade() -> None:
    """Forget the rehearsals; they are thrown away after a day in any case."""
    op.drop_table("rehearsal")
