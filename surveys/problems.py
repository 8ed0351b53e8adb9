"""What was wrong with something that a person wrote, where, and how to put it right.

Belongs here: the one shape in which a questionnaire, a wording or a mapping is refused. Does not belong here:
mistakes of respondents, which are errors of a form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault: `place` is a path with the keys in words, `cure` says what to do about it."""

    place: str
    message: str
    cure: str = ""

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.message}{' ' + self.cure if self.cure else ''}"


class ProblemsFound(Exception):  # names what happened, as the callers say it
    """Raised with everything that is wrong, so that it can be mended in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
