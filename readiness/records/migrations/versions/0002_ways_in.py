"""Ways in besides open links, and what is counted while people answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(60)
NEW = ["code_batch", "single_use_code", "spent_mark", "page_count", "turnout", "attempts"]


def upgrade() -> None:
    """Add the tables and columns; every assessment so far was asked by open links."""
    op.add_column("assessment", sa.Column("mode", sa.String(10), nullable=False, server_default="open"))
    op.add_column(
        "assessment", sa.Column("count_pages", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("organisation", sa.Column("people", sa.Integer))
    op.add_column("response", sa.Column("hasty", sa.Boolean))
    _links_of_organisations()
    _codes()
    _marks()
    _counts()


def downgrade() -> None:
    """Take them away again; links of organisations lead to the whole assessment afterwards."""
    for table in reversed(NEW):
        op.drop_table(table)
    with op.batch_alter_table("link") as link:
        link.drop_constraint(op.f("fk_link_assessment_id_organisation_organisation"), type_="foreignkey")
        for column in ("organisation", "revoked_on", "answers"):
            link.drop_column(column)
        link.add_column(sa.Column("mode", sa.String(10), nullable=False, server_default="open"))
        link.create_check_constraint(op.f("ck_link_mode"), "mode IN ('open')")
    with op.batch_alter_table("link") as link:
        link.alter_column("mode", server_default=None)
    op.drop_column("response", "hasty")
    op.drop_column("organisation", "people")
    op.drop_column("assessment", "count_pages")
    op.drop_column("assessment", "mode")


def _links_of_organisations() -> None:
    with op.batch_alter_table("link") as link:
        link.drop_constraint(op.f("ck_link_mode"), type_="check")
        link.drop_column("mode")
        link.add_column(sa.Column("organisation", ID))
        link.add_column(sa.Column("revoked_on", sa.Date))
        link.add_column(sa.Column("answers", sa.Integer, nullable=False, server_default="0"))
        link.create_foreign_key(
            op.f("fk_link_assessment_id_organisation_organisation"),
            "organisation",
            ["assessment_id", "organisation"],
            ["assessment_id", "slug"],
        )
    with op.batch_alter_table("link") as link:
        link.alter_column("answers", server_default=None)


def _codes() -> None:
    op.create_table(
        "code_batch",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("place", ID),
        sa.Column("organisation", ID),
        sa.Column("codes", sa.Integer, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("revoked_on", sa.Date),
        _of_assessment("code_batch"),
        _part_of("code_batch", "place"),
        _part_of("code_batch", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_code_batch"),
    )
    op.create_index("ix_code_batch_assessment_id", "code_batch", ["assessment_id"])
    op.create_table(
        "single_use_code",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("batch_id", sa.Integer, nullable=False),
        sa.Column("spent", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["code_batch.id"], name="fk_single_use_code_batch_id_code_batch"
        ),
        sa.PrimaryKeyConstraint("hash", name="pk_single_use_code"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_single_use_code_batch_id", "single_use_code", ["batch_id"])


def _marks() -> None:
    op.create_table(
        "spent_mark",
        sa.Column("mark", sa.LargeBinary(32), nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        _of_assessment("spent_mark"),
        sa.PrimaryKeyConstraint("mark", name="pk_spent_mark"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_spent_mark_assessment_id", "spent_mark", ["assessment_id"])


def _counts() -> None:
    op.create_table(
        "page_count",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("page", sa.String(130), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        _of_assessment("page_count"),
        sa.PrimaryKeyConstraint("assessment_id", "page", name="pk_page_count"),
    )
    op.create_table(
        "turnout",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("shown", sa.JSON, nullable=False),
        _of_assessment("turnout"),
        sa.PrimaryKeyConstraint("assessment_id", "day", name="pk_turnout"),
    )
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        _of_assessment("attempts"),
        sa.PrimaryKeyConstraint("key", name="pk_attempts"),
    )
    op.create_index("ix_attempts_assessment_id", "attempts", ["assessment_id"])


def _of_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id"], ["assessment.id"], name=f"fk_{table}_assessment_id_assessment"
    )


def _part_of(table: str, part: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id", part],
        [f"{part}.assessment_id", f"{part}.slug"],
        name=f"fk_{table}_assessment_id_{part}_{part}",
    )
