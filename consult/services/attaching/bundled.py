"""The pictures that come with the site, by name. They are files of the site's own, sent as its styles are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "pictures"


@cache
def bundled_names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


def is_bundled(name: str) -> bool:
    return name in bundled_names()
