"""What a WebM file holds: its kinds of tracks and its length, read from the elements at its beginning."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from consult.services.attaching.mp4 import NotWhole

SIGNATURE = b"\x1a\x45\xdf\xa3"
DOC_TYPE, SEGMENT, INFO, TRACKS, TRACK, CLUSTER = 0x4282, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675
TRACK_TYPE, TIME_SCALE, DURATION, HEAD = 0x83, 0x2AD7B1, 0x4489, 0x1A45DFA3
HOLDS_ELEMENTS = (HEAD, SEGMENT, INFO, TRACKS, TRACK)
MOST_ELEMENTS = 2000
NANOSECONDS = 1_000_000_000
PICTURE, SOUND = 1, 2


@dataclass
class WebM:
    """What was found. `tracks` has 1 for pictures and 2 for sound; a live recording has no length."""

    doc_type: bytes = b""
    tracks: set[int] = field(default_factory=set)
    scale: int = 1_000_000
    duration: float = 0.0

    @property
    def seconds(self) -> float | None:
        return self.duration * self.scale / NANOSECONDS if self.duration > 0 else None


def read_webm(stream: BinaryIO, length: int) -> WebM:
    """Read the elements before the first pictures and sounds. Raises `NotWhole`."""
    found = WebM()
    if not _walk(stream, 0, length, found, iter(range(MOST_ELEMENTS))) or found.doc_type != b"webm":
        raise NotWhole("there is no film or sound in it")
    return found


def _walk(stream: BinaryIO, start: int, stop: int, found: WebM, budget: Iterator[int]) -> bool:
    """Whether pictures or sounds were reached."""
    while start < stop:
        if next(budget, None) is None:
            raise NotWhole("it has too many parts")
        kind, body, end = _element(stream, start, stop)
        if kind == CLUSTER:
            _see_that_the_rest_is_there(stream, end, stop)
            return True
        if kind in HOLDS_ELEMENTS:
            if _walk(stream, body, end, found, budget):
                return True
        else:
            _take(stream, kind, body, end, found)
        start = end
    return False


def _see_that_the_rest_is_there(stream: BinaryIO, start: int, stop: int) -> None:
    """Each part after the first pictures and sounds fits into the file, as long as they say how long they are."""
    for _number_of_part in range(MOST_ELEMENTS):
        if start >= stop:
            return
        _kind, _body, start = _element(stream, start, stop)


def _element(stream: BinaryIO, start: int, stop: int) -> tuple[int, int, int]:
    stream.seek(start)
    head = stream.read(12)
    kind, first = _number(head, 0, keep_marker=True)
    size, second = _number(head, first, keep_marker=False)
    body = start + first + second
    unknown = size == (1 << (7 * second)) - 1
    end = stop if unknown else body + size
    if end > stop:
        raise NotWhole("a part is longer than the file")
    return kind, body, end


def _number(head: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    """A number whose first byte says how many bytes it has, and that many."""
    first = head[at] if at < len(head) else 0
    length = 9 - first.bit_length()
    if not first or at + length > len(head):
        raise NotWhole("it ends in the middle of a part")
    value = int.from_bytes(head[at : at + length], "big")
    return (value if keep_marker else value & ~(1 << (7 * length))), length


def _take(stream: BinaryIO, kind: int, body: int, end: int, found: WebM) -> None:
    if kind not in (DOC_TYPE, TRACK_TYPE, TIME_SCALE, DURATION) or end - body > 16:
        return
    stream.seek(body)
    held = stream.read(end - body)
    if kind == DOC_TYPE:
        found.doc_type = held.rstrip(b"\0")
    elif kind == TRACK_TYPE:
        found.tracks.add(int.from_bytes(held, "big"))
    elif kind == TIME_SCALE:
        found.scale = int.from_bytes(held, "big")
    elif len(held) in (4, 8):
        found.duration = struct.unpack(">f" if len(held) == 4 else ">d", held)[0]
