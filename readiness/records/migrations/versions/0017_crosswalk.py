"""What became of organisations, and of groups that gave a part away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let it be told; what was told so far is of whole areas and places."""
    with op.batch_alter_table("became") as became:
        became.drop_constraint(op.f("ck_became_kind"), type_="check")
        became.alter_column("kind", type_=sa.String(12), existing_type=sa.String(5), existing_nullable=False)
        became.add_column(sa.Column("part", sa.Boolean, nullable=False, server_default=sa.false()))
        became.create_check_constraint(op.f("ck_became_kind"), "kind IN ('area', 'place', 'organisation')")
    with op.batch_alter_table("became") as became:
        became.alter_column("part", server_default=None)


def downgrade() -> None:
    """Forget what became of organisations and where parts went."""
    op.execute("DELETE FROM became WHERE kind = 'organisation' OR part")
    with op.batch_alter_table("became") as became:
        became.drop_constraint(op.f("ck_became_kind"), type_="check")
        became.drop_column("part")
        became.alter_column("kind", type_=sa.String(5), existing_type=sa.String(12), existing_nullable=False)
        became.create_check_constraint(op.f("ck_became_kind"), "kind IN ('area', 'place')")
