"""A consultation small enough to read and whole enough to show every part of an appendix.

The answers are made by rule, not by chance, so a figure that changes was changed by somebody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure as Plot

from analysis.dataset import open_dataset, write_dataset
from analysis.headlines import Claim, Headline, check_claim
from analysis.tallies import group_votes, tally_all
from analysis.variables import Category, Cell, CommentRecord, GroupTallyRecord, ResponseRecord, Variable
from consult.appendix.checking_files import (
    CommentLine,
    GroupTallyLine,
    ResponseLine,
    answer_cell,
    write_checking_files,
)
from consult.appendix.contents import (
    AppendixContents,
    Chart,
    CommentAccount,
    Commitment,
    CommitmentKind,
    CommitmentUpdate,
    Consultation,
    EventResult,
    LabelledCount,
    NotCounted,
    QuestionnaireUsed,
    QuestionResult,
    Quotation,
    Received,
    SetAside,
    ThemeResult,
    WordingUsed,
)
from consult.appendix.json import write_json
from consult.appendix.tables import (
    group_tally_from_votes,
    headline_result,
    side_by_side,
    table_from_tallies,
    variable_used,
)

AGREEMENT = {
    "strongly_agree": ("Strongly agree", "agree"),
    "agree": ("Agree", "agree"),
    "neither": ("Neither agree nor disagree", "neutral"),
    "disagree": ("Disagree", "disagree"),
    "strongly_disagree": ("Strongly disagree", "disagree"),
    "does_not_apply": ("Does not apply to me", "outside"),
    "dont_know": ("Don’t know", "dont_know"),
}
PRIORITIES = {
    "voice": "Children and young people are heard",
    "early_help": "Help comes early",
    "transition": "Moving on is prepared",
    "local": "Support is close to home",
    "together": "Services work together",
}
ROLES = {"parent_carer": "Parents and carers", "professional": "Professionals", "young_person": "Youth"}
SUPPORT = {"short_breaks": "Short breaks", "transport": "Transport", "therapy": "Therapy", "none": "None"}
ORDER = {"speed": "How fast help comes", "distance": "How near it is", "trust": "Knowing who comes"}
CHANNELS = {"online": "Online", "paper": "On paper"}
DIGEST = "3f9a1c0b7d52e6884a1f0c9d2b7e6655443322110ffeeddccbbaa99887766554"


def _options(options: dict[str, Any]) -> tuple[Category, ...]:
    return tuple(Category(key, said[1] if isinstance(said, tuple) else None) for key, said in options.items())


VARIABLES = (
    Variable("role", "closed", _options(ROLES), identifying="audience"),
    *(Variable(f"priorities.{key}", "scale", _options(AGREEMENT)) for key in PRIORITIES),
    Variable("delivery", "scale", _options(AGREEMENT)),
    Variable("support", "several", _options(SUPPORT)),
    Variable("order", "ranked", _options(ORDER)),
    Variable("years", "numeric"),
    Variable("since", "date"),
    Variable("why", "open"),
)


def _cells(number: int) -> dict[str, Cell]:
    cells = {"role": Cell("answered", list(ROLES)[0 if number % 3 else 1 + number % 2])}
    if number % 17 == 9:
        cells["role"] = Cell("prefer_not_to_say")
    for place, key in enumerate([*(f"priorities.{one}" for one in PRIORITIES), "delivery"]):
        cells[key] = _agreement((number * 7 + place * 5) % 33)
    chosen = [key for place, key in enumerate(list(SUPPORT)[:3]) if (number >> place) & 1]
    cells["support"] = Cell("answered", chosen) if chosen else Cell("left_blank")
    places = list(ORDER)[number % 3 :] + list(ORDER)[: number % 3]
    cells["order"] = Cell("answered", places) if number % 4 else Cell("left_blank")
    cells["years"] = Cell("answered", str(number % 26)) if number % 5 else Cell("prefer_not_to_say")
    if number % 2:
        cells["since"] = Cell("answered", f"20{10 + number % 13}-0{1 + number % 9}-11")
    cells["why"] = Cell("answered") if number % 2 else Cell("left_blank")
    return cells


def _agreement(place: int) -> Cell:
    if place == 30:
        return Cell("dont_know", "dont_know")
    if place == 31:
        return Cell("left_blank")
    if place == 32:
        return Cell("answered", "does_not_apply")
    return Cell("answered", "strongly_agree" if place < 16 else "agree" if place < 27 else "disagree")


@pytest.fixture(scope="session")
def records() -> Callable[[int], list[ResponseRecord]]:
    """That many counted responses, two in eleven of them on paper."""

    def make(how_many: int) -> list[ResponseRecord]:
        return [
            ResponseRecord(f"R{n:05}", "paper" if n % 11 in (3, 7) else "online", "standard", "en", _cells(n))
            for n in range(how_many)
        ]

    return make


VOTES = (
    GroupTallyRecord("group", "delivery", 14, {"agree": 9, "disagree": 3, "dont_know": 1}),
    GroupTallyRecord("forum", "delivery", 11, {"agree": 7, "disagree": 2}),
)


@pytest.fixture(scope="session")
def plot() -> Chart:
    """A real chart as matplotlib draws it."""
    figure = Plot(figsize=(7, 3))
    axes = figure.subplots()
    axes.barh(list(PRIORITIES.values()), [54, 50, 58, 52, 57], color="#1d5b79")
    axes.set_xlabel("Responses")
    figure.tight_layout()
    svg, png = BytesIO(), BytesIO()
    with rc_context({"svg.hashsalt": "appendix"}):
        figure.savefig(svg, format="svg", metadata={"Date": None})
    figure.savefig(png, format="png", dpi=150, metadata={"Software": None})
    alt = "Bar chart. For each priority, how many agreed: 54, 50, 58, 52 and 57."
    return Chart(svg.getvalue().decode(), png.getvalue(), alt, "Agreement with the five priorities")


def _labels(variable: str) -> dict[str, str]:
    if variable == "delivery" or variable.startswith("priorities"):
        return {key: said[0] for key, said in AGREEMENT.items()}
    return {"role": ROLES, "support": SUPPORT, "order": ORDER}.get(variable, {})


@pytest.fixture(scope="session")
def make_contents(
    records: Callable[[int], list[ResponseRecord]], plot: Chart, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AppendixContents]:
    """Contents of an appendix from that many responses, gathered as a service would gather them."""

    def make(responses: int = 66, charts: int = 1) -> AppendixContents:
        folder = tmp_path_factory.mktemp("dataset")
        made = records(responses)
        comments = [CommentRecord("C1", "R00001", None, "why", "Ask us.", "en")]
        dataset = open_dataset(write_dataset(folder, VARIABLES, made, comments, VOTES).path)
        keys = [variable.key for variable in VARIABLES]
        everyone, by_role = tally_all(dataset, keys), tally_all(dataset, keys, by="role")
        by_channel = tally_all(dataset, keys, by="channel")

        def tables(key: str, text: str) -> tuple[Any, ...]:
            labels = _labels(key)
            return (
                table_from_tallies(everyone[key], f"{text}, all respondents", labels),
                table_from_tallies(by_role[key], f"{text}, by who answered", labels, ROLES),
                table_from_tallies(by_channel[key], f"{text}, by channel", labels, CHANNELS),
            )

        grid = [tables(f"priorities.{key}", text) for key, text in PRIORITIES.items()]
        together = side_by_side([one[0] for one in grid], "The five priorities", PRIORITIES.values())
        claims = (
            Claim("priorities", 75, ("priorities",), "each of the five priorities"),
            Claim("delivery", 75, ("delivery",), "how it will be delivered"),
        )
        whole = {key: table.column(None) for key, table in everyone.items()}
        checked = [check_claim(claim, whole) for claim in claims]
        texts = {
            "delivery": "Do you agree with how it will be delivered?",
            "support": "Which support have you used?",
            "order": "What matters most to you?",
            "years": "For how many years?",
            "since": "Since when?",
            "why": "Why do you say so?",
        }
        paper = sum(record.channel == "paper" for record in made)
        votes = {one.event: one for one in group_votes(dataset, "delivery")}
        tally_of = {
            event: (group_tally_from_votes(votes[event], texts["delivery"], _labels("delivery")),)
            for event in votes
        }
        return AppendixContents(
            organisation="Wychbury Council",
            label="Appendix 3",
            consultation=Consultation(
                slug="send-strategy",
                title="A strategy for children and young people with special educational needs",
                opened=date(2023, 10, 18),
                closed=date(2023, 11, 26),
                summary="We asked what people think of five priorities, and of how they would be delivered.",
                purpose="The answers decide what the strategy says before it goes to cabinet.",
                open_to_change=("The five priorities", "How they are delivered"),
                not_open_to_change=("The budget for this year",),
                promoted_through=("schools", "the Local Offer", "two voluntary organisations"),
            ),
            dataset_digest=dataset.digest,
            built_for=date(2023, 12, 4),
            questionnaire=QuestionnaireUsed(
                "send-strategy",
                "1",
                (WordingUsed("Standard", "English"), WordingUsed("Easy read", "English")),
            ),
            received=Received(
                counted=responses,
                withdrawn=1,
                test=2,
                held=1,
                by_channel=(
                    LabelledCount("online", "Online", responses - paper),
                    LabelledCount("paper", "On paper", paper),
                ),
            ),
            headlines=tuple(headline_result(one) for one in checked if isinstance(one, Headline)),
            profile=(table_from_tallies(everyone["role"], "Who answered", ROLES),),
            questions=(
                QuestionResult(
                    "priorities",
                    "How far do you agree with each priority?",
                    "scale",
                    (together, *(table for one in grid for table in one[1:])),
                    (plot,) * charts,
                ),
                *(QuestionResult(key, text, "closed", tables(key, text)) for key, text in texts.items()),
            ),
            events=(
                EventResult(
                    "group",
                    "Parents’ group",
                    date(2023, 11, 7),
                    "Bilston library",
                    "Discussion",
                    "Two voluntary organisations",
                    14,
                    (LabelledCount("parent_carer", "Parents and carers", 14),),
                    tally_of["group"],
                    2,
                    "Some may also have answered online; five said so.",
                ),
                EventResult(
                    "forum",
                    "Young people’s forum",
                    date(2023, 11, 14),
                    "Civic Centre",
                    "Dots on a chart",
                    "The forum itself",
                    11,
                    (LabelledCount("young_person", "Young people", 11),),
                    tally_of["forum"],
                    1,
                ),
            ),
            themes=(
                ThemeResult(
                    "waiting",
                    "Waiting too long",
                    "Waits for an assessment or a plan.",
                    comments_read=2,
                    comments_suggested=1,
                    sources=(LabelledCount("response", "responses", 1), LabelledCount("event", "events", 1)),
                    quotations=(
                        Quotation("We waited two years, and nobody rang.", "Parent, online"),
                        Quotation("ہمیں سنا جائے۔", "Parent, Urdu", "ur"),
                    ),
                    commitments=("timeline",),
                ),
                ThemeResult(
                    "words",
                    "Words nobody knows",
                    "Abbreviations.",
                    comments_read=1,
                    comments_suggested=1,
                    commitments=("words",),
                ),
            ),
            comments=CommentAccount(3, 1, 2, (SetAside("Nothing said (“n/a”)", 1),)),
            commitments=(
                Commitment(
                    "timeline",
                    CommitmentKind.CHANGED,
                    "We added a timeline and who watches progress.",
                    "Head of inclusion",
                    date(2024, 6, 30),
                    "On track",
                    (CommitmentUpdate(date(2024, 1, 15), "A draft timeline went to the forum."),),
                ),
                Commitment("words", CommitmentKind.WILL_CHANGE, "An easy read version comes next."),
            ),
            not_counted=(
                NotCounted("Responses withdrawn", 1, "The person asked for it.", "withdrawn"),
                NotCounted("Test responses", 2, "Sent by officers before it opened.", "test"),
                NotCounted("Responses held back", 1, "Waiting for a safeguarding check.", "held"),
            ),
            method=("An online questionnaire, the same on paper, one group and one forum.",),
            limits=("Nobody was asked by telephone.",),
            variables=tuple(variable_used(variable) for variable in VARIABLES),
        )

    return make


@pytest.fixture(scope="session")
def contents(make_contents: Callable[..., AppendixContents]) -> AppendixContents:
    """The appendix of 66 responses."""
    return make_contents()


def _comment_lines() -> list[CommentLine]:
    """Seven comments: three in a theme, one in none, two not yet read, one set aside."""
    return [
        CommentLine("C1", "response", "why", "R00001", read=True, themes_read=("waiting",)),
        CommentLine("C2", "event", event="group", read=True, themes_read=("waiting",)),
        CommentLine("C3", "response", "why", "R00003", read=True, themes_read=("words",)),
        CommentLine("C4", "event", event="group", read=True),
        CommentLine("C5", "response", "why", "R00005", themes_suggested=("waiting",)),
        CommentLine("C6", "event", event="forum", themes_suggested=("words",)),
        CommentLine("C7", "response", "why", "R00007", set_aside="Nothing said (“n/a”)"),
    ]


def _group_tally_lines() -> list[GroupTallyLine]:
    present = {"group": ("parent_carer", 14), "forum": ("young_person", 11)}
    lines = [GroupTallyLine(event, "present", n) for event, (_, n) in present.items()]
    lines += [GroupTallyLine(event, "audience", n, option=key) for event, (key, n) in present.items()]
    for vote in VOTES:
        lines.append(GroupTallyLine(vote.event, "votes_present", vote.present, vote.variable))
        counts = vote.counts.items()
        lines += [GroupTallyLine(vote.event, "votes", n, vote.variable, key) for key, n in counts]
    return lines


@pytest.fixture(scope="session")
def write_folder(
    make_contents: Callable[..., AppendixContents], records: Callable[[int], list[ResponseRecord]]
) -> Callable[..., AppendixContents]:
    """Writes the JSON and the checking files of so many responses into a folder; returns the contents."""

    def write(folder: Path, responses: int = 66) -> AppendixContents:
        contents = make_contents(responses)
        lines = [
            ResponseLine(
                one.reference, "counted", one.channel, one.edition, one.language,
                {key: answer_cell(cell.state, cell.value) for key, cell in one.cells.items()},
            )
            for one in records(responses)
        ]  # fmt: skip
        states = ("withdrawn", "test", "test", "held")
        lines += [ResponseLine(f"X{n}", state, "online", "", "") for n, state in enumerate(states)]
        keys = [variable.key for variable in VARIABLES]
        write_checking_files(
            folder, contents.dataset_digest, keys, lines, _comment_lines(), _group_tally_lines()
        )
        (folder / "appendix.json").write_bytes(write_json(contents))
        return contents

    return write
