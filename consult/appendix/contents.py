"""What an appendix contains, as plain values that a service gathers.

Here belong the facts and their consistency (numbers that must add up do). Words and order are in
`composition.py`, layout in the writers. Counts come ready-made, with the small number rule already applied:
`None` means withheld. Dates are given in Europe/London; nothing here asks what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.appendix.figures import FigureTable


@dataclass(frozen=True)
class LabelledCount:
    """How many of something; `n` is None where the small number rule withholds it."""

    key: str
    label: str
    n: int | None


@dataclass(frozen=True)
class Consultation:
    """The exercise itself: what it was for, what was open to change, when, and how people heard of it."""

    slug: str
    title: str
    opened: date
    closed: date
    summary: str = ""
    purpose: str = ""
    open_to_change: tuple[str, ...] = ()
    not_open_to_change: tuple[str, ...] = ()
    promoted_through: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("an appendix needs the title of its consultation")
        if self.closed < self.opened:
            raise ValueError(f"{self.slug}: it closed on {self.closed}, before it opened on {self.opened}")


@dataclass(frozen=True)
class Received:
    """Every response that reached us. What was received = counted + withdrawn + test + held, always."""

    counted: int
    withdrawn: int = 0
    test: int = 0
    held: int = 0
    by_channel: tuple[LabelledCount, ...] = ()

    @property
    def total(self) -> int:
        return self.counted + self.withdrawn + self.test + self.held

    def __post_init__(self) -> None:
        if min(self.counted, self.withdrawn, self.test, self.held) < 0:
            raise ValueError("no number of responses can be below nought")
        known = [channel.n for channel in self.by_channel if channel.n is not None]
        all_known = len(known) == len(self.by_channel)
        if self.by_channel and (sum(known) > self.counted or (all_known and sum(known) != self.counted)):
            raise ValueError(f"responses by channel add to {sum(known)}, but {self.counted} were counted")


@dataclass(frozen=True)
class VariableUsed:
    """How a variable is counted, so that anyone can recompute its figures.

    `kind` is closed, scale, several, ranked, numeric, date or open; `categories` pairs each option's key with
    what it counts as (agree, neutral, disagree, outside, dont_know or None).
    """

    key: str
    kind: str
    categories: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture of figures that also stand in a table: as SVG text, as PNG, and as words (`alt`)."""

    svg: str
    png: bytes
    alt: str
    caption: str


