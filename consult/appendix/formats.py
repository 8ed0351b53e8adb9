"""The formats in which an appendix is published. To add one: write a module, and add a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consult.appendix.contents import AppendixContents
from consult.appendix.csv import write_csv
from consult.appendix.docx import write_docx
from consult.appendix.html import write_html
from consult.appendix.json import write_json
from consult.appendix.odt import MEDIA_TYPE as OPEN_DOCUMENT
from consult.appendix.odt import write_odt
from consult.appendix.pdf import write_pdf
from consult.appendix.xlsx import write_xlsx

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """A format: what it is called for a reader, how its files end, its media type, and who writes it.

    `write` gives the same bytes for the same contents, on any day and in any process.
    """

    title: str
    suffix: str
    media_type: str
    write: Callable[[AppendixContents], bytes]

    @property
    def file_name(self) -> str:
        return f"appendix{self.suffix}"


FORMATS: dict[str, Format] = {
    "html": Format("Web page", ".html", "text/html; charset=utf-8", write_html),
    "pdf": Format("PDF", ".pdf", "application/pdf", write_pdf),
    "docx": Format("Word", ".docx", f"{OFFICE}.wordprocessingml.document", write_docx),
    "odt": Format("OpenDocument text", ".odt", OPEN_DOCUMENT, write_odt),
    "xlsx": Format("Spreadsheet", ".xlsx", f"{OFFICE}.spreadsheetml.sheet", write_xlsx),
    "csv": Format("CSV", ".csv", "text/csv; charset=utf-8", write_csv),
    "json": Format("JSON", ".json", "application/json", write_json),
}
