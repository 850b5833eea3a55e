"""By how many daily sweeps a draft was found untouched that nothing but its device opens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; drafts that lie here now stay until closing, or until they are saved once more."""
    op.add_column("draft", sa.Column("sweeps", sa.SmallInteger))


def downgrade() -> None:
    """Take it away again; all drafts stay until closing then."""
    op.execute("ALTER TABLE draft DROP COLUMN sweeps")
