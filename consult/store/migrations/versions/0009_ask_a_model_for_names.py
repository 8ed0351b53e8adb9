"""When a language model was asked for names in a comment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from consult.store.column_types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("model_asked_at", UtcDateTime(), nullable=True))
        batch_op.create_index(
            "ix_comment_model_not_asked",
            ["id"],
            unique=False,
            sqlite_where=sa.text("model_asked_at IS NULL"),
            postgresql_where=sa.text("model_asked_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_model_not_asked")
        batch_op.drop_column("model_asked_at")
