"""The folder `media` beside a consultation file: the pictures, recordings and videos that its wordings name.

All of them are looked at before anything is kept. Does not belong here: what a file may be (`attaching`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from consult.services import attaching
from consult.services.attaching import FileRefused, Kind
from consult.services.attaching.bundled import bundled_names, is_bundled
from consult.services.attaching.files import CheckedFile
from consult.services.attaching.slots import Slot, place_in_file, slots_of
from consult.store import attachments as store
from consult.store.accounts import Account
from consult.store.attachments import AttachedContent
from consult.store.consultations import Consultation
from surveys.consultation_file import ConsultationFile
from surveys.problems import Problem, ProblemsFound
from surveys.wordings import Wording

FOLDER = "media"


@dataclass(frozen=True)
class Given:
    """A file of the folder, looked at, for one slot of a wording."""

    wording: Wording
    slot: str
    file: CheckedFile


class GivenMedia(AbstractContextManager["GivenMedia"]):
    """Every file that a consultation file names, open until they are kept. Raises `ProblemsFound` for all faults."""

    def __init__(self, file: ConsultationFile, folder: Path | None) -> None:
        self.open_files = ExitStack()
        self.problems: list[Problem] = []
        self.folder = folder
        self.given = [
            given
            for number, wording in enumerate(file.wordings)
            for slot in slots_of(file.questionnaire, wording)
            for given in self._given(slot, wording, f"wordings[{number}].{place_in_file(slot)}")
        ]
        if self.problems:
            self.open_files.close()
            raise ProblemsFound(dict.fromkeys(self.problems))

    def __exit__(self, *_error: object) -> None:
        self.open_files.close()

    def _given(self, slot: Slot, wording: Wording, place: str) -> Iterator[Given]:
        if not slot.names:
            return
        if "." not in slot.names:
            self._refuse_unknown(slot.names, place)
            return
        path = self.folder / slot.names if self.folder else None
        if path is None or not path.is_file():
            cure = f"Put it into the folder “{FOLDER}” beside the consultation file, or mend the name."
            self.problems.append(Problem(place, f"there is no file “{slot.names}”.", cure))
            return
        yield from self._looked_at(slot.kind, slot.key, path, wording, place)
        captions = path.with_suffix(".vtt")
        if slot.kind is Kind.VIDEO and captions.is_file():
            yield from self._looked_at(Kind.CAPTIONS, f"captions:{slot.question}", captions, wording, place)

    def _refuse_unknown(self, name: str, place: str) -> None:
        if not is_bundled(name):
            near = difflib.get_close_matches(name, sorted(bundled_names()), 3)
            cure = f"Perhaps {', '.join(near)}?" if near else "docs/pictures-to-use.md shows them all."
            self.problems.append(Problem(place, f"no picture that comes along is called “{name}”.", cure))

    def _looked_at(self, kind: Kind, slot: str, path: Path, wording: Wording, place: str) -> Iterator[Given]:
        stream: BinaryIO = self.open_files.enter_context(path.open("rb"))
        try:
            yield Given(wording, slot, attaching.checked(kind, path.name, stream))
        except FileRefused as refused:
            self.problems.append(Problem(place, str(refused)))

    def store(self) -> list[tuple[Given, AttachedContent]]:
        """Keep the bytes. They are shown only once they have been placed."""
        return [(given, attaching.store_content(given.file)) for given in self.given]


def place_all(
    consultation: Consultation, stored: list[tuple[Given, AttachedContent]], *, by: Account | None
) -> None:
    """Attach what is new, inside the caller's transaction. What an officer replaced or removed since stays so."""
    for given, content in stored:
        wording = given.wording
        was_there = store.in_slot(consultation.id, wording.edition, wording.language, given.slot)
        if content.id not in {row.content_id for row in was_there}:
            attaching.place(consultation, wording, given.slot, given.file.name, content, by=by)
