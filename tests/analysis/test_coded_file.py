"""A file of comments comes back row for row with themes, or not at all, with the place of the fault."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.coded_file import CodedFileError, write_coded_file

ROWS = [
    ["1", "We waited four hours", "=1+1"],
    ["2", "Did not answer", "a, b"],
    ["3", "The staff were kind, “really” kind\nand polite", ""],
    ["4", "", ' spaced "quoted" '],
    ["5", "The bus was late", "x"],
    ["6", "None.", "y"],
    ["7", "n/a", "z"],
]


def write(
    path: Path, rows: list[list[str]], header: tuple[str, ...] = ("id", "answer", "other"), end: str = "\n"
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end).writerows([list(header), *rows])
    return path


def read(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def test_rows_come_back_as_they_were_with_a_theme_for_each_that_says_something(tmp_path: Path) -> None:
    summary = write_coded_file(write(tmp_path / "in.csv", ROWS), "answer", tmp_path / "out.csv", n_themes=2)
    header, *rows = read(tmp_path / "out.csv")
    assert header == ["id", "answer", "other", "theme", "theme_name"]
    assert [row[:3] for row in rows] == ROWS
    themed = {row[0]: row[3:] for row in rows}
    assert [key for key, theme in themed.items() if theme == ["", ""]] == ["2", "4", "6", "7"]
    assert {themed[key][0] for key in "135"} <= {"1", "2"}
    assert all(themed[key][1] for key in "135")
    assert (summary.rows, summary.coded, summary.without_text) == (7, 3, 4)
    assert sum(theme.rows for theme in summary.themes) == 3
    assert {str(t.number): t.name for t in summary.themes} == {
        themed[key][0]: themed[key][1] for key in "135"
    }
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_same_file_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", ROWS * 20, end="\r\n")
    write_coded_file(source, "answer", tmp_path / "one.csv", seed=3)
    write_coded_file(source, "answer", tmp_path / "two.csv", seed=3)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert (tmp_path / "one.csv").read_bytes().count(b"\r\n") == 141


def test_progress_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    write_coded_file(write(tmp_path / "in.csv", ROWS), "answer", tmp_path / "out.csv", progress=said.append)
    assert [line.split()[0] for line in said] == ["Reading", "Grouping", "Writing"]
    assert "Grouping 3 comments of 7 rows" in said


def test_a_mark_at_the_start_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("\ufeffanswer,id\nMore ramps,1\n".encode())
    write_coded_file(tmp_path / "in.csv", "answer", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfanswer,id,theme,theme_name\n")


def test_letters_of_older_spreadsheets_are_read_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("answer\n£5 – too much at the café\n".encode("cp1252"))
    summary = write_coded_file(tmp_path / "in.csv", "answer", tmp_path / "out.csv")
    assert read(tmp_path / "out.csv", "utf-8-sig")[1][0] == "£5 – too much at the café"
    assert "is not UTF-8 (line 2), so it was read as Windows-1252" in summary.notes[0]


def test_more_themes_than_different_comments_is_said(tmp_path: Path) -> None:
    summary = write_coded_file(write(tmp_path / "in.csv", ROWS), "answer", tmp_path / "out.csv", n_themes=9)
    assert summary.notes == ("9 themes were asked for, but the comments differ enough for only 3.",)


def test_a_file_of_one_column_keeps_its_empty_rows(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("answer\nMore ramps\n\nToo late\n")
    summary = write_coded_file(tmp_path / "in.csv", "answer", tmp_path / "out.csv")
    assert summary.rows == 3
    assert [row[0] for row in read(tmp_path / "out.csv")] == ["answer", "More ramps", "", "Too late"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "in.csv: the file is empty"),
        (b"\n\n", "in.csv: the file is empty"),
        (b"id,text\n1,More\n", "there is no column 'answer'. Its columns are: id, text."),
        (b"answer,answer\n1,More\n", "'answer' names several columns"),
        (
            b"id,answer\n1,More\n2,one,too many\n",
            "line 3: it has 3 cells, but the first line names 2 columns",
        ),
        (b"id,answer\n1\n", "line 2: it has 1 cells, but the first line names 2 columns"),
        (b'id,answer\n1,"never closed\n2,x\n', "unexpected end of data. Put quotation marks right"),
        (b"answer,theme\nMore,1\n", "it already has 'theme'. Rename or remove"),
        (b"answer,theme,theme_name\nMore,1,x\n", "it already has 'theme' and 'theme_name'"),
        ("answer\nMore\n".encode("utf-16"), "the file is UTF-16. Save it as “CSV UTF-8”"),
        (b"answer\nok\nbad \x81\x8d\n", "line 3: the letters are neither UTF-8 nor Windows-1252"),
        (b"answer\n" + b"x" * 200_000 + b"\n", "line 2: field larger than field limit"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(CodedFileError) as refused:
        write_coded_file(tmp_path / "in.csv", "answer", tmp_path / "out.csv")
    assert message in str(refused.value)
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_paths_that_cannot_be_are_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", ROWS)
    for place, out, number, message in [
        (tmp_path / "gone.csv", tmp_path / "out.csv", None, "there is no such file"),
        (source, tmp_path / "gone" / "out.csv", None, "does not exist. Create it first"),
        (source, tmp_path, None, "this is a folder"),
        (source, source, None, "this is the source itself"),
        (source, tmp_path / "out.csv", 0, "ask for 1 or more"),
    ]:
        with pytest.raises(CodedFileError, match=message):
            write_coded_file(place, "answer", out, n_themes=number)
    assert read(source)[1:] == ROWS


def test_a_file_that_was_there_stays_when_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = write(tmp_path / "in.csv", ROWS), tmp_path / "out.csv"
    out.write_text("before")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_coded_file(source, "answer", out)
    assert out.read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_real_patient_feedback(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "nhs-fft" / "neas.csv"
    summary = write_coded_file(source, "answer", tmp_path / "out.csv")
    before, after = read(source, "utf-8-sig"), read(tmp_path / "out.csv", "utf-8-sig")
    assert [row[:-2] for row in after] == before
    assert after[0][-2:] == ["theme", "theme_name"]
    assert summary.rows == 5096
    assert summary.coded + summary.without_text == summary.rows
    not_answered = [row for row in after if row[6] in ("Did not answer", "", "None.", "N/a")]
    assert {tuple(row[-2:]) for row in not_answered} == {("", "")}
    assert len({name for *_, name in after[1:] if name}) == len(summary.themes) > 5
