"""Pictures that officers upload: looked at by what is in them, and drawn anew, small and with nothing else in the file.

Where a photo was taken, by whom and with what does not come along.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from consult.services.attaching.files import (
    MEGABYTE,
    CheckedFile,
    FileRefused,
    first_bytes,
    refuse_empty_or_large,
)

LARGEST = 5 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 800
QUALITY = 80
READ = ("JPEG", "PNG", "WEBP", "GIF")
SMALLER = (
    "Make the photo smaller on your device, or take a picture of it with a lower setting, then try again."
)
_STRICT = threading.Lock()
OTHER_KIND = "Save it as JPEG or PNG and upload that."


def checked_picture(name: str, stream: BinaryIO) -> CheckedFile:
    """The picture as it will be shown: WebP, upright, no side over `LONGEST_SIDE`. Raises `FileRefused`."""
    refuse_empty_or_large(name, stream, most=LARGEST, cure=SMALLER)
    start = first_bytes(stream, 4096).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<") and (b"<svg" in start or start.startswith(b"<?xml")):
        raise FileRefused(
            f"“{name}” is an SVG drawing. Drawings can hold programs, so they are not taken. Save it as PNG and "
            "upload that, or name one of the pictures that come with this site."
        )
    image = _shown(name, stream)
    written = io.BytesIO()
    image.save(written, "WEBP", quality=QUALITY, method=6)
    return CheckedFile(
        name, "webp", "image/webp", written, 0, written.tell(), width=image.width, height=image.height
    )


def _shown(name: str, stream: BinaryIO) -> Image.Image:
    """The whole picture, read to its last pixel and made ready to be written."""
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; the limit here is lower than its own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(stream, formats=READ)
        _refuse_many_pixels(name, opened)
        opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        with _strictly():
            opened.load()
        return _upright_and_small(opened)
    except UnidentifiedImageError as error:
        raise FileRefused(f"“{name}” is not a picture that browsers can show. {OTHER_KIND}") from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(
            f"“{name}” is damaged: part of the picture is missing or cannot be read. Open it on your device, save it "
            "again as JPEG or PNG, and upload that."
        ) from error


@contextmanager
def _strictly() -> Iterator[None]:
    """Read to the last byte. Pillow's switch for that is one for the whole process, and the library that draws PDFs
    turns it off when it is loaded."""
    with _STRICT:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_many_pixels(name: str, image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels(name)


def _too_many_pixels(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}” has more than {MOST_PIXELS // 1_000_000} million pixels, which is too many to open safely. {SMALLER}"
    )


def _upright_and_small(image: Image.Image) -> Image.Image:
    """In colours of the screen and the right way up. A new picture, so nothing of the file comes along."""
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    upright = ImageOps.exif_transpose(image).convert("RGBA" if clear else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    return plain
