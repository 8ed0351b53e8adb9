"""Every figure of the JSON comes out again from the files beside it, and a wrong one is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consult.appendix.verification import CheckingFileError, verify_folder

Writer = Callable[..., Any]


@pytest.mark.parametrize("responses", [1, 11, 66, 400])
def test_all_figures_come_out_again(tmp_path: Path, write_folder: Writer, responses: int) -> None:
    write_folder(tmp_path, responses)
    report = verify_folder(tmp_path)
    assert [str(one) for one in report.differences] == []
    assert report.checked > 1_000


def _change(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    file = folder / "appendix.json"
    appendix = json.loads(file.read_text(encoding="utf-8"))
    change(appendix)
    file.write_text(json.dumps(appendix), encoding="utf-8")


def _first_cell(appendix: dict[str, Any]) -> dict[str, Any]:
    cell: dict[str, Any] = appendix["questions"][0]["tables"][0]["rows"][0]["cells"][0]
    return cell


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a count": lambda a: _first_cell(a).update(n=99),
    "a percentage": lambda a: _first_cell(a).update(percent=1),
    "a base": lambda a: _first_cell(a).update(base=65),
    "responses received": lambda a: a["received"].update(total=71),
    "a channel": lambda a: a["received"]["by_channel"][0].update(n=1),
    "left out": lambda a: a["not_counted"][0].update(n=3),
    "the profile": lambda a: a["profile"][0]["rows"][0]["cells"][0].update(n=3),
    "a headline": lambda a: a["headlines"][0].update(over=95),
    "those present": lambda a: a["events"][0].update(present=15),
    "an audience": lambda a: a["events"][0]["audiences"][0].update(n=15),
    "a vote": lambda a: a["events"][0]["tallies"][0]["counts"][0].update(n=99),
    "comments read": lambda a: a["themes"][0].update(comments_read=9),
    "comments suggested": lambda a: a["themes"][0].update(comments_suggested=9),
    "a source": lambda a: a["themes"][0]["sources"][0].update(n=9),
    "comments set aside": lambda a: a["comments"]["set_aside"][0].update(n=9),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_wrong_figure_is_named(tmp_path: Path, write_folder: Writer, what: str) -> None:
    write_folder(tmp_path)
    _change(tmp_path, CHANGES[what])
    report = verify_folder(tmp_path)
    assert len(report.differences) == 1, [str(one) for one in report.differences]
    assert "the appendix says" in str(report.differences[0])


@pytest.mark.parametrize("measure", ["mean_place:speed", "median", "maximum"])
def test_a_wrong_value_is_named(tmp_path: Path, write_folder: Writer, measure: str) -> None:
    write_folder(tmp_path)

    def change(appendix: dict[str, Any]) -> None:
        tables = [table for question in appendix["questions"] for table in question["tables"]]
        rows = [row for table in tables for row in table["rows"] if row["measure"] == measure]
        rows[0]["cells"][0]["value"] = "2019-01-01" if "-" in rows[0]["cells"][0]["value"] else "77.7"

    _change(tmp_path, change)
    (difference,) = verify_folder(tmp_path).differences
    assert difference.recomputed != difference.stated


def test_a_changed_answer_shows_wherever_it_is_counted(tmp_path: Path, write_folder: Writer) -> None:
    write_folder(tmp_path)
    file = tmp_path / "responses.csv"
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("strongly_agree", "strongly_disagree", 1), encoding="utf-8")
    figures = " ".join(one.figure for one in verify_folder(tmp_path).differences)
    assert "all respondents" in figures or "The five priorities" in figures
    assert "by who answered" in figures
    assert "by channel" in figures


def test_a_withheld_figure_is_not_guessed(tmp_path: Path, write_folder: Writer) -> None:
    write_folder(tmp_path)

    def withhold(appendix: dict[str, Any]) -> None:
        appendix["profile"][0]["rows"][1]["cells"][0] = {"withheld": True}
        appendix["events"][0]["audiences"][0]["n"] = None

    _change(tmp_path, withhold)
    report = verify_folder(tmp_path)
    assert report.agrees
    assert report.withheld == 2


def test_a_missing_file_is_named(tmp_path: Path, write_folder: Writer) -> None:
    with pytest.raises(CheckingFileError, match=r"appendix\.json is not there"):
        verify_folder(tmp_path)
    write_folder(tmp_path)
    (tmp_path / "comments.csv").unlink()
    with pytest.raises(CheckingFileError, match=r"comments\.csv is not there"):
        verify_folder(tmp_path)


def test_an_impossible_answer_is_refused_with_its_column(tmp_path: Path, write_folder: Writer) -> None:
    write_folder(tmp_path)
    file = tmp_path / "responses.csv"
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("parent_carer", "teacher", 1), encoding="utf-8")
    with pytest.raises(CheckingFileError, match=r"column question:role: 'teacher'"):
        verify_folder(tmp_path)


def test_a_damaged_appendix_is_refused(tmp_path: Path, write_folder: Writer) -> None:
    write_folder(tmp_path)
    (tmp_path / "appendix.json").write_text("{", encoding="utf-8")
    with pytest.raises(CheckingFileError, match="not readable as JSON"):
        verify_folder(tmp_path)
    (tmp_path / "appendix.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CheckingFileError, match="said-and-done/appendix/1"):
        verify_folder(tmp_path)


def test_the_readme_says_not_to_publish(tmp_path: Path, write_folder: Writer) -> None:
    contents = write_folder(tmp_path)
    readme = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert "not for publication" in readme
    assert contents.dataset_digest in readme
