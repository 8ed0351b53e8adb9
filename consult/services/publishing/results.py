"""The results of every question as the appendix shows them: tables protected together, and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.dataset import Dataset, Variable
from analysis.figures import TallyTable
from analysis.tallies import tally_all
from consult.appendix.contents import Chart, QuestionResult
from consult.appendix.figures import FigureTable
from consult.appendix.tables import side_by_side, table_from_tallies
from consult.rules.responses import CHANNEL_WORDS
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.protecting import protected_tables
from consult.services.publishing.recoding import (
    Recoding,
    recoded_breakdown,
    recoded_profile,
    recoding_of,
)
from consult.services.questionnaires import LoadedVersion
from surveys.definition import Question
from surveys.question_types import QUESTION_TYPES
from surveys.variables import SurveyVariable
from surveys.wordings import Wording

CHANNEL = "channel"
TOO_FEW = "Too few answered to show all of this question by who answered without someone being recognised."
SPLIT_KINDS = ("closed", "scale", "several")


@dataclass(frozen=True)
class Results:
    """Who answered, and what each question was answered."""

    profile: tuple[FigureTable, ...]
    questions: tuple[QuestionResult, ...]
    everyone: Mapping[str, TallyTable]


@dataclass(frozen=True)
class _Asked:
    """A question with its variables that are counted."""

    question: Question
    variables: tuple[SurveyVariable, ...]

    @property
    def kind(self) -> str:
        return self.variables[0].kind


# Which table of which variable: (variable, what it is broken down by or None).
_Place = tuple[str, str | None]


def results_of(dataset: Dataset, version: LoadedVersion, charts: ChartBook, *, by_channel: bool) -> Results:
    """Count, protect and draw every question of a questionnaire; by channel where responses came by several."""
    asked = _asked(version)
    known = {variable.key: variable for variable in dataset.variables}
    keys = [variable.key for one in asked for variable in one.variables]
    everyone = tally_all(dataset, keys)
    splits = _splits(dataset, version.first_wording, asked, by_channel=by_channel)
    tables = _recoded(
        _all_tables(version.first_wording, asked, known, [_Split(None, everyone, {}), *splits]), known
    )
    shown = dict(zip(tables, protected_tables(list(tables.values()), known), strict=True))
    split_by: dict[str, list[str]] = {}
    for split in splits:
        for key in split.tallies:
            split_by.setdefault(key, []).append(str(split.by))
    profile = tuple(
        shown[(variable.key, None)] for one in asked for variable in one.variables if variable.identifies
    )
    questions = tuple(
        _result(one, version.first_wording, shown, known, charts, split_by)
        for one in asked
        if not one.question.identifies
    )
    return Results(profile, questions, everyone)


def _asked(version: LoadedVersion) -> list[_Asked]:
    questionnaire = version.questionnaire
    found = [
        _Asked(question, QUESTION_TYPES[question.type].variables(question, questionnaire))
        for question in questionnaire.questions
    ]
    return [one for one in found if one.variables]


def audience_of(version: LoadedVersion) -> Question | None:
    """The question that says which audience someone belongs to, if it is asked."""
    return next((q for q in version.questionnaire.questions if q.identifies == "audience"), None)


@dataclass(frozen=True)
class _Split:
    """Tallies broken down by something (or by nothing), and what its groups are called."""

    by: str | None
    tallies: Mapping[str, TallyTable]
    labels: Mapping[str, str]


def _splits(dataset: Dataset, wording: Wording, asked: Sequence[_Asked], *, by_channel: bool) -> list[_Split]:
    opinions = [v for one in asked for v in one.variables if not v.identifies]
    audience = next((one.question for one in asked if one.question.identifies == "audience"), None)
    splits = []
    if audience is not None:
        keys = [v.key for v in opinions if v.kind in SPLIT_KINDS]
        labels = {option.key: wording.option_text(audience, option.key) for option in audience.options}
        splits.append(_Split(audience.key, tally_all(dataset, keys, by=audience.key), labels))
    if by_channel:
        tallies = tally_all(dataset, [v.key for v in opinions], by=CHANNEL)
        splits.append(_Split(CHANNEL, tallies, {str(key): words for key, words in CHANNEL_WORDS.items()}))
    return splits


def _all_tables(
    wording: Wording, asked: Sequence[_Asked], known: Mapping[str, Variable], splits: Sequence[_Split]
) -> dict[_Place, FigureTable]:
    questions = {v.key: one.question for one in asked for v in one.variables}
    return {
        (key, split.by): table_from_tallies(
            tally,
            _caption(wording, key, split.by),
            option_labels(wording, questions[key], known[key]),
            split.labels,
        )
        for split in splits
        for key, tally in split.tallies.items()
    }


def _recoded(
    tables: Mapping[_Place, FigureTable], known: Mapping[str, Variable]
) -> dict[_Place, FigureTable]:
    """Tables about people made coarser where groups are small: in the profile and in every breakdown alike."""
    recodings = {
        key: recoding_of(variable, tables[(key, None)])
        for key, variable in known.items()
        if variable.identifying and variable.is_single
    }
    coarser = {
        (key, by): _coarser(table, recodings.get(key), recodings.get(by or ""))
        for (key, by), table in tables.items()
    }
    return {place: table for place, table in coarser.items() if table is not None and table.columns}


def _coarser(table: FigureTable, own: Recoding | None, split: Recoding | None) -> FigureTable | None:
    if own is not None:
        return recoded_profile(table, own)
    return recoded_breakdown(table, split) if split is not None else table


def _caption(wording: Wording, variable: str, by: str | None) -> str:
    suffix = {None: "", CHANNEL: ", by how the response reached us"}.get(by, ", by who answered")
    return f"{wording.variable_text(variable)}{suffix}"


def option_labels(wording: Wording, question: Question, variable: Variable) -> dict[str, str]:
    return {category.key: wording.option_text(question, category.key) for category in variable.categories}


def _result(
    asked: _Asked,
    wording: Wording,
    shown: Mapping[_Place, FigureTable],
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
