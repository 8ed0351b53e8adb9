"""The tables that an officer asks for: a question, whole or broken down, as it is or as it would be published.

Belongs here: which questions and breakdowns there are, and counting one. The same tally, the same table and the same
protection serve the page, its downloads and the appendix. Does not belong here: keeping what was chosen
(`deciding_figures`), or words and files (`consult.appendix`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from analysis.crosstabs import COUNTED_KINDS, CrossTable, cross_tables
from analysis.dataset import DatasetError, Variable
from analysis.figures import TallyTable
from analysis.tallies import RESPONSE_ATTRIBUTES, tally_all
from consult import clock
from consult.appendix.contents import Chart, EventResult, GroupTally
from consult.appendix.figures import FigureTable
from consult.appendix.table_sheet import Standing, TableSheet, abreast, agreement_overview
from consult.appendix.tables import table_from_tallies
from consult.services import questionnaires
from consult.services.current_dataset import CurrentDataset
from consult.services.deciding_figures import tables_in_appendix
from consult.services.publishing.breakdowns import Place, breakdown_label, caption_of, group_labels
from consult.services.publishing.drawing import ChartBook
from consult.services.publishing.gathering import events_held, protected_events_held, version_counted
from consult.services.publishing.releases import published_before
from consult.services.publishing.results import SPLIT_KINDS, TOO_FEW, option_labels, protected_places
from consult.services.questionnaires import LoadedVersion
from consult.store import response_counts
from consult.store.consultations import Consultation
from surveys.definition import Question
from surveys.question_types import QUESTION_TYPES
from surveys.variables import SurveyVariable

MOST_CHARTS = 6
SCALE, RANKED = "scale", "ranked"


class NoSuchTable(ValueError):
    """What was asked for cannot be shown; the message says why."""


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list, by its key. `group` puts a grid's statements under it."""

    key: str
    label: str
    group: str = ""


def questions_to_show(version: LoadedVersion) -> list[Choice]:
    """Every question that has figures; a grid as a whole and each of its statements."""
    found = []
    for question in version.questionnaire.counted_questions:
        variables = _variables(version, question)
        if not variables or variables[0].kind == "open":
            continue
        label = version.first_wording.label(question.key)
        found.append(Choice(question.key, label))
        if len(variables) > 1:
            found += [
                Choice(one.key, version.first_wording.variable_text(one.key), label) for one in variables
            ]
    return found


def breakdowns(version: LoadedVersion) -> list[Choice]:
    """Everything that a question can be broken down by: audience first, then how it came, then other questions."""
    asked = [
        Choice(one.key, version.first_wording.variable_text(one.key), "Another question")
        for question in version.questionnaire.counted_questions
        for one in _variables(version, question)
        if one.kind in COUNTED_KINDS and one.identifies != "audience"
    ]
    audiences = [
        Choice(question.key, version.first_wording.label(question.key), "Who answered")
        for question in version.questionnaire.counted_questions
        if question.identifies == "audience"
    ]
    words = {
        "channel": "How the response reached us",
        "wording": "Wording (edition and language)",
        "edition": "Edition",
        "language": "Language",
    }
    attributes = [Choice(key, words.get(key, key), "How it reached us") for key in RESPONSE_ATTRIBUTES]
    return [*audiences, *attributes, *asked]


def _variables(version: LoadedVersion, question: Question) -> tuple[SurveyVariable, ...]:
    return QUESTION_TYPES[question.type].variables(question, version.questionnaire)


@dataclass(frozen=True)
class _Asked:
    """A question or one statement of it, what it is broken down by, and the dataset to count from."""

    consultation: Consultation
    version: LoadedVersion
    source: CurrentDataset
    question: Question
    keys: tuple[str, ...]
    by: str

    @property
    def variables(self) -> list[Variable]:
        return [self.source.dataset.variable(key) for key in self.keys]

    @property
    def breakdown(self) -> Variable | None:
        if not self.by or self.by in RESPONSE_ATTRIBUTES:
            return None
        return self.source.dataset.variable(self.by)

    @property
    def tells_of_people(self) -> bool:
        is_about = [*self.variables, *([self.breakdown] if self.breakdown else [])]
        return any(one.identifying for one in is_about)


def sheet(
    consultation: Consultation,
    source: CurrentDataset,
    charts: ChartBook,
    *,
    organisation: str,
    question: str,
    by: str = "",
    protect: bool = False,
) -> TableSheet:
    """A question's tables. `protect`: as they would be published, else as they are. Raises `NoSuchTable`."""
    asked = _asked(consultation, source, question, by)
    events = _events(asked, protect=protect)
    tables, notes = _protected(asked) if protect else _as_they_are(asked)
    wording = asked.version.first_wording
    whole_grid = len(asked.keys) > 1
    labels = [wording.variable_text(key) for key in asked.keys]
    by_label = breakdown_label(asked.version, by) if by else ""
    return TableSheet(
        slug=consultation.slug,
        consultation=consultation.title,
        organisation=organisation,
        question=question,
        question_text=_sentence(wording.question_text(asked.question.key), question, wording.variable_text),
        by=by,
        by_label=by_label,
        stood_on=clock.in_london(source.frozen_at).date(),
        digest=source.dataset.digest,
        counted=source.counted,
        standing=_standing(asked, events, protect=protect),
        tables=tuple(tables),
        overview=agreement_overview(tables, labels, f"{wording.label(asked.question.key)}: agreement")
        if whole_grid and by and not protect
        else None,
        charts=tuple(_charts(asked, tables, charts)),
        events=events,
        notes=tuple(notes),
    )


