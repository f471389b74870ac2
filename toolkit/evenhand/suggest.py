"""The word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MOST_SLIPS: Final = 2
"""The most letters that may be wrong, missing, doubled or swapped."""


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that differs least from a word, by at most two slips; None if none is near.

    Of short words fewer letters may be wrong: one in three. Case does not count. Among equally
    near candidates the first wins.
    """
    allowed = min(MOST_SLIPS, max(1, len(word) // 3))
    best: tuple[int, str] | None = None
    for candidate in candidates:
        slips = _slips(word.lower(), candidate.lower(), allowed)
        if slips <= allowed and (best is None or slips < best[0]):
            best = (slips, candidate)
    return best[1] if best is not None else None


def _slips(a: str, b: str, limit: int) -> int:
    """How many letters must be put in, left out, replaced or swapped; ``limit + 1`` if more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before, row = list[int](), list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        previous, row = row, [i] + [0] * len(b)
        for j, other in enumerate(b, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                row[j] = min(row[j], before[j - 2] + 1)
        before = previous
    return min(row[-1], limit + 1)
