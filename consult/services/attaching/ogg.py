"""What an OGG file holds: pages of sound, each whole, up to the one that says that it is the last."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from consult.services.attaching.mp4 import NotWhole

MARK = b"OggS"
HEAD = 27
IS_FIRST, IS_LAST = 2, 4
NO_POSITION = -1
RATE_OF_OPUS = 48_000


@dataclass(frozen=True)
class Page:
    """`position` is how many samples of its stream there are up to its end."""

    flags: int
    position: int
    stream: int
    body: bytes


@dataclass
class Sound:
    """One stream of sound. `skipped` samples at its beginning are not heard."""

    rate: int
    skipped: int = 0
    position: int = 0
    ended: bool = False

    @property
    def seconds(self) -> float:
        return max(0, self.position - self.skipped) / self.rate


@dataclass(frozen=True)
class Ogg:
    """`seconds` is None where there is no sound that browsers play; `has_film` where there are pictures."""

    seconds: float | None
    has_film: bool


def read_ogg(data: bytes) -> Ogg:
    """Go from page to page to the end. Raises `NotWhole`."""
    sounds: dict[int, Sound] = {}
    has_film = False
    for page in _pages(data):
        if page.flags & IS_FIRST:
            has_film = has_film or page.body.startswith(b"\x80theora")
            if sound := _sound(page.body):
                sounds[page.stream] = sound
        elif held := sounds.get(page.stream):
            held.position = held.position if page.position == NO_POSITION else page.position
            held.ended = bool(page.flags & IS_LAST)
    if not all(sound.ended for sound in sounds.values()):
        raise NotWhole("its last page is missing")
    return Ogg(sum(sound.seconds for sound in sounds.values()) if sounds else None, has_film)


def _pages(data: bytes) -> Iterator[Page]:
    at = 0
    while data.startswith(MARK, at):
        if at + HEAD > len(data):
            raise NotWhole("it ends in the middle of a page")
        flags, position, stream = struct.unpack_from("<BqI", data, at + 5)
        body = at + HEAD + data[at + HEAD - 1]
        stop = body + sum(data[at + HEAD : body])
        if stop > len(data):
            raise NotWhole("it ends in the middle of a page")
        yield Page(flags, position, stream, data[body:stop])
        at = stop


def _sound(head: bytes) -> Sound | None:
    """The stream of sound that begins so, if it is of a kind that browsers play: Vorbis, Opus or FLAC."""
    try:
        if head.startswith(b"\x01vorbis"):
            rate, skipped = struct.unpack_from("<I", head, 12)[0], 0
        elif head.startswith(b"OpusHead"):
            rate, skipped = RATE_OF_OPUS, struct.unpack_from("<H", head, 10)[0]
        elif head.startswith(b"\x7fFLAC"):
            rate, skipped = struct.unpack_from(">I", head, 27)[0] >> 12, 0
        else:
            return None
    except struct.error as problem:
        raise NotWhole("its first page is too short") from problem
    if not rate:
        raise NotWhole("it has no rate")
    return Sound(rate, skipped)
