"""The front door of mappings: how the columns of somebody else's file become answers to our questions.

Belongs here: what others import. `bindings` reads a mapping, `merging` applies it; docs/questionnaires.md
tells how to write one.
"""

from __future__ import annotations

from surveys.interchange.bindings import CHANNELS, ImportMapping, parse_mapping
from surveys.interchange.merging import MappedResponse, RowProblem, map_rows

Mapping = ImportMapping

__all__ = [
    "CHANNELS",
    "ImportMapping",
    "MappedResponse",
    "Mapping",
    "RowProblem",
    "map_rows",
    "parse_mapping",
]
