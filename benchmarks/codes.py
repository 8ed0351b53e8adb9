"""Codes that are guessed: what guessing finds, and whether a right code takes as long as a wrong one.

Usage: python -m benchmarks.codes [how many guesses]. A million takes some ten minutes, so `make bench` guesses less.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from benchmarks.installation import installation
from benchmarks.report import report
from consult.codes import Codes
from consult.services import responding, setting_up_samples, using_codes
from consult.services.using_codes import UnknownCode
from consult.store import database

SLUG = "have-your-say"
GUESSES = 20_000
ROUNDS = 400
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Right and wrong take turns, so what the machine does besides weighs on both. A right code is read from its row, which
# takes a tenth of a millisecond more.
MOST_APART = 1.5


def main() -> int:
    guesses = int(sys.argv[1]) if len(sys.argv) > 1 else GUESSES
    with tempfile.TemporaryDirectory() as one:
        app, _ = installation(Path(one))
        codes: Codes = app.extensions["codes"]
        with app.app_context():
            consultation = setting_up_samples.set_up(codes, SLUG, by=None)
            token = responding.start(codes, consultation, "standard", "en")
            held = _apart(codes, token)
            held &= report("codes: found by guessing", _found(codes, guesses), at_most=0, guesses=guesses)
            database.db.session.remove()
            database.db.engine.dispose()
    return 0 if held else 1


def _guessed() -> Iterator[str]:
    draw = random.Random(7)
    while True:
        yield "".join(draw.choices(LETTERS, k=16))


def _apart(codes: Codes, right: str) -> bool:
    """The slower median beside the faster one, while wrong codes are still counted and once the minute is full."""
    wrong = _guessed()
    times: dict[str, list[float]] = {"right": [], "wrong": [], "malformed": []}
    for _round in range(ROUNDS):
        for kind, code in (("right", right), ("wrong", next(wrong)), ("malformed", "not a code")):
            times[kind].append(_seconds(partial(using_codes.resumed_with, codes, code)))
    medians = {kind: statistics.median(found) for kind, found in times.items()}
    return report(
        "codes: slowest of right, wrong and malformed beside the fastest",
        max(medians.values()) / min(medians.values()),
        at_most=MOST_APART,
        **{f"{kind}_milliseconds": round(median * 1000, 3) for kind, median in medians.items()},
    )


def _seconds(use: Callable[[], object]) -> float:
    start = time.perf_counter()
    with suppress(UnknownCode):
        use()
    return time.perf_counter() - start


def _found(codes: Codes, guesses: int) -> int:
    """How many of so many guesses lead to anything, tried as receipt codes and as resume codes in turn."""
    found = 0
    for number, guess in zip(range(guesses), _guessed(), strict=False):
        use = using_codes.sent_with if number % 2 else using_codes.resumed_with
        with suppress(UnknownCode):
            use(codes, guess)
            found += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
