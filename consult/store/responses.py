"""Drafts, responses, what became of them, comments and imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import (
    ForeignKey,
    Index,
    Subquery,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from consult.store.consultations import Consultation, QuestionnaireVersion
from consult.store.database import Base, Json, RowId, db, table_rules


class Draft(Base):
    """An unfinished response, found by the keyed hash of a random token. Never counted."""

    __tablename__ = "draft"
    id: Mapped[RowId]
    token_hash: Mapped[str] = mapped_column(unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id", ondelete="CASCADE"))
    edition: Mapped[str]
    language: Mapped[str]
    answers: Mapped[Json]
    support: Mapped[str | None]
    """Whether someone helped: None before that was asked, empty where nothing was chosen."""
    consent: Mapped[str] = mapped_column(default="", server_default="")
    """Who agreed that the answers are kept, `self` or `parent`; empty where agreement is not what they are kept by."""
    consented_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime] = mapped_column(index=True)


class Response(Base):
    """One person's answers, exactly as given. Never edited: its state is a record beside it."""

    __tablename__ = "response"
    id: Mapped[RowId]
    reference: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    edition: Mapped[str]
    language: Mapped[str]
    channel: Mapped[str]
    answers: Mapped[Json]
    support: Mapped[str] = mapped_column(default="", server_default="")
    consent: Mapped[str] = mapped_column(default="", server_default="")
    consented_at: Mapped[datetime | None]
    submission_key_hash: Mapped[str] = mapped_column(unique=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    submitted_at: Mapped[datetime]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    __table_args__ = table_rules(Index("ix_response_consultation_id_id", "consultation_id", "id"))


class ResponseState(Base):
    """What became of a response: counted, withdrawn, test or held, with who and why. The latest holds."""

    __tablename__ = "response_state"
    id: Mapped[RowId]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class Comment(Base):
    """A piece of what someone said in their own words, from a response or from an event's notes."""

    __tablename__ = "comment"
    id: Mapped[RowId]
    reference: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    question: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    found: Mapped[Json | None]
    """What it was flagged for, as kinds and positions; None before it was looked through."""
    model_asked_at: Mapped[datetime | None]
    """When a language model was asked for names in it; None where none was."""
    response: Mapped[Response | None] = relationship(lazy="raise")
    __table_args__ = table_rules(
        Index(
            "ix_comment_not_looked_through",
            "id",
            sqlite_where=sql("found IS NULL"),
            postgresql_where=sql("found IS NULL"),
        ),
        Index(
            "ix_comment_model_not_asked",
            "id",
            sqlite_where=sql("model_asked_at IS NULL"),
            postgresql_where=sql("model_asked_at IS NULL"),
        ),
    )


class ImportBatch(Base):
    """One file of responses that was taken in, with what was left out of it."""

    __tablename__ = "import_batch"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    file_name: Mapped[str]
    file_digest: Mapped[str]
    mapping: Mapped[Json]
    rows_read: Mapped[int]
    responses_written: Mapped[int]
    left_out: Mapped[Json]
    imported_at: Mapped[datetime]
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "file_digest"))


def add_draft(draft: Draft) -> None:
    db.session.add(draft)
    db.session.flush()


def _table(row: type[Base]) -> Table:
    """The plain table of a row, for statements that go past the unit of work."""
    return cast(Table, row.__table__)


_Newer = aliased(QuestionnaireVersion)
# Made once: making a statement costs more than running it, and every page of a respondent runs this one.
_DRAFT_BY_TOKEN = (
    select(Draft, QuestionnaireVersion.digest)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Draft.version_id)
    .where(
        Draft.token_hash == bindparam("token_hash"),
        QuestionnaireVersion.consultation_id == bindparam("consultation_id"),
        ~select(_Newer.id)
        .where(
            _Newer.consultation_id == QuestionnaireVersion.consultation_id,
            _Newer.number > QuestionnaireVersion.number,
        )
        .exists(),
    )
)
_DELETE_DRAFT = delete(_table(Draft)).where(_table(Draft).c.id == bindparam("draft_id"))
_ADD_RESPONSE = insert(_table(Response)).returning(_table(Response).c.id)
_ADD_COMMENTS = insert(_table(Comment))
_STORED_BY_DATABASE = frozenset({"id"})


def draft_by_token(consultation: Consultation, token_hash: str) -> tuple[Draft, str] | None:
    """The draft of a token with the digest of its questionnaire version, while that is the one being asked."""
    found = db.session.execute(
        _DRAFT_BY_TOKEN, {"token_hash": token_hash, "consultation_id": consultation.id}
    ).first()
    return (found[0], found[1]) if found else None


def delete_draft(draft: Draft) -> None:
    db.session.connection().execute(_DELETE_DRAFT, {"draft_id": draft.id})
    db.session.expunge(draft)


