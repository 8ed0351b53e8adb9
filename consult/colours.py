"""The organisation's colour: the shades that go with it and whether text can be read on it.

Belongs here: arithmetic of colours. Does not belong here: where a colour is used (`static/app.css`).
"""

from __future__ import annotations

import re

from consult.settings import SettingsProblem

Parts = tuple[int, int, int]
WHITE: Parts = (255, 255, 255)
BLACK: Parts = (0, 0, 0)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# The least contrast that WCAG 2.2 asks of text.
CONTRAST_OF_TEXT = 4.5


def organisation_stylesheet(colour: str) -> str:
    """The organisation's colour with the shades that go with it, as custom properties."""
    if not COLOUR.fullmatch(colour):
        raise SettingsProblem(f"ORGANISATION_COLOUR must be written like #1d4f73, not {colour!r}")
    parts = _parts(colour)
    values = {
        "colour": colour.lower(),
        "text": "#ffffff" if contrast(parts, WHITE) >= CONTRAST_OF_TEXT else "#0b0c0c",
        "dark": _written(_mixed(parts, BLACK, 0.35)),
        "line": _written(_mixed(parts, WHITE, 0.72)),
        "tint": _written(_mixed(parts, WHITE, 0.93)),
    }
    lines = "".join(f"--organisation-{name}:{value};" for name, value in values.items())
    return f":root{{{lines}--govuk-brand-colour:{values['colour']}}}\n"


def _parts(colour: str) -> Parts:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(parts: Parts) -> str:
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _mixed(parts: Parts, other: Parts, share: float) -> Parts:
    red, green, blue = (round(one * (1 - share) + two * share) for one, two in zip(parts, other, strict=True))
    return red, green, blue


def contrast(one: Parts, other: Parts) -> float:
    """The contrast between two colours, from 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(parts: Parts) -> float:
    red, green, blue = (
        share / 12.92 if (share := part / 255) <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
