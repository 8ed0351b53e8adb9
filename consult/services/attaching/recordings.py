"""Recordings of a question that officers upload: told apart by what is in them, kept as they are, without notes.

Does not belong here: how MP4 and WebM files are built (`mp4`, `webm`), or videos.
"""

from __future__ import annotations

import math
import struct
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

from consult.services.attaching import mp4, webm
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
ID3_HEAD = 10
UNREADABLE = (
    TinyTagException,
    struct.error,
    ValueError,
    IndexError,
    KeyError,
    EOFError,
    ArithmeticError,
    TypeError,
)
SOUND_CODINGS = frozenset({b"mp4a", b"Opus", b"fLaC", b"alac", b".mp3"})


def checked_recording(name: str, stream: BinaryIO) -> CheckedFile:
    """The recording as it will be played. Raises `FileRefused`."""
    length = refuse_empty_or_large(name, stream, most=LARGEST, cure=SMALLER)
    start = first_bytes(stream, 64)
    try:
        if mp4.is_mp4(start):
            return _m4a(name, stream, length)
        if start.startswith(webm.SIGNATURE):
            return _webm(name, stream, length)
    except mp4.NotWhole as problem:
        raise _damaged(name) from problem
    if start.startswith(b"RIFF") and start[8:12] == b"WAVE":
        return _wav(name, stream, length)
    if start.startswith(b"OggS") and b"theora" not in start:
        return _read_through(name, stream, "ogg", "audio/ogg", 0, length)
    if start.startswith(b"ID3") or _is_frame_of_mp3(start):
        return _read_through(name, stream, "mp3", "audio/mpeg", _start_of_sound(start, length), length)
    raise FileRefused(f"“{name}” is not a recording that phones and computers can play. {OTHER_KIND}")


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
    stated = struct.unpack_from("<I", first_bytes(stream, 8), 4)[0] + 8
    if stated > length + 1:
        raise _damaged(name)
    return _read_through(name, stream, "wav", "audio/wav", 0, length)


def _read_through(
    name: str, stream: BinaryIO, extension: str, media_type: str, start: int, length: int
) -> CheckedFile:
    """Let the reader of such files find how long it plays; what it cannot read is not one."""
    stream.seek(0)
    try:
        seconds = TinyTag.get(f"recording.{extension}", file_obj=stream, tags=False).duration
    except UNREADABLE as problem:
        raise _damaged(name) from problem
    if not seconds or not math.isfinite(seconds) or seconds <= 0:
        raise _damaged(name)
    return CheckedFile(name, extension, media_type, stream, start, length, seconds=float(seconds))


def _is_frame_of_mp3(start: bytes) -> bool:
    """Two bytes that every MPEG layer III frame begins with, and rates that exist."""
    return (
        len(start) > 3
        and start[0] == 0xFF
        and start[1] & 0xE6 == 0xE2
        and start[1] & 0x18 != 0x08
        and start[2] & 0xF0 not in (0x00, 0xF0)
        and start[2] & 0x0C != 0x0C
    )


def _start_of_sound(start: bytes, length: int) -> int:
    """Where the sound begins: after the notes that some programs put in front of it."""
    if not start.startswith(b"ID3") or len(start) < ID3_HEAD:
        return 0
    size = 0
    for byte in start[6:10]:
        size = (size << 7) | (byte & 0x7F)
    return min(size + ID3_HEAD, length)
