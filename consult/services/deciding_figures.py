"""Deciding what is said in figures: which tables and headlines, against which population, linked with what.

Belongs here: recording a decision with who and when, what holds now, and taking a decision back. What a decision
means is for the services that read it (`tabulating`, `claiming`, `reaching`, `comparing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from consult import clock
from consult.store import audit, figure_decisions
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.figure_decisions import FigureDecision
from consult.store.transactions import transaction


class DecisionKind(StrEnum):
    """What can be decided about figures."""

    TABLE = "table"
    HEADLINE = "headline"
    POPULATION = "population"
    REACH = "reach"
    SERIES = "series"


KIND_WORDS = {
    DecisionKind.TABLE: "Table",
    DecisionKind.HEADLINE: "Headline",
    DecisionKind.POPULATION: "Population table",
    DecisionKind.REACH: "How far people were consulted",
    DecisionKind.SERIES: "Comparison",
}


class NothingToUndo(LookupError):
    """The decision is not there, or a later one about the same thing has taken its place."""


def standing(consultation: Consultation, kind: DecisionKind) -> dict[str, FigureDecision]:
    """What holds now, by key, in the order in which it was first decided."""
    latest: dict[str, FigureDecision] = {}
    for row in figure_decisions.decisions(consultation):
        if row.kind == kind:
            latest[row.key] = row
    return {key: row for key, row in latest.items() if row.stands}


def tables_in_appendix(consultation: Consultation) -> list[tuple[str, str]]:
    """The tables that officers put into the appendix beside those that are always there: (variable, broken down by)."""
    chosen = standing(consultation, DecisionKind.TABLE).values()
    return [(key, row.payload["by"]) for row in chosen for key in row.payload["variables"]]


def history(consultation: Consultation, kind: DecisionKind) -> list[FigureDecision]:
    """Every decision of a kind, the latest first."""
    return [row for row in reversed(figure_decisions.decisions(consultation)) if row.kind == kind]


def decide(
    consultation: Consultation,
    kind: DecisionKind,
    key: str,
    payload: Mapping[str, Any],
    *,
    by: Account | None,
    stands: bool = True,
) -> FigureDecision:
    """Record a decision; it takes the place of the one before about the same thing."""
    with transaction():
        decision = FigureDecision(
            consultation_id=consultation.id,
            number=figure_decisions.next_number(consultation),
            kind=kind.value,
            key=key,
            stands=stands,
            payload=dict(payload),
            account_id=by.id if by else None,
            decided_at=clock.now(),
        )
        figure_decisions.add(decision)
        audit.record(
            f"{kind.value} {'chosen' if stands else 'taken out'}",
            {"key": key, "decision": decision.number},
            consultation_id=consultation.id,
            account_id=by.id if by else None,
            now=clock.now(),
        )
    return decision


def take_out(consultation: Consultation, kind: DecisionKind, key: str, *, by: Account | None) -> None:
    """Decide that something is no longer so. Raises `NothingToUndo` where it is not."""
    found = standing(consultation, kind).get(key)
    if found is None:
        raise NothingToUndo(key)
    decide(consultation, kind, key, found.payload, by=by, stands=False)


def undo(consultation: Consultation, kind: DecisionKind, number: int, *, by: Account | None) -> None:
    """Put things back to what they were before a decision, which has to be the latest about its subject."""
    rows = [row for row in figure_decisions.decisions(consultation) if row.kind == kind]
    subject = next((row.key for row in rows if row.number == number), None)
    about = [row for row in rows if row.key == subject]
    if subject is None or about[-1].number != number:
        raise NothingToUndo(str(number))
    before = about[-2] if len(about) > 1 else None
    decide(
        consultation,
        kind,
        subject,
        before.payload if before else about[-1].payload,
        by=by,
        stands=before.stands if before else not about[-1].stands,
    )
