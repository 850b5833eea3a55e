"""What is published, links to it, and when workers were last there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables; nothing is published yet."""
    _add_publications()
    _add_shares()
    op.create_table(
        "worker_seen",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_worker_seen"),
    )


def _add_publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("published_at", sa.BigInteger, nullable=False),
        sa.Column("published_by", sa.String(254), nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.String(254)),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_publication_assessment_id_assessment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
    )
    op.create_index("ix_publication_assessment_id", "publication", ["assessment_id"])
    op.create_table(
        "published_findings",
        sa.Column("publication_id", sa.Integer, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_published_findings_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("publication_id", "language", name="pk_published_findings"),
    )


def _add_shares() -> None:
    op.create_table(
        "share",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("whom", sa.String(200), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.String(254)),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_share_assessment_id_assessment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.UniqueConstraint("hash", name="uq_share_hash"),
    )
    op.create_index("ix_share_assessment_id", "share", ["assessment_id"])


def downgrade() -> None:
    """Forget what was published; the findings can be found again."""
    op.drop_table("worker_seen")
    op.drop_index("ix_share_assessment_id", "share")
    op.drop_table("share")
    op.drop_table("published_findings")
    op.drop_index("ix_publication_assessment_id", "publication")
    op.drop_table("publication")
