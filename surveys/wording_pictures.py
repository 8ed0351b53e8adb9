"""Pictures in a wording: which one an option has, and scales shown as faces, thumbs or pictures.

Belongs here: names of pictures, and reading and checking how a scale is shown. Does not belong here: the files
(`consult/static/pictures`, or the folder `media` beside the consultation file) and how they are served.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.reading import Reading
from surveys.structure import Questionnaire, Scale

SCALES_SHOWN_AS = ("words", "faces", "thumbs", "pictures")
QUESTIONS_SHOWN_AS = ("words", "pictures")
PREFER_NOT_TO_SAY_PICTURE = "prefer-not-to-say"
BUNDLED_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.[A-Za-z0-9]{2,5}")
LEAST_OPTIONS_SHOWN = 2

THUMBS = {"agree": "thumb-up", "neutral": "thumb-sideways", "disagree": "thumb-down"}
NOT_KNOWN = "dont-know"
STRONG_FACES = {"agree": "face-very-happy", "disagree": "face-very-sad"}
MILD_FACES = {"agree": "face-happy", "neutral": "face-neutral", "disagree": "face-sad"}
SIDES = ("agree", "disagree")


@dataclass(frozen=True)
class ScaleShown:
    """How a wording shows a scale. No `options` means all of them, in the order of the questionnaire."""

    shown_as: str
    options: tuple[str, ...] = ()


def picture_by_meaning(scale: Scale, option_key: str, shown_as: str) -> str:
    """The bundled face or thumb of a scale's option, or "" where it has none."""
    meaning = next((option.counts_as for option in scale.options if option.key == option_key), "")
    if shown_as not in ("faces", "thumbs"):
        return ""
    if meaning == "dont_know":
        return NOT_KNOWN
    if shown_as == "thumbs":
        return THUMBS.get(meaning, "")
    strong = option_key in _strongest(scale)
    return STRONG_FACES[meaning] if strong else MILD_FACES.get(meaning, "")


def _strongest(scale: Scale) -> frozenset[str]:
    """The outermost option of each side that has several: a scale may begin with either side."""
    sides = [[option.key for option in scale.options if option.counts_as == side] for side in SIDES]
    agree, disagree = sides
    if not agree or not disagree:
        return frozenset()
    keys = [option.key for option in scale.options]
    agree_first = keys.index(agree[0]) < keys.index(disagree[0])
    outer = {agree[0], disagree[-1]} if agree_first else {agree[-1], disagree[0]}
    return frozenset(key for side in sides if len(side) > 1 for key in side if key in outer)


def picture_name(reading: Reading, name: str) -> str:
    """The name of a picture: a bundled one, or with a dot a file in the folder `media`."""
    text = reading.text(name, required=False)
    if text and not (BUNDLED_NAME.fullmatch(text) or FILE_NAME.fullmatch(text)):
        reading.refuse(
            name,
            f"“{text[:80]}” cannot be the name of a picture.",
            "Name a bundled picture, like “family”, or a file in the folder “media”, like “our-hall.png”.",
        )
    return text


def media_name(reading: Reading, name: str) -> str:
    """The name of a recording or video: a file in the folder `media`."""
    text = reading.text(name, required=False)
    if text and not FILE_NAME.fullmatch(text):
        reading.refuse(
            name,
            f"“{text[:80]}” cannot be the name of a file in the folder “media”.",
            "Use letters, digits, hyphens and underscores, then a point and the kind of file, like “role.mp3”.",
        )
    return text


def pictures_by_key(reading: Reading, name: str, known: Iterable[str]) -> dict[str, str]:
    """Pictures under the keys that may have one; others are refused."""
    inner = reading.inside(name)
    inner.only(known)
    return {key: found for key in inner.raw if (found := picture_name(inner, key))}


def read_scale_pictures(reading: Reading, questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    inner = reading.inside("scale_pictures")
    inner.only(questionnaire.scales)
    return {
        key: pictures_by_key(inner, key, [option.key for option in scale.options])
        for key, scale in questionnaire.scales.items()
        if key in inner.raw
    }


def read_scales_shown(reading: Reading, questionnaire: Questionnaire) -> dict[str, ScaleShown]:
    """How each scale is shown, with whatever would not work refused."""
    inner = reading.inside("scales_shown")
    inner.only(questionnaire.scales)
    return {
        key: _scale_shown(inner.inside(key, f"scale “{key}”"), scale)
        for key, scale in questionnaire.scales.items()
        if key in inner.raw
    }


def _scale_shown(reading: Reading, scale: Scale) -> ScaleShown:
    reading.only(("as", "options"))
    shown_as = reading.one_of("as", SCALES_SHOWN_AS, required=True) or "words"
    options = reading.texts("options")
    if not _refuse_options(reading, options, scale):
        _refuse_meanings(reading, shown_as, options or tuple(option.key for option in scale.options), scale)
    return ScaleShown(shown_as, options)


def _refuse_options(reading: Reading, options: tuple[str, ...], scale: Scale) -> bool:
    """Notes options that do not exist or stand twice, and an empty list. Whether there was anything to note."""
    before = len(reading.problems)
    known = [option.key for option in scale.options]
    for number, key in enumerate(options):
        if key not in known:
            reading.refuse(
                f"options[{number}]",
                f"the scale “{scale.key}” has no option “{key[:60]}”.",
                f"Its options: {', '.join(known)}.",
            )
        elif key in options[:number]:
            reading.refuse(f"options[{number}]", f"“{key}” stands here twice.", "Take one out.")
    if reading.has("options") and len(options) < LEAST_OPTIONS_SHOWN:
        reading.refuse(
            "options", f"{len(options)} options would be shown.", "Show two or more, or leave “options” out."
        )
    return len(reading.problems) > before


def _refuse_meanings(reading: Reading, shown_as: str, shown: tuple[str, ...], scale: Scale) -> None:
    """People must be able to disagree as well as agree, and no two options may have the same face or thumb."""
    meanings = [option.counts_as for option in scale.options if option.key in shown]
    for side in SIDES:
        if side not in meanings and any(option.counts_as == side for option in scale.options):
            reading.refuse(
                "options",
                f"nobody could {side}: no option that is shown counts as “{side}”.",
                f"Show at least one option that counts as “{side}”.",
            )
    if shown_as not in ("faces", "thumbs"):
        return
    if not set(SIDES) <= {option.counts_as for option in scale.options}:
        reading.refuse(
            "as",
            f"{shown_as} need a scale on which people can agree and disagree.",
            "Show this scale as words or pictures.",
        )
        return
    _refuse_same_pictures(reading, shown_as, shown, scale)


def _refuse_same_pictures(reading: Reading, shown_as: str, shown: tuple[str, ...], scale: Scale) -> None:
    first_with: dict[str, str] = {}
    for key in shown:
        picture = picture_by_meaning(scale, key, shown_as)
        if picture and picture in first_with:
            reading.refuse(
                "options",
                f"“{first_with[picture]}” and “{key}” would have the same picture, {picture}.",
                "Name under “options” those to show, one for each picture.",
            )
        first_with.setdefault(picture, key)
