"""How many responses there are of each kind, counted by the database so that none of them is read.

Does not belong here: counting answers for publication, which is done on a frozen dataset (`analysis`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from consult.store.consultations import Consultation
from consult.store.database import db
from consult.store.responses import Response, ResponseState, latest_states

# A response that nobody decided about is counted.
_STATE = func.coalesce(ResponseState.state, "counted")


def by_state_and_channel(consultation: Consultation) -> list[tuple[str, str, int]]:
    """(state, channel, how many) for everything received."""
    rows = db.session.execute(_counts(consultation, _STATE, Response.channel))
    return [(row[0], row[1], row[2]) for row in rows]


def by_support(consultation: Consultation) -> dict[str, int]:
    """How many counted responses say each thing of who answered; empty is not said or not asked."""
    rows = db.session.execute(_counts(consultation, Response.support).where(_STATE == "counted"))
    return {row[0]: row[1] for row in rows}


def by_option(consultation: Consultation, question: str) -> dict[str | None, int]:
    """How many counted responses chose each option of a question with one choice; None has all who chose none."""
    given = _given(question)
    rows = db.session.execute(_counts(consultation, given).where(_STATE == "counted"))
    return {row[0]: row[1] for row in rows}


def _counts(
    consultation: Consultation, *kinds: ColumnElement[Any] | InstrumentedAttribute[str]
) -> Select[*tuple[Any, ...]]:
    latest = latest_states()
    return (
        select(*kinds, func.count())
        .select_from(Response)
        .outerjoin(latest, latest.c.response_id == Response.id)
        .outerjoin(ResponseState, ResponseState.id == latest.c.state_id)
        .where(Response.consultation_id == consultation.id)
        .group_by(*kinds)
        .order_by(*kinds)
    )


def _given(question: str) -> ColumnElement[Any]:
    """The value of an answer within the document of all answers, which is a text in both databases."""
    if db.engine.dialect.name == "sqlite":
        return func.json_extract(Response.answers, f'$."{question}".value')
    value: ColumnElement[Any] = cast(Response.answers, JSON)[(question, "value")].as_string()
    return value
