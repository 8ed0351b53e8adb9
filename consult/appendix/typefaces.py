"""Which font files a PDF needs, chosen by the letters in it and never by what a machine happens to have.

Signs that the vendored fonts lack are gathered into a small font made for the document: from DejaVu Sans,
and where that has none, the sign of the letter's script from Unicode's Last Resort font, since PDF/UA forbids
empty boxes. The letters themselves stay in the file, for copying and for assistive technology.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

VENDORED = Path(__file__).with_name("fonts")
OF_MATPLOTLIB = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SANS = "Appendix Sans"
# family: {weight: file}, in the order in which they are asked for a letter
FAMILIES: dict[str, dict[int, Path]] = {
    SANS: {400: VENDORED / "NotoSans-Regular.ttf", 700: VENDORED / "NotoSans-Bold.ttf"},
    "Appendix Arabic": {400: VENDORED / "NotoNaskhArabic-Regular.ttf"},
    "Appendix Hebrew": {400: VENDORED / "NotoSansHebrew-Regular.ttf"},
    "Appendix Gurmukhi": {400: VENDORED / "NotoSansGurmukhi-Regular.ttf"},
    "Appendix Bengali": {400: VENDORED / "NotoSansBengali-Regular.ttf"},
    "Appendix Gujarati": {400: VENDORED / "NotoSansGujarati-Regular.ttf"},
    "Appendix Devanagari": {400: VENDORED / "NotoSansDevanagari-Regular.ttf"},
    "Appendix Tamil": {400: VENDORED / "NotoSansTamil-Regular.ttf"},
}
GATHERED = "Appendix Signs"
# Pango asks for a family of this name wherever it sees an emoji, before any family of ours.
EMOJI = "emoji"
GATHERED_FROM = (
    VENDORED / "NotoSans-Regular.ttf",
    OF_MATPLOTLIB / "DejaVuSans.ttf",
    OF_MATPLOTLIB / "LastResortHE-Regular.ttf",
)
# Emoji begin here, but for these few, which are emoji where U+FE0F follows them.
FIRST_EMOJI, EMOJI_BELOW, EMOJI_SIGN = 0x203C, frozenset(map(ord, "#*0123456789©®")), 0xFE0F
# A space is drawn in the font of the sign before it.
SPACES = frozenset(map(ord, " \N{NO-BREAK SPACE}"))
UNITS_PER_EM, ASCENT, DESCENT = 1000, 1069, -293


def typefaces(text: str, address: str) -> tuple[str, dict[str, bytes]]:
    """The style rules that name the fonts which `text` needs, and the fonts by address below `address`."""
    rules, files, families = [], {}, []
    for family, weight, content in _needed(frozenset(map(ord, text))):
        url = f"{address}{family.replace(' ', '-')}-{weight}"
        files[url] = content
        families.append(f'"{family}"')
        rules += [_face(name, weight, url) for name in ((family, EMOJI) if family == GATHERED else (family,))]
    stack = ", ".join(dict.fromkeys(families))
    return "\n".join([*rules, f"html {{ font-family: {stack}; }}"]), files


def _face(family: str, weight: int, url: str) -> str:
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{url}"); }}'


def _needed(letters: frozenset[int]) -> Iterator[tuple[str, int, bytes]]:
    left = frozenset(letter for letter in letters if _is_drawn(letter))
    emoji = {letter for letter in left & _covered(SANS) if letter >= FIRST_EMOJI}
    for family, weights in FAMILIES.items():
        covered = _covered(family)
        if family == SANS or left & covered:
            yield from ((family, weight, file.read_bytes()) for weight, file in weights.items())
        left -= covered
    signs = left | emoji | (letters & EMOJI_BELOW if EMOJI_SIGN in letters else set())
    if signs:
        yield GATHERED, 400, _gathered(tuple(sorted(signs | SPACES)))


def _is_drawn(letter: int) -> bool:
    """Not for spaces and not for signs that only steer the letters beside them."""
    steers = 0xFE00 <= letter <= EMOJI_SIGN or 0xE0100 <= letter <= 0xE01EF
    return not steers and unicodedata.category(chr(letter)) not in ("Cc", "Cf", "Zs", "Zl", "Zp")


@lru_cache
def _covered(family: str) -> frozenset[int]:
    """The letters that every weight of a family has."""
    return frozenset.intersection(*(frozenset(_source(file)[2]) for file in FAMILIES[family].values()))


@lru_cache
def _gathered(letters: tuple[int, ...]) -> bytes:
    """A font with just these letters, each a glyph of its own, so that its letter can be told from it."""
    drawn = {letter: _drawn_in_first(letter) for letter in letters}
    names = {letter: f"u{letter:04X}" for letter in letters}
    font = FontBuilder(UNITS_PER_EM, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **{names[n]: one[0] for n, one in drawn.items()}})
    font.setupHorizontalMetrics({".notdef": (500, 0), **{names[n]: (one[1], 0) for n, one in drawn.items()}})
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupNameTable({"familyName": GATHERED, "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _drawn_in_first(letter: int) -> tuple[object, int]:
    """The glyph of the first font that has the letter, and its width, in our units."""
    for path in GATHERED_FROM:
        font, signs, sign_of = _source(path)
        if letter in sign_of:
            scale = UNITS_PER_EM / font["head"].unitsPerEm
            sign = signs[sign_of[letter]]
            return _scaled(signs, sign, scale), round(sign.width * scale)
    return TTGlyphPen(None).glyph(), 500


@lru_cache
def _source(path: Path) -> tuple[TTFont, Mapping[str, Any], Mapping[int, str]]:
    font = TTFont(BytesIO(path.read_bytes()), lazy=True)
    return font, font.getGlyphSet(), font.getBestCmap()


def _scaled(signs: Mapping[str, Any], sign: Any, scale: float) -> object:
    pen = TTGlyphPen(None)
    sign.draw(DecomposingFilterPen(TransformPen(pen, (scale, 0, 0, scale, 0, 0)), signs))
    return pen.glyph()
