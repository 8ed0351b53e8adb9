"""Films and recordings that really play, for tests: filmed by the browser itself, or reckoned as a tone.

Does not belong here: files that only look like one (`tests.services.attaching.conftest`).
"""

from __future__ import annotations

import base64
import io
import math
import wave
from array import array

from playwright.sync_api import Page

WEBM, MP4 = "video/webm;codecs=vp8", "video/mp4;codecs=avc1.42E01E"
SAMPLES_A_SECOND = 44_100
FILM = """async ([type, seconds]) => {
  const canvas = document.body.appendChild(document.createElement('canvas'));
  [canvas.width, canvas.height] = [64, 48];
  const brush = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: type });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  const begun = performance.now();
  await new Promise((done) => {
    const draw = () => {
      const passed = performance.now() - begun;
      brush.fillStyle = `hsl(${passed / 5} 80% 50%)`;
      brush.fillRect(0, 0, 64, 48);
      if (passed < seconds * 1000) requestAnimationFrame(draw); else done();
    };
    draw();
  });
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}"""


def film(page: Page, kind: str, seconds: float = 2) -> bytes:
    """A film of changing colours, as the page's browser records it."""
    page.goto("about:blank")
    return base64.b64decode(page.evaluate(FILM, [kind, seconds]))


def tone(seconds: int) -> bytes:
    """A WAV recording of a quiet tone, one channel of 16 bits."""
    period = SAMPLES_A_SECOND // 441
    wavelet = array("h", (round(3000 * math.sin(2 * math.pi * at / period)) for at in range(period)))
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES_A_SECOND)
        file.writeframes(wavelet.tobytes() * (441 * seconds))
    return written.getvalue()
