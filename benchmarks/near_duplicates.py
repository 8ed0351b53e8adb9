"""How long it takes to find campaigns among 100,000 comments, in how much memory, and how many are found.

Ten letters of which each was sent a hundred times with 30% of its words changed, among 99,000 comments of people who
speak for themselves and share common phrases and common words.

Run it: `python -m benchmarks.near_duplicates`. It prints lines of JSON.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from itertools import product

from analysis.duplicates import NearDuplicateFinder
from benchmarks.report import report

COMMENTS = 100_000
CAMPAIGNS = 10
COPIES = 100
CHANGED = 0.3
MOST_SECONDS = 60
MOST_MEGABYTES = 1_000
LEAST = 0.95
LITTLE = ("the", "and", "to", "of", "a", "we", "was", "it", "for", "in", "is", "not", "that", "they", "with")
PHRASES = (
    "we were made to feel at ease",
    "could not have been better",
    "nobody told us anything",
    "thank you very much",
    "it took far too long",
    "my son was very happy there",
    "we had to fight for it",
    "there is nothing to do for teenagers",
)
SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "pra", "se", "to", "ul", "win", "yor", "zen", "gar", "hel")
WORDS = tuple("".join(parts) for parts in product(SYLLABLES, repeat=3))


def own_words(draw: random.Random, least: int, most: int) -> list[str]:
    """Words of somebody's own among little ones."""
    return [
        draw.choice(LITTLE) if draw.random() < 0.5 else draw.choice(WORDS)
        for _ in range(draw.randint(least, most))
    ]


def comments() -> tuple[list[str], list[int]]:
    """The comments, and for each the number of its campaign, or -1."""
    draw = random.Random(1)
    letters = [own_words(draw, 24, 40) for _ in range(CAMPAIGNS)]
    rows = [
        (" ".join(draw.choice(WORDS) if draw.random() < CHANGED else word for word in letter), number)
        for number, letter in enumerate(letters)
        for _ in range(COPIES)
    ]
    rows += [
        (f"{' '.join(own_words(draw, 10, 45))} {draw.choice(PHRASES)}", -1)
        for _ in range(COMMENTS - len(rows))
    ]
    draw.shuffle(rows)
    return [text for text, _ in rows], [campaign for _, campaign in rows]


def precision_and_recall(labels: list[int], campaigns: list[int]) -> tuple[float, float]:
    """Of the comments in groups how many are in a campaign, and of those in campaigns how many lie in the largest
    group of theirs."""
    grouped = [place for place, label in enumerate(labels) if label >= 0]
    right = sum(campaigns[place] >= 0 for place in grouped)
    found = 0
    for campaign in range(CAMPAIGNS):
        of_campaign = [labels[place] for place, number in enumerate(campaigns) if number == campaign]
        found += max(sum(label == one for label in of_campaign) for one in {*of_campaign} - {-1} or {-2})
    return right / max(len(grouped), 1), found / (CAMPAIGNS * COPIES)


def main() -> int:
    """Find and compare. The exit code is 1 where it is not met."""
    texts, campaigns = comments()
    start = time.perf_counter()
    finder = NearDuplicateFinder().fit(texts)
    seconds = time.perf_counter() - start
    precision, recall = precision_and_recall([int(label) for label in finder.labels_], campaigns)
    megabytes = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    name = f"near duplicates among {COMMENTS:,} comments"
    held = [
        report(f"{name}: seconds", seconds, at_most=MOST_SECONDS),
        report(f"{name}: megabytes", megabytes, at_most=MOST_MEGABYTES),
        report(f"{name}: precision", precision, at_least=LEAST, words_changed=CHANGED),
        report(f"{name}: recall", recall, at_least=LEAST, words_changed=CHANGED),
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