def save_draft(draft: Draft, changes: Mapping[str, object], *, revision: int, now: datetime) -> bool:
    """Write what changed (columns by name) unless another tab wrote first. Says whether it was written."""
    written = db.session.execute(
        update(Draft)
        .where(Draft.id == draft.id, Draft.revision == revision)
        .values(**changes, revision=revision + 1, saved_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(draft)
    return bool(getattr(written, "rowcount", 0))


def delete_drafts_before(moment: datetime) -> int:
    removed = db.session.execute(delete(Draft).where(Draft.saved_at < moment))
    return int(getattr(removed, "rowcount", 0))


def _values(row: Response | Comment) -> dict[str, object]:
    return {
        column.key: getattr(row, column.key)
        for column in row.__table__.columns
        if column.key not in _STORED_BY_DATABASE
    }


def add_response(response: Response, comments: Iterable[Comment]) -> None:
    """Write a response with its comments, past the unit of work: this is the busiest write of all."""
    connection = db.session.connection()
    response_id = connection.execute(_ADD_RESPONSE, _values(response)).scalar_one()
    rows = [{**_values(comment), "response_id": response_id} for comment in comments]
    if rows:
        connection.execute(_ADD_COMMENTS, rows)


def by_submission_key(submission_key_hash: str) -> Response | None:
    return db.session.scalar(select(Response).where(Response.submission_key_hash == submission_key_hash))


def by_receipt(receipt_hash: str) -> Response | None:
    return db.session.scalar(select(Response).where(Response.receipt_hash == receipt_hash))


def by_reference(consultation: Consultation, reference: str) -> Response | None:
    return db.session.scalar(
        select(Response).where(Response.consultation_id == consultation.id, Response.reference == reference)
    )


def has_any(consultation: Consultation) -> bool:
    return (
        db.session.scalar(select(Response.id).where(Response.consultation_id == consultation.id).limit(1))
        is not None
    )


def record_state(state: ResponseState) -> None:
    db.session.add(state)
    db.session.flush()


def erase_answers(response: Response) -> None:
    """Erase what was said and leave the fact that a response was received."""
    db.session.execute(delete(Comment).where(Comment.response_id == response.id))
    db.session.execute(update(Response).where(Response.id == response.id).values(answers={}, support=""))
    db.session.expire(response)


def latest_states() -> Subquery:
    """The number of the last decision about each response; those that nobody decided about are not in it."""
    return (
        select(ResponseState.response_id, func.max(ResponseState.id).label("state_id"))
        .group_by(ResponseState.response_id)
        .subquery()
    )


def state_of(response: Response, *, at: datetime | None = None) -> str:
    """What has become of a response by now, or what had by a moment."""
    latest = (
        select(ResponseState.state)
        .where(ResponseState.response_id == response.id)
        .order_by(ResponseState.id.desc())
        .limit(1)
    )
    if at is not None:
        latest = latest.where(ResponseState.recorded_at <= at)
    return db.session.scalar(latest) or "counted"


def states_of(response: Response) -> list[ResponseState]:
    return list(
        db.session.scalars(
            select(ResponseState).where(ResponseState.response_id == response.id).order_by(ResponseState.id)
        )
    )


def counted(consultation: Consultation) -> Iterator[Response]:
    """Every counted response, in the order of arrival, read in portions."""
    latest = latest_states()
    statement = (
        select(Response)
        .outerjoin(latest, latest.c.response_id == Response.id)
        .outerjoin(ResponseState, ResponseState.id == latest.c.state_id)
        .where(
            Response.consultation_id == consultation.id,
            func.coalesce(ResponseState.state, "counted") == "counted",
        )
        .order_by(Response.id)
        .execution_options(yield_per=1000)
    )
    yield from db.session.scalars(statement)


def not_counted(consultation: Consultation) -> Iterator[tuple[Response, str]]:
    """Responses that were received and are withdrawn, a test or held, each with its state."""
    latest = latest_states()
    rows = db.session.execute(
        select(Response, ResponseState.state)
        .join(latest, latest.c.response_id == Response.id)
        .join(ResponseState, ResponseState.id == latest.c.state_id)
        .where(Response.consultation_id == consultation.id, ResponseState.state != "counted")
        .order_by(Response.id)
    )
    for row in rows:
        yield row[0], row[1]


def recent(consultation: Consultation, *, limit: int, offset: int) -> list[tuple[Response, str]]:
    """Responses, newest first, each with its state."""
    latest = latest_states()
    rows = db.session.execute(
        select(Response, func.coalesce(ResponseState.state, "counted"))
        .outerjoin(latest, latest.c.response_id == Response.id)
        .outerjoin(ResponseState, ResponseState.id == latest.c.state_id)
        .where(Response.consultation_id == consultation.id)
        .order_by(Response.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1]) for row in rows]


def comments(consultation: Consultation) -> list[Comment]:
    """Comments of counted responses and of events that stand, in a stable order."""
    from consult.store.events import Event  # the two tables refer to each other

    latest = latest_states()
    return list(
        db.session.scalars(
            select(Comment)
            .outerjoin(latest, latest.c.response_id == Comment.response_id)
            .outerjoin(ResponseState, ResponseState.id == latest.c.state_id)
            .outerjoin(Event, Event.id == Comment.event_id)
            .where(
                Comment.consultation_id == consultation.id,
                func.coalesce(ResponseState.state, "counted") == "counted",
                Event.removed_at.is_(None),
            )
            .order_by(Comment.reference)
        )
    )


def add_import(batch: ImportBatch) -> None:
    db.session.add(batch)
    db.session.flush()


def imports(consultation: Consultation) -> list[ImportBatch]:
    return list(
        db.session.scalars(
            select(ImportBatch).where(ImportBatch.consultation_id == consultation.id).order_by(ImportBatch.id)
        )
    )


def import_of_file(consultation: Consultation, file_digest: str) -> ImportBatch | None:
    return db.session.scalar(
        select(ImportBatch).where(
            ImportBatch.consultation_id == consultation.id, ImportBatch.file_digest == file_digest
        )
    )
