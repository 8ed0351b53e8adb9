"""Small files of each kind, made here part by part, and one of a wording's consultation."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from PIL import Image

from consult.services import questionnaires


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(
    *, handler: bytes = b"vide", coding: bytes = b"avc1", brand: bytes = b"isom", notes: bytes = b""
) -> bytes:
    """An MP4 file of 12 seconds with one track and nothing to see."""
    head = struct.pack(">4xIIII", 0, 0, 1000, 12_000) + bytes(80)
    description = struct.pack(">4xI", 1) + box(coding, bytes(20))
    media = box(
        b"mdia",
        box(b"hdlr", bytes(8), handler, bytes(13)),
        box(b"minf", box(b"stbl", box(b"stsd", description))),
    )
    moov = box(b"moov", box(b"mvhd", head), box(b"trak", media), box(b"udta", notes) if notes else b"")
    return box(b"ftyp", brand, bytes(4), b"isommp42") + moov + box(b"mdat", bytes(range(256)) * 8)


def element(kind: str, body: bytes) -> bytes:
    return bytes.fromhex(kind) + struct.pack(">Q", len(body) | (1 << 56)) + body


def webm(track: int = 1, doc_type: bytes = b"webm") -> bytes:
    """A WebM file of 3 seconds with one track."""
    info = element(
        "1549A966", element("2AD7B1", (1_000_000).to_bytes(3)) + element("4489", struct.pack(">d", 3000))
    )
    tracks = element("1654AE6B", element("AE", element("83", bytes([track]))))
    cluster = element("1F43B675", bytes(300))
    return element("1A45DFA3", element("4282", doc_type)) + element("18538067", info + tracks + cluster)


def mp3(*, notes: bytes = b"", stated: int = 0) -> bytes:
    """Sixty frames of silence; `notes` stand in front, as programs put them; `stated` is how many it says it has."""
    size = len(notes)
    head = b"ID3\x03\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + notes
    frame = b"\xff\xfb\x90\x64"
    says = frame + bytes(32) + b"Info" + struct.pack(">II", 1, stated) + bytes(369) if stated else b""
    return (head if notes else b"") + says + (frame + bytes(413)) * 60


def ogg(*, pages: int = 4, codec: bytes = b"OpusHead") -> bytes:
    """Half a second of silence in Opus for each page; `codec` is how the first page begins."""
    silence, per_page = b"\xf8\xff\xfe", 25
    head = codec + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    whole = _ogg_page(2, 0, 0, [head]) + _ogg_page(0, 0, 1, [tags])
    for number in range(1, pages + 1):
        last = 4 if number == pages else 0
        whole += _ogg_page(last, number * per_page * 960, number + 1, [silence] * per_page)
    return whole


def _ogg_page(flags: int, position: int, number: int, packets: list[bytes]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = b"OggS\0" + struct.pack("<BqII", flags, position, 1, number)
    rest = bytes([len(sizes)]) + sizes + b"".join(packets)
    return head + struct.pack("<I", _ogg_sum(head + bytes(4) + rest)) + rest


def _ogg_sum(page: bytes) -> int:
    held = 0
    for byte in page:
        held ^= byte << 24
        for _bit in range(8):
            held = (held << 1 ^ 0x04C11DB7 if held & 0x80000000 else held << 1) & 0xFFFFFFFF
    return held


def wav(seconds: float = 1.0) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(int(8000 * seconds)))
    return written.getvalue()


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 20), colour: str = "red", **settings: object
) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **settings)
    return written.getvalue()


@pytest.fixture
def wording(parks):
    return questionnaires.latest(parks).first_wording
