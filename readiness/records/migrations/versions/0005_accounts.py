"""Accounts, what they may do, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(60)
EMAIL = sa.String(254)
NEW = (
    *("account", "account_link", "recovery_code", "sign_in"),
    *("slowed", "access_grant", "audit_entry", "audit_head"),
)
ROLES = "role IN ('administrator', 'system-lead', 'area-lead', 'organisation-lead', 'viewer')"
GRANT_CHECKS = {
    "role": ROLES,
    "system": "(role = 'administrator') = (system_id IS NULL)",
    "area": "(role = 'area-lead') = (area IS NOT NULL)",
    "organisation": "(role = 'organisation-lead') = (organisation IS NOT NULL)",
}
SQLITE = (
    """CREATE TRIGGER audit_entry_keeps_words BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
    """CREATE TRIGGER audit_entry_keeps_rows BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
    """CREATE TRIGGER audit_entry_keeps_numbers BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is never changed'; END $$""",
    """CREATE TRIGGER audit_entry_keeps_rows BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_keeps_all BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)


def upgrade() -> None:
    """Add the tables, and see that no entry of the log is ever changed."""
    _accounts()
    _links()
    _sign_ins()
    _grants()
    _audit()
    for statement in POSTGRESQL if _postgresql() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Forget accounts and log."""
    for table in reversed(NEW):
        op.drop_table(table)
    if _postgresql():
        op.execute("DROP FUNCTION audit_entry_refuse()")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("email", EMAIL, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password", sa.String(200)),
        sa.Column("factor", sa.LargeBinary),
        sa.Column("factor_step", sa.BigInteger, nullable=False),
        sa.Column("invited_at", sa.BigInteger, nullable=False),
        sa.Column("joined_at", sa.BigInteger),
        sa.Column("deactivated_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )


def _links() -> None:
    op.create_table(
        "account_link",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("purpose IN ('join', 'password')", name=op.f("ck_account_link_purpose")),
        _of_account("account_link"),
        sa.PrimaryKeyConstraint("hash", name="pk_account_link"),
    )
    op.create_index("ix_account_link_account_id", "account_link", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        _of_account("recovery_code"),
        sa.PrimaryKeyConstraint("hash", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])


def _sign_ins() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        _of_account("sign_in"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("hash", name="uq_sign_in_hash"),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.create_table(
        "slowed",
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_slowed"),
    )


def _grants() -> None:
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("system_id", sa.Integer),
        sa.Column("area", ID),
        sa.Column("organisation", ID),
        sa.Column("ends_on", sa.Date),
        sa.Column("given_by", sa.Integer),
        sa.Column("given_at", sa.BigInteger, nullable=False),
        sa.Column("approved_by", sa.Integer),
        sa.Column("approved_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_access_grant_{name}"))
            for name, rule in GRANT_CHECKS.items()
        ),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name="fk_access_grant_system_id_system"),
        *(_of_account("access_grant", column) for column in ("account_id", "given_by", "approved_by")),
        sa.PrimaryKeyConstraint("id", name="pk_access_grant"),
    )
    op.create_index("ix_access_grant_account_id", "access_grant", ["account_id"])


def _audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("actor", EMAIL, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("about", sa.String(300), nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("sign_in_id", sa.Integer),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
        _of_account("audit_entry", "actor_id"),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_actor_id", "audit_entry", ["actor_id"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def _of_account(table: str, column: str = "account_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["account.id"], name=f"fk_{table}_{column}_account")
