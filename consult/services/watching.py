"""How a consultation stands at this moment: what came in, from whom, and what is still to read.

Only for the team: these numbers are not protected for publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from consult import clock
from consult.rules import review
from consult.rules.lifecycle import Phase
from consult.rules.responses import Channel, State
from consult.rules.review import CommentAccount
from consult.services import asking_who_answered, questionnaires, recording_events, reviewing
from consult.services.recording_events import UNKNOWN_AUDIENCE
from consult.store import events, response_counts
from consult.store.consultations import Consultation
from consult.store.events import Event


@dataclass(frozen=True)
class Overview:
    """`received` has every response by state; all others have those that are counted. `support` says who answered,
    and is empty until somebody has said it."""

    phase: Phase
    received: Mapping[State, int]
    by_channel: Mapping[Channel, int]
    audiences: tuple[tuple[str, int], ...]
    support: tuple[tuple[str, int], ...]
    comment_account: CommentAccount
    events: tuple[Event, ...]

    @property
    def counted(self) -> int:
        return self.received[State.COUNTED]


def overview(consultation: Consultation) -> Overview:
    counts = response_counts.by_state_and_channel(consultation)
    counted = {channel: number for state, channel, number in counts if state == State.COUNTED}
    return Overview(
        phase=consultation.phase_at(clock.now()),
        received={state: sum(n for of, _, n in counts if of == state) for state in State},
        by_channel={channel: counted[channel] for channel in Channel if channel in counted},
        audiences=_audiences(consultation),
        support=_support(consultation),
        comment_account=review.account(reviewing.codebook(consultation)),
        events=tuple(events.events(consultation)),
    )


def _support(consultation: Consultation) -> tuple[tuple[str, int], ...]:
    counts = response_counts.by_support(consultation)
    if not any(way in counts for way in asking_who_answered.WAYS):
        return ()
    return tuple((words, counts.get(way, 0)) for way, words in asking_who_answered.SUPPORT_WORDS.items())


def _audiences(consultation: Consultation) -> tuple[tuple[str, int], ...]:
    """Each audience that is asked about with how many counted responses are from it, none included."""
    asked = questionnaires.latest(consultation).questionnaire.questions
    question = next((question.key for question in asked if question.identifies == "audience"), None)
    if question is None:
        return ()
    names = recording_events.audiences(consultation)
    found: Counter[str] = Counter()
    for option, n in response_counts.by_option(consultation, question).items():
        found[UNKNOWN_AUDIENCE if option is None or option not in names else option] += n
    return tuple((name, found[key]) for key, name in names.items())
