"""Words of the lead on the first page, and the languages that are offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; an assessment that has neither is asked as before."""
    op.add_column("assessment", sa.Column("languages", sa.JSON, nullable=True))
    op.add_column("assessment", sa.Column("front", sa.JSON, nullable=True))


def downgrade() -> None:
    """Take both away."""
    op.drop_column("assessment", "front")
    op.drop_column("assessment", "languages")
