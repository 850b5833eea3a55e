"""What closing has left to do, and the words of their own that leads put into mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known to be left of what was closed before, and nobody has words of their own yet."""
    left = sa.Column("unrewritten", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("assessment", left)
    op.add_column("assessment", sa.Column("mail_words", sa.JSON))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("assessment", "mail_words")
    op.drop_column("assessment", "unrewritten")
