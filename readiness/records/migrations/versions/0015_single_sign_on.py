"""Who accounts are to the organisation's identity provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "outside_identity",
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", sa.BigInteger, nullable=False),
        sa.Column("waits_for", sa.Integer),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_outside_identity_account_id_account"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_outside_identity"),
        sa.UniqueConstraint("issuer", "subject", name="uq_outside_identity_issuer_subject"),
    )


def downgrade() -> None:
    """Forget them; everybody signs in with a password again."""
    op.drop_table("outside_identity")
