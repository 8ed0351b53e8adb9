"""A dataset is whole, named by its content, and refuses what cannot be an answer."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from analysis.dataset import (
    Cell,
    CommentRecord,
    DatasetError,
    GroupTallyRecord,
    ResponseRecord,
    Variable,
    dataset_from_frame,
    open_dataset,
    recompute_digest,
    write_dataset,
)
from analysis.encoding import responses_frame

VOICE = "priorities.voice"
RESPONSES = [
    ResponseRecord(
        "R2", "online", "standard", "en",
        {"role": Cell("answered", "parent_carer"), VOICE: Cell("answered", "agree"), "why": Cell("answered")},
    ),
    ResponseRecord(
        "R1", "paper", "easy_read", "pa",
        {
            "role": Cell("dont_know", "unsure"), VOICE: Cell("left_blank"),
            "support": Cell("answered", ["home"]),
            "order": Cell("answered", ["b", "a"]), "years": Cell("answered", "12.5"),
            "since": Cell("answered", "2021-03-04"),
        },
    ),
]  # fmt: skip
COMMENTS = [
    CommentRecord("C2", None, "E1", "notes", "More time.", "en"),
    CommentRecord("C1", "R1", None, "why", "ਸਮਾਂ, and “quotes”\nand lines", "pa"),
]
VOTES = [GroupTallyRecord("E1", VOICE, 12, {"agree": 7, "disagree": 2})]


def test_the_same_content_gets_the_same_name_in_any_order(
    tmp_path: Path, variables: tuple[Variable, ...]
) -> None:
    one = write_dataset(tmp_path / "one", variables, RESPONSES, COMMENTS, VOTES)
    other = write_dataset(
        tmp_path / "other", variables, iter(RESPONSES[::-1]), iter(COMMENTS[::-1]), iter(VOTES)
    )
    assert one.digest == other.digest == one.path.name
    assert sorted(f.name for f in one.path.iterdir()) == [
        "comments.parquet", "group_tallies.parquet", "responses.parquet", "variables.json",
    ]  # fmt: skip


@pytest.mark.parametrize("change", ["answer", "state", "comment", "vote", "present", "variable", "channel"])
def test_any_difference_gets_another_name(
    tmp_path: Path, variables: tuple[Variable, ...], change: str
) -> None:
    base = write_dataset(tmp_path, variables, RESPONSES, COMMENTS, VOTES)
    responses, comments, votes = list(RESPONSES), list(COMMENTS), list(VOTES)
    if change == "answer":
        responses[0] = ResponseRecord(
            "R2", "online", "standard", "en", {"role": Cell("answered", "professional")}
        )
    if change == "state":
        responses[0] = ResponseRecord("R2", "online", "standard", "en", {"role": Cell("left_blank")})
    if change == "channel":
        responses[0] = ResponseRecord("R2", "paper", "standard", "en", RESPONSES[0].cells)
    if change == "comment":
        comments[0] = CommentRecord("C2", None, "E1", "notes", "More time!", "en")
    if change == "vote":
        votes[0] = GroupTallyRecord("E1", VOICE, 12, {"agree": 8, "disagree": 2})
    if change == "present":
        votes[0] = GroupTallyRecord("E1", VOICE, 13, {"agree": 7, "disagree": 2})
    if change == "variable":
        variables = (*variables, Variable("extra", "open"))
    assert write_dataset(tmp_path, variables, responses, comments, votes).digest != base.digest


def test_what_was_written_comes_back(tmp_path: Path, variables: tuple[Variable, ...]) -> None:
    dataset = open_dataset(write_dataset(tmp_path, variables, RESPONSES, COMMENTS, VOTES).path)
    assert dataset.variables == variables
    assert dataset.group_tallies == tuple(VOTES)
    rows = dataset.responses.collect().rows(named=True)
    assert [row["response:reference"] for row in rows] == ["R1", "R2"]
    assert (rows[0]["role"], rows[0][VOICE], rows[0]["years:value"]) == ("unsure", "state:left_blank", 12.5)
    assert (rows[0]["order:a"], rows[0]["order:b"], rows[0]["order:c"]) == (2, 1, None)
    assert (rows[1]["support"], rows[1]["order"], rows[1]["why"]) == ("not_asked", "not_asked", "answered")
    assert dataset.comments.collect()["text"].to_list() == ["ਸਮਾਂ, and “quotes”\nand lines", "More time."]
    assert recompute_digest(dataset) == dataset.digest


def test_an_empty_dataset_is_a_dataset(tmp_path: Path, variables: tuple[Variable, ...]) -> None:
    dataset = open_dataset(write_dataset(tmp_path, variables, []).path)
    assert dataset.responses.collect().height == 0
    assert dataset.group_tallies == ()


def test_writing_twice_leaves_one_folder_and_nothing_half_written(
    tmp_path: Path, variables: tuple[Variable, ...]
) -> None:
    first = write_dataset(tmp_path, variables, RESPONSES)
    assert write_dataset(tmp_path, variables, RESPONSES) == first
    assert [p.name for p in tmp_path.iterdir()] == [first.digest]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"role": Cell("answered", "gardener")}, "Response R9, role: 'gardener' is not one of its options"),
        ({"role": Cell("answered")}, "Response R9, role: None is not one of its options"),
        ({"role": Cell("shrugged")}, "Response R9, role: the state 'shrugged' is not one of"),
        ({"rolle": Cell("left_blank")}, "Response R9: it answers rolle, which is no variable here"),
        ({"support": Cell("answered", [])}, "Response R9, support: it is answered with []"),
        ({"support": Cell("answered", "home")}, "Response R9, support: it is answered with 'home'"),
        ({"support": Cell("answered", ["home", "unsure"])}, r"\['unsure'\] cannot be chosen together"),
        ({"order": Cell("answered", ["a", "a"])}, "Response R9, order: an option is ranked twice"),
        ({"years": Cell("answered", "many")}, "Response R9, years: 'many' is not a number"),
        ({"years": Cell("answered", "nan")}, "Response R9, years: 'nan' is not a number that can be counted"),
        ({"since": Cell("answered", "4/3/21")}, "Response R9, since: '4/3/21' is not a date"),
    ],
)
def test_an_impossible_answer_is_refused_with_its_place(
    tmp_path: Path, variables: tuple[Variable, ...], cells: dict[str, Cell], message: str
) -> None:
    with pytest.raises(DatasetError, match=message.replace("[]", r"\[\]")):
        write_dataset(tmp_path, variables, [ResponseRecord("R9", "online", "standard", "en", cells)])
    assert list(tmp_path.iterdir()) == []


def test_a_reference_that_comes_twice_is_refused(tmp_path: Path, variables: tuple[Variable, ...]) -> None:
    with pytest.raises(DatasetError, match="responses: R2 comes twice"):
        write_dataset(tmp_path, variables, [RESPONSES[0], RESPONSES[0]])
    with pytest.raises(DatasetError, match="comments: C1 comes twice"):
        write_dataset(tmp_path, variables, [], [COMMENTS[1], COMMENTS[1]])
    with pytest.raises(DatasetError, match=f"group_tallies: E1, {VOICE} comes twice"):
        write_dataset(tmp_path, variables, [], [], [VOTES[0], VOTES[0]])


@pytest.mark.parametrize(
    ("votes", "message"),
    [
        (GroupTallyRecord("E1", "nothing", 3, {}), "Group tally of nothing at E1: there is no such variable"),
        (GroupTallyRecord("E1", VOICE, 3, {"yes": 1}), "at E1: 'yes' is not one of its options"),
        (GroupTallyRecord("E1", VOICE, -3, {}), "a number is below zero"),
    ],
)
def test_impossible_votes_are_refused(
    tmp_path: Path, variables: tuple[Variable, ...], votes: GroupTallyRecord, message: str
) -> None:
    with pytest.raises(DatasetError, match=message):
        write_dataset(tmp_path, variables, [], [], [votes])


def test_a_changed_file_a_missing_file_and_a_renamed_folder_are_noticed(
    tmp_path: Path, variables: tuple[Variable, ...]
) -> None:
    path = write_dataset(tmp_path, variables, RESPONSES).path
    renamed = path.rename(tmp_path / "mine")
    with pytest.raises(DatasetError, match="Give it its own name"):
        open_dataset(renamed)
    renamed.rename(path)
    file = path / "responses.parquet"
    pl.read_parquet(file).head(1).write_parquet(file)
    with pytest.raises(DatasetError, match="not the one that was written"):
        open_dataset(path)
    file.unlink()
    with pytest.raises(DatasetError, match="the file is missing"):
        open_dataset(path)
    with pytest.raises(DatasetError, match="no dataset is there"):
        open_dataset(tmp_path)


def test_a_frame_gives_the_same_dataset_as_records(tmp_path: Path, variables: tuple[Variable, ...]) -> None:
    frame = responses_frame(variables, RESPONSES)
    assert dataset_from_frame(tmp_path, variables, frame) == write_dataset(tmp_path, variables, RESPONSES)
    with pytest.raises(DatasetError, match="The frame's columns are"):
        dataset_from_frame(tmp_path, variables, frame.drop("role"))
    with pytest.raises(DatasetError, match="same variable comes twice: role"):
        dataset_from_frame(tmp_path, (variables[0], variables[0]), frame)


def test_a_question_may_be_called_channel(tmp_path: Path) -> None:
    variable = Variable("channel", "open")
    path = write_dataset(tmp_path, [variable], [ResponseRecord("R1", "paper", "standard", "en")]).path
    assert open_dataset(path).responses.collect().rows(named=True) == [
        {
            "response:reference": "R1", "response:channel": "paper", "response:edition": "standard",
            "response:language": "en", "channel": "not_asked",
        }
    ]  # fmt: skip
