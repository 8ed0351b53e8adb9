"""Every file format in the registry gives the same rows, and refuses what it cannot read rightly."""

from __future__ import annotations

import csv as standard_csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.interchange import READERS, SourceRow, csv, xlsx
from surveys.problems import ProblemsFound


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        standard_csv.writer(file).writerows(rows)


def write_xlsx(path: Path, rows: Iterable[Iterable[Any]], *, sheets: int = 1, down: int = 0) -> None:
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for _ in range(sheets):
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number + down, column, cell, day)
                else:
                    sheet.write(number + down, column, cell)
    workbook.close()


AT_TEA = datetime(2024, 3, 31, 17, 45)  # noqa: DTZ001  # a cell of a sheet has no time zone
WRITERS = {".csv": write_csv, ".xlsx": write_xlsx}


def refusal(path: Path, **limits: Any) -> str:
    reader = {".csv": csv.read_rows, ".xlsx": xlsx.read_rows}[path.suffix]
    with pytest.raises(ProblemsFound) as found:
        list(reader(path, **limits))
    return str(found.value)


@pytest.mark.parametrize("suffix", READERS)
class TestEveryFormat:
    def test_gives_rows_by_the_names_of_their_columns(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"answers{suffix}"
        WRITERS[suffix](path, [[" role ", "why"], ["parent", 'Because,\n“quoted” "so"'], ["", "ਪੰਜਾਬੀ 👩"]])
        assert list(READERS[suffix](path)) == [
            SourceRow(2, {"role": "parent", "why": 'Because,\n“quoted” "so"'}),
            SourceRow(3, {"role": "", "why": "ਪੰਜਾਬੀ 👩"}),
        ]

    def test_passes_over_empty_rows_and_keeps_the_numbers_that_people_see(
        self, suffix: str, tmp_path: Path
    ) -> None:
        path = tmp_path / f"answers{suffix}"
        WRITERS[suffix](path, [["a", "b"], ["1", "2"], ["", ""], ["3", "4"]])
        assert [row.number for row in READERS[suffix](path)] == [2, 4]

    @pytest.mark.parametrize(
        ("rows", "says"),
        [
            ([["a", "a"], ["1", "2"]], "two columns are called “a”"),
            ([["a", "", "b"], ["1", "2", "3"]], "row 1, column 2: the column has no name"),
            ([], "nothing"),
        ],
    )
    def test_refuses_a_faulty_header(
        self, suffix: str, rows: list[list[str]], says: str, tmp_path: Path
    ) -> None:
        path = tmp_path / f"answers{suffix}"
        WRITERS[suffix](path, rows)
        if rows:
            assert says in refusal(path)
        else:
            assert "empty" in refusal(path)

    def test_refuses_what_is_too_large(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"answers{suffix}"
        WRITERS[suffix](path, [["a", "b"], *[["1", "2"]] * 20])
        assert "at most 30 are read" in refusal(path, largest=30)
        assert "at most 5" in refusal(path, most_rows=5)
        assert "1 are read" in refusal(path, most_columns=1)
        assert len(list(READERS[suffix](path))) == 20

    def test_refuses_what_is_not_of_the_format(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"answers{suffix}"
        path.write_bytes(b"PK\x03\x04" + bytes(range(256)))
        assert f"answers{suffix}" in refusal(path)
        path.write_bytes(b"")
        assert "the file is empty" in refusal(path)
        assert "no such file" in refusal(tmp_path / f"nowhere{suffix}")


class TestCsv:
    def test_a_row_that_does_not_fit_its_header_is_kept_with_its_fault(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("a,b\n1,2\n3\n4,5,6\n7,8,\n")
        rows = list(csv.read_rows(path))
        assert [row.number for row in rows] == [2, 3, 4, 5]
        assert "1 cells where the header names 2" in rows[1].fault
        assert "3 cells where the header names 2" in rows[2].fault
        assert rows[3] == SourceRow(5, {"a": "7", "b": "8"})

    @pytest.mark.parametrize(
        "text", ["a;b\n1;2\n", "a\tb\n1\t2\n", "\ufeffa,b\r\n1,2\r\n", '"a","b"\n"1","2"']
    )
    def test_usual_ways_of_writing_csv_are_read(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(text.encode())
        assert list(csv.read_rows(path)) == [SourceRow(2, {"a": "1", "b": "2"})]

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b'a,b\n1,"2\n3,4\n', "is not written as CSV"),
            (b'a,b\n1,"2"x\n', "row 2: the row is not written as CSV"),
            ("a,b\n1,café\n".encode("cp1252"), "is not UTF-8 text. Save it as “CSV UTF-8”"),
            (b"a,b\n1," + b"x" * 200_000, "is not written as CSV"),
        ],
    )
    def test_malformed_csv_is_refused_with_its_place(self, content: bytes, says: str, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        assert says in refusal(path)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.lists(
                st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")),
                min_size=2,
                max_size=2,
            ),
            max_size=5,
        )
    )
    def test_what_was_written_is_what_is_read(self, tmp_path: Path, rows: list[list[str]]) -> None:
        path = tmp_path / "a.csv"
        write_csv(path, [["a", "b"], *rows])
        kept = [row for row in rows if any(cell.strip() for cell in row)]
        assert [list(row.cells.values()) for row in csv.read_rows(path)] == kept


class TestXlsx:
    def test_cells_are_what_a_person_would_type(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        cells = [3, 2.5, True, date(2024, 3, 31), AT_TEA, "007", "=1+1"]
        write_xlsx(path, [list("abcdefg"), cells])
        assert list(next(xlsx.read_rows(path)).cells.values()) == [
            "3",
            "2.5",
            "TRUE",
            "2024-03-31",
            "2024-03-31T17:45:00",
            "007",
            "=1+1",
        ]

    def test_a_table_that_begins_lower_down_keeps_its_row_numbers(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        write_xlsx(path, [["a"], ["1"]], down=3)
        assert [row.number for row in xlsx.read_rows(path)] == [5]

    def test_several_filled_sheets_are_refused_by_name(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        write_xlsx(path, [["a"], ["1"]], sheets=2)
        assert "Sheet1, Sheet2" in refusal(path)

    def test_a_workbook_that_unpacks_to_too_much_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
        path.write_bytes(buffer.getvalue())
        assert "unpacks to 2,000,000 bytes" in refusal(path, largest_unpacked=1_000_000)
