"""Documents of a consultation, requests for other formats, announced events, and what people search for."""

from __future__ import annotations

import json
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401 - our column types are written in terms of it

from consult.store.column_types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_document_file_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_document_file_consultation_id_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "format_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_format", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("reach_by", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_format_request_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_format_request_done_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_format_request")),
        sa.UniqueConstraint("key", name=op.f("uq_format_request_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("format_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_format_request_consultation_id"), ["consultation_id"], unique=False
        )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("searched", sa.Text(), server_default="", nullable=False))

    _fill_searched()
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("public_time", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("joining", sa.Text(), server_default="", nullable=False))


def _fill_searched() -> None:
    """Let consultations be found that were loaded before there was a search."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, title, summary, details FROM consultation")).all()
    for row in rows:
        purpose = str(json.loads(row.details).get("purpose") or "")
        connection.execute(
            sa.text("UPDATE consultation SET searched = :searched WHERE id = :id"),
            {"searched": _folded("\n".join((row.title, row.summary, purpose))), "id": row.id},
        )


def _folded(text: str) -> str:
    """As the search folded letters when this was written."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("joining")
        batch_op.drop_column("public_time")
        batch_op.drop_column("announced_at")

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("searched")

    with op.batch_alter_table("format_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_format_request_consultation_id"))

    op.drop_table("format_request")
    op.drop_table("document_file")
