"""The CSV is one tidy list, and nothing in it can be run by a spreadsheet program."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.appendix.contents import AppendixContents
from consult.appendix.csv import neutral, write_csv


def test_every_line_has_a_place_a_measure_and_a_value(contents: AppendixContents) -> None:
    text = write_csv(contents).decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text, newline="")))
    assert list(lines[0]) == ["section", "table", "row", "column", "measure", "value", "unit"]
    assert {line["measure"] for line in lines} == {"number", "per cent", "base", "value", "words"}
    assert all(line["section"] and line["table"] and line["row"] and line["value"] for line in lines)
    numbers = [line for line in lines if line["measure"] in ("number", "per cent", "base")]
    assert all(line["value"].lstrip("-").isdecimal() for line in numbers)
    assert len(numbers) > 1_000


def test_no_line_comes_twice(contents: AppendixContents) -> None:
    lines = write_csv(contents).decode("utf-8-sig").splitlines()
    figures = [line for line in lines if ",number," in line or ",base," in line]
    assert len(figures) == len(set(figures))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  =", "＝"])
def test_what_looks_like_a_formula_stays_text(start: str) -> None:
    assert neutral(f"{start}cmd()") == f"'{start}cmd()"


def test_numbers_below_nought_stay_numbers() -> None:
    assert neutral(-5) == -5


@given(st.text())
def test_nothing_is_lost_by_making_it_safe(text: str) -> None:
    safe = str(neutral(text))
    assert safe in (text, f"'{text}")
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
