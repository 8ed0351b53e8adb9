"""Recomputes every figure of a published appendix from the files beside it, in plain Python.

Nothing of the code that made the figures is used here, so that an error there cannot hide here. It reads
`appendix.json` and, from the same folder, UTF-8 CSV files with these columns:

`responses.csv`, a line a response that reached us:
    reference, state (counted, withdrawn, test or held), channel, edition, language, campaign (the name of the
    one that it belongs to, or empty), then for each variable a column `question:` and its key. A closed or scale
    answer is its option's key; several choices and rankings are option keys with `|` between them, a ranking best
    first; a number is a decimal, a date is YYYY-MM-DD; words are `state:answered`. Any other state is
    `state:left_blank`, `state:dont_know`, `state:prefer_not_to_say` or `state:not_asked`; an empty cell was not
    asked. Only lines that are counted are read further than their state.

`comments.csv`, a line a comment, without its words:
    comment, response, event, question, source, read (yes or no), themes_read and themes_suggested (theme keys
    with `|` between them), set_aside (the reason, or empty). A comment is set aside; else in a theme or in no
    theme if a person has read it; else not yet read. Suggestions count for comments not yet read only.

`group_tallies.csv`, a line a number from an event:
    event, measure, variable, option, n. The measure is `present` (people there), `audience` (people there of
    the audience `option`), `votes` (for `option` of `variable`) or `votes_present` (people at that vote).

A `'` before a text that a spreadsheet would run is taken off again. Withheld figures cannot be checked from
what is published; they are counted in the report.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult.appendix.verification_counting import (
    CheckingFileError,
    Recount,
    Row,
    in_group,
    left_out_where_counted_once,
    read_rows,
    recount,
    share_in_percent,
)

__all__ = ["CheckingFileError", "Difference", "VerificationReport", "verify_folder"]


@dataclass(frozen=True)
class Difference:
    """A figure that the files do not bear out."""

    figure: str
    stated: object
    recomputed: object

    def __str__(self) -> str:
        return f"{self.figure}: the appendix says {self.stated}, the files give {self.recomputed}"


@dataclass(frozen=True)
class VerificationReport:
    """How many figures were checked, how many are withheld, and which differ."""

    checked: int
    differences: tuple[Difference, ...]
    withheld: int = 0

    @property
    def agrees(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class _Check:
    """One figure: where it stands, what is stated, what comes out."""

    figure: str
    stated: object
    recomputed: object
    withheld: bool = False


def verify_folder(path: Path) -> VerificationReport:
    """Check `appendix.json` of a folder against the three files beside it.

    Raises CheckingFileError where a file is missing, or holds something that cannot be counted.
    """
    appendix = _read_appendix(path / "appendix.json")
    files = {name: read_rows(path / f"{name}.csv") for name in ("responses", "comments", "group_tallies")}
    checks = tuple(_checks(appendix, files["responses"], files["comments"], files["group_tallies"]))
    differing = (check for check in checks if not check.withheld and check.stated != check.recomputed)
    withheld = sum(check.withheld for check in checks)
    return VerificationReport(
        checked=len(checks) - withheld,
        differences=tuple(Difference(one.figure, one.stated, one.recomputed) for one in differing),
        withheld=withheld,
    )


def _read_appendix(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise CheckingFileError(f"{file} is not there: name the folder that holds the appendix")
    try:
        appendix = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        cure = "build the appendix again"
        raise CheckingFileError(f"{file} is not readable as JSON ({error}): {cure}") from error
    if not isinstance(appendix, dict) or appendix.get("format") != "said-and-done/appendix/1":
        raise CheckingFileError(f"{file} is no appendix in the format said-and-done/appendix/1")
    return appendix


def _checks(
    appendix: dict[str, Any], responses: list[Row], comments: list[Row], tallies: list[Row]
) -> Iterator[_Check]:
    variables = {one["key"]: one for one in appendix["variables"]}
    counted = [row for row in responses if row["state"] == "counted"]
    yield from _received(appendix, responses, counted)
    for table in appendix["profile"]:
        yield from _table("Who answered", table, variables, counted)
    for table in appendix.get("reach", ()):
        yield from _reach(table, variables, counted)
    for question in appendix["questions"]:
        for table in question["tables"]:
            yield from _table(f"Question {question['key']}", table, variables, counted)
    yield from _campaigns(appendix, counted, variables)
    for headline in appendix["headlines"]:
        yield from _headline(headline, variables, counted)
    for event in appendix["events"]:
        yield from _event(event, variables, comments, tallies)
    yield from _comments(appendix["comments"], comments)
    for theme in appendix["themes"]:
        yield from _theme(theme, comments, left_out_where_counted_once(counted))


def _plain(figure: str, stated: object, recomputed: object) -> _Check:
    """A figure that is a number by itself: null in the appendix means withheld."""
    return _Check(figure, stated, recomputed, withheld=stated is None)


def _received(appendix: dict[str, Any], responses: list[Row], counted: list[Row]) -> Iterator[_Check]:
    received = appendix["received"]
    in_state = {
        state: sum(row["state"] == state for row in responses)
        for state in ("counted", "withdrawn", "test", "held")
    }
    for state, n in in_state.items():
        yield _plain(f"Responses {state}", received[state], n)
    yield _plain("Responses received", received["total"], len(responses))
    for channel in received["by_channel"]:
        n = sum(row["channel"] == channel["key"] for row in counted)
        yield _plain(f"Responses by channel {channel['key']}", channel["n"], n)
    left_out = [one for one in appendix["not_counted"] if one["state"] and one["n"] is not None]
    for state in sorted({one["state"] for one in left_out}):
        stated = sum(one["n"] for one in left_out if one["state"] == state)
        yield _Check(f"Responses not counted, {state}", stated, in_state.get(state, 0))


def _campaigns(appendix: dict[str, Any], counted: list[Row], variables: dict[str, Any]) -> Iterator[_Check]:
    for campaign in appendix.get("campaigns", ()):
        n = sum(row.get("campaign") == campaign["name"] for row in counted)
        yield _plain(f"Campaign {campaign['name']}", campaign["n"], n)
    for table in appendix.get("with_and_without", ()):
        yield from _table("With and without campaigns", table, variables, counted)


def _table(
    section: str, table: dict[str, Any], variables: dict[str, Any], counted: list[Row]
) -> Iterator[_Check]:
    for place, column in enumerate(table["columns"]):
        inside = in_group(counted, column["by"], column["group"], variables)
        found = recount(variables[column["variable"]], inside)
        for row in table["rows"]:
            where = f"{section}, {table['caption']}, {row['label']}, {column['label']}"
            yield from _cell(where, row["cells"][place], row["kind"], row["measure"], found)


def _reach(table: dict[str, Any], variables: dict[str, Any], counted: list[Row]) -> Iterator[_Check]:
    found = recount(variables[table["variable"]], counted)
    everybody = [option for group in table["groups"] for option in group["options"]]
    base = found.number(f"any:{'+'.join(everybody)}") if table.get("is_everybody") else len(found.answers)
    for group in table["groups"]:
        where = f"Reach, {table['caption']}, {group['label']}"
        n = found.number(f"any:{'+'.join(group['options'])}")
        yield _plain(where, group["n"], n)
        if group["n"] is not None and group["base"] is not None:
            yield _Check(f"{where}, base", group["base"], base)
            yield _Check(f"{where}, per cent", group["percent"], share_in_percent(n, group["base"]))


def _cell(where: str, cell: dict[str, Any], kind: str, measure: str, found: Recount) -> Iterator[_Check]:
    if cell.get("withheld"):
        yield _Check(where, None, None, withheld=True)
    elif kind in ("value", "date"):
        yield _Check(where, cell.get("value"), found.value_as_stated(measure, cell.get("value")))
    else:
        n = found.number(measure)
        yield _Check(where, cell.get("n"), n)
        if "base" in cell:
            yield _Check(f"{where}, base", cell["base"], found.base)
        if "percent" in cell:
            yield _Check(f"{where}, per cent", cell["percent"], share_in_percent(n, found.base))


def _headline(headline: dict[str, Any], variables: dict[str, Any], counted: list[Row]) -> Iterator[_Check]:
    found = [recount(variables[key], counted) for key in headline["variables"]]
    agreed, bases = [one.number("agree") or 0 for one in found], [one.base for one in found]
    where = f"Headline {headline['key']}"
    holds = all(_bears_out(headline, one) for one in found)
    yield _Check(f"{where}: true of every question", True, holds and bool(found))
    for name, numbers in (("n", agreed), ("base", bases)):
        yield _Check(f"{where}, lowest {name}", headline[f"{name}_low"], min(numbers, default=None))
        yield _Check(f"{where}, highest {name}", headline[f"{name}_high"], max(numbers, default=None))


def _bears_out(headline: dict[str, Any], found: Recount) -> bool:
    agreed, kind, over = found.number("agree") or 0, headline.get("kind", "over"), int(headline["over"])
    if kind == "leading":
        return (found.number("net") or 0) > 0
    if kind == "fewer":
        return agreed * 100 < over * found.base
    return agreed * 100 > (50 if kind == "most" else over) * found.base


def _event(
    event: dict[str, Any], variables: dict[str, Any], comments: list[Row], tallies: list[Row]
) -> Iterator[_Check]:
    where, own = f"Event {event['key']}", [row for row in tallies if row["event"] == event["key"]]
    yield _plain(f"{where}, present", event["present"], _vote_sum(own, "present"))
    noted = sum(row["event"] == event["key"] for row in comments)
    yield _plain(f"{where}, comments", event["comments"], noted)
    for audience in event["audiences"]:
        n = _vote_sum(own, "audience", options={audience["key"]})
        yield _plain(f"{where}, present: {audience['key']}", audience["n"], n)
    for tally in event["tallies"]:
        name, variable = f"{where}, votes on {tally['variable']}", tally["variable"]
        there = _vote_sum(own, "votes_present", variable)
        yield _plain(f"{name}, present", tally["present"], there)
        for count in tally["counts"]:
            options = _options_meant(count["key"], variables.get(variable))
            n = _vote_sum(own, "votes", variable, options) or 0
            yield _plain(f"{name}, {count['key']}", count["n"], n)


def _options_meant(key: str, variable: dict[str, Any] | None) -> set[str]:
    """The option; for several together all of them; for "don't know" every option that counts as it."""
    if key.startswith("any:"):
        return set().union(*(_options_meant(one, variable) for one in key.removeprefix("any:").split("+")))
    categories = variable["categories"] if variable and key == "dont_know" else []
    return {key, *(one["key"] for one in categories if one["counts_as"] == "dont_know")}


def _vote_sum(
    rows: Iterable[Row], measure: str, variable: str = "", options: set[str] | None = None
) -> int | None:
    """The sum of such numbers; None where the file has none."""
    wanted = [
        int(row["n"])
        for row in rows
        if row["measure"] == measure
        and row["variable"] == variable
        and (options is None or row["option"] in options)
    ]
    return sum(wanted) if wanted else None


def _comments(account: dict[str, Any], comments: list[Row]) -> Iterator[_Check]:
    kept = [row for row in comments if not row["set_aside"]]
    read = [row for row in kept if row["read"] == "yes"]
    in_a_theme = sum(bool(row["themes_read"]) for row in read)
    yield _plain("Comments in a theme", account["in_a_theme"], in_a_theme)
    yield _plain("Comments in no theme", account["no_theme"], len(read) - in_a_theme)
    yield _plain("Comments not yet read", account["not_yet_read"], len(kept) - len(read))
    for part in account["set_aside"]:
        n = sum(row["set_aside"] == part["reason"] for row in comments)
        yield _plain(f"Comments set aside: {part['reason']}", part["n"], n)
    yield _plain("Comments in all", account["total"], len(comments))


def _theme(theme: dict[str, Any], comments: list[Row], left_out: set[str]) -> Iterator[_Check]:
    kept = [row for row in comments if not row["set_aside"]]
    read = [row for row in kept if row["read"] == "yes" and theme["key"] in row["themes_read"].split("|")]
    waiting = [row for row in kept if row["read"] != "yes"]
    suggested = sum(theme["key"] in row["themes_suggested"].split("|") for row in waiting)
    where = f"Theme {theme['key']}"
    yield _plain(f"{where}, read by a person", theme["comments_read"], len(read))
    yield _plain(f"{where}, suggested", theme["comments_suggested"], suggested)
    if left_out or theme.get("comments_counted_once") is not None:
        once = sum(row["response"] not in left_out for row in read)
        yield _plain(f"{where}, campaigns counted once", theme.get("comments_counted_once"), once)
    for source in theme["sources"]:
        n = sum(row["source"] == source["key"] for row in read)
        yield _plain(f"{where}, from {source['key']}", source["n"], n)
