"""Cutting a long list into pages, and the numbers that lead from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PER_PAGE = 50
Item = TypeVar("Item")


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """One page of a list. `first` and `last` are positions in the whole list, from 1."""

    items: tuple[Item, ...]
    number: int
    pages: int
    total: int
    per_page: int = PER_PAGE

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The pages to link to: the first, the last, and those around this one. None is a gap."""
        shown = [n for n in range(1, self.pages + 1) if n in (1, self.pages) or abs(n - self.number) <= 1]
        linked: list[int | None] = []
        for before, number in zip([0, *shown], shown, strict=False):
            linked += [None, number] if number > before + 1 else [number]
        return tuple(linked)


def page_count(total: int, per_page: int = PER_PAGE) -> int:
    return max(1, -(-total // per_page))


def page_number(asked: int | None, total: int, per_page: int = PER_PAGE) -> int:
    """The page asked for, or the nearest that there is."""
    return min(max(asked or 1, 1), page_count(total, per_page))


def cut(items: Sequence[Item], asked: int | None, per_page: int = PER_PAGE) -> Paged[Item]:
    """The page asked for of a list that is in memory."""
    number = page_number(asked, len(items), per_page)
    start = (number - 1) * per_page
    return Paged(
        tuple(items[start : start + per_page]), number, page_count(len(items), per_page), len(items), per_page
    )
