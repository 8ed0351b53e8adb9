"""Wordings for officers: what each lacks, how it looks, and the pictures, recordings and videos in it.

Does not belong here: sending those files (`media`), or what a file may be (`consult.services.attaching`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from consult import languages
from consult.pages import access
from consult.pages.media import WordingMedia, media_of, picture_address
from consult.rules.permissions import Access
from consult.security import csrf
from consult.services import attaching, offering, questionnaires
from consult.services.attaching import (
    Attached,
    ChangedMeanwhile,
    FileRefused,
    Kind,
    pictures,
    recordings,
    videos,
)
from consult.services.attaching.files import in_words
from consult.services.attaching.slots import Slot, slots_of_question
from consult.services.questionnaires import LoadedVersion, NoQuestionnaire
from consult.store.consultations import Consultation
from surveys.problems import Problem
from surveys.reading_age import ReadingAge, reading_age
from surveys.structure import Question
from surveys.wordings import Wording

blueprint = Blueprint("wordings", __name__, url_prefix="/officer/<slug>/wordings")

EDITION_WORDS = {"standard": "Standard", "easy_read": "Easy read", "young_person": "Young person’s"}
LARGEST = {
    Kind.PICTURE: pictures.LARGEST,
    Kind.RECORDING: recordings.LARGEST,
    Kind.VIDEO: videos.LARGEST,
    Kind.CAPTIONS: videos.LARGEST_CAPTIONS,
}
ACCEPTED = {
    Kind.PICTURE: "JPEG, PNG, WebP or GIF",
    Kind.RECORDING: "MP3, M4A, OGG, WAV or WebM",
    Kind.VIDEO: "MP4 or WebM",
    Kind.CAPTIONS: "WebVTT (.vtt)",
}
FORM_AROUND_A_FILE = 64 * 1024


@dataclass(frozen=True)
class OneWording:
    """A wording of the consultation in this address, with what is around it."""

    consultation: Consultation
    version: LoadedVersion
    wording: Wording
    media: WordingMedia

    @property
    def name(self) -> str:
        return name_of(self.wording)

    @property
    def lacks(self) -> tuple[Problem, ...]:
        return offering.lacks(self.consultation, self.version, self.wording)

    @property
    def reading_age(self) -> ReadingAge | None:
        """None while texts are missing: what is there is not the whole wording."""
        return None if self.lacks else reading_age(self.wording, self.version.questionnaire)

    @property
    def omitted(self) -> tuple[str, ...]:
        """The questions that this wording leaves out, as the first wording calls them."""
        first = self.version.first_wording
        return tuple(first.label(key) for key in sorted(self.wording.omits) if key not in first.omits)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(
            question
            for question in self.version.questionnaire.questions
            if question.key not in self.wording.omits
        )


@dataclass(frozen=True)
class Place:
    """One slot as the page of a question shows it: what is there now, and what can be put there."""

    slot: Slot
    title: str
    address: str
    file: Attached | None
    facts: str
    can_be: str


def name_of(wording: Wording) -> str:
    """What a wording is called: Easy read, English."""
    return f"{EDITION_WORDS[wording.edition]}, {languages.name_of(wording.language)}"


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Every wording, and whether people can choose it."""
    consultation = access.current_consultation()
    try:
        version = questionnaires.latest(consultation)
    except NoQuestionnaire:
        version = None
    found = [_one(consultation, version, wording) for wording in version.wordings.values()] if version else []
    return render_template(
        "officer/wordings.html", consultation=consultation, active="wordings", version=version, found=found
    )


def _one(consultation: Consultation, version: LoadedVersion, wording: Wording) -> OneWording:
    return OneWording(consultation, version, wording, media_of(consultation, wording))


def _wording_or_404(edition: str, language: str) -> OneWording:
    consultation = access.current_consultation()
    try:
        version = questionnaires.latest(consultation)
    except NoQuestionnaire:
        abort(404)
    wording = version.wording(edition, language)
    return _one(consultation, version, wording) if wording else abort(404)


def _question_or_404(one: OneWording, key: str) -> Question:
    return next((question for question in one.questions if question.key == key), None) or abort(404)


@blueprint.get("/<edition>/<language>")
@access.requires(Access.OFFICER)
def show(slug: str, edition: str, language: str) -> str:
    """One wording: every question with its pictures, and what can be put back."""
    one = _wording_or_404(edition, language)
    return render_template(
        "officer/wording.html",
        consultation=one.consultation,
        active="wordings",
        one=one,
        removed=attaching.removed(one.consultation, one.wording),
        direction=languages.direction_of(language),
    )


@blueprint.get("/<edition>/<language>/<question>")
@access.requires(Access.OFFICER)
def files(slug: str, edition: str, language: str, question: str) -> str:
    """The files of one question, and the forms to change them."""
    one = _wording_or_404(edition, language)
    return _files_page(one, _question_or_404(one, question))


