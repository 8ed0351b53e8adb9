"""Reach: loading population tables, and setting who answered and who came beside them.

Belongs here: which answers a group of the population stands for, and gathering what is compared. The rule for calling a
group missing is in `analysis.reach`. What is published is read off tables that are protected already, so that nothing
can be worked out from it that they do not show.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.figures import whole_percentage
from analysis.reach import (
    TOTALS,
    Finding,
    GroupReach,
    Population,
    PopulationGroup,
    PopulationProblem,
    PopulationRow,
    population_of,
    reach,
    read_population,
)
from analysis.reach_chart import ReachBar
from consult.appendix.contents import EventResult, LabelledCount, ReachGroup, ReachTable
from consult.appendix.figures import FigureTable
from consult.services import deciding_figures
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.drawing import ChartBook
from consult.services.questionnaires import LoadedVersion
from consult.services.recording_events import UNKNOWN_AUDIENCE
from consult.store.accounts import Account
from consult.store.consultations import Consultation
from surveys.definition import Question
from surveys.question_types import QUESTION_TYPES

IN_APPENDIX = "appendix"
STATE_WORDS = {
    "dont_know": "don’t know",
    "prefer_not_to_say": "prefer not to say",
    "left_blank": "left blank",
    "not_asked": "not asked",
}
FINDING_WORDS = {
    Finding.NOBODY: "Missing: nobody answered",
    Finding.MISSING: "Missing: less than half its share{more}",
    Finding.FEWER: "Fewer than its share{more}",
    Finding.SIMILAR: "About its share",
    Finding.MORE: "More than its share",
    Finding.MORE_THAN_THERE: "More responses than there are people: check both",
    Finding.TOO_FEW: "Too small a group to say",
    Finding.NOT_KNOWN: "Cannot be said",
}


class NeedsMatching(Exception):
    """Some groups are not called like any answer: somebody has to say which answers they stand for."""

    def __init__(self, rows: Sequence[PopulationRow], matched: Mapping[str, Sequence[str]]) -> None:
        super().__init__("groups do not match")
        self.rows, self.matched = tuple(rows), dict(matched)


def questions_about_people(version: LoadedVersion) -> list[Question]:
    """The questions whose answers are groups of a population: about people, with options."""
    return [q for q in version.questionnaire.counted_questions if q.identifies and q.options and not q.rows]


def load(
    consultation: Consultation,
    version: LoadedVersion,
    variable: str,
    source: str,
    text: str,
    *,
    by: Account | None,
    matching: Mapping[str, Sequence[str]] | None = None,
) -> Population:
    """Keep a population table. Raises `NeedsMatching`, or PopulationProblem with everything that is wrong."""
    question = next((q for q in questions_about_people(version) if q.key == variable), None)
    if question is None:
        raise PopulationProblem(["Choose the question that asks people which of these groups they are in."])
    rows = rows_for(read_population(text), variable)
    options: dict[str, Sequence[str]] = {
        **(_matched(version, question, rows) if matching is None else matching)
    }
    groups = [row for row in rows if row.group.casefold() not in TOTALS]
    if matching is None and any(not options.get(row.group) for row in groups):
        raise NeedsMatching(groups, options)
    overlapping = _can_choose_several(version, question)
    population = population_of(variable, source, rows, options, overlapping=overlapping)
    payload = {
        "source": source,
        "total": population.total,
        "overlapping": overlapping,
        "groups": [[one.label, one.people, list(one.options)] for one in population.groups],
    }
    deciding_figures.decide(consultation, DecisionKind.POPULATION, variable, payload, by=by)
    return population


def _can_choose_several(version: LoadedVersion, question: Question) -> bool:
    variables = QUESTION_TYPES[question.type].variables(question, version.questionnaire)
    return any(variable.kind == "several" for variable in variables)


def rows_for(rows: Sequence[PopulationRow], variable: str) -> tuple[PopulationRow, ...]:
    """The rows of a file that holds several tables that are about this question; all rows where it holds one."""
    named = {row.variable for row in rows} - {""}
    if not named:
        return tuple(rows)
    own = tuple(row for row in rows if row.variable == variable)
    if not own:
        raise PopulationProblem(
            [f"The file has tables for {', '.join(sorted(named))}, and none for “{variable}”."]
        )
    return own


def groups_in(text: str, variable: str) -> tuple[PopulationRow, ...]:
    """The groups of a file without its total, in order."""
    rows = rows_for(read_population(text), variable)
    return tuple(row for row in rows if row.group.casefold() not in TOTALS)


def _matched(
    version: LoadedVersion, question: Question, rows: Sequence[PopulationRow]
) -> dict[str, list[str]]:
    names: dict[str, str] = {}
    for wording in version.wordings.values():
        for option in question.options:
            if question.key not in wording.omits:
                names[_plain(wording.option_text(question, option.key))] = option.key
            names[_plain(option.key)] = option.key
    return {row.group: [names[_plain(row.group)]] for row in rows if _plain(row.group) in names}


def _plain(text: str) -> str:
    """A name as it is compared: without capitals, marks and spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def populations(consultation: Consultation, version: LoadedVersion) -> list[Population]:
    """Every population table that is loaded and whose answers the questionnaire still has."""
    asked = {q.key: {option.key for option in q.options} for q in questions_about_people(version)}
    found = []
    for key, row in deciding_figures.standing(consultation, DecisionKind.POPULATION).items():
        groups = tuple(
            PopulationGroup(label, people, tuple(options)) for label, people, options in row.payload["groups"]
        )
        if key in asked and all(set(group.options) <= asked[key] for group in groups):
            found.append(
                Population(
                    key, row.payload["source"], groups, row.payload["total"], row.payload["overlapping"]
                )
            )
    return found


