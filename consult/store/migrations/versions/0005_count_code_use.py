"""Count how often codes are used, by the minute."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401 - our column types are written in terms of it

from consult.store.column_types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("minute", UtcDateTime(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_use")),
        sa.UniqueConstraint("place", "minute", name=op.f("uq_code_use_place_minute")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("code_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_use_minute"), ["minute"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("code_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_use_minute"))

    op.drop_table("code_use")