def _files_page(one: OneWording, question: Question, problem: tuple[str, str] | None = None) -> str:
    """`problem` is the slot and what was wrong with the file for it."""
    return render_template(
        "officer/wording_files.html",
        consultation=one.consultation,
        active="wordings",
        one=one,
        question=question,
        places=[_place(one, question, slot) for slot in _slots(one, question)],
        problem=problem,
        direction=languages.direction_of(one.wording.language),
    )


def _slots(one: OneWording, question: Question) -> list[Slot]:
    return list(slots_of_question(question, one.wording))


def _place(one: OneWording, question: Question, slot: Slot) -> Place:
    file = one.media.attached.get(slot.key)
    address = ""
    if slot.kind is Kind.PICTURE:
        address = picture_address(one.media.attached, slot.key, slot.names)
    can_be = f"{ACCEPTED[slot.kind]}, {in_words(LARGEST[slot.kind])} at most"
    return Place(slot, _title(one.wording, question, slot), address, file, _facts(file, slot), can_be)


def _title(wording: Wording, question: Question, slot: Slot) -> str:
    if slot.kind is not Kind.PICTURE:
        return {
            Kind.RECORDING: "Recording of the question",
            Kind.VIDEO: "Signed video of the question",
            Kind.CAPTIONS: "Captions of the signed video",
        }[slot.kind]
    if not slot.part:
        return "Picture of the question"
    is_row = slot.part in question.row_keys
    text = wording.row_text(question, slot.part) if is_row else wording.option_text(question, slot.part)
    return f"Picture of “{text}”"


def _facts(file: Attached | None, slot: Slot) -> str:
    if file is None:
        named = slot.names and "." not in slot.names
        return f"“{slot.names}”, which comes with this site" if named else "Nothing yet"
    parts = [file.name, in_words(file.size)]
    parts += [f"{file.width} × {file.height} pixels"] if file.width else []
    parts += [_duration(file.seconds)] if file.seconds else []
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(max(1, round(seconds)), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@blueprint.post("/<edition>/<language>/<question>/upload")
@csrf.exempt
@access.requires(Access.OFFICER)
def upload(slug: str, edition: str, language: str, question: str) -> Response | tuple[str, int]:
    """Put a file into a slot, instead of what is there.

    The slot is in the address, because it says how much may be sent; the form's token is checked once that is set.
    """
    one = _wording_or_404(edition, language)
    asked = _question_or_404(one, question)
    slot = next((slot for slot in _slots(one, asked) if slot.key == request.args.get("slot")), None) or abort(
        404
    )
    request.max_content_length = LARGEST[slot.kind] + FORM_AROUND_A_FILE
    try:
        csrf.protect()
        given = request.files.get("file")
    except RequestEntityTooLarge:
        return _files_page(one, asked, (slot.key, _too_large(slot.kind))), 413
    if given is None or not given.filename:
        return _files_page(one, asked, (slot.key, "Choose a file from your device first")), 400
    try:
        file = attaching.checked(slot.kind, given.filename, cast(BinaryIO, given.stream))
    except FileRefused as refused:
        return _files_page(one, asked, (slot.key, str(refused))), 400
    return _done(
        lambda: attaching.attach(one.consultation, one.wording, slot.key, file, by=access.current_account()),
        "{name} is in its place now."
        + (" What was there before can be put back for 14 days." if slot.key in one.media.attached else ""),
        one,
        question,
    )


def _too_large(kind: Kind) -> str:
    most = in_words(LARGEST[kind])
    return (
        f"The file is larger than {most}, which is the most that can be uploaded here. Make it smaller first."
    )


@blueprint.post("/<edition>/<language>/<question>/remove")
@access.requires(Access.OFFICER)
def remove(slug: str, edition: str, language: str, question: str) -> Response:
    """Take a file out of its place. It can be put back."""
    one = _wording_or_404(edition, language)
    slot = request.form.get("slot", "")
    return _done(
        lambda: attaching.remove(one.consultation, one.wording, slot, by=access.current_account()),
        "{name} was removed. You can put it back for 14 days, under “Removed files”.",
        one,
        question,
    )


@blueprint.post("/<edition>/<language>/put-back/<int:row>")
@access.requires(Access.OFFICER)
def put_back(slug: str, edition: str, language: str, row: int) -> Response:
    """Undo a removal or a replacement."""
    one = _wording_or_404(edition, language)
    return _done(
        lambda: attaching.put_back(one.consultation, one.wording, row, by=access.current_account()),
        "{name} is back in its place.",
        one,
    )


def _done(
    action: Callable[[], Attached], words: str, one: OneWording, question: str | None = None
) -> Response:
    """Do it, say so, and show the page that it was asked for on."""
    try:
        flash(words.format(name=action().name), "success")
    except ChangedMeanwhile:
        flash("Somebody else changed this file at the same time, so nothing was done. Look at it again.")
    slug, edition, language = one.consultation.slug, one.wording.edition, one.wording.language
    page = "wordings.files" if question else "wordings.show"
    to = url_for(page, slug=slug, edition=edition, language=language, question=question)
    return redirect(to, 303)