def _sentence(text: str, question: str, label_of: Callable[[str], str]) -> str:
    return f"{text} {label_of(question)}." if "." in question else text


def _standing(asked: _Asked, events: Sequence[EventResult], *, protect: bool) -> Standing:
    if protect:
        return Standing.PROTECTED
    return Standing.WORKING if asked.tells_of_people or events else Standing.OPEN


def version_of(consultation: Consultation, source: CurrentDataset) -> LoadedVersion:
    """The questionnaire with everything that its dataset counts."""
    return version_counted(questionnaires.latest(consultation), source.dataset)


def _asked(consultation: Consultation, source: CurrentDataset, question: str, by: str) -> _Asked:
    version = version_of(consultation, source)
    if question not in {one.key for one in questions_to_show(version)}:
        raise NoSuchTable("Choose a question that is in the list.")
    if by and by not in {one.key for one in breakdowns(version)}:
        raise NoSuchTable("Choose a breakdown that is in the list.")
    found = version.questionnaire.question(question.partition(".")[0])
    keys = tuple(one.key for one in _variables(version, found) if question in (one.key, found.key))
    if by in keys:
        raise NoSuchTable("A question cannot be broken down by itself. Choose another breakdown.")
    return _Asked(consultation, version, source, found, keys, by)


def _as_they_are(asked: _Asked) -> tuple[list[FigureTable], list[str]]:
    dataset = asked.source.dataset
    if not asked.by:
        tallies = tally_all(dataset, asked.keys)
        return [_table(asked, tallies[key], None) for key in asked.keys], []
    try:
        crossed = cross_tables(dataset, asked.keys, asked.by)
    except DatasetError as problem:
        raise NoSuchTable(_in_plain_words(asked, problem)) from problem
    tables = [_crossed(asked, one) for one in crossed.values()]
    return tables, list(_notes(asked, next(iter(crossed.values()))))


def _in_plain_words(asked: _Asked, problem: DatasetError) -> str:
    if asked.breakdown is not None and asked.breakdown.kind == "several":
        return (
            "People could choose several answers to the question you want to break it down by, so its groups overlap. "
            "A number, a date or an order cannot be shown by such groups. Choose another breakdown."
        )
    return str(problem)


def _crossed(asked: _Asked, crossed: CrossTable) -> FigureTable:
    everyone = _table(asked, TallyTable(crossed.variable, None, (crossed.everyone,)), None)
    if not crossed.columns:
        return everyone
    groups = _table(asked, TallyTable(crossed.variable, crossed.by, crossed.columns), asked.by)
    return abreast([everyone, groups], groups.caption)


def _table(asked: _Asked, tallies: TallyTable, by: str | None) -> FigureTable:
    version = asked.version
    variable = asked.source.dataset.variable(tallies.variable)
    return table_from_tallies(
        tallies,
        caption_of(version.first_wording, tallies.variable, breakdown_label(version, by) if by else None),
        option_labels(version.first_wording, asked.question, variable),
        group_labels(version, by) if by else {},
    )


def _notes(asked: _Asked, crossed: CrossTable) -> Iterable[str]:
    states = crossed.by_states
    silent = [
        f"{n:,} {words}"
        for n, words in (
            (states.dont_know, "don’t know"),
            (states.prefer_not_to_say, "preferred not to say"),
            (states.left_blank, "left it blank"),
            (states.not_asked, "were not asked"),
        )
        if n
    ]
    if asked.breakdown is not None:
        rest = f"; {', '.join(silent)}" if silent else ""
        question = breakdown_label(asked.version, asked.by)
        yield f"Of {states.received:,} responses, {states.answered:,} answered {question}{rest}."
    if crossed.overlapping:
        yield (
            "People could choose several answers there, so someone can be in more than one column. Columns are people, "
            "not ticks, and must not be added up."
        )


def why_not_in_appendix(consultation: Consultation, source: CurrentDataset, question: str, by: str) -> str:
    """Why a table cannot be put into the appendix; empty where it can."""
    asked = _asked(consultation, source, question, by)
    if not by or by == "channel" or (asked.breakdown and asked.breakdown.identifying == "audience"):
        return "The appendix has this table anyway, where there is something to break down."
    return _cannot_be_protected(asked)


