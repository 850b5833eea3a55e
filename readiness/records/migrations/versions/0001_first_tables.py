"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(60)
NAME = sa.String(200)
DESCRIBING = [
    "system",
    "assessment",
    "place",
    "organisation",
    "clinical_area",
    "innovation",
    "headcount",
    "link",
]
ANSWERED = ["response", "comment", "send", "draft", "imported_file"]


def upgrade() -> None:
    """Make all tables: what describes an assessment first, then what people leave in it."""
    _systems()
    _assessments()
    _places()
    _areas()
    _headcounts()
    _links()
    _responses()
    _comments()
    _sends_and_drafts()
    _imported_files()


def downgrade() -> None:
    """Remove all tables, those that lean on others first."""
    for table in reversed([*DESCRIBING, *ANSWERED]):
        op.drop_table(table)


def _systems() -> None:
    op.create_table(
        "system",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_system"),
        sa.UniqueConstraint("name", name="uq_system_name"),
    )


def _assessments() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("system_id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("title", NAME, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("opened_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("instrument", ID, nullable=False),
        sa.Column("version", sa.String(10), nullable=False),
        sa.Column("instrument_hash", sa.String(64)),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("threshold", sa.Integer, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("ck_assessment_state")),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name="fk_assessment_system_id_system"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.UniqueConstraint("code", name="uq_assessment_code"),
    )


def _places() -> None:
    _listed("place")
    _listed(
        "organisation",
        sa.Column("type", ID, nullable=False),
        sa.Column("place", ID),
        _in_place("organisation"),
    )


def _areas() -> None:
    _listed("clinical_area")
    _listed("innovation", sa.Column("areas", sa.JSON, nullable=False))


def _headcounts() -> None:
    op.create_table(
        "headcount",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("role", ID, nullable=False),
        sa.Column("place", ID),
        sa.Column("area", ID),
        sa.Column("people", sa.Integer, nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_headcount_people")),
        sa.CheckConstraint("place IS NULL OR area IS NULL", name=op.f("ck_headcount_place_or_area")),
        _of_assessment("headcount"),
        _in_place("headcount"),
        sa.ForeignKeyConstraint(
            ["assessment_id", "area"],
            ["clinical_area.assessment_id", "clinical_area.slug"],
            name="fk_headcount_assessment_id_area_clinical_area",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_headcount"),
    )


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("token", sa.String(43), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("place", ID),
        sa.Column("expires_on", sa.Date),
        sa.CheckConstraint("mode IN ('open')", name=op.f("ck_link_mode")),
        _of_assessment("link"),
        _in_place("link"),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("token", name="uq_link_token"),
    )
    op.create_index("ix_link_assessment_id", "link", ["assessment_id"])


def _responses() -> None:
    _unordered(
        "response",
        sa.Column("version", sa.String(10), nullable=False),
        sa.Column("instrument_hash", sa.String(64), nullable=False),
        sa.Column("role", ID),
        sa.Column("place", ID),
        sa.Column("organisation_type", ID),
        sa.Column("tenure", ID),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("areas", sa.JSON, nullable=False),
    )
    op.create_index("ix_response_assessment_id", "response", ["assessment_id"])


def _comments() -> None:
    _unordered(
        "comment",
        sa.Column("question", sa.String(130), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("quotable", sa.Boolean, nullable=False),
    )
    op.create_index("ix_comment_assessment_id", "comment", ["assessment_id"])


def _sends_and_drafts() -> None:
    op.create_table(
        "send",
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        _of_assessment("send"),
        sa.PrimaryKeyConstraint("key_hash", name="pk_send"),
        sqlite_with_rowid=False,
    )
    _unordered("draft", sa.Column("sealed", sa.LargeBinary, nullable=False))


def _imported_files() -> None:
    op.create_table(
        "imported_file",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        _of_assessment("imported_file"),
        sa.PrimaryKeyConstraint("assessment_id", "digest", name="pk_imported_file"),
    )


def _listed(table: str, *more: sa.Column[object] | sa.ForeignKeyConstraint) -> None:
    """Make a table of things that an assessment lists in an order of its own."""
    op.create_table(
        table,
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("slug", ID, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *more,
        _of_assessment(table),
        sa.PrimaryKeyConstraint("assessment_id", "slug", name=f"pk_{table}"),
    )


def _unordered(table: str, *more: sa.Column[object]) -> None:
    """Make a table whose random ids are the only order of its rows."""
    op.create_table(
        table,
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        *more,
        _of_assessment(table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sqlite_with_rowid=False,
    )


def _of_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id"], ["assessment.id"], name=f"fk_{table}_assessment_id_assessment"
    )


def _in_place(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id", "place"],
        ["place.assessment_id", "place.slug"],
        name=f"fk_{table}_assessment_id_place_place",
    )
