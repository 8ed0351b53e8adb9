"""What the public sees: publishing an appendix that was built, and taking it down. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping

from consult import clock
from consult.store import audit
from consult.store.accounts import Account
from consult.store.answering import Publication
from consult.store.consultations import Consultation
from consult.store.transactions import transaction


class PublishingProblem(ValueError):
    """An appendix cannot be published or taken down; the message says why."""


def publish(consultation: Consultation, publication: Publication, *, by: Account | None) -> None:
    """Show an appendix to the public, in place of the one that was shown before."""
    now = clock.now()
    if now < consultation.closes_at:
        raise PublishingProblem(
            "The consultation is still open. Its results can be published once it has closed."
        )
    with transaction():
        publication.published_at, publication.published_by = now, by.id if by else None
        publication.withdrawn_at = None
        _audit("appendix published", consultation, publication, by)


def take_down(consultation: Consultation, publication: Publication, *, by: Account | None) -> None:
    """Stop showing an appendix. What it said is kept."""
    if publication.published_at is None:
        raise PublishingProblem("This appendix is not published.")
    with transaction():
        publication.withdrawn_at = clock.now()
        _audit("appendix taken down", consultation, publication, by)


def _audit(action: str, consultation: Consultation, publication: Publication, by: Account | None) -> None:
    subject: Mapping[str, object] = {"publication": publication.id, "dataset": publication.dataset_digest}
    audit.record(
        action,
        subject,
        consultation_id=consultation.id,
        account_id=by.id if by else None,
        now=clock.now(),
    )