def _cannot_be_protected(asked: _Asked) -> str:
    if any(one.identifying for one in asked.variables):
        return "Who answered is published one question at a time: two such questions together point to single people."
    if asked.breakdown is not None and asked.breakdown.kind == "several":
        return "Its groups overlap, so small numbers in it cannot be protected. It is for the team only."
    if asked.tells_of_people and not all(one.kind in SPLIT_KINDS for one in asked.variables):
        return "A number, a date or an order by who somebody is cannot be protected. It is for the team only."
    return ""


def title_of(consultation: Consultation, source: CurrentDataset, question: str, by: str) -> str:
    """What a table is called in a list."""
    version = version_of(consultation, source)
    return caption_of(version.first_wording, question, breakdown_label(version, by) if by else None)


def variables_of(consultation: Consultation, source: CurrentDataset, question: str) -> tuple[str, ...]:
    """The variables of a question or of one statement. Raises `NoSuchTable`."""
    return _asked(consultation, source, question, "").keys


def _protected(asked: _Asked) -> tuple[list[FigureTable], list[str]]:
    """The tables as the appendix would have them, withheld over everything that is in it and this one."""
    if asked.by and (why := _cannot_be_protected(asked)):
        raise NoSuchTable(why)
    also = [*tables_in_appendix(asked.consultation), *((key, asked.by) for key in asked.keys if asked.by)]
    shown = protected_places(
        asked.source.dataset,
        asked.version,
        by_channel=came_by_several(asked.consultation),
        before=published_before(asked.consultation),
        also=also,
    ).shown
    wanted: list[Place] = [(key, None) for key in asked.keys]
    wanted += [(key, asked.by) for key in asked.keys if asked.by]
    tables = [shown[place] for place in wanted if place in shown]
    return tables, [TOO_FEW] if len(tables) < len(wanted) else []


def came_by_several(consultation: Consultation) -> bool:
    """Whether counted responses came through more than one channel, so that the appendix shows them apart."""
    counts = response_counts.by_state_and_channel(consultation)
    return len({channel for state, channel, n in counts if state == "counted" and n}) > 1


def _events(asked: _Asked, *, protect: bool) -> tuple[EventResult, ...]:
    """Events where votes were taken on what is asked for, each with those votes only."""
    held = protected_events_held if protect else events_held
    every = held(asked.consultation, asked.source.dataset, asked.version)
    with_votes = [
        (event, tuple(one for one in event.tallies if one.variable in asked.keys)) for event in every
    ]
    return tuple(_only(event, tallies) for event, tallies in with_votes if tallies)


def _only(event: EventResult, tallies: Sequence[GroupTally]) -> EventResult:
    return EventResult(
        key=event.key,
        title=event.title,
        held_on=event.held_on,
        present=event.present,
        tallies=tuple(tallies),
        comments=event.comments,
        overlap=event.overlap,
    )


def _charts(asked: _Asked, tables: Sequence[FigureTable], charts: ChartBook) -> list[Chart]:
    """A picture of all respondents, or of each group; none where options were put together."""
    kind = asked.variables[0].kind
    variable = asked.variables[0]
    if not _can_be_drawn(tables, variable):
        return []
    if kind == SCALE and len(asked.keys) == 1:
        single = [one for table in tables for one in _columns(table)]
        with_base = [one for one in single if _base(one)]
        labels = [one.columns[0].label for one in with_base]
        return charts.agreement(tables[-1].caption, variable, with_base, labels) if with_base else []
    if kind == SCALE:
        everyone = [_columns(table)[0] for table in tables[: len(asked.keys)]]
        labels = [asked.version.first_wording.variable_text(key) for key in asked.keys]
        caption = f"{asked.version.first_wording.label(asked.question.key)}: all respondents"
        return charts.agreement(caption, variable, everyone, labels) if any(map(_base, everyone)) else []
    if kind in (*SPLIT_KINDS, RANKED):
        single = [one for table in tables for one in _columns(table) if _base(one)][:MOST_CHARTS]
        return [
            part
            for one in single
            for part in charts.bars(f"{one.caption}: {one.columns[0].label}", one, several=kind == "several")
        ]
    return []


def _can_be_drawn(tables: Sequence[FigureTable], variable: Variable) -> bool:
    options = {f"option:{category.key}" for category in variable.on_scale}
    return bool(tables) and all(options <= {row.measure for row in table.rows} for table in tables)


def _columns(table: FigureTable) -> list[FigureTable]:
    """A table of several columns as tables of one."""
    return [
        FigureTable(
            table.caption,
            table.unit,
            table.base_note,
            (column,),
            tuple(type(row)(row.label, row.measure, row.kind, (row.cells[n],)) for row in table.rows),
            table.notes,
        )
        for n, column in enumerate(table.columns)
    ]


def _base(table: FigureTable) -> int:
    return next((row.cells[0].n or 0 for row in table.rows if row.measure == "base"), 0)
