"""Draws every bundled picture in dots for Word files, with the system's Chromium: consult/static/pictures/png.

Usage: python scripts/word_pictures.py. Run it after scripts/make_pictures.mjs.
"""

from __future__ import annotations

import hashlib
import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "consult" / "static" / "pictures"
# About 240 dots an inch at the largest size that paper has them in.
DOTS = 288
COLOURS = 32


def draw(page: Page, picture: Path) -> None:
    svg = picture.read_bytes()
    page.set_content(
        f"<style>body{{margin:0;background:#fff}}svg{{display:block;width:{DOTS}px}}</style>{svg.decode()}"
    )
    image = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    # Says what it was drawn from, so that a test can tell when it is out of date.
    source = PngInfo()
    source.add_text("Source", hashlib.sha256(svg).hexdigest())
    image.save(PICTURES / "png" / f"{picture.stem}.png", optimize=True, pnginfo=source)


def main() -> None:
    shutil.rmtree(PICTURES / "png", ignore_errors=True)
    (PICTURES / "png").mkdir()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": DOTS, "height": DOTS})
        for picture in sorted(PICTURES.glob("*.svg")):
            draw(page, picture)
        browser.close()


if __name__ == "__main__":
    main()
