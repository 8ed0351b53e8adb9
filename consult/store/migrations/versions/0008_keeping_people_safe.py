"""Flag comments that may identify someone or tell of harm, and name who looks after safeguarding."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401 - our column types are written in terms of it

from consult.store.column_types import JsonDocument, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PARTS = ("lead", "deputy")


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for part in PARTS:
            batch_op.add_column(
                sa.Column(f"safeguarding_{part}", sa.Text(), server_default="", nullable=False)
            )
    _name_those_of_the_file()
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("found", JsonDocument(), nullable=True))
        batch_op.create_index(
            "ix_comment_not_looked_through",
            ["id"],
            unique=False,
            sqlite_where=sa.text("found IS NULL"),
            postgresql_where=sa.text("found IS NULL"),
        )

    op.create_table(
        "flag",
        sa.Column("id", _number(), nullable=False),
        sa.Column("consultation_id", _number(), nullable=False),
        sa.Column("comment_reference", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_flag_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("comment_reference", "queue", name=op.f("uq_flag_comment_reference_queue")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index("ix_flag_consultation_id_queue", ["consultation_id", "queue"], unique=False)

    op.create_table(
        "flag_decision",
        sa.Column("id", _number(), nullable=False),
        sa.Column("flag_id", _number(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", _number(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_decision_flag_id_flag")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_flag_decision_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_decision")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("flag_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_decision_flag_id"), ["flag_id"], unique=False)

    op.create_table(
        "flag_notice",
        sa.Column("id", _number(), nullable=False),
        sa.Column("consultation_id", _number(), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_flag_notice_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_flag_notice_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_notice")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("flag_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_notice_consultation_id"), ["consultation_id"], unique=False)


def _name_those_of_the_file() -> None:
    """Consultations that were loaded before keep the lead and deputy that their file named."""
    connection = op.get_bind()
    consultations = sa.table(
        "consultation",
        sa.column("id"),
        sa.column("details"),
        *(sa.column(f"safeguarding_{part}") for part in PARTS),
    )
    for row in connection.execute(sa.select(consultations.c.id, consultations.c.details)).all():
        named = json.loads(row.details).get("safeguarding", {})
        connection.execute(
            sa.update(consultations)
            .where(consultations.c.id == row.id)
            .values({f"safeguarding_{part}": named.get(part, "") for part in PARTS})
        )


def downgrade() -> None:
    for table in ("flag_notice", "flag_decision", "flag"):
        op.drop_table(table)
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_not_looked_through")
        batch_op.drop_column("found")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        for part in PARTS:
            batch_op.drop_column(f"safeguarding_{part}")
