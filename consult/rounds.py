"""What a worker does by itself, again and again, without being asked.

Here is only what is done how often; what it does is in the services. One round that fails is logged and does not keep
the others, or the next one, from being made.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask

from consult.services import alerting, erasing, looking_through, proposing_names, requesting_formats
from consult.settings import Settings

_log = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 5


@dataclass(frozen=True)
class Round:
    """Something to be done every so many seconds, within an application context."""

    name: str
    every_seconds: float
    do: Callable[[Settings], object]


ROUNDS = (
    # First, because a flag is with the people who read it within a minute.
    Round("tell who looks after safeguarding", every_seconds=30, do=alerting.tell),
    Round(
        "look through comments that were not looked through",
        every_seconds=30,
        do=lambda _settings: looking_through.look_through_what_waits(),
    ),
    Round(
        "ask the language model for names, where there is one",
        every_seconds=5,
        do=lambda settings: proposing_names.propose_in_what_waits(settings.names_model),
    ),
    Round(
        "erase what may not be kept",
        every_seconds=300,
        do=lambda settings: erasing.erase_what_may_not_be_kept(settings.datasets_folder),
    ),
    Round(
        "erase how to reach people whose requests were dealt with",
        every_seconds=3600,
        do=lambda _settings: requesting_formats.erase_what_is_due(),
    ),
)


def make_rounds(app: Flask, stopped: threading.Event, rounds: Sequence[Round] = ROUNDS) -> None:
    """Make every round once, then each again when its time has come, until `stopped` is set."""
    due = dict.fromkeys(range(len(rounds)), 0.0)
    while not stopped.is_set():
        for number, one in enumerate(rounds):
            if time.monotonic() >= due[number]:
                make(app, one)
                due[number] = time.monotonic() + one.every_seconds
        stopped.wait(SECONDS_BETWEEN_LOOKS)


def make(app: Flask, one: Round) -> None:
    """Make one round now."""
    try:
        with app.app_context():
            one.do(app.extensions["settings"])
    except Exception:
        _log.exception("the round “%s” failed; it is made again later", one.name)
