"""Where files belong in a wording: beside a question, an option or a row, or one recording or video a question.

A slot is named `picture:<question>`, `picture:<question>.<option or row>`, `picture:scale.<scale>.<option>`,
`recording:<question>`, `video:<question>` or `captions:<question>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.structure import Question, Questionnaire
from surveys.wordings import Wording


class Kind(StrEnum):
    """What a slot holds."""

    PICTURE = "picture"
    RECORDING = "recording"
    VIDEO = "video"
    CAPTIONS = "captions"


@dataclass(frozen=True)
class Slot:
    """One place. `part` is the option's or row's key; `names` is what the wording itself names here, or ""."""

    key: str
    kind: Kind
    question: str
    part: str = ""
    names: str = ""


def slots_of(questionnaire: Questionnaire, wording: Wording) -> tuple[Slot, ...]:
    """Every place of a wording, in the order of its questions. A scale's options are there once."""
    found: dict[str, Slot] = {}
    for question in questionnaire.questions:
        if question.key not in wording.omits:
            for slot in slots_of_question(question, wording):
                found.setdefault(slot.key, slot)
    return tuple(found.values())


def slots_of_question(question: Question, wording: Wording) -> Iterator[Slot]:
    """The places of one question; those of its scale's options too, which it shares."""
    key = question.key
    yield Slot(f"picture:{key}", Kind.PICTURE, key, names=wording.picture(key))
    for option in question.offered_keys:
        own = option in wording.texts_of(key).pictures
        slot = f"picture:{key}.{option}" if own else option_slot(question, option)
        yield Slot(slot, Kind.PICTURE, key, option, wording.option_picture(question, option))
    for row in question.row_keys:
        yield Slot(f"picture:{key}.{row}", Kind.PICTURE, key, row, wording.row_picture(question, row))
    yield Slot(f"recording:{key}", Kind.RECORDING, key, names=wording.recording(key))
    yield Slot(f"video:{key}", Kind.VIDEO, key, names=wording.signed_video(key))
    yield Slot(f"captions:{key}", Kind.CAPTIONS, key)


def place_in_file(slot: Slot) -> str:
    """Where a consultation file names what belongs in a slot."""
    of_question = f"questions.{slot.question}"
    if slot.key.startswith("picture:scale.") and slot.key.count(".") == 2:
        return f"scale_pictures.{slot.key.removeprefix('picture:scale.')}"
    if slot.kind is Kind.PICTURE:
        return f"{of_question}.pictures.{slot.part}" if slot.part else f"{of_question}.picture"
    return f"{of_question}.{'recording' if slot.kind is Kind.RECORDING else 'signed_video'}"


def option_slot(question: Question, option_key: str) -> str:
    """The slot of an option's picture. Questions on one scale share the pictures of its options."""
    on_scale = question.scale and option_key in {option.key for option in question.scale.options}
    if question.scale and on_scale:
        return f"picture:scale.{question.scale.key}.{option_key}"
    return f"picture:{question.key}.{option_key}"
