"""Responses that look alike, and what people decided about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401 - our column types are written in terms of it

from consult.store.column_types import JsonDocument, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likeness_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("members", JsonDocument(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_likeness_decision_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_likeness_decision_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by"], ["account.id"], name=op.f("fk_likeness_decision_taken_back_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_decision")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("likeness_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_likeness_decision_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "likeness_group",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("members", JsonDocument(), nullable=False),
        sa.Column("why", JsonDocument(), nullable=False),
        sa.Column("typical", sa.Text(), nullable=False),
        sa.Column("busiest", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_likeness_group_job_id_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_group")),
        sa.UniqueConstraint("job_id", "subject", "key", name=op.f("uq_likeness_group_job_id_subject_key")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("likeness_group")
    with op.batch_alter_table("likeness_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_decision_consultation_id"))

    op.drop_table("likeness_decision")
