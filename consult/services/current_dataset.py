"""The dataset that officers' pages count from while a consultation goes on.

It is frozen anew whenever something that counts has changed. Where that would take long, the last one is used and its
age is said, until somebody asks for a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analysis.dataset import Dataset, open_dataset
from consult.services import freezing
from consult.store import changes, response_counts, understanding
from consult.store.consultations import Consultation

# Freezing so many responses takes about two seconds.
MOST_AT_ONCE = 20_000


@dataclass(frozen=True)
class CurrentDataset:
    """A dataset, when it was frozen, and whether something has changed since."""

    dataset: Dataset
    frozen_at: datetime
    counted: int
    is_stale: bool = False


# What was frozen last in this process, by folder and consultation. Another process freezes once for itself.
_frozen: dict[tuple[Path, int], tuple[str, str]] = {}


def current(consultation: Consultation, folder: Path, *, ask_first: bool = True) -> CurrentDataset:
    """The dataset of everything as it stands now. `ask_first`: an older one rather than a long wait."""
    state = changes.state_of_answers(consultation)
    known = _frozen.get((folder, consultation.id))
    if known is not None and known[0] == state and (folder / known[1]).exists():
        return _opened(consultation, folder, known[1])
    older = understanding.latest_dataset(consultation)
    if ask_first and older is not None and _many(consultation) and (folder / older.digest).exists():
        return _opened(consultation, folder, older.digest, is_stale=True)
    digest = freezing.freeze(consultation, folder).digest
    _frozen[(folder, consultation.id)] = (state, digest)
    return _opened(consultation, folder, digest)


def _many(consultation: Consultation) -> bool:
    return sum(n for _, _, n in response_counts.by_state_and_channel(consultation)) > MOST_AT_ONCE


def _opened(
    consultation: Consultation, folder: Path, digest: str, *, is_stale: bool = False
) -> CurrentDataset:
    row = understanding.dataset(consultation, digest)
    return CurrentDataset(open_dataset(folder / digest), row.frozen_at, row.responses, is_stale)
