"""What is taken as a recording really plays in a browser, to the end and for as long as officers are told."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from consult.services import attaching
from consult.services.attaching import FileRefused, Kind
from tests.browser import filming
from tests.services.attaching.conftest import mp3, ogg

DECODED = """async (content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes.buffer);
  return sound.duration;
}"""
RECORDINGS = {
    "mp3": mp3(),
    "mp3 with its length": mp3(stated=60),
    "mp3 with notes": mp3(notes=b"recorded at home") + b"TAG" + bytes(125),
    "ogg": ogg(pages=6),
    "wav": filming.tone(2),
}
# An encoder's first frame is not heard, and a decoder leaves out what it needs to begin.
TOLERANCE = 0.1


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def heard_for(page: Page, content: bytes) -> float:
    return float(page.evaluate(DECODED, base64.b64encode(content).decode()))


def checked(content: bytes) -> attaching.CheckedFile:
    return attaching.checked(Kind.RECORDING, "voice", io.BytesIO(content))


@pytest.mark.parametrize("kind", RECORDINGS)
def test_a_whole_recording_plays_as_long_as_it_is_said_to(page: Page, kind: str) -> None:
    file = checked(RECORDINGS[kind])
    kept = b"".join(file.parts(100_000))
    assert heard_for(page, kept) == pytest.approx(file.seconds, abs=TOLERANCE)


@pytest.mark.parametrize("kind", RECORDINGS)
def test_what_broke_off_is_refused_or_what_is_left_plays(page: Page, kind: str) -> None:
    whole = RECORDINGS[kind]
    refused = 0
    for share in range(5, 100, 5):
        try:
            file = checked(whole[: len(whole) * share // 100])
        except FileRefused:
            refused += 1
        else:
            kept = b"".join(file.parts(100_000))
            assert heard_for(page, kept) == pytest.approx(file.seconds, abs=TOLERANCE)
    assert refused, "everything that broke off was taken"
