"""Files are told apart by what is in them, whatever their name says; what cannot be used is refused with a cure."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from consult.services import attaching
from consult.services.attaching import FileRefused, Kind
from consult.services.attaching.files import in_words
from tests.services.attaching.conftest import box, mp3, mp4, picture, wav, webm

PLACE = b"+51.5074-000.1278/"


def check(kind: Kind, content: bytes, name: str = "file"):
    return attaching.checked(kind, name, io.BytesIO(content))


def kept(file) -> bytes:
    return b"".join(file.parts(1000))


def refusal(kind: Kind, content: bytes, name: str = "file") -> str:
    with pytest.raises(FileRefused) as refused:
        check(kind, content, name)
    return str(refused.value)


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_become_small_webp(kind):
    file = check(Kind.PICTURE, picture(kind, (2000, 1000)))
    shown = Image.open(io.BytesIO(kept(file)))
    assert (shown.format, shown.size) == ("WEBP", (800, 400))
    assert (file.width, file.height, file.media_type) == (800, 400, "image/webp")
    assert file.size < 5000


def test_a_photo_is_turned_upright_and_says_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0)})
    photo = picture("JPEG", (60, 20), exif=exif)
    assert Image.open(io.BytesIO(photo)).getexif().get_ifd(0x8825), "the photo has no place in it"
    file = check(Kind.PICTURE, photo)
    shown = Image.open(io.BytesIO(kept(file)))
    assert shown.size == (20, 60)
    assert not shown.getexif() and not {"exif", "xmp", "icc_profile"} & set(shown.info)
    assert b"A phone" not in kept(file)


def test_what_is_clear_in_a_picture_stays_clear():
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(written, "PNG")
    assert Image.open(io.BytesIO(kept(check(Kind.PICTURE, written.getvalue())))).mode == "RGBA"


def test_a_damaged_picture_is_refused_after_a_library_took_pillow_at_its_loosest(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert "damaged" in refusal(Kind.PICTURE, picture("JPEG", (900, 900))[:-4000])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_pictures_that_cannot_be_used_are_refused_with_a_cure():
    drawing = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert "SVG" in refusal(Kind.PICTURE, drawing, "logo.png") and "PNG" in refusal(Kind.PICTURE, drawing)
    assert "“hall.png” is empty" in refusal(Kind.PICTURE, b"", "hall.png")
    assert "damaged" in refusal(Kind.PICTURE, picture("JPEG", (900, 900))[:-4000])
    assert "damaged" in refusal(Kind.PICTURE, picture("PNG", (900, 900))[:-60])
    assert "not a picture" in refusal(Kind.PICTURE, b"%PDF-1.7 and more", "plan.png")
    assert "not a picture" in refusal(Kind.PICTURE, wav())
    assert "5 MB is the most" in refusal(Kind.PICTURE, picture() + bytes(5 * 1024 * 1024))


@pytest.mark.parametrize("size", [(8000, 6000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_not_unpacked(size):
    assert "million pixels" in refusal(Kind.PICTURE, png_claiming(*size))


@pytest.mark.parametrize(
    ("content", "extension", "seconds"),
    [
        (wav(2), "wav", 2),
        (mp3(), "mp3", 1.5),
        (mp4(handler=b"soun", coding=b"mp4a"), "m4a", 12),
        (webm(2), "weba", 3),
    ],
    ids=["wav", "mp3", "m4a", "webm"],
)
def test_recordings_are_known_by_their_content_and_their_length_is_found(content, extension, seconds):
    file = check(Kind.RECORDING, content, "any name at all.txt")
    assert file.extension == extension
    assert file.seconds == pytest.approx(seconds, abs=0.2)
    assert kept(file) == content


def test_notes_in_front_of_an_mp3_are_left_out():
    file = check(Kind.RECORDING, mp3(notes=b"recorded at home " * 20))
    assert kept(file) == mp3() and file.size == len(mp3())


def test_recordings_that_cannot_be_used_are_refused_with_a_cure():
    assert "is a video" in refusal(Kind.RECORDING, mp4())
    assert "is a video" in refusal(Kind.RECORDING, webm(1))
    assert "damaged" in refusal(Kind.RECORDING, wav()[:-500])
    assert "damaged" in refusal(Kind.RECORDING, mp4(handler=b"soun", coding=b"mp4a")[:-500])
    assert "damaged" in refusal(Kind.RECORDING, webm(2, doc_type=b"matroska"))
    for wrong in (b"Dear all,", picture(), b"\x7fELF" + bytes(500)):
        assert "Save it as MP3" in refusal(Kind.RECORDING, wrong, "voice.mp3")
    assert "is empty" in refusal(Kind.RECORDING, b"")
    assert "10 MB is the most" in refusal(Kind.RECORDING, wav() + bytes(10 * 1024 * 1024))


def test_videos_are_known_by_their_content():
    assert check(Kind.VIDEO, mp4()).media_type == "video/mp4"
    assert check(Kind.VIDEO, mp4()).seconds == 12
    assert (check(Kind.VIDEO, webm()).extension, check(Kind.VIDEO, webm()).seconds) == ("webm", 3)


def test_where_a_video_was_made_is_blanked_and_the_rest_stays():
    original = mp4(notes=box(b"\xa9xyz", PLACE))
    file = check(Kind.VIDEO, original)
    assert PLACE in original and PLACE not in kept(file)
    assert len(kept(file)) == len(original)
    assert kept(file)[-2048:] == original[-2048:]
    assert kept(check(Kind.VIDEO, kept(file))) == kept(file)


def test_videos_that_cannot_be_used_are_refused_with_a_cure():
    assert "QuickTime" in refusal(Kind.VIDEO, mp4(brand=b"qt  "))
    assert "HEVC" in refusal(Kind.VIDEO, mp4(coding=b"hvc1"))
    assert "sound only" in refusal(Kind.VIDEO, webm(2))
    assert "no pictures" in refusal(Kind.VIDEO, mp4(handler=b"soun", coding=b"mp4a"))
    assert "damaged" in refusal(Kind.VIDEO, mp4()[:-100])
    assert "damaged" in refusal(Kind.VIDEO, box(b"ftyp", b"isom") + box(b"free") * 6000)
    assert "not a video" in refusal(Kind.VIDEO, picture("GIF"))


def test_captions_are_webvtt():
    good = b"WEBVTT\n\n00:00.000 --> 00:02.000\nWhat do you think?\n"
    assert kept(check(Kind.CAPTIONS, good)) == good
    assert "WEBVTT" in refusal(Kind.CAPTIONS, b"1\n00:00:00,000 --> 00:00:02,000\nsrt")
    assert "UTF-8" in refusal(Kind.CAPTIONS, "WEBVTT é -->".encode("latin-1"))


@given(
    kind=st.sampled_from(list(Kind)),
    content=st.sampled_from(
        [mp4(), webm(), webm(2), wav(), mp3(), picture("JPEG"), picture("PNG"), picture("WEBP")]
    ),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
    cut=st.floats(0.01, 1),
)
def test_a_file_with_anything_changed_in_it_is_kept_or_refused_and_nothing_else(kind, content, changes, cut):
    held = bytearray(content)
    for place, value in changes:
        held[int(place * len(held))] = value
    try:
        file = check(kind, bytes(held[: max(1, int(cut * len(held)))]))
    except FileRefused as refused:
        assert str(refused).endswith(".")
    else:
        assert len(kept(file)) == file.size > 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\photos\\hall.png", "hall.png"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202e.png", "ab.png"),
        ("", "file"),
    ],
)
def test_names_are_shown_without_folders_and_tricks(given, shown):
    assert attaching.tidy_name(given) == shown


def test_sizes_in_words():
    assert [in_words(n) for n in (1, 340 * 1024, 1024 * 1024, 2_621_440)] == [
        "1 KB",
        "340 KB",
        "1 MB",
        "2.5 MB",
    ]
