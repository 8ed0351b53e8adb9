"""Importing responses from a file: all of them or none, with every row that was left out named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult import clock
from consult.codes import Codes
from consult.rules.responses import Channel
from consult.services import looking_through, questionnaires, responding
from consult.services.questionnaires import LoadedVersion
from consult.store import audit, responses
from consult.store.consultations import Consultation
from consult.store.responses import ImportBatch
from consult.store.transactions import transaction
from surveys.interchange import READERS
from surveys.interchange.mapping import MappedResponse, Mapping, RowProblem, map_rows, parse_mapping

ROWS_BETWEEN_REPORTS = 500
REFERENCE_LENGTH = 16

Progress = Callable[[int], None]


class ImportProblem(ValueError):
    """The file as a whole cannot be imported; the message says why and what to do."""


class BadRows(Exception):
    """Some rows cannot be imported. Nothing was written."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    batch: ImportBatch
    left_out: tuple[RowProblem, ...]


@dataclass(frozen=True)
class _Read:
    """A file that was read and mapped, before anything is written."""

    rows: int
    mapped: list[MappedResponse]
    problems: list[RowProblem]


def import_responses(
    codes: Codes,
    consultation: Consultation,
    path: Path,
    mapping_path: Path,
    *,
    skip_bad: bool = False,
    progress: Progress = lambda _rows: None,
) -> Imported:
    """Import a CSV or XLSX file through a mapping.

    Raises `surveys.problems.ProblemsFound` for the mapping or a malformed file, `ImportProblem` where the file was
    imported before, and `BadRows` unless told to leave them out. Then nothing was written.
    """
    version = questionnaires.latest(consultation)
    raw_mapping = read_json(mapping_path)
    mapping = parse_mapping(raw_mapping, version.questionnaire)
    file_digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if (before := responses.import_of_file(consultation, file_digest)) is not None:
        raise ImportProblem(
            f"{path.name} was imported on {before.imported_at:%d %B %Y} already "
            f"({before.responses_written} responses). Importing it again would count people twice."
        )
    read = _read(path, mapping, version, progress)
    if read.problems and not skip_bad:
        raise BadRows(read.problems)
    batch = _write(codes, consultation, version, path.name, file_digest, raw_mapping, read)
    return Imported(batch, tuple(read.problems))


def read_json(path: Path) -> Any:
    """The JSON of a file. Raises `ImportProblem` with line and column."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportProblem(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise ImportProblem(
            f"{path.name}, line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})"
        ) from error


def _read(path: Path, mapping: Mapping, version: LoadedVersion, progress: Progress) -> _Read:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportProblem(f"{path.name}: only {' and '.join(sorted(READERS))} files can be imported")
    rows = 0

    def counted_rows() -> Iterator[Any]:
        nonlocal rows
        for row in reader(path):
            rows += 1
            if rows % ROWS_BETWEEN_REPORTS == 0:
                progress(rows)
            yield row

    mapped: list[MappedResponse] = []
    problems: list[RowProblem] = []
    for outcome in map_rows(counted_rows(), mapping, version.questionnaire):
        (problems if isinstance(outcome, RowProblem) else mapped).append(outcome)  # type: ignore[arg-type]
    return _Read(rows, mapped, problems)


def _write(
    codes: Codes,
    consultation: Consultation,
    version: LoadedVersion,
    file_name: str,
    file_digest: str,
    raw_mapping: Any,
    read: _Read,
) -> ImportBatch:
    batch = ImportBatch(
        consultation_id=consultation.id,
        file_name=file_name,
        file_digest=file_digest,
        mapping=raw_mapping,
        rows_read=read.rows,
        responses_written=len(read.mapped),
        left_out=[
            {"row": problem.row, "column": problem.column, "message": problem.message}
            for problem in read.problems
        ],
        imported_at=clock.now(),
    )
    with transaction():
        responses.add_import(batch)
        for mapped in read.mapped:
            _add(codes, consultation, version, batch, mapped)
        audit.record(
            "responses imported",
            {"import": batch.id, "responses": len(read.mapped), "left_out": len(read.problems)},
            consultation_id=consultation.id,
            account_id=None,
            now=batch.imported_at,
        )
    return batch


def _add(
    codes: Codes,
    consultation: Consultation,
    version: LoadedVersion,
    batch: ImportBatch,
    mapped: MappedResponse,
) -> None:
    wording = version.first_wording
    key = f"import\0{consultation.slug}\0{batch.file_digest}\0{mapped.reference}"
    response = responding.new_response(
        codes,
        consultation,
        version,
        mapped.answers,
        submission_key=key,
        channel=Channel(mapped.channel),
        edition=wording.edition,
        language=wording.language,
        submitted_at=mapped.submitted_at or batch.imported_at,
        import_id=batch.id,
    )
    # The same file gives the same references on every installation, so its dataset has the same digest.
    response.reference = hashlib.sha256(key.encode()).hexdigest()[:REFERENCE_LENGTH]
    looking_through.keep_response(response, responding.comments_of(response, version, mapped.answers))
