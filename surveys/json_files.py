"""Reads JSON files that people wrote, saying where they are faulty.

Belongs here: syntax, size and encoding. Does not belong here: what the JSON means.
"""

from __future__ import annotations

import json
from pathlib import Path

from surveys.problems import Problem, ProblemsFound

LARGEST_FILE = 10_000_000
"""Bytes. A hundred questions in twenty wordings take less than a tenth of it."""


def read_json_file(path: Path, largest: int = LARGEST_FILE) -> object:
    """The JSON of a file. Raises ProblemsFound, with line and column for faulty syntax."""
    name = path.name
    if not path.is_file():
        raise ProblemsFound([Problem(str(path), "there is no such file.", "Check the path.")])
    if path.stat().st_size > largest:
        raise ProblemsFound(
            [Problem(name, f"the file is larger than {largest:,} bytes.", "Make it smaller.")]
        )
    try:
        return read_json_text(path.read_text(encoding="utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise ProblemsFound(
            [Problem(name, f"byte {error.start} is not UTF-8 text.", "Save the file as UTF-8.")]
        ) from error


def read_json_text(text: str, name: str) -> object:
    """The JSON of a text; `name` is what problems call it."""
    try:
        return json.loads(text, object_pairs_hook=_object_without_repeats, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"{name}, line {error.lineno}, column {error.colno}"
        cure = "Check the commas, quotation marks and brackets there and just before."
        raise ProblemsFound([Problem(place, f"this is not JSON: {error.msg}.", cure)]) from error
    except RecursionError as error:
        raise ProblemsFound(
            [Problem(name, "there are too many levels of brackets.", "Write it more simply.")]
        ) from error
    except _NotPlainJsonError as error:
        raise ProblemsFound([Problem(name, str(error), "Take one out, or mend it.")]) from error


class _NotPlainJsonError(ValueError):
    """JSON that parsers read differently."""


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """JSON lets a name stand twice and takes the last; here that would lose a question without a word."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    repeated = next(name for name in names if names.count(name) > 1)
    siblings = ", ".join(dict.fromkeys(names))
    raise _NotPlainJsonError(f"“{repeated[:60]}” stands twice in the object with {siblings[:120]}.")


def _refuse_constant(word: str) -> float:
    raise _NotPlainJsonError(f"“{word}” is not a number that JSON has.")
