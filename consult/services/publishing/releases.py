"""What earlier publications told, kept out of sight so that a new one does not tell more by being laid beside them.

Belongs here: writing down what a publication told, and reading all of them again. Does not belong here: what is
withheld and why (`analysis.disclosure`), or how tables are made coarser (`recoding`).
A publication that was taken down is still among them: what people kept of it cannot be called back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from analysis.disclosure import EarlierRelease, PublishedTable
from analysis.disclosure.tables import Cell
from consult.services.publishing.recoding import Coarseness
from consult.store import answering
from consult.store.answering import Publication
from consult.store.consultations import Consultation

RELEASE_FILE = "release.json"


@dataclass(frozen=True)
class TableCost:
    """What withholding takes from one table of an appendix: figures in all, and those withheld because they say too
    much or to protect such a one."""

    caption: str
    figures: int
    say_too_much: int
    to_protect: int

    @property
    def withheld(self) -> int:
        return self.say_too_much + self.to_protect


@dataclass(frozen=True)
class RefusedHeadline:
    """A headline that an officer wanted and that the figures of this publication do not bear out, and why."""

    wanted: str
    reason: str


@dataclass(frozen=True)
class Release:
    """One publication's tables as they would be without withholding, and what was withheld of them.

    shown_tables   how many tables the appendix has that these are parts of
    counted        references of the responses that were counted
    not_split      what the tables are called that are left out, as too few answered
    refused        headlines that were wanted and are not in it
    not_there      tables that officers chose, as “variable by variable”, of which the answers have one no more
    checked        how many figures the audit looked at; none of them can be worked out
    """

    tables: tuple[PublishedTable, ...] = ()
    withheld: frozenset[Cell] = frozenset()
    coarseness: Coarseness = field(default_factory=Coarseness)
    counted: frozenset[str] = frozenset()
    costs: tuple[TableCost, ...] = ()
    not_split: tuple[str, ...] = ()
    checked: int = 0
    shown_tables: int = 0
    refused: tuple[RefusedHeadline, ...] = ()
    not_there: tuple[str, ...] = ()


def written(release: Release) -> bytes:
    """A release as it is kept beside a publication, the same to the byte each time."""
    content = {
        "tables": [_table_to_json(table) for table in release.tables],
        "withheld": sorted([list(pair) for pair in cell] for cell in release.withheld),
        "together": {key: list(codes) for key, codes in release.coarseness.together.items()},
        "shapes": dict(release.coarseness.shapes),
        "counted": sorted(release.counted),
        "costs": [[cost.caption, cost.figures, cost.say_too_much, cost.to_protect] for cost in release.costs],
        "not_split": list(release.not_split),
        "not_there": list(release.not_there),
        "checked": release.checked,
        "shown_tables": release.shown_tables,
        "refused": [[one.wanted, one.reason] for one in release.refused],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def read(content: bytes) -> Release:
    """A release that `written` wrote."""
    raw = json.loads(content)
    # A publication that was built before something was kept says nothing of it.
    return Release(
        tables=tuple(_table_from_json(table) for table in raw["tables"]),
        withheld=frozenset(tuple((name, code) for name, code in cell) for cell in raw["withheld"]),
        coarseness=Coarseness(
            {key: tuple(codes) for key, codes in raw["together"].items()}, dict(raw["shapes"])
        ),
        counted=frozenset(raw["counted"]),
        costs=tuple(TableCost(*cost) for cost in raw["costs"]),
        not_split=tuple(raw["not_split"]),
        not_there=tuple(raw.get("not_there", ())),
        checked=raw["checked"],
        shown_tables=raw["shown_tables"],
        refused=tuple(RefusedHeadline(*one) for one in raw.get("refused", ())),
    )


def _table_to_json(table: PublishedTable) -> dict[str, Any]:
    return {
        "key": table.key,
        "variables": list(table.variables),
        "counts": [[*categories, count] for categories, count in table.counts.items()],
        "identifying": sorted(table.identifying),
        "sensitive": sorted(table.sensitive),
        "subtotals": {
            name: {total: list(keys) for total, keys in sums.items()}
            for name, sums in table.subtotals.items()
        },
        "tells_nothing": sorted(table.tells_nothing),
        "population": table.population,
    }


def _table_from_json(raw: Mapping[str, Any]) -> PublishedTable:
    return PublishedTable(
        key=raw["key"],
        variables=tuple(raw["variables"]),
        counts={tuple(categories): count for *categories, count in raw["counts"]},
        identifying=frozenset(raw["identifying"]),
        sensitive=frozenset(raw["sensitive"]),
        subtotals={
            name: {total: tuple(keys) for total, keys in sums.items()}
            for name, sums in raw["subtotals"].items()
        },
        tells_nothing=frozenset(raw["tells_nothing"]),
        population=raw["population"],
    )


def published_before(consultation: Consultation) -> list[Release]:
    """What each publication told that was ever public, the oldest first."""
    return [read(content) for content in answering.files_once_public(consultation, RELEASE_FILE)]


def release_of(publication: Publication) -> Release | None:
    """What a publication tells. None for one that was built before this was kept."""
    file = answering.publication_file(publication, RELEASE_FILE)
    return read(file.content) if file else None


def as_earlier_releases(
    releases: Sequence[Release], counted_now: Collection[str]
) -> tuple[EarlierRelease, ...]:
    """Earlier releases as the audit takes them: with how many of the responses that were counted then are not
    counted in the one after it."""
    counted = [*(release.counted for release in releases), frozenset(counted_now)]
    return tuple(
        EarlierRelease(f"publication {number}", release.tables, release.withheld, len(before - after))
        for number, (release, (before, after)) in enumerate(
            zip(releases, pairwise(counted), strict=True), start=1
        )
    )
