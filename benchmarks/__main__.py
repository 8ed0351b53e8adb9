"""`make bench`: every measurement, one JSON line each. A line says what was measured, its bound, and whether it held.

Speeds are ratios of two things timed in the same run; only what a person waits for is in seconds.
"""

from __future__ import annotations

import subprocess
import sys

MEASUREMENTS = (
    "submissions",
    "tallies",
    "crosstabs",
    "appendix",
    "pages",
    "answering",
    "codes",
    "small_numbers",
    "near_duplicates",
)


def main() -> int:
    """Run each in a process of its own, so that none measures the memory or the caches of another."""
    wanted = sys.argv[1:] or MEASUREMENTS
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode  # noqa: S603
        for name in wanted
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
