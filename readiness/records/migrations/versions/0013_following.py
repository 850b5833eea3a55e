"""Assessments that follow others, what became of areas and places, and what was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables; every assessment there is stands alone."""
    op.create_table(
        "following",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("past_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_following_assessment_id_assessment"
        ),
        sa.ForeignKeyConstraint(["past_id"], ["assessment.id"], name="fk_following_past_id_assessment"),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_following"),
    )
    op.create_index("ix_following_past_id", "following", ["past_id"])
    op.create_table(
        "became",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("past", sa.String(60), nullable=False),
        sa.Column("now", sa.String(60)),
        sa.CheckConstraint("kind IN ('area', 'place')", name=op.f("ck_became_kind")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_became_assessment_id_assessment"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_became"),
    )
    _actions()


def _actions() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("area", sa.String(60)),
        sa.Column("dimension", sa.String(60)),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("started_on", sa.Date),
        sa.Column("expected", sa.Integer),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'done', 'stopped')", name=op.f("ck_action_state")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_action_assessment_id_assessment"
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "area"],
            ["clinical_area.assessment_id", "clinical_area.slug"],
            name="fk_action_assessment_id_area_clinical_area",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
    )
    op.create_index("ix_action_assessment_id", "action", ["assessment_id"])


def downgrade() -> None:
    """Forget which follows which, and what was done."""
    op.drop_index("ix_action_assessment_id", "action")
    op.drop_table("action")
    op.drop_table("became")
    op.drop_index("ix_following_past_id", "following")
    op.drop_table("following")
