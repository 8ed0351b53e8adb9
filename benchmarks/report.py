"""How a measurement is printed: one JSON line with its figure, its bound and whether it held."""

from __future__ import annotations

import json
import sys
from typing import Any


def report(
    name: str, figure: float, *, at_most: float | None = None, at_least: float | None = None, **also: Any
) -> bool:
    """Print a measurement. Gives whether the figure is within its bound."""
    held = (at_most is None or figure <= at_most) and (at_least is None or figure >= at_least)
    bound = {"at_most": at_most} if at_most is not None else {"at_least": at_least}
    line = {"measurement": name, "figure": round(figure, 3), **bound, "held": held, **also}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    return held
