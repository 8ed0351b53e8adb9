"""Recordings that broke off, are something else, or that browsers cannot play are refused with a cure; others play."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.services import attaching
from consult.services.attaching import FileRefused, Kind
from tests.services.attaching.conftest import element, mp3, ogg, picture, wav

LENGTH_OF_FRAME = 417
FRAME_SECONDS = 1152 / 44_100
WHOLE = {"mp3": mp3(), "mp3 with its length": mp3(stated=60), "ogg": ogg(), "wav": wav(2)}


def check(content: bytes, name: str = "voice"):
    return attaching.checked(Kind.RECORDING, name, io.BytesIO(content))


def refusal(content: bytes, name: str = "voice.mp3") -> str:
    with pytest.raises(FileRefused) as refused:
        check(content, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "extension", "seconds"),
    [
        (mp3(), "mp3", 60 * FRAME_SECONDS),
        (mp3(stated=60, notes=b"recorded at home"), "mp3", 61 * FRAME_SECONDS),
        (mp3() + b"TAG" + bytes(125), "mp3", 60 * FRAME_SECONDS),
        (mp3() + bytes(3000), "mp3", 60 * FRAME_SECONDS),
        (ogg(), "ogg", 2),
        (wav(2), "wav", 2),
        (wav(2) + b"LIST" + struct.pack("<I", 4) + b"INFO", "wav", 2),
    ],
)
def test_whole_recordings_are_kept_with_their_length(content, extension, seconds):
    file = check(content)
    assert file.extension == extension
    assert file.seconds == pytest.approx(seconds, abs=0.01)


@given(kind=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_a_recording_that_broke_off_is_refused_or_is_as_long_as_what_is_left(kind, data):
    whole = WHOLE[kind]
    left = data.draw(st.integers(0, len(whole) - 1))
    try:
        file = check(whole[:left])
    except FileRefused as refused:
        assert "damaged" in str(refused) or "Save it as MP3" in str(refused) or "is empty" in str(refused)
        return
    assert kind.startswith("mp3"), "what has an end was taken without it"
    assert left % LENGTH_OF_FRAME == 0
    assert file.seconds == pytest.approx(left // LENGTH_OF_FRAME * FRAME_SECONDS)


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.8, 0.99])
def test_a_recording_that_broke_off_is_called_damaged(kind, share):
    whole = WHOLE[kind]
    assert "damaged: part of the recording is missing" in refusal(whole[: int(len(whole) * share) + 5])


def test_a_recording_with_fewer_frames_than_it_says_is_damaged():
    assert "damaged" in refusal(mp3(stated=600))
    assert "damaged" in refusal(mp3(stated=60)[: 31 * LENGTH_OF_FRAME])


@pytest.mark.parametrize(
    "content",
    [
        b"Dear all,\n" * 300,
        "Dear all,\n".encode("utf-16") * 300,
        b"ID3 is the name of our group\n" * 300,
        b"OggS is not a word\n" * 300,
        b"RIFF\x24\x00\x00\x00WAVE of protest\n" * 300,
        b"\xff\xfb\x90\x64 and then a letter\n" * 300,
        b"\xff\xfb\x90\x64",
        mp3()[: LENGTH_OF_FRAME * 2],
        b"%PDF-1.7" + mp3(),
        mp3()[: LENGTH_OF_FRAME * 30] + b"Dear all,\n" * 300 + mp3()[: LENGTH_OF_FRAME * 30],
        picture("JPEG", (500, 500)),
    ],
)
@pytest.mark.parametrize("name", ["voice.mp3", "voice.ogg", "voice.wav"])
def test_something_else_that_is_called_a_recording_is_refused(content, name):
    said = refusal(content, name)
    assert f"“{name}” is" in said
    assert "Save it as MP3, M4A, OGG, WAV or WebM and upload that." in said


def test_sound_that_browsers_cannot_play_is_refused():
    of_a_dictation_machine = bytearray(wav())
    of_a_dictation_machine[20:22] = struct.pack("<H", 0x11)
    assert "not a recording that phones and computers can play" in refusal(bytes(of_a_dictation_machine))
    assert "not a recording that phones and computers can play" in refusal(ogg(codec=b"Speex   "))
    assert "not a recording that phones and computers can play" in refusal(ogg(codec=b"\x80theora"))


@pytest.mark.parametrize("kind", [Kind.RECORDING, Kind.VIDEO])
def test_a_webm_that_broke_off_later_on_is_damaged(kind):
    track = 2 if kind is Kind.RECORDING else 1
    tracks = element("1654AE6B", element("AE", element("83", bytes([track]))))
    clusters = [element("1F43B675", bytes(300)) for _number in range(3)]
    unknown_length = bytes.fromhex("1853806701FFFFFFFFFFFFFF")
    whole = element("1A45DFA3", element("4282", b"webm")) + unknown_length + tracks + b"".join(clusters)
    assert attaching.checked(kind, "live", io.BytesIO(whole)).extension in ("weba", "webm")
    with pytest.raises(FileRefused, match="damaged"):
        attaching.checked(kind, "live", io.BytesIO(whole[:-100]))
