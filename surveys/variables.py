"""What of a question is counted: its variables, and the cells that one response puts under them.

Belongs here: the shape of a variable. Does not belong here: counting (`analysis`), or which variables a
type of question has (its file in `question_types`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SurveyCategory:
    key: str
    counts_as: str | None = None


@dataclass(frozen=True)
class SurveyVariable:
    """`key` is the question's, or `grid.row`. `kind` is closed, scale, several, ranked, numeric, date or
    open.
    """

    key: str
    kind: str
    question_key: str
    row_key: str | None = None
    categories: tuple[SurveyCategory, ...] = ()
    identifies: str | None = None
