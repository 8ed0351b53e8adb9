"""Rows of somebody else's file become responses, or problems that name their row; nothing is lost between."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveys
from surveys.answers import LEFT_BLANK, PREFER_NOT_TO_SAY, Answer, AnswerState
from surveys.consultation_file import read_consultation_file
from surveys.definition import Questionnaire, parse_questionnaire
from surveys.interchange import READERS, SourceRow
from surveys.interchange.mapping import CHANNELS, MappedResponse, RowProblem, map_rows, parse_mapping
from surveys.problems import ProblemsFound

DATA = Path(surveys.__file__).parents[2] / "shared" / "data"
SAMPLES = Path(surveys.__file__).parents[1] / "consult" / "samples"
VOTES = {"1": "agree", "-1": "disagree", "0": "pass"}


def asked() -> Questionnaire:
    return parse_questionnaire(
        {
            "key": "test",
            "scales": {
                "vote": {
                    "options": [
                        {"key": "agree", "counts_as": "agree"},
                        {"key": "disagree", "counts_as": "disagree"},
                        {"key": "pass", "counts_as": "neutral"},
                        {"key": "other", "counts_as": "outside"},
                    ]
                }
            },
            "pages": [
                {
                    "key": "all",
                    "questions": [
                        {
                            "key": "role",
                            "type": "single_choice",
                            "prefer_not_to_say": True,
                            "options": [{"key": "parent"}, {"key": "teacher"}],
                        },
                        {
                            "key": "votes",
                            "type": "agreement_grid",
                            "scale": "vote",
                            "rows": [{"key": "s0"}, {"key": "s1"}, {"key": "s2"}],
                        },
                        {
                            "key": "some",
                            "type": "several_choices",
                            "at_most": 2,
                            "options": [{"key": "a"}, {"key": "b"}, {"key": "none", "exclusive": True}],
                        },
                        {"key": "order", "type": "ranking", "options": [{"key": "a"}, {"key": "b"}]},
                        {"key": "since", "type": "date"},
                        {"key": "years", "type": "number", "maximum": 25},
                        {"key": "why", "type": "long_text"},
                        {"key": "how", "type": "long_text"},
                    ],
                }
            ],
        }
    )


def mapping(columns: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"format": "said-and-done/mapping/1", "channel": "online", "columns": columns, **others}


def outcomes(raw: dict[str, Any], *rows: dict[str, str]) -> list[MappedResponse | RowProblem]:
    source = [SourceRow(number, cells) for number, cells in enumerate(rows, start=2)]
    return list(map_rows(source, parse_mapping(raw, asked()), asked()))


def only(found: list[MappedResponse | RowProblem]) -> MappedResponse:
    assert len(found) == 1, found
    assert isinstance(found[0], MappedResponse), found
    return found[0]


def problem(found: list[MappedResponse | RowProblem]) -> RowProblem:
    assert len(found) == 1, found
    assert isinstance(found[0], RowProblem), found
    return found[0]


def answered(value: Any) -> Answer:
    return Answer(AnswerState.ANSWERED, value)


class TestCells:
    @pytest.mark.parametrize(
        ("binding", "text", "expected"),
        [
            ({"question": "role"}, " parent ", answered("parent")),
            ({"question": "role"}, "", LEFT_BLANK),
            ({"question": "role"}, "prefer_not_to_say", PREFER_NOT_TO_SAY),
            ({"question": "role", "values": {"Mum or dad": "parent"}}, "mum OR dad", answered("parent")),
            (
                {"question": "role", "values": {"1": "parent"}, "otherwise": "teacher"},
                "9",
                answered("teacher"),
            ),
            ({"question": "role", "blank_if": ["n/a"]}, "N/A ", LEFT_BLANK),
            ({"question": "some"}, "b; a", answered(("a", "b"))),
            ({"question": "some", "separator": "|"}, "b|", answered(("b",))),
            ({"question": "order", "separator": ">"}, "b > a", answered(("b", "a"))),
            ({"question": "since"}, "2024-03-31", answered("2024-03-31")),
            ({"question": "since", "format": "%d/%m/%Y"}, "31/03/2024", answered("2024-03-31")),
            ({"question": "since", "format": "%d/%m/%Y"}, "2024-03-31", answered("2024-03-31")),
            ({"question": "years"}, "7", answered("7")),
            ({"question": "why"}, " Two\r\nlines ", answered("Two\nlines")),
        ],
    )
    def test_a_cell_becomes_an_answer(self, binding: dict[str, Any], text: str, expected: Answer) -> None:
        response = only(outcomes(mapping({"c": binding}), {"c": text}))
        assert response.answers == {binding["question"]: expected}
        assert (response.row_numbers, response.reference, response.channel) == ((2,), "row 2", "online")

    @pytest.mark.parametrize("not_asked", ["", "not shown"])
    def test_a_question_may_not_have_been_asked(self, not_asked: str) -> None:
        raw = mapping({"c": {"question": "role", "not_asked_if": [not_asked]}})
        assert only(outcomes(raw, {"c": not_asked})).answers == {}

    @pytest.mark.parametrize(
        ("binding", "text", "says"),
        [
            ({"question": "role"}, "nurse", "“nurse” is not an option of “role”"),
            ({"question": "role", "values": {"1": "parent"}}, "9", "“9” is not among the mapping's values"),
            ({"question": "role", "values": {"1": "parent"}}, "parent", "not among the mapping's values"),
            ({"question": "some"}, "a;b;none", "cannot stand with other options"),
            ({"question": "order"}, "a;a", "is there twice"),
            ({"question": "since"}, "31/03/2024", "is not a date"),
            (
                {"question": "since", "format": "%d/%m/%Y"},
                "03/31/2024",
                "is not a date written like %d/%m/%Y",
            ),
            ({"question": "years"}, "26", "must be 25 or less"),
            ({"question": "why"}, "a\x00b", "cannot be shown"),
            ({"question": "why"}, "x" * 5001, "5,001 characters"),
        ],
    )
    def test_a_cell_that_is_no_answer_is_named(self, binding: dict[str, Any], text: str, says: str) -> None:
        found = problem(outcomes(mapping({"c": binding}), {"c": text}))
        assert (found.row, found.column) == (2, "c")
        assert says in found.message
        assert str(found).startswith("row 2, column “c”: ")


class TestGrid:
    ROWS = staticmethod(
        lambda **others: mapping(
            {},
            numbered_columns=[
                {"name": "{n}", "from": 0, "to": 2, "question": "votes.s{n}", "values": VOTES, **others}
            ],
        )
    )

    def test_numbered_columns_fill_the_rows(self) -> None:
        response = only(outcomes(self.ROWS(), {"0": "1", "1": "-1", "2": ""}))
        assert response.answers == {"votes": answered({"s0": "agree", "s1": "disagree", "s2": None})}

    def test_a_row_that_was_not_asked_is_left_out(self) -> None:
        raw = self.ROWS(not_asked_if=[""])
        assert only(outcomes(raw, {"0": "1", "1": "", "2": "0"})).answers == {
            "votes": answered({"s0": "agree", "s2": "pass"})
        }
        assert only(outcomes(raw, {"0": "", "1": "", "2": ""})).answers == {}

    def test_blank_rows_beside_rows_not_asked_stay_apart(self) -> None:
        raw = self.ROWS(not_asked_if=["never shown"])
        answer = only(outcomes(raw, {"0": "", "1": "never shown", "2": ""})).answers["votes"]
        assert answer == Answer(AnswerState.LEFT_BLANK, {"s0": None, "s2": None})


class TestGroups:
    RAW = mapping(
        {
            "rating": {"question": "role"},
            "answer": [
                {"question": "why", "when": {"column": "asked", "is": "Why?"}},
                {"question": "how", "when": {"column": "asked", "is_one_of": ["How?", "In what way?"]}},
            ],
        },
        group_rows_by="who",
    )

    def row(self, **cells: str) -> dict[str, str]:
        return {"who": "7", "rating": "parent", "asked": "Why?", "answer": "Because", **cells}

    def test_rows_of_one_person_become_one_response(self) -> None:
        found = outcomes(
            self.RAW, self.row(), self.row(who="8", answer=""), self.row(asked="how?", answer="So")
        )
        assert [(one.reference, one.row_numbers, dict(one.answers)) for one in found] == [
            ("7", (2, 4), {"role": answered("parent"), "why": answered("Because"), "how": answered("So")}),
            ("8", (3,), {"role": answered("parent"), "why": LEFT_BLANK}),
        ]

    def test_a_blank_gives_way_to_an_answer(self) -> None:
        for first, second in (("", "parent"), ("parent", "")):
            found = outcomes(self.RAW, self.row(rating=first), self.row(rating=second, asked="How?"))
            assert only(found).answers["role"] == answered("parent")

    def test_rows_that_tell_different_things_are_named(self) -> None:
        found = problem(outcomes(self.RAW, self.row(), self.row(rating="teacher", asked="How?")))
        assert (found.row, found.column) == (3, "rating")
        assert "differently from row 2" in found.message

    def test_a_cell_that_no_binding_takes_is_named(self) -> None:
        found = problem(outcomes(self.RAW, self.row(asked="When?")))
        assert (found.row, found.column) == (2, "answer")
        assert only(outcomes(self.RAW, self.row(asked="When?", answer=""))).answers == {
            "role": answered("parent")
        }

    def test_a_row_of_nobody_is_named(self) -> None:
        assert "nobody knows whose row" in problem(outcomes(self.RAW, self.row(who=" "))).message

    def test_one_bad_row_leaves_out_its_whole_response_and_no_other(self) -> None:
        found = outcomes(self.RAW, self.row(), self.row(rating="nurse", asked="How?"), self.row(who="8"))
        assert [type(one) for one in found] == [RowProblem, MappedResponse]


class TestRest:
    COLUMNS = {"c": {"question": "role"}}  # noqa: RUF012  # only read

    def test_when_it_was_said(self) -> None:
        raw = mapping(self.COLUMNS, submitted_at={"column": "d", "format": "%d/%m/%Y"})
        assert only(outcomes(raw, {"c": "", "d": "01/07/2024"})).submitted_at == datetime(
            2024, 6, 30, 23, tzinfo=UTC
        )
        assert only(outcomes(raw, {"c": "", "d": ""})).submitted_at is None
        assert problem(outcomes(raw, {"c": "", "d": "7/2024"})).column == "d"

    def test_the_earliest_of_several_rows_counts(self) -> None:
        raw = mapping(self.COLUMNS, submitted_at={"column": "d"}, group_rows_by="who")
        found = only(
            outcomes(raw, {"c": "", "d": "2024-01-02", "who": "1"}, {"c": "", "d": "2024-01-01", "who": "1"})
        )
        assert found.submitted_at == datetime(2024, 1, 1, tzinfo=UTC)

    def test_the_channel_may_come_from_a_column(self) -> None:
        raw = mapping(
            self.COLUMNS, channel={"column": "by", "values": {"web": "online", "post": "email_or_letter"}}
        )
        assert only(outcomes(raw, {"c": "", "by": "Post"})).channel == "email_or_letter"
        assert problem(outcomes(raw, {"c": "", "by": "fax"})).column == "by"

    def test_references_are_those_of_the_file_and_differ(self) -> None:
        raw = mapping(self.COLUMNS, reference="id")
        found = outcomes(raw, {"c": "", "id": "x1"}, {"c": "", "id": "x1"}, {"c": "", "id": ""})
        assert isinstance(found[0], MappedResponse)
        assert found[0].reference == "x1"
        assert [str(one) for one in found[1:]] == [
            "row 3, column “id”: “x1” is the reference of row 2 already. "
            "Use “group_rows_by”, or mend the file.",
            "row 4, column “id”: the reference is empty. Fill it in.",
        ]

    def test_a_row_that_does_not_fit_is_named(self) -> None:
        rows = [SourceRow(2, fault="the row has 1 cells"), SourceRow(3, {"c": "parent"})]
        found = list(map_rows(rows, parse_mapping(mapping(self.COLUMNS), asked()), asked()))
        assert [type(one) for one in found] == [RowProblem, MappedResponse]

    @pytest.mark.parametrize(
        ("cells", "says"),
        [
            ({"c": "", "extra": ""}, "column “extra”: the mapping says nothing about it"),
            ({"d": ""}, "column “c”: the mapping uses it, but the file does not have it"),
        ],
    )
    def test_every_column_is_mapped_or_ignored(self, cells: dict[str, str], says: str) -> None:
        with pytest.raises(ProblemsFound, match=says):
            outcomes(mapping(self.COLUMNS), cells)
        assert only(outcomes(mapping(self.COLUMNS, ignore=["extra"]), {"c": "parent", "extra": "x"}))

    def test_a_file_without_rows_is_refused(self) -> None:
        with pytest.raises(ProblemsFound, match="no rows"):
            outcomes(mapping(self.COLUMNS))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"format": "other"}, "format"),
        ({"channel": "pigeon"}, "channel"),
        ({"channel": {"column": "x", "values": {"a": "pigeon"}}}, "channel.values.a"),
        ({"columns": {}}, "columns"),
        ({"columns": {"c": {"question": "nobody"}}}, "columns.c.question"),
        ({"columns": {"c": {"question": "votes"}}}, "columns.c.question"),
        ({"columns": {"c": {"question": "votes.s9"}}}, "columns.c.question"),
        (
            {"columns": {"c": [{"question": "role"}, {"question": "why", "when": {"column": "d"}}]}},
            "columns.c[1].when",
        ),
        ({"columns": {"c": {"question": "role", "values": {"1": "nurse"}}}}, "columns.c.values"),
        (
            {"columns": {"c": {"question": "role", "values": {"a": "parent", "A ": "teacher"}}}},
            "columns.c.values",
        ),
        ({"columns": {"c": {"question": "role", "otherwise": "nurse"}}}, "columns.c.values"),
        ({"columns": {"c": {"question": "since", "format": "%d/%m"}}}, "columns.c.format"),
        ({"columns": {"c": {"question": "since", "format": "%Q"}}}, "columns.c.format"),
        ({"columns": {"c": {"question": "role", "blank_if": [1]}}}, "columns.c.blank_if[0]"),
        ({"columns": {"c": {"question": "role", "colour": 1}}}, "columns.c.colour"),
        (
            {"numbered_columns": [{"name": "Q", "from": 0, "to": 1, "question": "votes.s{n}"}]},
            "numbered_columns[0].name",
        ),
        (
            {"numbered_columns": [{"name": "{n}", "from": 2, "to": 1, "question": "votes.s{n}"}]},
            "numbered_columns[0].to",
        ),
        (
            {"numbered_columns": [{"name": "{n}", "from": 2, "to": 3, "question": "votes.s{n}"}]},
            "numbered_columns[0].question",
        ),
        ({"ignore": ["c"]}, "ignore"),
        ({"group_rows_by": "x", "reference": "y"}, "reference"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    raw = copy.deepcopy(mapping({"c": {"question": "role"}})) | change
    with pytest.raises(ProblemsFound) as found:
        parse_mapping(raw, asked())
    assert place in {one.place.partition(" (")[0] for one in found.value.problems}, str(found.value)


def test_the_channels_are_the_designs() -> None:
    assert CHANNELS == ("online", "face_to_face", "paper", "telephone", "email_or_letter")


CELLS = st.sampled_from(["", "parent", "teacher", "nurse", "n/a", "prefer_not_to_say"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from("123"),
            CELLS,
            st.sampled_from(["Why?", "How?", "When?"]),
            st.sampled_from(["", "words", "other words"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_row_ends_in_a_response_or_in_a_problem(rows: list[tuple[str, str, str, str]]) -> None:
    """Nothing said is lost: what each cell says is in its response, or its group has a problem."""
    found = outcomes(
        TestGroups.RAW, *(dict(zip(("who", "rating", "asked", "answer"), row, strict=True)) for row in rows)
    )
    responses = [one for one in found if isinstance(one, MappedResponse)]
    people_with_problems = {rows[one.row - 2][0] for one in found if isinstance(one, RowProblem)}
    assert {one.reference for one in responses} == {row[0] for row in rows} - people_with_problems
    for response in responses:
        own = [row for row in rows if row[0] == response.reference]
        assert len(response.row_numbers) == len(own)
        told = {text for _, rating, _, answer in own for text in (rating, answer) if text}
        values = {answer.value or answer.state.value for answer in response.answers.values()}
        assert told == values - {"left_blank"}


@pytest.mark.skipif(not DATA.is_dir(), reason="the data of others is not beside this checkout")
class TestRealFiles:
    @pytest.mark.parametrize(
        ("sample", "file", "responses"),
        [
            ("nhs-fft", "nhs-fft/neas.csv", 2959),
            ("brexit-consensus", "brexit-consensus/participants-votes.csv", 204),
        ],
    )
    def test_every_respondent_comes_through(self, sample: str, file: str, responses: int) -> None:
        questionnaire = read_consultation_file(SAMPLES / sample / "consultation.json").questionnaire
        raw = json.loads((SAMPLES / sample / "mapping.json").read_text(encoding="utf-8"))
        found = list(map_rows(READERS[".csv"](DATA / file), parse_mapping(raw, questionnaire), questionnaire))
        assert [one for one in found if isinstance(one, RowProblem)] == []
        assert len(found) == responses
