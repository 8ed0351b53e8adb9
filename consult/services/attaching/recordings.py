"""Recordings of a question that officers upload: told apart by what is in them, kept as they are, without notes.

Does not belong here: how files of each format are built (`mp3`, `mp4`, `ogg`, `wav`, `webm`), or videos.
"""

from __future__ import annotations

from typing import BinaryIO

from consult.services.attaching import mp3, mp4, ogg, wav, webm
from consult.services.attaching.files import (
    MEGABYTE,
    CheckedFile,
    FileRefused,
    first_bytes,
    refuse_empty_or_large,
)

LARGEST = 10 * MEGABYTE
SMALLER = "Make a shorter recording, or save it as MP3, then try again."
OTHER_KIND = "Save it as MP3, M4A, OGG, WAV or WebM and upload that."
SHORTEST_SECONDS = 0.2
"""Less than this is no recording of a question: a click, or what is left of a file that broke off."""
SOUND_CODINGS = frozenset({b"mp4a", b"Opus", b"fLaC", b"alac", b".mp3"})
PLAIN_SAMPLES = frozenset({1, 3, 6, 7})
"""How WAV files are coded that every browser plays. Dictation machines write others."""


def checked_recording(name: str, stream: BinaryIO) -> CheckedFile:
    """The recording as it will be played. Raises `FileRefused`."""
    length = refuse_empty_or_large(name, stream, most=LARGEST, cure=SMALLER)
    start = first_bytes(stream, 64)
    try:
        if mp4.is_mp4(start):
            return _m4a(name, stream, length)
        if start.startswith(webm.SIGNATURE):
            return _webm(name, stream, length)
        if wav.is_wav(start):
            return _wav(name, stream, length)
        if start.startswith(ogg.MARK):
            return _ogg(name, stream, length)
        if start.startswith(mp3.NOTES) or mp3.frame_at(start, 0):
            return _mp3(name, stream, length)
    except mp4.NotWhole as problem:
        raise _damaged(name) from problem
    raise _other_kind(name)


def _other_kind(name: str) -> FileRefused:
    return FileRefused(f"“{name}” is not a recording that phones and computers can play. {OTHER_KIND}")


def _damaged(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}” is damaged: part of the recording is missing or cannot be read. Play it on your device to see "
        f"whether it is all there. {OTHER_KIND}"
    )


def _m4a(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = mp4.read_mp4(stream, length)
    if b"vide" in found.handlers:
        raise FileRefused(
            f"“{name}” is a video. Upload it as the signed video, or save only its sound as MP3."
        )
    if b"soun" not in found.handlers or not found.codings & SOUND_CODINGS:
        raise FileRefused(f"“{name}” has no sound that phones and computers can play. {OTHER_KIND}")
    return CheckedFile(
        name, "m4a", "audio/mp4", stream, 0, length, patches=found.patches, seconds=found.seconds
    )


def _webm(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = webm.read_webm(stream, length)
    if webm.PICTURE in found.tracks:
        raise FileRefused(
            f"“{name}” is a video. Upload it as the signed video, or save only its sound as MP3."
        )
    if webm.SOUND not in found.tracks:
        raise FileRefused(f"“{name}” has no sound in it. {OTHER_KIND}")
    return CheckedFile(name, "weba", "audio/webm", stream, 0, length, seconds=found.seconds)


def _wav(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = wav.read_wav(first_bytes(stream, length))
    if found.coding not in PLAIN_SAMPLES:
        raise _other_kind(name)
    return _whole(name, stream, "wav", "audio/wav", 0, length, found.seconds)


def _ogg(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = ogg.read_ogg(first_bytes(stream, length))
    if found.seconds is None or found.has_film:
        raise _other_kind(name)
    return _whole(name, stream, "ogg", "audio/ogg", 0, length, found.seconds)


def _mp3(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = mp3.read_mp3(first_bytes(stream, length))
    return _whole(name, stream, "mp3", "audio/mpeg", found.start, length, found.seconds)


def _whole(
    name: str, stream: BinaryIO, extension: str, media_type: str, start: int, length: int, seconds: float
) -> CheckedFile:
    if seconds < SHORTEST_SECONDS:
        raise _damaged(name)
    return CheckedFile(name, extension, media_type, stream, start, length, seconds=seconds)
