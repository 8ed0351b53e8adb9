"""A sheet to draw charts on, measured in inches from the top left corner, and its files.

Belongs here: text that is wrapped by its true width, boxes, and SVG and PNG that come out the same to the
byte each time. Does not belong here: what a chart shows (charts.py).

Only Matplotlib's figure objects are used, never pyplot: it keeps a global list of figures, which a server
must not.
"""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from .palette import INK

# Element ids are hashed with this; Matplotlib's own default is random. Set once, because a temporary setting
# would be seen by other threads. Text becomes outlines, so that it looks the same wherever it is opened.
mpl.rcParams["svg.hashsalt"] = "said-and-done"
mpl.rcParams["svg.fonttype"] = "path"

Align = Literal["left", "center", "right"]

POINTS_AN_INCH = 72
PNG_DOTS_AN_INCH = 200
LINE_HEIGHT = 1.3
MARGIN = 0.1


@dataclass(frozen=True)
class Style:
    """How a text looks: its size in points, its weight and its colour."""

    size: float
    bold: bool = False
    colour: str = INK

    @property
    def line(self) -> float:
        """Height of a line in inches."""
        return self.size * LINE_HEIGHT / POINTS_AN_INCH


@lru_cache(maxsize=8)
def _font(bold: bool) -> FontProperties:
    # Matplotlib brings this typeface along, so every machine draws the same.
    return FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")


@lru_cache(maxsize=4096)
def text_width(text: str, style: Style) -> float:
    """The width of one line in inches."""
    font = _font(style.bold).copy()
    font.set_size(style.size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / POINTS_AN_INCH


def wrapped(text: str, style: Style, width: float) -> tuple[str, ...]:
    """The text in lines that are no wider than `width` inches. A word that is too long is broken."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, style, width):
            longer = f"{lines[-1]} {piece}".strip()
            lines = [*lines[:-1], longer] if text_width(longer, style) <= width else [*lines, piece]
    return tuple(lines)


def _pieces(word: str, style: Style, width: float) -> list[str]:
    if text_width(word, style) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, style) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


class Sheet:
    """One drawing, as tall as what is put on it. Sizes are inches; y grows downwards, as one reads."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._artists: list[Artist] = []
        self._bottom = 0.0

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled box without an outline."""
        self._put(Rectangle((x, y), width, height, facecolor=colour, linewidth=0), y + height)

    def outline(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """An empty box with a broken outline, for what is withheld."""
        box = Rectangle((x, y), width, height, fill=False, edgecolor=colour, linewidth=1, linestyle="--")
        self._put(box, y + height)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """One line whose middle is at height y."""
        line = Text(
            x, y, text, fontproperties=_font(style.bold), fontsize=style.size, color=style.colour,
            horizontalalignment=align, verticalalignment="center_baseline", parse_math=False,
        )  # fmt: skip
        self._put(line, y + style.line / 2)

    def lines(self, x: float, y: float, lines: tuple[str, ...], style: Style, align: Align = "left") -> float:
        """Lines from the height y downwards. Gives the height below the last."""
        for number, line in enumerate(lines):
            self.text(x, y + (number + 0.5) * style.line, line, style, align)
        return y + len(lines) * style.line

    def svg(self) -> bytes:
        """The drawing as SVG without a date or a maker's mark."""
        file = io.BytesIO()
        none = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        FigureCanvasSVG(self._figure()).print_svg(file, metadata=none)  # type: ignore[no-untyped-call]
        return file.getvalue()

    def png(self) -> bytes:
        """The drawing as PNG, sharp enough to print."""
        file = io.BytesIO()
        figure = self._figure()
        figure.set_dpi(PNG_DOTS_AN_INCH)
        FigureCanvasAgg(figure).print_png(file, metadata={"Software": None})  # type: ignore[no-untyped-call]
        return file.getvalue()

    def _put(self, artist: Artist, bottom: float) -> None:
        self._artists.append(artist)
        self._bottom = max(self._bottom, bottom)

    def _figure(self) -> Figure:
        height = self._bottom + MARGIN
        figure = Figure(figsize=(self.width, height), facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, self.width)
        axes.set_ylim(height, 0)
        axes.axis("off")
        for artist in self._artists:
            # An artist belongs to one figure for good, so each picture gets its own copies.
            axes.add_artist(copy(artist))
        return figure
