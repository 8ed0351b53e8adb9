"""The files beside the published JSON from which every figure can be recomputed.

They are for the organisation and its auditors, never for publication: `responses.csv` holds single responses.
What each column means is written in `verification.py`, which reads them. Rows are plain values.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from consult.appendix.csv import neutral

CHECKING_FILES = ("responses.csv", "comments.csv", "group_tallies.csv", "README.txt")
RESPONSE_COLUMNS = ("reference", "state", "channel", "edition", "language", "campaign")
COMMENT_COLUMNS = (
    "comment",
    "response",
    "event",
    "question",
    "source",
    "read",
    "themes_read",
    "themes_suggested",
    "set_aside",
)
# So that a question that happens to be called "state" or "channel" has a column of its own.
QUESTION_PREFIX = "question:"
GROUP_TALLY_COLUMNS = ("event", "measure", "variable", "option", "n")
BETWEEN_KEYS = "|"

README = """Checking files: not for publication

This folder holds the published appendix, and beside it three files from which every figure of appendix.json
can be worked out again:

  responses.csv      one line a response, with its answers (no names, no text in people's own words)
  comments.csv       one line a comment: where it came from and which themes it carries (not its words)
  group_tallies.csv  one line a number from an event

Someone who knows a person could recognise them in responses.csv. Keep the three files inside the
organisation; show them to an auditor, and publish them nowhere.

To check:   consult verify FOLDER

It says how many figures were checked and names each one that differs. The dataset that the appendix was made
from has this digest:

  {digest}
"""


@dataclass(frozen=True)
class ResponseLine:
    """One response that reached us. Only counted ones have cells: variable key to `answer_cell` text."""

    reference: str
    state: str
    channel: str
    edition: str
    language: str
    cells: dict[str, str] = field(default_factory=dict)
    campaign: str = ""


@dataclass(frozen=True)
class CommentLine:
    """One comment, without its words."""

    comment: str
    source: str
    question: str = ""
    response: str = ""
    event: str = ""
    read: bool = False
    themes_read: tuple[str, ...] = ()
    themes_suggested: tuple[str, ...] = ()
    set_aside: str = ""


@dataclass(frozen=True)
class GroupTallyLine:
    """One number from an event. `measure` is present, audience, votes or votes_present."""

    event: str
    measure: str
    n: int
    variable: str = ""
    option: str = ""


def answer_cell(state: str, value: object = None) -> str:
    """An answer as text: its option key, its keys with | between them, its number or date, or its state."""
    if state != "answered":
        return f"state:{state}"
    if value is None:
        return "state:answered"
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return BETWEEN_KEYS.join(str(one) for one in value)
    return str(value)


def write_checking_files(
    folder: Path,
    dataset_digest: str,
    variables: Sequence[str],
    responses: Iterable[ResponseLine],
    comments: Iterable[CommentLine],
    group_tallies: Iterable[GroupTallyLine],
) -> tuple[Path, ...]:
    """Write the three files and README.txt into an existing folder; returns what was written."""
    files = {
        "responses.csv": responses_csv(variables, responses),
        "comments.csv": comments_csv(comments),
        "group_tallies.csv": group_tallies_csv(group_tallies),
        "README.txt": README.format(digest=dataset_digest).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def responses_csv(variables: Sequence[str], responses: Iterable[ResponseLine]) -> bytes:
    """A line a response, ordered by reference; an answer that is not there was not asked."""
    lines = (
        (
            one.reference, one.state, one.channel, one.edition, one.language, one.campaign,
            *_answers(one, variables),
        )
        for one in sorted(responses, key=lambda one: one.reference)
    )  # fmt: skip
    return _csv((*RESPONSE_COLUMNS, *(QUESTION_PREFIX + key for key in variables)), lines)


def _answers(line: ResponseLine, variables: Sequence[str]) -> tuple[str, ...]:
    unknown = set(line.cells) - set(variables)
    if unknown:
        raise ValueError(f"response {line.reference} answers {sorted(unknown)}, which are no variables")
    return tuple(line.cells.get(key, "") for key in variables)


def comments_csv(comments: Iterable[CommentLine]) -> bytes:
    """A line a comment, ordered by reference."""
    return _csv(COMMENT_COLUMNS, (_comment(one) for one in sorted(comments, key=lambda one: one.comment)))


def _comment(one: CommentLine) -> tuple[str, ...]:
    read, suggested = BETWEEN_KEYS.join(one.themes_read), BETWEEN_KEYS.join(one.themes_suggested)
    said = "yes" if one.read else "no"
    return (
        one.comment, one.response, one.event, one.question, one.source, said, read, suggested, one.set_aside,
    )  # fmt: skip


def group_tallies_csv(tallies: Iterable[GroupTallyLine]) -> bytes:
    """A line a number, ordered by event, measure, variable and option."""
    lines = ((one.event, one.measure, one.variable, one.option, str(one.n)) for one in tallies)
    return _csv(GROUP_TALLY_COLUMNS, sorted(lines))


def _csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([_safe(text) for text in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")


def _safe(text: str) -> int | str:
    """Answers that are numbers stay as they are, below nought too; other text cannot become a formula."""
    return text if text.lstrip("-").replace(".", "", 1).isdecimal() else neutral(text)
