"""Questionnaires on paper: which files there are of a version, and making one, once.

A file is kept by the digest of what stands in it, in the data folder; it can be thrown away and comes back the same
to the byte. Does not belong here: what stands in it (`consult.paper`).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from consult.paper.composition import Around, compose
from consult.paper.document import Paper
from consult.paper.docx import write_docx
from consult.paper.pdf import write_pdf
from consult.paper.words import PaperWords
from consult.services.attaching import Attachments
from consult.services.questionnaires import LoadedVersion
from consult.store import attachments
from surveys.wordings import Wording

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class PaperFormat:
    """One kind of file. `key` is part of its address, `kind` what people call such a file."""

    key: str
    suffix: str
    kind: str
    media_type: str
    large: bool


FORMATS = {
    paper_format.key: paper_format
    for paper_format in (
        PaperFormat("pdf", ".pdf", "PDF", "application/pdf", large=False),
        PaperFormat("large-print", "-large-print.pdf", "PDF", "application/pdf", large=True),
        PaperFormat("word", ".docx", "Word", f"{OFFICE}.wordprocessingml.document", large=False),
    )
}


@dataclass(frozen=True)
class Pictures:
    """Where pictures come from: the folder of bundled ones, and what is attached to the wording, by slot."""

    bundled: Path
    attached: Attachments

    def find(self, slot: str, name: str) -> str:
        """The name that changes when the picture does: of what is attached, else of a bundled one, else ""."""
        file = self.attached.get(slot)
        if file is not None:
            return f"{file.digest}.{file.extension}"
        path = self.bundled / f"{name}.svg"
        if not name or not name.replace("-", "").isalnum() or not path.is_file():
            return ""
        return f"{name}.{_digest_of(path)}"

    def content(self, found: str) -> bytes:
        """The bytes of a picture that `find` named. Raises `LookupError` where it was taken away since."""
        path = self._bundled(found)
        if path is not None:
            return path.read_bytes()
        content = attachments.content_in_use(found.rpartition(".")[0])
        if content is None:
            raise LookupError(f"the picture {found} is not there any more")
        return b"".join(attachments.bytes_of(content, 0, content.size))

    def content_for_word(self, found: str) -> bytes:
        """The same as PNG or JPEG, which every Word and LibreOffice shows. Raises `LookupError` as `content` does."""
        path = self._bundled(found)
        if path is not None:
            return (path.parent / "png" / f"{path.stem}.png").read_bytes()
        return _for_word(self.content(found))

    def _bundled(self, found: str) -> Path | None:
        """The file of a bundled picture, if that is what `find` named and it is still the same."""
        name, _dot, digest = found.rpartition(".")
        path = self.bundled / f"{name}.svg"
        known = name.replace("-", "").isalnum() and path.is_file() and _digest_of(path) == digest
        return path if known else None


@lru_cache(maxsize=512)
def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@dataclass(frozen=True)
class PaperFile:
    """One questionnaire on paper in one format. `size` is in bytes, None where it was not made yet."""

    paper_format: PaperFormat
    paper: Paper
    pictures: Pictures
    path: Path

    @property
    def size(self) -> int | None:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return None


def paper_file(
    folder: Path,
    version: LoadedVersion,
    wording: Wording,
    around: Around,
    words: PaperWords,
    pictures: Pictures,
    key: str,
) -> PaperFile:
    """A file of a version in a wording, made or not. Raises `KeyError` for a format that there is not."""
    paper_format = FORMATS[key]
    paper = compose(
        version.questionnaire, wording, around, words, large=paper_format.large, find_picture=pictures.find
    )
    name = hashlib.sha256(repr((_writers(), key, paper)).encode()).hexdigest()
    return PaperFile(paper_format, paper, pictures, folder / f"{name}{paper_format.suffix}")


@lru_cache
def _writers() -> str:
    """Names the code and the style that make the files: changing them makes other files."""
    folders = Path(__file__).parent.parent / "paper", Path(__file__).parent.parent / "appendix"
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in (".py", ".css"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def content(file: PaperFile) -> bytes:
    """The file's bytes: kept ones, or made now and kept."""
    try:
        return file.path.read_bytes()
    except FileNotFoundError:
        made = _made(file)
        _keep(file.path, made)
        return made


def _made(file: PaperFile) -> bytes:
    paper, pictures = file.paper, file.pictures
    if file.paper_format.suffix.endswith(".pdf"):
        return write_pdf(paper, {name: pictures.content(name) for name in paper.pictures})
    return write_docx(paper, {name: pictures.content_for_word(name) for name in paper.pictures})


def _for_word(picture: bytes) -> bytes:
    """Word reads PNG and JPEG; the site keeps officers' pictures as WebP."""
    if not picture.startswith(b"RIFF"):
        return picture
    written = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        image.save(written, "PNG")
    return written.getvalue()


def _keep(path: Path, made: bytes) -> None:
    """Put the file in its place whole, so that nobody reads half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    own.write_bytes(made)
    os.replace(own, path)  # noqa: PTH105 - the same as Path.replace, and says that it is atomic
