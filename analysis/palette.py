"""The colours of charts.

Belongs here: a diverging palette and the ink that can be read on it. Does not belong here: drawing.

The palette runs from blue over grey to orange, which people with any colour vision tell apart, and no two
of its five steps have the same grey when printed without colour. Colour never stands alone: the order is
that of the key, and counts are printed in the bars.
"""

from __future__ import annotations

from collections.abc import Sequence

INK = "#1a1a1a"
SOFT_INK = "#505050"
BAR_COLOUR = "#0b4f8a"
TRACK_COLOUR = "#eef1f4"

# From strongest to mildest on the left, from mildest to strongest on the right.
ENDS = {
    "agree": ("#0b3c6f", "#6ea6d9"),
    "neutral": ("#e4e4e4", "#e4e4e4"),
    "disagree": ("#f5bd7c", "#a84a0c"),
}


def segment_colours(sides: Sequence[str]) -> tuple[str, ...]:
    """A colour for each option of a scale, given as agree, neutral or disagree; strong opinions are dark.

    Raises ValueError for anything else.
    """
    unknown = sorted(set(sides) - set(ENDS))
    if unknown:
        raise ValueError(f"{unknown} is no side of a scale; a segment is one of {list(ENDS)}.")
    shades = {side: iter(_shades(side, sides.count(side))) for side in ENDS}
    return tuple(next(shades[side]) for side in sides)


def _shades(side: str, number: int) -> list[str]:
    first, last = ENDS[side]
    if number == 1:
        # A lone option has the strong colour of its side, so that it is seen.
        return [last if side == "disagree" else first]
    return [_mix(first, last, place / (number - 1)) for place in range(number)]


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, from 0 (black) to 1 (white)."""
    linear = [
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
        for c in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(colour: str) -> str:
    """Near-black or white, whichever stands out more."""
    background = luminance(colour)
    on_white = 1.05 / (background + 0.05)
    on_ink = (background + 0.05) / (luminance(INK) + 0.05)
    return "#ffffff" if on_white > on_ink else INK
