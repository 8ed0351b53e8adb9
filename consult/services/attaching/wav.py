"""What a WAV file holds: how its sound is coded, and whether all of it is there."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from consult.services.attaching.mp4 import NotWhole

HEAD, CHUNK_HEAD = 12, 8
EXTENDED = 0xFFFE
LEAST_FORMAT = 16
CODING_IN_EXTENDED = 24


@dataclass(frozen=True)
class Wav:
    """`coding` is the number that the format gives it: 1 is plain samples."""

    coding: int
    seconds: float


def is_wav(start: bytes) -> bool:
    return start.startswith(b"RIFF") and start[8:HEAD] == b"WAVE"


def read_wav(data: bytes) -> Wav:
    """Go from chunk to chunk to the sound. Raises `NotWhole`."""
    at, described = HEAD, b""
    while at + CHUNK_HEAD <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        at += CHUNK_HEAD
        if at + size > len(data):
            raise NotWhole("a part is longer than the file")
        if kind == b"fmt ":
            described = data[at : at + size]
        elif kind == b"data":
            return _described(described, size)
        at += size + size % 2
    raise NotWhole("there is no sound in it")


def _described(description: bytes, size: int) -> Wav:
    if len(description) < LEAST_FORMAT:
        raise NotWhole("nothing says how its sound is coded")
    coding, bytes_a_second = struct.unpack_from("<H6xI", description)
    if coding == EXTENDED and len(description) >= CODING_IN_EXTENDED + 2:
        coding = struct.unpack_from("<H", description, CODING_IN_EXTENDED)[0]
    if not bytes_a_second:
        raise NotWhole("it has no rate")
    return Wav(coding, size / bytes_a_second)
