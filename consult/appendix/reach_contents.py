"""What is told of reach, as plain values: the one page on how far people were consulted.

Words and order are in `composition_reach`. Figures come ready-made: `None` means withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consult.appendix.contents import Consultation, EventResult, LabelledCount, ReachTable, Received

__all__ = ["ReachPage", "ReachTable"]


@dataclass(frozen=True)
class ReachPage:
    """The one page. `for_publication` is false where small numbers are shown, for the team only."""

    organisation: str
    consultation: Consultation
    received: Received
    wordings: tuple[str, ...]
    events: tuple[EventResult, ...]
    tables: tuple[ReachTable, ...]
    not_compared: tuple[str, ...]
    built_for: date
    dataset_digest: str
    is_open: bool
    for_publication: bool

    @property
    def channels(self) -> tuple[LabelledCount, ...]:
        """How many responses came which way."""
        return self.received.by_channel
