"""The one page on how far people were consulted: gathered for the team as it is, or for publication, protected.

Belongs here: what the page holds. Its words are in `consult.appendix.composition_reach`; population tables and what a
group is compared with are in `reaching`.
"""

from __future__ import annotations

from pathlib import Path

from analysis.tallies import tally_all
from consult import clock
from consult.appendix.figures import FigureTable
from consult.appendix.reach_contents import ReachPage
from consult.appendix.tables import table_from_tallies
from consult.rules.lifecycle import Phase
from consult.services import current_dataset, deciding_figures, questionnaires, reaching
from consult.services.current_dataset import CurrentDataset
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.gathering import (
    described,
    events_held,
    protected_events_held,
    questionnaire_used,
    received_of,
    version_counted,
)
from consult.services.publishing.releases import published_before
from consult.services.publishing.results import option_labels, protected_places
from consult.services.questionnaires import LoadedVersion
from consult.services.reaching import Side
from consult.services.tabulating import came_by_several
from consult.store.consultations import Consultation


def reach_page(
    consultation: Consultation, source: CurrentDataset, charts: ChartBook, *, organisation: str, protect: bool
) -> ReachPage:
    """Everything on the page; `protect`: with small numbers withheld, as it may be published."""
    version = version_counted(questionnaires.latest(consultation), source.dataset)
    held = (protected_events_held if protect else events_held)(consultation, source.dataset, version)
    profile = (_protected_profile if protect else _profile)(consultation, source, version)
    tables = reaching.reach_tables(consultation, version, Side(profile, held), charts)
    compared = {table.variable for table in tables}
    used = questionnaire_used(version)
    return ReachPage(
        organisation=organisation,
        consultation=described(consultation),
        received=received_of(consultation),
        wordings=tuple(f"{one.edition}, {one.language}" for one in used.wordings),
        events=held,
        tables=tables,
        not_compared=tuple(
            version.first_wording.label(question.key)
            for question in reaching.questions_about_people(version)
            if question.key not in compared
        ),
        built_for=clock.in_london(source.frozen_at).date(),
        dataset_digest=source.dataset.digest,
        is_open=consultation.phase_at(clock.now()) == Phase.OPEN,
        for_publication=protect,
    )


def missing_so_far(consultation: Consultation, folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Who is missing while there is still time to reach them: for each population its missing groups. For the team.

    Nothing is counted for it where the consultation is not open or no population is loaded.
    """
    is_open = consultation.phase_at(clock.now()) == Phase.OPEN
    if not is_open or not deciding_figures.standing(consultation, DecisionKind.POPULATION):
        return []
    source = current_dataset.current(consultation, folder)
    version = version_counted(questionnaires.latest(consultation), source.dataset)
    return reaching.missing_groups(consultation, version, _profile(consultation, source, version))


def _profile(
    consultation: Consultation, source: CurrentDataset, version: LoadedVersion
) -> dict[str, FigureTable]:
    """Who answered, as it is: for the team only."""
    asked = {q.key: q for q in reaching.questions_about_people(version)}
    tallies = tally_all(source.dataset, list(asked))
    wording = version.first_wording
    return {
        key: table_from_tallies(
            tally,
            wording.label(key),
            option_labels(wording, asked[key], source.dataset.variable(key)),
        )
        for key, tally in tallies.items()
    }


def _protected_profile(
    consultation: Consultation, source: CurrentDataset, version: LoadedVersion
) -> dict[str, FigureTable]:
    """Who answered as the appendix shows it, protected with all its other tables."""
    places = protected_places(
        source.dataset,
        version,
        by_channel=came_by_several(consultation),
        before=published_before(consultation),
        also=deciding_figures.tables_in_appendix(consultation),
    )
    return {key: table for (key, by), table in places.shown.items() if by is None}
