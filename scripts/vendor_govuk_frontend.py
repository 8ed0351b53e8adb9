"""Puts a copy of govuk-frontend's compiled stylesheet and script among the site's own files.

Usage: python scripts/vendor_govuk_frontend.py PATH_TO_UNPACKED_PACKAGE

The stylesheet is written twice: as it is, and mirrored for languages that are written from right to left. Mirroring
is done by rtlcss, which needs npm (npx) on the machine of the developer who runs this; the site itself needs neither.

What belongs to GOV.UK alone is taken out: its typeface, crest, crown and logo, with every address they were
fetched from. The typeface gives way to those that people's own devices have.
Does not belong here: the site's own styles.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "consult" / "static" / "vendor" / "govuk-frontend"
VERSION = "6.3.0"
MIRRORED = "govuk-frontend.rtl.min.css"
RTLCSS = "rtlcss@4.3.0"
THEIR_FONTS = "GDS Transport,arial,sans-serif"
OUR_FONTS = '"Noto Sans","Segoe UI",Roboto,Helvetica,Arial,sans-serif'
# GOV.UK's own marks, and its header, which nobody else may use.
THEIR_MARKS = re.compile(
    r"\.govuk-(footer__(crown|copyright-logo|licence-logo)|logo-dot|header(?![\w]))|GDS Transport|^@font-face"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")
LICENCE = """The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def main(package: Path) -> None:
    """Write the stylesheet, the script and their licence."""
    found = json.loads((package / "package.json").read_text())["version"]
    if found != VERSION:
        raise SystemExit(f"{package} holds govuk-frontend {found}; the templates are made for {VERSION}")
    compiled = package / "dist" / "govuk"
    HERE.mkdir(parents=True, exist_ok=True)
    for name, mended in (("govuk-frontend.min.css", without_marks), ("govuk-frontend.min.js", without_map)):
        (HERE / name).write_text(mended((compiled / name).read_text()))
    mirror(HERE / "govuk-frontend.min.css", HERE / MIRRORED)
    (HERE / "LICENSE").write_text(LICENCE)


def mirror(stylesheet: Path, mirrored: Path) -> None:
    """Write a stylesheet's mirror image: what was left is right. Raises SystemExit where npx is not there."""
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("npx is needed to mirror the stylesheet; it comes with Node.js and npm")
    subprocess.run([npx, "--yes", RTLCSS, str(stylesheet), str(mirrored)], check=True)  # noqa: S603 - fixed words


def without_map(text: str) -> str:
    return SOURCE_MAP.sub("", text) + "\n"


def without_marks(css: str) -> str:
    """The stylesheet with our fonts. Raises SystemExit where something of GOV.UK's own is left."""
    kept = "".join(_kept(COMMENT.sub("", css).replace(THEIR_FONTS, OUR_FONTS).strip()))
    for trace in ("url(", "GDS", "crest"):
        if trace in kept:
            raise SystemExit(f"the stylesheet still holds {trace!r}; mend {Path(__file__).name}")
    return f'@charset "UTF-8";{kept}\n'


def _kept(css: str) -> Iterator[str]:
    for opening, body in _rules(css):
        if opening.startswith(("@media", "@supports", "@-moz-document")):
            inner = "".join(_kept(body))
            if inner:
                yield f"{opening}{{{inner}}}"
        elif kept := _kept_selectors(opening):
            yield f"{kept}{{{body}}}"


def _kept_selectors(opening: str) -> str:
    return ",".join(part for part in opening.split(",") if not THEIR_MARKS.search(part))


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule as what stands before its braces and what stands within; @charset is left out."""
    depth, start, opened = 0, 0, 0
    for place, character in enumerate(css):
        if character == "{":
            depth += 1
            opened = place if depth == 1 else opened
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].rpartition(";")[2].strip(), css[opened + 1 : place]
                start = place + 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
