"""What moved, published along with a year's results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; what is published so far was published without it."""
    for name in ("beside", "done"):
        op.add_column("publication", sa.Column(name, sa.JSON, nullable=False, server_default="[]"))
        with op.batch_alter_table("publication") as publication:
            publication.alter_column(name, server_default=None)
    op.create_table(
        "published_changes",
        sa.Column("publication_id", sa.Integer, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_published_changes_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("publication_id", "language", name="pk_published_changes"),
    )


def downgrade() -> None:
    """Take them away again; what is published then is each year by itself."""
    op.drop_table("published_changes")
    with op.batch_alter_table("publication") as publication:
        publication.drop_column("done")
        publication.drop_column("beside")
