"""Tokens by which programs read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of tokens, and of what the log has told of their use."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("system_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("used_on", sa.Date),
        sa.Column("revoked_at", sa.BigInteger),
        sa.Column("minute", sa.BigInteger, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_api_token_account_id_account"),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name="fk_api_token_system_id_system"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
    )
    op.create_index("ix_api_token_account_id", "api_token", ["account_id"])
    op.create_table(
        "api_token_use",
        sa.Column("token_id", sa.Integer, nullable=False),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name="fk_api_token_use_token_id_api_token"),
        sa.PrimaryKeyConstraint("token_id", "resource", name="pk_api_token_use"),
    )


def downgrade() -> None:
    """Forget all tokens."""
    op.drop_table("api_token_use")
    op.drop_table("api_token")
