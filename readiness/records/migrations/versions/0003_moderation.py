"""Moderation of comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of decisions; every comment so far is waiting."""
    op.create_table(
        "moderation",
        sa.Column("comment_id", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(60)),
        sa.Column("cut", sa.Text),
        sa.CheckConstraint("state IN ('shown', 'withheld')", name=op.f("ck_moderation_state")),
        sa.CheckConstraint("(state = 'withheld') = (reason IS NOT NULL)", name=op.f("ck_moderation_reason")),
        sa.CheckConstraint("state = 'shown' OR cut IS NULL", name=op.f("ck_moderation_cut")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_moderation_comment_id_comment"),
        sa.PrimaryKeyConstraint("comment_id", name="pk_moderation"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Forget the decisions; the comments themselves stay."""
    op.drop_table("moderation")
