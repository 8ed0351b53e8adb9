"""What an MP3 file holds: frames of sound that follow each other, and how many its encoder says there are."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from consult.services.attaching.mp4 import NotWhole

VERSION_1 = 3
RATES = {VERSION_1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
KILOBITS_OF_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
KILOBITS_OF_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
NOTES = b"ID3"
NOTES_HEAD = 10
HAS_NOTES_FOOT = 0x10
NOTES_AFTER = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", NOTES)
LONGEST_FRAME = 1441
# Where an encoder leaves word of the whole, in the first frame.
STATED_WITHIN = 64
FEWER_FRAMES_ALLOWED = 2


@dataclass(frozen=True)
class Frame:
    """One frame, by the four bytes that it begins with."""

    length: int
    samples: int
    rate: int


@dataclass(frozen=True)
class Mp3:
    """`start` is where the sound begins, after the notes that some programs put in front of it."""

    start: int
    seconds: float


def frame_at(data: bytes, at: int) -> Frame | None:
    """The frame of MPEG layer III that begins here, if one does."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version, rate_number = data[at + 1] >> 3 & 3, data[at + 2] >> 2 & 3
    if version not in RATES or rate_number == 3:
        return None
    kilobits = (KILOBITS_OF_1 if version == VERSION_1 else KILOBITS_OF_2)[data[at + 2] >> 4]
    if not kilobits:
        return None
    rate, samples = RATES[version][rate_number], 1152 if version == VERSION_1 else 576
    return Frame(samples // 8 * kilobits * 1000 // rate + (data[at + 2] >> 1 & 1), samples, rate)


def read_mp3(data: bytes) -> Mp3:
    """Go from frame to frame to the end. Raises `NotWhole`."""
    start = at = _start_of_sound(data)
    frames, seconds = 0, 0.0
    while frame := frame_at(data, at):
        frames, seconds, at = frames + 1, seconds + frame.samples / frame.rate, at + frame.length
    if at > len(data):
        raise NotWhole("it ends in the middle of a frame")
    if len(data) - at > LONGEST_FRAME and not _is_after_the_sound(data, at):
        raise NotWhole("something that is no sound stands in it")
    if _frames_stated(data, start) - frames > FEWER_FRAMES_ALLOWED:
        raise NotWhole("there is less sound in it than it says")
    return Mp3(start, seconds)


def _start_of_sound(data: bytes) -> int:
    at = 0
    while data.startswith(NOTES, at) and at + NOTES_HEAD <= len(data):
        size = 0
        for byte in data[at + 6 : at + NOTES_HEAD]:
            size = (size << 7) | (byte & 0x7F)
        at += size + NOTES_HEAD * (2 if data[at + 5] & HAS_NOTES_FOOT else 1)
    return at + len(data[at:]) - len(data[at:].lstrip(b"\0"))


def _is_after_the_sound(data: bytes, at: int) -> bool:
    return data.startswith(NOTES_AFTER, at) or not data[at:].strip(b"\0")


def _frames_stated(data: bytes, start: int) -> int:
    """How many frames an encoder says there are, or 0 where it says nothing."""
    head = data[start : start + STATED_WITHIN]
    for mark in (b"Xing", b"Info"):
        at = head.find(mark)
        if at >= 0 and len(head) >= at + 12 and head[at + 7] & 1:
            return int(struct.unpack_from(">I", head, at + 8)[0])
    return 0
