"""Signed videos and their captions: told apart by what is in them, kept as they are, without notes."""

from __future__ import annotations

from typing import BinaryIO

from consult.services.attaching import mp4, webm
from consult.services.attaching.files import (
    MEGABYTE,
    CheckedFile,
    FileRefused,
    first_bytes,
    refuse_empty_or_large,
)

LARGEST = 100 * MEGABYTE
LARGEST_CAPTIONS = MEGABYTE // 2
SMALLER = "Save it at 720p, or make one video for each question, then try again."
OTHER_KIND = "Save it as MP4 with H.264 pictures and upload that."
FILM_CODINGS = frozenset({b"avc1", b"avc3", b"vp09", b"av01"})
HEVC = frozenset({b"hvc1", b"hev1"})


def checked_video(name: str, stream: BinaryIO) -> CheckedFile:
    """The video as it will be played: MP4 or WebM. Raises `FileRefused`."""
    length = refuse_empty_or_large(name, stream, most=LARGEST, cure=SMALLER)
    start = first_bytes(stream, 64)
    try:
        if mp4.is_mp4(start):
            return _mp4(name, stream, length)
        if start.startswith(webm.SIGNATURE):
            return _webm(name, stream, length)
    except mp4.NotWhole as problem:
        raise FileRefused(
            f"“{name}” is damaged: part of the video is missing or cannot be read. Play it on your device to see "
            f"whether it is all there. {OTHER_KIND}"
        ) from problem
    raise FileRefused(f"“{name}” is not a video that phones and computers can play. {OTHER_KIND}")


def _mp4(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = mp4.read_mp4(stream, length)
    if found.brand == b"qt  ":
        raise FileRefused(f"“{name}” is a QuickTime film, which many phones cannot play. {OTHER_KIND}")
    if found.codings & HEVC:
        raise FileRefused(f"“{name}” has HEVC pictures, which many computers cannot play. {OTHER_KIND}")
    if b"vide" not in found.handlers or not found.codings & FILM_CODINGS:
        raise FileRefused(f"“{name}” has no pictures that phones and computers can play. {OTHER_KIND}")
    return CheckedFile(
        name, "mp4", "video/mp4", stream, 0, length, patches=found.patches, seconds=found.seconds
    )


def _webm(name: str, stream: BinaryIO, length: int) -> CheckedFile:
    found = webm.read_webm(stream, length)
    if webm.PICTURE not in found.tracks:
        raise FileRefused(f"“{name}” has sound only. Upload it as the recording of the question.")
    return CheckedFile(name, "webm", "video/webm", stream, 0, length, seconds=found.seconds)


def checked_captions(name: str, stream: BinaryIO) -> CheckedFile:
    """Captions in the form that browsers read, WebVTT. Raises `FileRefused`."""
    length = refuse_empty_or_large(
        name,
        stream,
        most=LARGEST_CAPTIONS,
        cure="Captions are short texts: look whether it is the right file.",
    )
    stream.seek(0)
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(f"“{name}” is not text in UTF-8. Save the captions as WebVTT (.vtt).") from error
    if not text.startswith("WEBVTT") or "-->" not in text:
        raise FileRefused(
            f"“{name}” has no captions in WebVTT. Its first line must be WEBVTT, and each caption has a line with the "
            "times, like 00:01.000 --> 00:04.000."
        )
    return CheckedFile(name, "vtt", "text/vtt", stream, 0, length)
