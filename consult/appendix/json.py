"""The appendix as JSON: every figure with its base, its unit and how to recompute it.

`format` names the shape of the file; it changes when a reader would have to. Charts are left to the other
formats; their words are here. `verification.py` reads this file.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from consult.appendix.composition import SCHEMA
from consult.appendix.contents import AppendixContents, Chart
from consult.appendix.figures import FigureCell


def write_json(contents: AppendixContents) -> bytes:
    """UTF-8 JSON whose order is that of the appendix."""
    return (json.dumps(as_plain(contents), ensure_ascii=False, indent=1) + "\n").encode()


def as_plain(contents: AppendixContents) -> dict[str, Any]:
    """The contents as JSON values, with the totals that follow from them."""
    plain: dict[str, Any] = {"format": SCHEMA, "title": contents.title, **_plain(contents)}
    plain["received"]["total"] = contents.received.total
    plain["comments"]["total"] = contents.comments.total
    plain["variables"] = [
        {
            "key": variable.key,
            "kind": variable.kind,
            "categories": [{"key": key, "counts_as": counts_as} for key, counts_as in variable.categories],
        }
        for variable in contents.variables
    ]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, FigureCell):
        return _cell(value)
    if isinstance(value, Chart):
        return {"caption": value.caption, "alt": value.alt}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _cell(cell: FigureCell) -> dict[str, Any]:
    """Only what the cell holds: a figure that was withheld says so and nothing else."""
    if cell.withheld:
        return {"withheld": True}
    held = {"n": cell.n, "percent": cell.percent, "base": cell.base, "value": cell.value}
    return {name: value for name, value in held.items() if value is not None}