@dataclass(frozen=True)
class QuestionResult:
    """One question: its wording as asked, its charts, and its tables in the order they are to be read."""

    key: str
    text: str
    kind: str
    tables: tuple[FigureTable, ...]
    charts: tuple[Chart, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class GroupTally:
    """A show of hands or dots on a chart: votes of those present, never responses."""

    variable: str
    question: str
    present: int | None
    counts: tuple[LabelledCount, ...]


@dataclass(frozen=True)
class EventResult:
    """A group, drop-in, forum or meeting. `overlap` says whether people may also have answered elsewhere."""

    key: str
    title: str
    held_on: date
    place: str = ""
    method: str = ""
    run_by: str = ""
    present: int | None = None
    audiences: tuple[LabelledCount, ...] = ()
    tallies: tuple[GroupTally, ...] = ()
    comments: int | None = 0
    overlap: str = ""


@dataclass(frozen=True)
class HeadlineResult:
    """A sentence that the figures bear out for every one of `variables`: its kind is over, most, fewer or leading.

    `questions` are the variables as people know them; `counted_once` says whether it rests on a campaign. Bases and
    numbers who agreed are the lowest and the highest among the variables.
    """

    key: str
    text: str
    over: int
    variables: tuple[str, ...]
    base_low: int
    base_high: int
    n_low: int
    n_high: int
    kind: str = "over"
    questions: tuple[str, ...] = ()
    counted_once: str = ""


@dataclass(frozen=True)
class ReachGroup:
    """A group of the population, those of it who answered (of `base`), and who came to events.

    `n` is None where it is withheld; `attendances` is None where it is withheld or was not recorded. `options` are the
    answers that mean this group; `finding` says in words how its share compares.
    """

    label: str
    people: int
    population_percent: int | None
    n: int | None
    base: int | None
    percent: int | None
    finding: str
    is_missing: bool
    options: tuple[str, ...]
    attendances: int | None = None


@dataclass(frozen=True)
class ReachTable:
    """A population table with who answered and who came. `unknown` are those whose group is not known, by why.

    `attended` says whether events recorded these groups; attendances are never added to respondents. Where the groups
    are everybody in the population, bases are those in one of them; else all whose group is known.
    """

    variable: str
    caption: str
    source: str
    groups: tuple[ReachGroup, ...]
    unknown: tuple[LabelledCount, ...] = ()
    attended: bool = False
    attendances_unknown: int | None = None
    overlapping: bool = False
    is_everybody: bool = False
    chart: Chart | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The groups that are to be named as missing."""
        return tuple(group.label for group in self.groups if group.is_missing)


@dataclass(frozen=True)
class Quotation:
    """Someone's own words, cleared for publication, and how they are described."""

    text: str
    attribution: str = ""
    language: str = ""


@dataclass(frozen=True)
class ThemeResult:
    """A meaning that comments share. Comments read by a person and those suggested are never added up.

    `comments_counted_once` are those read, with each campaign counted once; None where there is no campaign.
    """

    key: str
    name: str
    definition: str = ""
    comments_read: int | None = 0
    comments_suggested: int | None = 0
    comments_counted_once: int | None = None
    sources: tuple[LabelledCount, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetAside:
    """Comments that were left out of the themes, and why."""

    reason: str
    n: int


@dataclass(frozen=True)
class CommentAccount:
    """Where every comment ended: in a theme, in no theme, not yet read, or set aside with a reason."""

    in_a_theme: int = 0
    no_theme: int = 0
    not_yet_read: int = 0
    set_aside: tuple[SetAside, ...] = ()

    @property
    def total(self) -> int:
        return self.in_a_theme + self.no_theme + self.not_yet_read + sum(part.n for part in self.set_aside)


class CommitmentKind(StrEnum):
    """The six answers that a theme can be given."""

    CHANGED = "changed"
    WILL_CHANGE = "will_change"
    ALREADY_HAPPENING = "already_happening"
    CANNOT = "cannot"
    OUT_OF_SCOPE = "out_of_scope"
    PASSED_ON = "passed_on"


@dataclass(frozen=True)
class CommitmentUpdate:
    """What has happened since, on a date."""

    made_on: date
    text: str


@dataclass(frozen=True)
class Commitment:
    """The answer to what people said. `status` is given in words for the reader ("on track")."""

    key: str
    kind: CommitmentKind
    text: str
    owner: str = ""
    due: date | None = None
    status: str = ""
    updates: tuple[CommitmentUpdate, ...] = ()


@dataclass(frozen=True)
class CampaignResult:
    """Responses that people held to be one campaign: how many are counted, and when the first and last came, where that
    is known."""

    name: str
    n: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class NotCounted:
    """Something that reached us and is in no figure: what, how many, and why.

    For responses `state` says which they are (withdrawn, test or held), so that the number can be checked.
    """

    what: str
    n: int | None
    reason: str
    state: str = ""


@dataclass(frozen=True)
class WordingUsed:
    """An edition in a language in which the questionnaire could be answered, in words for the reader."""

    edition: str
    language: str


@dataclass(frozen=True)
class QuestionnaireUsed:
    """Which version of which questionnaire, in which wordings."""

    key: str
    version: str
    wordings: tuple[WordingUsed, ...] = ()


@dataclass(frozen=True)
class AppendixContents:
    """Everything in one appendix, in the order in which it is told."""

    organisation: str
    consultation: Consultation
    dataset_digest: str
    built_for: date
    questionnaire: QuestionnaireUsed
    received: Received
    label: str = "Appendix"
    headlines: tuple[HeadlineResult, ...] = ()
    profile: tuple[FigureTable, ...] = ()
    reach: tuple[ReachTable, ...] = ()
    questions: tuple[QuestionResult, ...] = ()
    events: tuple[EventResult, ...] = ()
    overlap: str = ""
    themes: tuple[ThemeResult, ...] = ()
    comments: CommentAccount = CommentAccount()
    commitments: tuple[Commitment, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    campaigns: tuple[CampaignResult, ...] = ()
    with_and_without: tuple[FigureTable, ...] = ()
    method: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    variables: tuple[VariableUsed, ...] = ()

    def __post_init__(self) -> None:
        known = {commitment.key for commitment in self.commitments}
        for theme in self.themes:
            missing = [key for key in theme.commitments if key not in known]
            if missing:
                raise ValueError(f"theme {theme.key!r} rests on commitments that are not given: {missing}")

    @property
    def title(self) -> str:
        return f"{self.label}: full results of the public consultation and our response"