def no_longer_fitting(consultation: Consultation, version: LoadedVersion) -> list[str]:
    """Population tables that name answers which the questionnaire no longer has: they are shown nowhere."""
    fitting = {population.variable for population in populations(consultation, version)}
    loaded = deciding_figures.standing(consultation, DecisionKind.POPULATION)
    return [key for key in loaded if key not in fitting]


@dataclass(frozen=True)
class Side:
    """What is compared with populations: tables of who answered by variable, and events."""

    profile: Mapping[str, FigureTable]
    events: Sequence[EventResult]


def reach_tables(
    consultation: Consultation,
    version: LoadedVersion,
    side: Side,
    charts: ChartBook,
) -> tuple[ReachTable, ...]:
    """Every population beside who answered and, where events recorded its groups, who came."""
    return tuple(
        _reach_table(version, population, side, charts)
        for population in populations(consultation, version)
        if population.variable in side.profile
    )


def missing_groups(
    consultation: Consultation, version: LoadedVersion, profile: Mapping[str, FigureTable]
) -> list[tuple[str, tuple[str, ...]]]:
    """What each population is asked with, and its groups that are missing; without those that lack none."""
    found = []
    for population in populations(consultation, version):
        if population.variable in profile:
            counts = _Counts.of(profile[population.variable])
            question = version.questionnaire.question(population.variable)
            missing = tuple(one.label for one in _compared(population, question, counts) if one.is_missing)
            found += [(version.first_wording.label(population.variable), missing)] if missing else []
    return found


def _reach_table(version: LoadedVersion, population: Population, side: Side, charts: ChartBook) -> ReachTable:
    profile = _Counts.of(side.profile[population.variable])
    question = version.questionnaire.question(population.variable)
    found = _compared(population, question, profile)
    attended = question.identifies == "audience" and bool(side.events)
    caption = version.first_wording.label(population.variable)
    groups = tuple(
        _group(one, group.options, _attendances(side.events, group.options) if attended else None)
        for one, group in zip(found, population.groups, strict=True)
    )
    others = _in_no_group(population, question)
    unknown = [LabelledCount(key, words, profile.state(key)) for key, words in STATE_WORDS.items()]
    if others:
        unknown.insert(0, LabelledCount("others", "in none of these groups", profile.of_options(others)))
    bars = [ReachBar(one.label, one.people, one.total, one.n, one.base) for one in found]
    return ReachTable(
        variable=population.variable,
        caption=caption,
        source=population.source,
        groups=groups,
        unknown=tuple(one for one in unknown if one.n != 0),
        attended=attended,
        attendances_unknown=_attendances(side.events, [UNKNOWN_AUDIENCE]) if attended else None,
        overlapping=population.overlapping,
        is_everybody=population.is_everybody,
        chart=charts.reach(f"{caption}: the population and those who answered", bars),
    )


