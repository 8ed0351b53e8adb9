"""What an MP4 file holds, by its boxes: tracks, coding, length, and the notes in it that nobody should see.

Phones write into a film where it was made. Those notes are found here, so that they can be blanked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

MOST_BOXES = 5000
HOLDS_BOXES = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
NOTES = (b"udta", b"meta", b"uuid")
LONGEST_NOTES = 4 * 1024 * 1024


class NotWhole(ValueError):
    """A part of the file is missing or does not fit."""


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    body: int
    stop: int


@dataclass
class Mp4:
    """What was found. `handlers` are the kinds of tracks (vide, soun), `codings` their codecs."""

    handlers: set[bytes] = field(default_factory=set)
    codings: set[bytes] = field(default_factory=set)
    seconds: float | None = None
    notes: list[Box] = field(default_factory=list)
    kinds: set[bytes] = field(default_factory=set)
    brand: bytes = b""

    @property
    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """Bytes that turn every box of notes into an empty one of the same length."""
        return tuple(
            (box.body - 4, b"free" + bytes(box.stop - box.body))
            for box in self.notes
            if box.body - box.start == 8
        )


def is_mp4(start: bytes) -> bool:
    return start[4:8] == b"ftyp"


def read_mp4(stream: BinaryIO, length: int) -> Mp4:
    """Walk through the boxes of a file. Raises `NotWhole`."""
    found = Mp4()
    budget = iter(range(MOST_BOXES))
    _walk(stream, 0, length, found, budget)
    if b"moov" not in found.kinds or not found.kinds & {b"mdat", b"moof"}:
        raise NotWhole("there is no film or sound in it")
    return found


def _walk(stream: BinaryIO, start: int, stop: int, found: Mp4, budget: Iterator[int]) -> None:
    for box in _boxes(stream, start, stop, budget):
        found.kinds.add(box.kind)
        if box.kind in HOLDS_BOXES:
            _walk(stream, box.body, box.stop, found, budget)
        elif box.kind in NOTES:
            _note(box, found)
        elif box.kind in _READERS:
            stream.seek(box.body)
            _READERS[box.kind](stream.read(min(box.stop - box.body, 64)), found)


def _boxes(stream: BinaryIO, start: int, stop: int, budget: Iterator[int]) -> Iterator[Box]:
    while start < stop:
        if next(budget, None) is None:
            raise NotWhole("it has too many parts")
        box = _box(stream, start, stop)
        yield box
        start = box.stop


def _box(stream: BinaryIO, start: int, stop: int) -> Box:
    stream.seek(start)
    head = stream.read(16)
    if len(head) < 8:
        raise NotWhole("it ends in the middle of a part")
    size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
    if size == 1:
        size, body = int.from_bytes(head[8:16], "big"), start + 16
    end = stop if size == 0 else start + size
    if end > stop or end < body:
        raise NotWhole("a part is longer than the file")
    return Box(kind, start, body, end)


def _note(box: Box, found: Mp4) -> None:
    if box.stop - box.body > LONGEST_NOTES or box.body - box.start != 8:
        raise NotWhole("it has notes that are too long")
    found.notes.append(box)


def _brand(body: bytes, found: Mp4) -> None:
    found.brand = body[:4]


def _length(body: bytes, found: Mp4) -> None:
    form = ">4x16xIQ" if body[:1] == b"\x01" else ">4x8xII"
    try:
        scale, duration = struct.unpack_from(form, body)
    except struct.error as error:
        raise NotWhole("its length cannot be read") from error
    found.seconds = duration / scale if scale and duration else None


def _handler(body: bytes, found: Mp4) -> None:
    found.handlers.add(body[8:12])


def _coding(body: bytes, found: Mp4) -> None:
    found.codings.add(body[12:16])


_READERS = {b"ftyp": _brand, b"mvhd": _length, b"hdlr": _handler, b"stsd": _coding}
