"""Building an appendix: from frozen answers to files in every format, the same to the byte each time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from consult import clock
from consult.appendix.formats import FORMATS
from consult.appendix.html import write_fragment
from consult.services import freezing
from consult.services.publishing.gathering import Gathered, Progress, gather
from consult.services.publishing.records import checking_file_contents
from consult.services.publishing.releases import RELEASE_FILE, written
from consult.store import answering
from consult.store.answering import Publication, PublicationFile
from consult.store.consultations import Consultation
from consult.store.transactions import transaction

FRAGMENT = "appendix-fragment.html"
NOT_FOR_READING = frozenset({FRAGMENT, RELEASE_FILE})


@dataclass(frozen=True)
class BuiltFile:
    """One file of an appendix. `public` says whether people who are not officers may have it."""

    name: str
    media_type: str
    content: bytes
    public: bool = True


def build(
    consultation: Consultation,
    *,
    organisation: str,
    datasets_folder: Path,
    charts_folder: Path,
    formats: Collection[str] = tuple(FORMATS),
    progress: Progress = lambda _step, _done, _total: None,
) -> tuple[str, list[BuiltFile]]:
    """Freeze, gather and write an appendix: the digest of its dataset and its files, in every format or in some."""
    progress("Freezing the answers", 0, 4)
    reference = freezing.freeze(consultation, datasets_folder)
    gathered = gather(
        consultation,
        reference.path,
        organisation=organisation,
        charts_folder=charts_folder,
        progress=progress,
    )
    return reference.digest, list(_files(consultation, gathered, formats, progress))


def _files(
    consultation: Consultation, gathered: Gathered, formats: Collection[str], progress: Progress
) -> Iterator[BuiltFile]:
    """The appendix in every format, then the files to check it by."""
    for number, form in enumerate(FORMATS[key] for key in formats):
        progress(f"Writing it as: {form.title}", number, len(formats))
        yield BuiltFile(form.file_name, form.media_type, form.write(gathered.contents))
    yield BuiltFile(FRAGMENT, "text/html", write_fragment(gathered.contents).encode(), public=False)
    yield BuiltFile(RELEASE_FILE, "application/json", written(gathered.release), public=False)
    checking = checking_file_contents(consultation, gathered.review, gathered.contents.dataset_digest)
    for name, content in checking.items():
        yield BuiltFile(name, "text/csv" if name.endswith(".csv") else "text/plain", content, public=False)


def keep(consultation: Consultation, job_id: int | None, digest: str, files: list[BuiltFile]) -> Publication:
    """Store an appendix for officers to look at. Doing it again for the same job changes nothing."""
    for publication in answering.publications(consultation):
        if job_id is not None and publication.job_id == job_id:
            return publication
    publication = Publication(
        consultation_id=consultation.id, job_id=job_id, dataset_digest=digest, built_at=clock.now()
    )
    with transaction():
        answering.add(publication)
        for file in files:
            answering.add(
                PublicationFile(
                    publication_id=publication.id,
                    name=file.name,
                    media_type=file.media_type,
                    content=file.content,
                )
            )
    return publication


def write_to_folder(files: list[BuiltFile], folder: Path) -> list[Path]:
    """Write an appendix's files beside each other, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in files:
        if file.name in NOT_FOR_READING:
            continue
        partial = folder / f".{file.name}.partial"
        partial.write_bytes(file.content)
        written.append(partial.replace(folder / file.name))
    return written
