"""A file is imported whole or not at all; every bad row is named; nobody is counted twice."""

from __future__ import annotations

import json

import pytest

from consult.services import importing
from consult.store import response_counts, responses
from consult.store.responses import Comment

MAPPING = {
    "format": "said-and-done/mapping/1",
    "columns": {
        "who": {"question": "role", "values": {"Parent": "parent", "Worker": "worker"}},
        "trees": {"question": "views.trees", "values": {"yes": "agree", "no": "disagree"}},
        "said": {"question": "why"},
    },
    "channel": "paper",
    "ignore": ["note"],
}
ROWS = ["who,trees,said,note", "Parent,yes,More shade,x", "Worker,no,,y"]


@pytest.fixture
def take_in(parks, codes, tmp_path):
    """Imports lines of CSV through the mapping, or one that is given."""

    def run(lines, mapping=MAPPING, name="paper.csv", **options):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        (tmp_path / "mapping.json").write_text(json.dumps(mapping), encoding="utf-8")
        return importing.import_responses(codes, parks, tmp_path / name, tmp_path / "mapping.json", **options)

    return run


def count(parks):
    return sum(n for *_, n in response_counts.by_state_and_channel(parks))


def test_rows_become_responses_through_their_channel(parks, take_in):
    done = take_in(ROWS)
    assert (done.batch.rows_read, done.batch.responses_written) == (2, 2)
    assert response_counts.by_state_and_channel(parks) == [("counted", "paper", 2)]
    assert [comment.text for comment in responses.comments(parks)] == ["More shade"]


def test_a_bad_row_is_named_and_nothing_is_written(parks, take_in):
    with pytest.raises(importing.BadRows) as caught:
        take_in([*ROWS, "Parent,perhaps,,"])
    problem = caught.value.problems[0]
    assert (problem.row, problem.column) == (4, "trees")
    assert "perhaps" in problem.message
    assert count(parks) == 0


def test_bad_rows_can_be_left_out_and_are_counted(parks, take_in):
    done = take_in([*ROWS, "Parent,perhaps,,"], skip_bad=True)
    assert count(parks) == 2
    assert [one.row for one in done.left_out] == [4]
    assert responses.imports(parks)[0].left_out[0]["row"] == 4


def test_the_same_file_is_not_counted_twice(parks, take_in):
    take_in(ROWS)
    with pytest.raises(importing.ImportProblem, match="already"):
        take_in(ROWS, name="copy.csv")
    assert count(parks) == 2


def test_a_column_that_the_mapping_does_not_know_is_refused(parks, take_in):
    with pytest.raises(Exception, match="surprise"):
        take_in(["who,trees,said,note,surprise", "Parent,yes,,,1"])
    assert count(parks) == 0


def test_another_kind_of_file_is_refused(take_in):
    with pytest.raises(importing.ImportProblem, match=r"\.csv and \.xlsx"):
        take_in(ROWS, name="answers.pdf")


def test_a_mapping_that_is_not_json_is_refused_with_its_place(parks, codes, tmp_path):
    (tmp_path / "a.csv").write_text("who\nParent\n", encoding="utf-8")
    (tmp_path / "mapping.json").write_text("{\n oops", encoding="utf-8")
    with pytest.raises(importing.ImportProblem, match="line 2, column 2"):
        importing.import_responses(codes, parks, tmp_path / "a.csv", tmp_path / "mapping.json")


def test_a_fault_in_the_middle_leaves_nothing_behind(parks, take_in, monkeypatch):
    real = responses.add_response
    written = []

    def fail_at_second(response, comments):
        if written:
            raise RuntimeError("the disk is full")
        written.append(real(response, comments))

    monkeypatch.setattr(responses, "add_response", fail_at_second)
    with pytest.raises(RuntimeError):
        take_in(ROWS)
    assert count(parks) == 0
    assert responses.imports(parks) == []
    assert responses.comments(parks) == []


def test_imports_are_known_as_comments_of_their_responses(parks, take_in):
    take_in(ROWS)
    comment = responses.comments(parks)[0]
    assert isinstance(comment, Comment)
    assert comment.response_id is not None
