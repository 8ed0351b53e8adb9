"""Looking for responses and comments that look alike: campaigns, copies, and many at once. People decide afterwards.

Nothing is left out of any figure here. Does not belong here: how likeness is measured (`analysis.duplicates`) or what
is decided about it (`deciding_likenesses`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.duplicates import Burst, NearDuplicateFinder, busiest_hour, group_responses
from consult import clock
from consult.rules.responses import State
from consult.services import freezing, questionnaires
from consult.services.questionnaires import LoadedVersion
from consult.store import likenesses, responses
from consult.store.consultations import Consultation
from consult.store.likenesses import LikenessGroup
from consult.store.responses import Comment, Response
from consult.store.transactions import transaction

Progress = Callable[[str, int, int], None]
RESPONSES, COMMENTS = "responses", "comments"


@dataclass(frozen=True)
class _Read:
    """Everything that is compared, in order of arrival, and when each response came where that is known."""

    rows: Sequence[Response]
    times: Sequence[datetime | None]
    comments: Sequence[Comment]
    answers: Sequence[dict[str, str]]


def look(consultation: Consultation, job_id: int, *, progress: Progress) -> None:
    """Compare every response that is counted or held with every other, and keep the groups. Repeating it replaces
    them."""
    progress("Reading the responses", 0, 3)
    read = _read(consultation)
    progress("Comparing what was written", 1, 3)
    finder = NearDuplicateFinder().fit([comment.text for comment in read.comments])
    progress("Comparing the answers", 2, 3)
    found = [*_alike_responses(job_id, read, finder), *_alike_comments(job_id, read, finder)]
    with transaction():
        likenesses.replace_groups(job_id, found)
    progress("Comparing the answers", 3, 3)


def _read(consultation: Consultation) -> _Read:
    version = questionnaires.latest(consultation)
    held = [row for row, state in responses.not_counted(consultation) if state == State.HELD]
    rows = sorted([*responses.counted(consultation), *held], key=lambda row: (row.submitted_at, row.id))
    order = {row.id: place for place, row in enumerate(rows)}
    comments = [one for one in likenesses.comments_to_compare(consultation) if one.response_id in order]
    comments.sort(key=lambda one: (order[one.response_id or 0], one.reference))
    return _Read(rows, times_of(consultation, rows), comments, _chosen(version, rows))


def times_of(consultation: Consultation, rows: Sequence[Response]) -> list[datetime | None]:
    """When each response came. Those of a file that says no times all carry the time of its import, which would make
    a burst of them that never was."""
    imported = {batch.id: batch.imported_at for batch in responses.imports(consultation)}
    return [
        None
        if row.import_id is not None and row.submitted_at == imported[row.import_id]
        else row.submitted_at
        for row in rows
    ]


def _chosen(version: LoadedVersion, rows: Sequence[Response]) -> list[dict[str, str]]:
    """What each response chose where one option could be chosen."""
    closed = {variable.key for variable in freezing.variables_of(version.questionnaire) if variable.is_single}
    return [
        {
            key: cell.value
            for key, cell in record.cells.items()
            if key in closed and isinstance(cell.value, str)
        }
        for record in freezing.response_records(version, rows)
    ]


def _alike_responses(job_id: int, read: _Read, finder: NearDuplicateFinder) -> Iterable[LikenessGroup]:
    labels: dict[int, list[int]] = {row.id: [] for row in read.rows}
    for comment, label in zip(read.comments, finder.labels_, strict=True):
        labels[comment.response_id or 0].append(int(label))
    groups = group_responses(read.answers, [labels[row.id] for row in read.rows], read.times)
    typical = [read.comments[group.typical].reference for group in finder.groups_]
    for group in groups:
        members = [read.rows[place] for place in group.members]
        shared = {label for row in members for label in labels[row.id] if label >= 0}
        yield LikenessGroup(
            job_id=job_id,
            subject=RESPONSES,
            key=key_of(row.reference for row in members),
            members=[row.reference for row in members],
            why=list(group.why),
            typical=typical[min(shared)] if shared else "",
            busiest=_as_json(group.burst),
        )


def _alike_comments(job_id: int, read: _Read, finder: NearDuplicateFinder) -> Iterable[LikenessGroup]:
    received = {row.id: time for row, time in zip(read.rows, read.times, strict=True)}
    for group in sorted(finder.groups_, key=lambda group: -group.size):
        members = [read.comments[place] for place in group.members]
        yield LikenessGroup(
            job_id=job_id,
            subject=COMMENTS,
            key=key_of(comment.reference for comment in members),
            members=[comment.reference for comment in members],
            why=[group.kind],
            typical=read.comments[group.typical].reference,
            busiest=_as_json(busiest_hour(_known(received[one.response_id or 0] for one in members))),
        )


def _known(times: Iterable[datetime | None]) -> list[datetime]:
    return [time for time in times if time is not None]


def key_of(references: Iterable[str]) -> str:
    """A group's name, which its members give it: the same members have the same name in the next search."""
    return hashlib.sha256("\n".join(sorted(references)).encode()).hexdigest()[:16]


def _as_json(burst: Burst | None) -> dict[str, object]:
    if burst is None:
        return {}
    start, end = (clock.in_london(moment).isoformat() for moment in (burst.start, burst.end))
    return {"start": start, "end": end, "count": burst.count, "of": burst.of}
