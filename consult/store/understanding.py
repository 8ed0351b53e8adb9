"""What machines suggested and what people decided about comments. Two separate records, never mixed.

Also the jobs that run in the background, because a suggestion belongs to the run that made it, and the datasets
that they read.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from consult.store.consultations import Consultation
from consult.store.database import Base, Json, RowId, db, table_rules
from consult.store.responses import Response, ResponseState


class Dataset(Base):
    """A frozen, digest-named snapshot. Its files lie in the data folder under its digest."""

    __tablename__ = "dataset"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    digest: Mapped[str]
    responses: Mapped[int]
    comments: Mapped[int]
    frozen_at: Mapped[datetime]
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "digest"))


class Job(Base):
    """Work in the background, with how far it has come: an analysis or the building of an appendix."""

    __tablename__ = "job"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str]
    parameters: Mapped[Json]
    step: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    dataset_digest: Mapped[str | None]
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class SuggestedTheme(Base):
    """A theme as one analysis proposed it."""

    __tablename__ = "suggested_theme"
    id: Mapped[RowId]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str]
    words: Mapped[Json]
    typical: Mapped[Json]
    __table_args__ = table_rules(UniqueConstraint("job_id", "number"))


class SuggestedCoding(Base):
    """What one analysis suggested for one comment: a theme's number or none, and the reading aid."""

    __tablename__ = "suggested_coding"
    id: Mapped[RowId]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    comment_reference: Mapped[str]
    theme_number: Mapped[int | None]
    sentiment: Mapped[float | None]
    __table_args__ = table_rules(UniqueConstraint("job_id", "comment_reference"))


class ReviewAction(Base):
    """One decision of a person about themes. The codebook is what all of them, in order, add up to."""

    __tablename__ = "review_action"
    id: Mapped[RowId]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    kind: Mapped[str]
    payload: Mapped[Json]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]
    __table_args__ = table_rules(UniqueConstraint("consultation_id", "number"))


def record_dataset(dataset: Dataset) -> Dataset:
    """Keep a dataset once; freezing the same content again gives the row that is there."""
    found = db.session.scalar(
        select(Dataset).where(
            Dataset.consultation_id == dataset.consultation_id, Dataset.digest == dataset.digest
        )
    )
    if found is not None:
        return found
    db.session.add(dataset)
    db.session.flush()
    return dataset


def datasets_older_than_a_withdrawal() -> list[str]:
    """Digests of the datasets that were frozen before a response of their consultation was withdrawn."""
    return list(
        db.session.scalars(
            select(Dataset.digest)
            .join(Response, Response.consultation_id == Dataset.consultation_id)
            .join(ResponseState, ResponseState.response_id == Response.id)
            .where(ResponseState.state == "withdrawn", ResponseState.recorded_at >= Dataset.frozen_at)
            .distinct()
            .order_by(Dataset.digest)
        )
    )


def add_job(job: Job) -> Job:
    db.session.add(job)
    db.session.flush()
    return job


def job(job_id: int) -> Job | None:
    return db.session.get(Job, job_id)


def jobs(consultation: Consultation, kind: str, *, limit: int = 20) -> list[Job]:
    return list(
        db.session.scalars(
            select(Job)
            .where(Job.consultation_id == consultation.id, Job.kind == kind)
            .order_by(Job.id.desc())
            .limit(limit)
        )
    )


def waiting_jobs() -> list[Job]:
    """Jobs that no worker has begun, oldest first."""
    return list(db.session.scalars(select(Job).where(Job.state == "waiting").order_by(Job.id)))


def latest_finished(consultation: Consultation, kind: str) -> Job | None:
    return db.session.scalar(
        select(Job)
        .where(Job.consultation_id == consultation.id, Job.kind == kind, Job.state == "finished")
        .order_by(Job.id.desc())
        .limit(1)
    )


def update_job(job_id: int, **values: object) -> None:
    db.session.execute(update(Job).where(Job.id == job_id).values(**values))


def replace_suggestions(job_id: int, themes: list[SuggestedTheme], codings: list[SuggestedCoding]) -> None:
    """Write what an analysis suggested; running its step again replaces it."""
    for table in (SuggestedTheme, SuggestedCoding):
        db.session.execute(table.__table__.delete().where(table.job_id == job_id))  # type: ignore[attr-defined]
    db.session.add_all([*themes, *codings])
    db.session.flush()


def suggested_themes(job_id: int) -> list[SuggestedTheme]:
    return list(
        db.session.scalars(
            select(SuggestedTheme).where(SuggestedTheme.job_id == job_id).order_by(SuggestedTheme.number)
        )
    )


def suggested_codings(job_id: int) -> list[SuggestedCoding]:
    return list(
        db.session.scalars(
            select(SuggestedCoding)
            .where(SuggestedCoding.job_id == job_id)
            .order_by(SuggestedCoding.comment_reference)
        )
    )


def review_actions(consultation: Consultation) -> list[ReviewAction]:
    return list(
        db.session.scalars(
            select(ReviewAction)
            .where(ReviewAction.consultation_id == consultation.id)
            .order_by(ReviewAction.number)
        )
    )


def forget_quotations(consultation: Consultation, response: Response) -> None:
    """Erase the words of a response from the decisions to quote them. That somebody decided stays."""
    for action in review_actions(consultation):
        about = str(action.payload.get("comment", ""))
        if action.kind == "quote" and about.startswith(f"{response.reference}:"):
            action.payload = {**action.payload, "text": "[withdrawn]"}
    db.session.flush()


def next_review_number(consultation: Consultation) -> int:
    highest = db.session.scalar(
        select(func.max(ReviewAction.number)).where(ReviewAction.consultation_id == consultation.id)
    )
    return (highest or 0) + 1


def add_review_action(action: ReviewAction) -> None:
    db.session.add(action)
    db.session.flush()


def dataset(consultation: Consultation, digest: str) -> Dataset:
    """The record of a dataset. Raises `NoResultFound` for one that was never frozen."""
    return db.session.scalars(
        select(Dataset).where(Dataset.consultation_id == consultation.id, Dataset.digest == digest)
    ).one()


def latest_dataset(consultation: Consultation) -> Dataset | None:
    """The dataset that was frozen last."""
    return db.session.scalar(
        select(Dataset).where(Dataset.consultation_id == consultation.id).order_by(Dataset.id.desc()).limit(1)
    )
