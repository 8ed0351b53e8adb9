"""The rows of the files that an appendix is checked by: single responses and comments, for officers only."""

from __future__ import annotations

from collections.abc import Iterator

from consult.appendix import checking_files
from consult.appendix.checking_files import CommentLine, GroupTallyLine, ResponseLine, answer_cell
from consult.rules.responses import State
from consult.services import deciding_likenesses, freezing
from consult.services.publishing.answers import FROM_EVENTS, FROM_RESPONSES
from consult.services.reviewing import Review
from consult.store import events, responses
from consult.store.consultations import Consultation
from consult.store.responses import Comment


def checking_file_contents(
    consultation: Consultation, review: Review, dataset_digest: str
) -> dict[str, bytes]:
    """Every checking file by name."""
    version = freezing.counted_version(consultation)
    variables = [variable.key for variable in freezing.variables_of(version.questionnaire)]
    return {
        "responses.csv": checking_files.responses_csv(variables, _responses(consultation)),
        "comments.csv": checking_files.comments_csv(_comments(review)),
        "group_tallies.csv": checking_files.group_tallies_csv(_group_tallies(consultation)),
        "README.txt": checking_files.README.format(digest=dataset_digest).encode(),
    }


def _responses(consultation: Consultation) -> Iterator[ResponseLine]:
    version = freezing.counted_version(consultation)
    campaign_of = {
        member: campaign.name
        for campaign in deciding_likenesses.campaigns(consultation)
        for member in campaign.members
    }
    for record in freezing.response_records(version, responses.counted(consultation)):
        cells = {key: answer_cell(cell.state, cell.value) for key, cell in record.cells.items()}
        yield ResponseLine(
            record.reference,
            State.COUNTED,
            record.channel,
            record.edition,
            record.language,
            cells,
            campaign_of.get(record.reference, ""),
        )
    for row, state in responses.not_counted(consultation):
        yield ResponseLine(row.reference, state, row.channel, row.edition, row.language)


def _comments(review: Review) -> Iterator[CommentLine]:
    for reference, comment in review.comments.items():
        coding = review.codebook.codings[reference]
        at_event = comment.event_id is not None
        yield CommentLine(
            comment=reference,
            source=(FROM_EVENTS if at_event else FROM_RESPONSES).key,
            question=comment.question,
            response="" if at_event else freezing.source_of(comment),
            event=freezing.source_of(comment) if at_event else "",
            read=coding.read,
            themes_read=tuple(sorted(review.codebook.themes_of(reference))),
            themes_suggested=_suggested(review, comment),
            set_aside=coding.set_aside_because or "",
        )


def _suggested(review: Review, comment: Comment) -> tuple[str, ...]:
    suggested = review.codebook.codings[comment.reference].suggested
    return (review.codebook.standing(suggested),) if suggested is not None else ()


def _group_tallies(consultation: Consultation) -> Iterator[GroupTallyLine]:
    for event in events.events(consultation):
        yield GroupTallyLine(event.key, "present", event.present)
        for audience, n in event.attendance.items():
            yield GroupTallyLine(event.key, "audience", n, option=audience)
        for tally in event.tallies:
            yield GroupTallyLine(event.key, "votes_present", tally.present, tally.variable)
            for option, n in tally.counts.items():
                yield GroupTallyLine(event.key, "votes", n, tally.variable, option)
