"""Whether someone helped to answer, and who agreed that the answers are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from consult.store.column_types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("support", sa.Text(), nullable=True))
        _add_consent(batch_op)
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("support", sa.Text(), server_default="", nullable=False))
        _add_consent(batch_op)


def _add_consent(batch_op: BatchOperations) -> None:
    batch_op.add_column(sa.Column("consent", sa.Text(), server_default="", nullable=False))
    batch_op.add_column(sa.Column("consented_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        for column in ("consented_at", "consent", "support"):
            batch_op.drop_column(column)
    with op.batch_alter_table("draft", schema=None) as batch_op:
        for column in ("consented_at", "consent", "support"):
            batch_op.drop_column(column)
