"""Comparing consultations: the same questions asked again (waves), or other groups asked about the same outcomes.

Belongs here: which questions of which consultations an officer linked, and their figures side by side. Only opinions on
a scale, of all respondents together, are compared; they are published as they are. The rule for a change is in
`analysis.waves`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.figures import Tally, TallyTable
from analysis.tallies import tally_all
from analysis.waves import Step, Wave, scale_difference, steps
from consult import clock
from consult.appendix.comparison_files import ComparedConsultation
from consult.appendix.contents import Chart
from consult.appendix.figures import FigureTable
from consult.appendix.table_sheet import abreast
from consult.appendix.tables import table_from_tallies
from consult.services import current_dataset, deciding_figures, questionnaires
from consult.services.current_dataset import CurrentDataset
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.results import option_labels
from consult.services.questionnaires import LoadedVersion
from consult.store import consultations
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from consult.store.figure_decisions import FigureDecision

WAVE, BESIDE = "wave", "beside"


class LinkProblem(ValueError):
    """Two consultations cannot be linked in this way; the message says why."""


@dataclass(frozen=True)
class Compared:
    """One question in every consultation that has it: a table and a chart for each stretch without a break.

    `steps` are empty where groups stand side by side; `asked` says how each was asked, where they were not asked alike.
    """

    label: str
    tables: tuple[FigureTable, ...]
    charts: tuple[Chart, ...]
    steps: tuple[Step, ...]
    refused: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sources: tuple[ComparedConsultation, ...] = ()


@dataclass(frozen=True)
class _Source:
    consultation: Consultation
    version: LoadedVersion
    current: CurrentDataset
    tallies: Mapping[str, Tally]

    @property
    def label(self) -> str:
        opened = clock.in_london(self.consultation.opens_at)
        return f"{self.consultation.title} ({opened.year})"

    @property
    def as_compared(self) -> ComparedConsultation:
        stood_on = clock.in_london(self.current.frozen_at).date()
        return ComparedConsultation(self.label, self.current.dataset.digest, stood_on)


def linkable(account: Account, consultation: Consultation) -> list[Consultation]:
    """The other consultations that this person is an officer of."""
    return [
        row.consultation
        for row in consultations.memberships_of(account)
        if row.role == "officer" and row.consultation_id != consultation.id
    ]


def scale_questions(consultation: Consultation) -> dict[str, str]:
    """The opinions on a scale that can be compared, by key, with their names."""
    version = questionnaires.latest(consultation)
    return {
        variable: version.first_wording.variable_text(variable)
        for question in version.questionnaire.counted_questions
        if question.scale and not question.identifies
        for variable in ([f"{question.key}.{row}" for row in question.row_keys] or [question.key])
    }


def link(
    consultation: Consultation,
    other: Consultation,
    way: str,
    pairs: Mapping[str, str],
    *,
    by: Account | None,
) -> None:
    """Compare with another consultation: `pairs` are its questions by ours. Raises `LinkProblem`."""
    ours, theirs = scale_questions(consultation), scale_questions(other)
    kept = {here: there for here, there in pairs.items() if here in ours and there in theirs}
    if way not in (WAVE, BESIDE):
        raise LinkProblem("Say whether they are the same questions asked again, or other people asked.")
    if not kept:
        raise LinkProblem("Choose at least one question of the other consultation.")
    if twice := [there for there in kept.values() if list(kept.values()).count(there) > 1]:
        raise LinkProblem(
            f"“{theirs[twice[0]]}” is chosen for more than one of our questions. It can go with one only."
        )
    payload = {"way": way, "pairs": kept}
    deciding_figures.decide(consultation, DecisionKind.SERIES, other.slug, payload, by=by)


def comparison(
    consultation: Consultation,
    allowed: Sequence[Consultation],
    way: str,
    folder: Path,
    charts: ChartBook,
) -> list[Compared]:
    """Every linked question in one way, the earliest consultation first. Only what the person may see is opened."""
    links = deciding_figures.standing(consultation, DecisionKind.SERIES)
    others = [one for one in allowed if one.slug in links and links[one.slug].payload["way"] == way]
    if not others:
        return []
    sources = sorted(
        (_source(one, folder) for one in (consultation, *others)), key=lambda s: s.consultation.opens_at
    )
    return [
        _compared(here, label, sources, consultation, links, way, charts)
        for here, label in scale_questions(consultation).items()
        if any(here in links[one.slug].payload["pairs"] for one in others)
    ]


def _source(consultation: Consultation, folder: Path) -> _Source:
    found = current_dataset.current(consultation, folder)
    known = {variable.key for variable in found.dataset.variables}
    keys = [key for key in scale_questions(consultation) if key in known]
    tallies = {key: table.columns[0] for key, table in tally_all(found.dataset, keys).items()}
    return _Source(consultation, questionnaires.latest(consultation), found, tallies)


def _compared(
    here: str,
    label: str,
    sources: Sequence[_Source],
    own: Consultation,
    links: Mapping[str, FigureDecision],
    way: str,
    charts: ChartBook,
) -> Compared:
    places = [(source, _key_in(source, here, own, links)) for source in sources]
    asked = [(source, key) for source, key in places if key in source.tallies]
    first = next(source for source in sources if source.consultation.id == own.id).tallies[here]
    waves = [_wave(source, key) for source, key in asked]
    words = {key: f"“{text}”" for wave in waves for key, text in wave.option_texts}
    refused = tuple(
        f"{source.label} is not shown beside the others: it was asked on another scale ({difference})."
        for source, key in asked
        if way == BESIDE
        and (difference := scale_difference(first.categories, source.tallies[key].categories, words))
    )
    found = steps(waves) if way == WAVE else ()
    runs = _runs([(source, key) for source, key in asked], found, first, way)
    tables = [[_table(source, key) for source, key in run] for run in runs]
    drawn = [
        chart
        for run, part in zip(runs, tables, strict=True)
        if any(source.tallies[key].base for source, key in run)
        for chart in charts.agreement(
            _name(run, own, label),
            run[0][0].current.dataset.variable(run[0][1]),
            part,
            [source.label for source, _ in run],
        )
    ]
    return Compared(
        label,
        tuple(abreast(part, _name(run, own, label)) for run, part in zip(runs, tables, strict=True) if part),
        tuple(drawn),
        found,
        refused,
        _asked_otherwise(waves) if way == BESIDE else (),
        tuple(source.as_compared for source in sources),
    )


def _name(run: Sequence[tuple[_Source, str]], own: Consultation, label: str) -> str:
    """What a stretch is called: as we call the question, unless only others asked it there, under another name."""
    source, key = run[0]
    ours = any(one.consultation.id == own.id for one, _ in run)
    return label if ours else source.version.first_wording.variable_text(key)


def _asked_otherwise(waves: Sequence[Wave]) -> tuple[str, ...]:
    said = [(wave.label, " ".join(wave.question_text.split())) for wave in waves]
    if len({text for _, text in said}) < 2:
        return ()
    return tuple(f"{label} asked: “{text}”" for label, text in said)


def _key_in(source: _Source, here: str, own: Consultation, links: Mapping[str, FigureDecision]) -> str:
    if source.consultation.id == own.id:
        return here
    return str(links[source.consultation.slug].payload["pairs"].get(here, ""))


def _runs(
    asked: Sequence[tuple[_Source, str]], found: Sequence[Step], first: Tally, way: str
) -> list[list[tuple[_Source, str]]]:
    """The waves between breaks, each to be drawn by itself; side by side, all on the same scale."""
    if way == BESIDE:
        same = [p for p in asked if not scale_difference(first.categories, p[0].tallies[p[1]].categories)]
        return [same] if same else []
    runs = [[asked[0]]]
    for place, one in zip(asked[1:], found, strict=True):
        if one.breaks:
            runs.append([])
        runs[-1].append(place)
    return runs


def _wave(source: _Source, key: str) -> Wave:
    question = source.version.questionnaire.question(key.partition(".")[0])
    wording = source.version.first_wording
    texts = tuple((option, wording.option_text(question, option)) for option in question.choice_keys)
    row = key.partition(".")[2]
    said = f"{wording.question_text(question.key)} {wording.row_text(question, row) if row else ''}"
    return Wave(source.label, said, texts, source.tallies[key])


def _table(source: _Source, key: str) -> FigureTable:
    question = source.version.questionnaire.question(key.partition(".")[0])
    labels = option_labels(source.version.first_wording, question, source.current.dataset.variable(key))
    table = table_from_tallies(TallyTable(key, None, (source.tallies[key],)), source.label, labels)
    column = type(table.columns[0])(source.label, key)
    return FigureTable(table.caption, table.unit, table.base_note, (column,), table.rows, table.notes)