def _compared(population: Population, question: Question, counts: _Counts) -> tuple[GroupReach, ...]:
    """Groups that are the whole population are shares of those who are in one of them; else of all whose group is
    known, since the rest of the population is among those too."""
    ns = [counts.of_options(group.options) for group in population.groups]
    others = counts.of_options(_in_no_group(population, question)) if population.is_everybody else 0
    base = None if counts.base is None or others is None else counts.base - others
    return reach(population, ns, base)


def _in_no_group(population: Population, question: Question) -> list[str]:
    in_groups = {option for group in population.groups for option in group.options}
    return [o.key for o in question.options if o.key not in in_groups and o.counts_as is None]


def _group(one: GroupReach, options: tuple[str, ...], attendances: int | None) -> ReachGroup:
    n = one.more_needed
    more = f". {n:,} more {'answer' if n == 1 else 'answers'} would bring it to its share" if n else ""
    return ReachGroup(
        label=one.label,
        people=one.people,
        population_percent=one.population_percent,
        n=one.n,
        base=one.base,
        percent=whole_percentage(one.n, one.base) if one.n is not None and one.base else None,
        finding=FINDING_WORDS[one.finding].format(more=more),
        is_missing=one.is_missing,
        options=options,
        attendances=attendances,
    )


def _attendances(events: Sequence[EventResult], options: Sequence[str]) -> int | None:
    """How often people of these groups came; None as soon as one of the figures is withheld."""
    counts = [one.n for event in events for one in event.audiences if one.key in options]
    known = [n for n in counts if n is not None]
    return sum(known) if len(known) == len(counts) else None


@dataclass(frozen=True)
class _Counts:
    """What a table of who answered shows of each code; several codes may be shown together only."""

    shown: Mapping[frozenset[str], int | None]
    base: int | None

    @classmethod
    def of(cls, table: FigureTable) -> _Counts:
        shown: dict[frozenset[str], int | None] = {}
        base = None
        for row in table.rows:
            cell = row.cells[0]
            n = None if cell.withheld else cell.n
            if row.measure.startswith(("option:", "outside:")):
                shown[frozenset({row.measure.split(":", 1)[1]})] = n
            elif row.measure.startswith("any:"):
                shown[frozenset(row.measure.removeprefix("any:").split("+"))] = n
            elif row.measure in STATE_WORDS:
                shown[frozenset({f"state:{row.measure}"})] = n
            elif row.measure == "base":
                base = n
        return cls(shown, base)

    def of_options(self, options: Sequence[str]) -> int | None:
        """How many chose one of these; None where that cannot be read off what is shown."""
        wanted = set(options)
        inside = {codes: n for codes, n in self.shown.items() if codes <= wanted}
        if set().union(*inside) != wanted or any(n is None for n in inside.values()):
            return None
        return sum(n or 0 for n in inside.values())

    def state(self, state: str) -> int | None:
        return self.of_options([f"state:{state}"])


def is_in_appendix(consultation: Consultation) -> bool:
    """Whether an officer wants reach in the appendix."""
    return IN_APPENDIX in deciding_figures.standing(consultation, DecisionKind.REACH)


def put_in_appendix(consultation: Consultation, wanted: bool, *, by: Account | None) -> None:
    """Have reach in the appendix from the next one that is built on, or no longer."""
    deciding_figures.decide(consultation, DecisionKind.REACH, IN_APPENDIX, {}, by=by, stands=wanted)
