"""Erasing what may not be kept: drafts nobody came back to, and copies of what somebody has withdrawn.

Withdrawing erases the response itself at once (`deciding_states`). Here are the copies of it in frozen datasets, which
lie in the data folder. Does not belong here: when this is done (`consult.rounds`).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from consult.services import responding
from consult.store import understanding


def erase_what_may_not_be_kept(datasets_folder: Path) -> int:
    """Delete drafts that are too old, and datasets with a response that was withdrawn since. Says how many in all."""
    return responding.delete_old_drafts() + erase_datasets_of_withdrawn(datasets_folder)


def erase_datasets_of_withdrawn(datasets_folder: Path) -> int:
    """Delete the datasets that were frozen before a response of their consultation was withdrawn. Figures that were
    counted from them stay; the same answers freeze into the same dataset again."""
    erased = 0
    for digest in understanding.datasets_older_than_a_withdrawal():
        folder = datasets_folder / digest
        if folder.exists():
            shutil.rmtree(folder)
            erased += 1
    return erased
