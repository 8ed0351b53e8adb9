"""Makes docs/pictures/pictures-to-use.png, the sheet of all bundled pictures, with the system's Chromium.

Usage: python scripts/picture_sheet.py. Run it after scripts/make_pictures.mjs.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
PICTURES = PROJECT / "consult" / "static" / "pictures"
SHEET = PROJECT / "docs" / "pictures" / "pictures-to-use.png"
STYLE = (
    "body{margin:8px;font:13px 'Noto Sans',sans-serif;background:#fff;color:#0b0c0c}"
    "main{display:grid;grid-template-columns:repeat(11,96px);gap:10px 6px}"
    "figure{margin:0;text-align:center}img{width:72px;height:72px}"
)


def page() -> str:
    figures = [
        f'<figure><img src="{path.as_uri()}" alt=""><figcaption>{path.stem}</figcaption></figure>'
        for path in sorted(PICTURES.glob("*.svg"))
    ]
    return f"<!doctype html><style>{STYLE}</style><main>{''.join(figures)}</main>"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        written = Path(folder) / "sheet.html"
        written.write_text(page(), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1140, "height": 600})
        opened.goto(written.as_uri())
        opened.screenshot(path=SHEET, full_page=True)
        browser.close()
    Image.open(SHEET).convert("RGB").quantize(64).save(SHEET, optimize=True)


if __name__ == "__main__":
    main()
