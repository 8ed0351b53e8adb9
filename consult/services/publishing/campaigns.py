"""Every figure with and without campaigns: beside all responses, the same with each campaign counted once.

Does not belong here: what is a campaign (people decide it in `deciding_likenesses`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from analysis.dataset import Dataset
from analysis.figures import TallyTable
from analysis.tallies import tally_all
from consult import clock
from consult.appendix.contents import CampaignResult
from consult.appendix.figures import FigureTable
from consult.appendix.tables import EVERYONE, side_by_side, table_from_tallies
from consult.services import deciding_likenesses
from consult.services.looking_for_likenesses import times_of
from consult.services.publishing.results import option_labels
from consult.services.questionnaires import LoadedVersion
from consult.store import responses
from consult.store.consultations import Consultation
from surveys.question_types import QUESTION_TYPES
from surveys.structure import Question

BY, COUNTED_ONCE = "campaigns", "counted_once"
COUNTED_ONCE_WORDS = "Each campaign counted once"
COMPARED_KINDS = ("closed", "scale", "several")


def campaigns_of(consultation: Consultation) -> tuple[CampaignResult, ...]:
    """What stands as a campaign, with how many of its responses are counted and from when to when they came."""
    rows = list(responses.counted(consultation))
    times = times_of(consultation, rows)
    received = {row.reference: time for row, time in zip(rows, times, strict=True)}
    found = []
    for campaign in deciding_likenesses.campaigns(consultation):
        counted = [received[member] for member in campaign.members if member in received]
        days = sorted(clock.in_london(moment).date() for moment in counted if moment is not None)
        if counted:
            first, last = (days[0], days[-1]) if days else (None, None)
            found.append(CampaignResult(campaign.name, len(counted), first, last))
    return tuple(found)


def with_and_without(
    dataset: Dataset,
    version: LoadedVersion,
    everyone: Mapping[str, TallyTable],
    left_out: frozenset[str],
) -> tuple[FigureTable, ...]:
    """For each question that is chosen from, all responses beside those with each campaign counted once.

    `everyone` are the tallies of all responses; `left_out` the references that go. Empty where none goes.
    """
    if not left_out:
        return ()
    keys = [
        key for key, tally in everyone.items() if tally.columns and tally.columns[0].kind in COMPARED_KINDS
    ]
    fewer = tally_all(dataset.without(left_out), keys)
    return tuple(_beside_each_other(dataset, version, everyone, fewer))


def _beside_each_other(
    dataset: Dataset,
    version: LoadedVersion,
    everyone: Mapping[str, TallyTable],
    fewer: Mapping[str, TallyTable],
) -> Iterator[FigureTable]:
    for question in version.questionnaire.questions:
        for key in _variables(question, version, fewer):
            name = version.first_wording.variable_text(key)
            labels = option_labels(version.first_wording, question, dataset.variable(key))
            with_all = table_from_tallies(everyone[key], name, labels)
            once = table_from_tallies(fewer[key], name, labels)
            columns = tuple(replace(column, by=BY, group=COUNTED_ONCE) for column in once.columns)
            parts = (with_all, replace(once, columns=columns))
            yield side_by_side(parts, f"{name}: with and without campaigns", (EVERYONE, COUNTED_ONCE_WORDS))


def _variables(question: Question, version: LoadedVersion, keys: Collection[str]) -> Iterator[str]:
    if not question.identifies:
        for variable in QUESTION_TYPES[question.type].variables(question, version.questionnaire):
            if variable.key in keys:
                yield variable.key
