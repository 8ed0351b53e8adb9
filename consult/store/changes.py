"""Whether anything that counts has changed: a short text that is the same while every figure stays the same."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import func, select

from consult.store import events
from consult.store.consultations import Consultation
from consult.store.database import db
from consult.store.responses import Comment, Response, ResponseState


def state_of_answers(consultation: Consultation) -> str:
    """Names everything that a dataset is made from. Responses are never edited, so counting them is enough."""
    own = Response.consultation_id == consultation.id
    received = db.session.execute(select(func.count(), func.max(Response.id)).where(own)).one()
    states = db.session.execute(
        select(func.count(), func.max(ResponseState.id))
        .join(Response, Response.id == ResponseState.response_id)
        .where(own)
    ).one()
    comments = db.session.scalar(
        select(func.count()).select_from(Comment).where(Comment.consultation_id == consultation.id)
    )
    held = [
        [event.key, [[one.variable, one.present, one.counts] for one in event.tallies],
         [note.reference for note in event.notes]]
        for event in events.events(consultation)
    ]  # fmt: skip
    content = json.dumps([list(received), list(states), comments, held], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
