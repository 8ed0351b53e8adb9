"""Taking documents in that stand beside a consultation's file, and finding how each is shown.

A file is known by what it holds and not by its name alone; what a browser could run is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from consult.store import documents
from consult.store.consultations import Consultation
from consult.store.documents import DocumentFile

FOLDER = "documents"
NAME_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
LARGEST_DOCUMENT = 30_000_000
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class DocumentKind:
    """A kind of file: what people call it, its media type, and how its content begins."""

    name: str
    media_type: str
    beginnings: tuple[bytes, ...]
    part: str = ""
    """A part that an archive of this kind has."""


KINDS = {
    ".pdf": DocumentKind("PDF", "application/pdf", (b"%PDF-",)),
    ".docx": DocumentKind(
        "Word", f"{OFFICE}.wordprocessingml.document", (b"PK\x03\x04",), "word/document.xml"
    ),
    ".xlsx": DocumentKind("Excel", f"{OFFICE}.spreadsheetml.sheet", (b"PK\x03\x04",), "xl/workbook.xml"),
    ".pptx": DocumentKind(
        "PowerPoint", f"{OFFICE}.presentationml.presentation", (b"PK\x03\x04",), "ppt/presentation.xml"
    ),
    ".odt": DocumentKind("OpenDocument text", f"{OPEN_DOCUMENT}.text", (b"PK\x03\x04",), "content.xml"),
    ".ods": DocumentKind(
        "OpenDocument spreadsheet", f"{OPEN_DOCUMENT}.spreadsheet", (b"PK\x03\x04",), "content.xml"
    ),
    ".epub": DocumentKind("EPUB", "application/epub+zip", (b"PK\x03\x04",), "META-INF/container.xml"),
    ".mp3": DocumentKind("Audio", "audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".txt": DocumentKind("Text", "text/plain; charset=utf-8", ()),
}


class DocumentProblem(ValueError):
    """A document cannot be taken in; the message says which, why and what to do."""


def names_of_files(listed: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The name of every file that documents and their alternatives are."""
    for document in listed:
        if document.get("file"):
            yield str(document["file"])
        alternative = document.get("alternative")
        if isinstance(alternative, Mapping) and alternative.get("file"):
            yield str(alternative["file"])


def read_files(folder: Path, listed: Iterable[Mapping[str, object]]) -> tuple[DocumentFile, ...]:
    """The files that documents name, from the folder beside the consultation's file. Raises `DocumentProblem`."""
    return tuple(_read(folder / FOLDER, name) for name in dict.fromkeys(names_of_files(listed)))


def keep(consultation: Consultation, files: Iterable[DocumentFile]) -> None:
    """Keep these files of a consultation and no others, in the transaction that loads it."""
    rows = tuple(files)
    for row in rows:
        row.consultation_id = consultation.id
    documents.replace(consultation, rows)


def _read(folder: Path, name: str) -> DocumentFile:
    if not NAME_FORM.fullmatch(name) or kind_of(name) is None:
        raise DocumentProblem(
            f"“{name[:80]}” cannot be the file of a document. Use letters, digits, dots and hyphens, "
            f"and one of these endings: {', '.join(KINDS)}."
        )
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise DocumentProblem(
            f"The document “{name}” is not there. Put it into the folder “{FOLDER}” beside the file."
        )
    if path.stat().st_size > LARGEST_DOCUMENT:
        megabytes = LARGEST_DOCUMENT // 1_000_000
        raise DocumentProblem(f"The document “{name}” is larger than {megabytes} MB. Make it smaller.")
    content = path.read_bytes()
    return _checked(name, content, path)


def _checked(name: str, content: bytes, path: Path) -> DocumentFile:
    kind = kind_of(name)
    if kind is None or not _is_of(kind, content, path):
        raise DocumentProblem(
            f"The document “{name}” is not what its ending says. Save it again in that format."
        )
    return DocumentFile(
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        media_type=kind.media_type,
        size=len(content),
        content=content,
    )


def kind_of(name: str) -> DocumentKind | None:
    """The kind that a name or an address ends in; None where it tells none that we know."""
    return KINDS.get(Path(name.partition("?")[0]).suffix.lower())


def _is_of(kind: DocumentKind, content: bytes, path: Path) -> bool:
    if not kind.beginnings:
        return _is_text(content)
    if not content.startswith(kind.beginnings):
        return False
    return not kind.part or _has_part(path, kind.part)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _has_part(path: Path, part: str) -> bool:
    try:
        with ZipFile(path) as archive:
            return part in archive.namelist()
    except BadZipFile:
        return False


@dataclass(frozen=True)
class ShownFile:
    """A document, or the accessible alternative of one, as a page shows it. `name` is that of a file of ours,
    `address` that of one elsewhere; `size` is in bytes, None where it is not known."""

    title: str
    kind: str
    size: int | None
    name: str = ""
    address: str = ""
    digest: str = ""


@dataclass(frozen=True)
class ShownDocument:
    file: ShownFile
    alternative: ShownFile | None


def shown_documents(consultation: Consultation) -> list[ShownDocument]:
    """The documents of a consultation with what is known of each, in the order of its file."""
    listed = consultation.details.get("documents") or []
    sizes = documents.sizes(consultation) if any(names_of_files(listed)) else {}
    return [_shown_document(document, sizes) for document in listed]


def _shown_document(
    document: Mapping[str, object], sizes: Mapping[str, tuple[str, str, int]]
) -> ShownDocument:
    alternative = document.get("alternative")
    other = _shown_file(alternative, sizes) if isinstance(alternative, Mapping) else None
    return ShownDocument(_shown_file(document, sizes), other)


def _shown_file(given: Mapping[str, object], sizes: Mapping[str, tuple[str, str, int]]) -> ShownFile:
    title, name = str(given.get("title") or ""), str(given.get("file") or "")
    if name in sizes:
        digest, _media_type, size = sizes[name]
        kind = kind_of(name)
        return ShownFile(title, kind.name if kind else "", size, name=name, digest=digest)
    address = str(given.get("address") or "")
    kind = kind_of(address)
    return ShownFile(title, kind.name if kind else "", None, address=address)
