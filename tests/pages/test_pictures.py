"""The pictures that come along: small, harmless, seen in forced colours, and all in the document that lists them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

PROJECT = Path(__file__).parents[2]
PICTURES = sorted((PROJECT / "consult" / "static" / "pictures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {
    f"{SVG}{tag}" for tag in ("svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon")
}
FACES = ("face-very-happy", "face-happy", "face-neutral", "face-sad", "face-very-sad")


def test_there_are_the_pictures_that_a_scale_needs():
    names = {path.stem for path in PICTURES}
    assert {*FACES, "thumb-up", "thumb-sideways", "thumb-down", "question-mark"} <= names
    assert len(names) > 100


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small_and_can_neither_load_nor_run_anything(path):
    root = ElementTree.parse(path).getroot()
    assert path.stat().st_size <= 8 * 1024
    assert root.get("viewBox") == "0 0 72 72" and root.get("width") is None
    for element in root.iter():
        assert element.tag in HARMLESS, element.tag
        assert not any(
            "href" in name or name.startswith("on") or "url(" in value for name, value in element.items()
        )
    assert root[0].tag == f"{SVG}rect" and root[0].get("fill") == "#fff", "no white tile behind it"


def test_faces_differ_without_their_colours():
    def shapes(name: str) -> tuple[str, ...]:
        root = ElementTree.parse(PICTURES[0].parent / f"{name}.svg").getroot()
        return tuple(path.get("d", "") for path in root.iter(f"{SVG}path"))

    eyebrows = [shapes(name)[0] for name in FACES]
    mouths = [shapes(name)[1] for name in FACES]
    assert len(set(eyebrows)) == len(set(mouths)) == len(FACES)


def test_the_document_names_every_picture_and_no_other():
    text = (PROJECT / "docs" / "pictures-to-use.md").read_text()
    listed = re.search(r"The names: (.*?)\.\n", text, re.DOTALL)
    assert listed
    assert re.findall(r"`([a-z0-9-]+)`", listed[1]) == sorted(path.stem for path in PICTURES)


def test_each_is_there_in_dots_too_drawn_from_what_it_is_now():
    """Word files have them: python scripts/word_pictures.py draws them again."""
    drawn = {path.stem: path for path in (PICTURES[0].parent / "png").iterdir()}
    assert set(drawn) == {path.stem for path in PICTURES}
    for path in PICTURES:
        with Image.open(drawn[path.stem]) as image:
            assert image.size == (288, 288)
            assert image.info["Source"] == hashlib.sha256(path.read_bytes()).hexdigest(), path.stem
            assert len(image.convert("RGB").getcolors(100)) > 1, f"{path.stem} is blank"


def test_a_picture_is_served_by_name(client):
    with client.get("/static/pictures/bus.svg") as response:
        assert response.mimetype == "image/svg+xml" and b"<svg" in response.data
