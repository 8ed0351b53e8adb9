"""The table of criteria in `docs/accessibility/` is whole, and what it says holds them is there."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "accessibility" / "criteria.md"
# Levels A and AA of WCAG 2.2, by guideline: which criteria there are.
LEVEL_A = """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3
2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"""
LEVEL_AA = """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8
3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"""
ROW = re.compile(r"^\| (\d\.\d\.\d+) [^|]+ \| (AA?) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(DOCUMENT.read_text())


def test_every_criterion_of_level_a_and_aa_is_there_once() -> None:
    wanted = [(number, "A") for number in LEVEL_A.split()] + [(number, "AA") for number in LEVEL_AA.split()]
    assert len(wanted) == 55
    assert sorted((number, level) for number, level, _how, _held in rows()) == sorted(wanted)


def test_each_is_held_by_a_test_or_says_that_it_needs_a_person() -> None:
    for number, _level, how, held in rows():
        assert how.strip(), number
        assert TEST.search(held) or "needs a person" in held or "not applicable" in held, number


def test_each_test_that_is_named_exists() -> None:
    named = TEST.findall(DOCUMENT.read_text())
    assert len(named) > 40
    for file, test in named:
        assert f"def {test}(" in (Path(__file__).parent / file).read_text(), f"{file}::{test}"
