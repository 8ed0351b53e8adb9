"""The results of every question as the appendix shows them: tables protected together, and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.dataset import Dataset, Variable
from analysis.disclosure import TableCost as DisclosureCost
from analysis.figures import TallyTable
from analysis.tallies import tally_all
from consult.appendix.contents import Chart, QuestionResult
from consult.appendix.figures import FigureTable
from consult.appendix.tables import side_by_side, table_from_tallies
from consult.services.publishing.breakdowns import (
    ATTRIBUTE_LABELS,
    CHANNEL,
    Place,
    breakdown_label,
    caption_of,
    group_labels,
)
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.protecting import Protection, protected_tables
from consult.services.publishing.recoding import (
    Coarseness,
    recoded_breakdown,
    recoded_profile,
    recoding_of,
)
from consult.services.publishing.releases import Release, TableCost, as_earlier_releases
from consult.services.questionnaires import LoadedVersion
from surveys.definition import Question
from surveys.question_types import QUESTION_TYPES
from surveys.variables import SurveyVariable
from surveys.wordings import Wording

TOO_FEW = (
    "Too few answered to show all of this question by groups of people without someone being recognised."
)
SPLIT_KINDS = ("closed", "scale", "several")


@dataclass(frozen=True)
class Results:
    """Who answered, and what each question was answered."""

    profile: tuple[FigureTable, ...]
    questions: tuple[QuestionResult, ...]
    everyone: Mapping[str, TallyTable]
    release: Release


@dataclass(frozen=True)
class _Asked:
    """A question with its variables that are counted."""

    question: Question
    variables: tuple[SurveyVariable, ...]

    @property
    def kind(self) -> str:
        return self.variables[0].kind


@dataclass(frozen=True)
class Protected:
    """Every table of a publication by its place, with what must not be shown withheld, over all of them together.

    `split_by` says by what each variable was to be broken down; where such a place has no table, too little of it
    could be shown. `full` are the same tables with nothing withheld, for the account of what withholding costs.
    """

    shown: Mapping[Place, FigureTable]
    full: Sequence[FigureTable]
    split_by: Mapping[str, Sequence[str]]
    everyone: Mapping[str, TallyTable]
    protection: Protection
    coarseness: Coarseness


def protected_places(
    dataset: Dataset,
    version: LoadedVersion,
    *,
    by_channel: bool,
    before: Sequence[Release] = (),
    also: Sequence[Place] = (),
) -> Protected:
    """Count every question and protect all tables together, beside what was told `before`.

    Tables are of all respondents, by audience, by channel where responses came by several, and `also`: opinions by what
    an officer chose.
    """
    asked = _asked(version)
    known = {variable.key: variable for variable in dataset.variables}
    keys = [variable.key for one in asked for variable in one.variables]
    everyone = tally_all(dataset, keys)
    splits = _splits(dataset, version, asked, by_channel=by_channel)
    given = {(key, split.by) for split in splits for key in split.tallies}
    splits += _chosen_splits(dataset, version, [place for place in also if place not in given])
    tables, coarseness = _recoded(
        _all_tables(version.first_wording, asked, known, [_Split(None, everyone, {}), *splits]),
        known,
        before[-1].coarseness if before else Coarseness(),
        children := children_asked_for(version),
    )
    full = list(tables.values())
    earlier = as_earlier_releases(before, dataset.response_references)
    protection = protected_tables(full, known, earlier, children)
    shown = dict(zip(tables, protection.tables, strict=True))
    split_by: dict[str, list[str]] = {}
    for split in splits:
        for key in split.tallies:
            split_by.setdefault(key, []).append(str(split.by))
    return Protected(shown, full, split_by, everyone, protection, coarseness)


def children_asked_for(version: LoadedVersion) -> dict[str, frozenset[str]]:
    """For each question with options that mean children, which they are."""
    found = {
        question.key: frozenset(option.key for option in question.options if option.children)
        for question in version.questionnaire.questions
    }
    return {key: options for key, options in found.items() if options}


def _chosen_splits(dataset: Dataset, version: LoadedVersion, also: Sequence[Place]) -> list[_Split]:
    wanted: dict[str, list[str]] = {}
    for key, by in also:
        if by is not None and key not in wanted.setdefault(by, []):
            wanted[by].append(key)
    return [
        _Split(by, tally_all(dataset, keys, by=by), group_labels(version, by), breakdown_label(version, by))
        for by, keys in wanted.items()
    ]


def results_of(
    dataset: Dataset,
    version: LoadedVersion,
    charts: ChartBook,
    *,
    by_channel: bool,
    before: Sequence[Release] = (),
    also: Sequence[Place] = (),
) -> Results:
    """Count, protect and draw every question of a questionnaire; by channel where responses came by several.

    `before` is what earlier publications told, the oldest first; beside them nobody can be recognised either.
    """
    protected = protected_places(dataset, version, by_channel=by_channel, before=before, also=also)
    asked, shown, split_by = _asked(version), protected.shown, protected.split_by
    known = {variable.key: variable for variable in dataset.variables}
    profile = tuple(
        shown[(variable.key, None)] for one in asked for variable in one.variables if variable.identifies
    )
    questions = tuple(
        _result(one, version.first_wording, shown, known, charts, split_by)
        for one in asked
        if not one.question.identifies
    )
    not_split = tuple(_left_out(version, asked, shown, split_by))
    release = _release(
        protected.protection, protected.full, protected.coarseness, dataset.response_references, not_split
    )
    return Results(profile, questions, protected.everyone, release)


def _left_out(
    version: LoadedVersion,
    asked: Sequence[_Asked],
    shown: Mapping[Place, FigureTable],
    split_by: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    """What the tables are called that could not be shown; a grid of which none could, by its own name."""
    wording, audience = version.first_wording, audience_of(version)
    for one in asked:
        keys = [variable.key for variable in one.variables]
        for by in dict.fromkeys(by for key in keys for by in split_by.get(key, ())):
            label = "who answered" if audience and by == audience.key else breakdown_label(version, by)
            meant = [key for key in keys if by in split_by.get(key, ())]
            missing = [key for key in meant if (key, by) not in shown]
            named = [one.question.key] if len(missing) == len(keys) else missing
            yield from (caption_of(wording, key, label) for key in named)


def _release(
    protection: Protection,
    tables: Sequence[FigureTable],
    coarseness: Coarseness,
    counted: frozenset[str],
    not_split: tuple[str, ...],
) -> Release:
    """What this publication tells, for the ones after it and for the officer who decides on it."""
    verdict = protection.verdict
    parts: dict[int, list[DisclosureCost]] = {}
    for cost in verdict.costs:
        parts.setdefault(protection.places[cost.key], []).append(cost)
    costs = tuple(
        TableCost(
            tables[place].caption,
            sum(cost.cells for cost in found),
            sum(cost.small for cost in found),
            sum(cost.to_protect_another for cost in found),
        )
        for place, found in parts.items()
        if any(cost.cells_withheld for cost in found)
    )
    return Release(
        verdict.tables,
        frozenset(verdict.withheld),
        coarseness,
        counted,
        costs,
        not_split,
        verdict.report.checked,
        len(tables),
    )


def _asked(version: LoadedVersion) -> list[_Asked]:
    questionnaire = version.questionnaire
    found = [
        _Asked(question, QUESTION_TYPES[question.type].variables(question, questionnaire))
        for question in questionnaire.counted_questions
    ]
    return [one for one in found if one.variables]


def audience_of(version: LoadedVersion) -> Question | None:
    """The question that says which audience someone belongs to, if it is asked."""
    return next((q for q in version.questionnaire.questions if q.identifies == "audience"), None)


@dataclass(frozen=True)
class _Split:
    """Tallies broken down by something (or by nothing), what its groups are called, and what it is called."""

    by: str | None
    tallies: Mapping[str, TallyTable]
    labels: Mapping[str, str]
    label: str = "who answered"


def _splits(
    dataset: Dataset, version: LoadedVersion, asked: Sequence[_Asked], *, by_channel: bool
) -> list[_Split]:
    opinions = [v for one in asked for v in one.variables if not v.identifies]
    audience = next((one.question for one in asked if one.question.identifies == "audience"), None)
    splits = []
    if audience is not None:
        keys = [v.key for v in opinions if v.kind in SPLIT_KINDS]
        tallies = tally_all(dataset, keys, by=audience.key)
        splits.append(_Split(audience.key, tallies, group_labels(version, audience.key)))
    if by_channel:
        tallies = tally_all(dataset, [v.key for v in opinions], by=CHANNEL)
        splits.append(_Split(CHANNEL, tallies, group_labels(version, CHANNEL), ATTRIBUTE_LABELS[CHANNEL]))
    return splits


def _all_tables(
    wording: Wording, asked: Sequence[_Asked], known: Mapping[str, Variable], splits: Sequence[_Split]
) -> dict[Place, FigureTable]:
    questions = {v.key: one.question for one in asked for v in one.variables}
    return {
        (key, split.by): table_from_tallies(
            tally,
            caption_of(wording, key, split.label if split.by else None),
            option_labels(wording, questions[key], known[key]),
            split.labels,
        )
        for split in splits
        for key, tally in split.tallies.items()
    }


def _recoded(
    tables: Mapping[Place, FigureTable],
    known: Mapping[str, Variable],
    before: Coarseness,
    children: Mapping[str, frozenset[str]],
) -> tuple[dict[Place, FigureTable], Coarseness]:
    """Tables about people made coarser where groups are small: in the profile and in every breakdown alike, and as
    coarse as they were `before`."""
    recodings = {
        key: recoding_of(
            variable, tables[(key, None)], before.together.get(key), children.get(key, frozenset())
        )
        for key, variable in known.items()
        if variable.identifying and variable.is_single
    }
    shapes: dict[str, int] = {}
    coarser: dict[Place, FigureTable] = {}
    for (key, by), table in tables.items():
        if key in recodings:
            coarser[(key, by)] = recoded_profile(table, recodings[key])
        elif by not in recodings:
            coarser[(key, by)] = table
        elif (found := recoded_breakdown(table, recodings[by], before.shapes.get(f"{key}|{by}"))) is not None:
            shapes[f"{key}|{by}"], coarser[(key, by)] = found
    shown = {place: table for place, table in coarser.items() if table.columns}
    together = {key: recoding.together for key, recoding in recodings.items()}
    return shown, Coarseness(together, shapes)


def option_labels(wording: Wording, question: Question, variable: Variable) -> dict[str, str]:
    return {category.key: wording.option_text(question, category.key) for category in variable.categories}


def _result(
    asked: _Asked,
    wording: Wording,
    shown: Mapping[Place, FigureTable],
    known: Mapping[str, Variable],
    charts: ChartBook,
    splits: Mapping[str, Sequence[str]],
) -> QuestionResult:
    question = asked.question
    keys = [variable.key for variable in asked.variables]
    everyone = [shown[(key, None)] for key in keys]
    labels = [wording.variable_text(key) for key in keys]
    tables = list(everyone)
    if len(keys) > 1:
        tables = [side_by_side(everyone, f"{wording.label(question.key)}: all respondents", labels)]
    tables += [table for key in keys for (of, by), table in shown.items() if of == key and by is not None]
    not_split = [key for key in keys if any(by for by in splits.get(key, ()) if (key, by) not in shown)]
    return QuestionResult(
        key=question.key,
        note=TOO_FEW if not_split else "",
        text=wording.question_text(question.key),
        kind=asked.kind,
        tables=tuple(tables),
        charts=tuple(_charts(asked, wording, everyone, labels, known[keys[0]], charts)),
    )


def _charts(
    asked: _Asked,
    wording: Wording,
    everyone: Sequence[FigureTable],
    labels: Sequence[str],
    variable: Variable,
    charts: ChartBook,
) -> list[Chart]:
    caption = f"{wording.label(asked.question.key)}: all respondents"
    if not any(
        cell.n for table in everyone for row in table.rows if row.kind == "base" for cell in row.cells
    ):
        return []
    if asked.kind == "scale":
        return charts.agreement(caption, variable, everyone, labels)
    if asked.kind in ("closed", "several", "ranked"):
        return charts.bars(caption, everyone[0], several=asked.kind == "several")
    return []
