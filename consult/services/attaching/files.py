"""A file that someone gave, once it was looked at: what it is, and its bytes as they will be kept.

Belongs here: what all kinds of files share. Does not belong here: what makes a good picture, recording or video.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

MEGABYTE = 1024 * 1024
READ_AT_ONCE = 512 * 1024
DIGEST_LENGTH = 32
"""Characters of SHA-256 in the address of a file: 128 bits, which nobody finds twice."""


class FileRefused(ValueError):
    """The file cannot be used. The message says why and what to do."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept. `patches` are bytes to put in place of others: (position, bytes)."""

    name: str
    extension: str
    media_type: str
    stream: BinaryIO
    start: int
    stop: int
    patches: tuple[tuple[int, bytes], ...] = ()
    width: int | None = None
    height: int | None = None
    seconds: float | None = None

    @property
    def size(self) -> int:
        return self.stop - self.start

    @cached_property
    def digest(self) -> str:
        found = hashlib.sha256()
        for part in self.parts(READ_AT_ONCE):
            found.update(part)
        return found.hexdigest()[:DIGEST_LENGTH]

    def parts(self, length: int) -> Iterator[bytes]:
        """The bytes to keep, `length` at a time."""
        for position in range(self.start, self.stop, length):
            self.stream.seek(position)
            yield self._patched(self.stream.read(min(length, self.stop - position)), position)

    def _patched(self, part: bytes, position: int) -> bytes:
        held = bytearray(part)
        for at, replacement in self.patches:
            first, last = max(at, position), min(at + len(replacement), position + len(part))
            if first < last:
                held[first - position : last - position] = replacement[first - at : last - at]
        return bytes(held)


def length_of(stream: BinaryIO) -> int:
    return stream.seek(0, 2)


def first_bytes(stream: BinaryIO, count: int) -> bytes:
    stream.seek(0)
    return stream.read(count)


def refuse_empty_or_large(name: str, stream: BinaryIO, *, most: int, cure: str) -> int:
    """The length of a file in bytes. Raises `FileRefused` for none, and for more than `most` of them."""
    length = length_of(stream)
    if length == 0:
        raise FileRefused(
            f"“{name}” is empty. Open it on your device to see whether it is all there, then try again."
        )
    if length > most:
        raise FileRefused(
            f"“{name}” has {in_words(length)}, and {in_words(most)} is the most that can be uploaded. {cure}"
        )
    return length


def in_words(size: int) -> str:
    """A number of bytes as people read it: 340 KB, 2.5 MB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"
