"""What has been taken off the differences of two scores that are counted as one and a difference.

The second axis of such a pair counts from the least difference that points can make; each item adds
its own least difference to what has been taken off, once it has come.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.engines.exact.axes import Group
from evenhand.engines.exact.compiled import Compiled


@dataclass(slots=True)
class Lags:
    """The lags of all pairs; ``closed_at`` gives the position where each group is complete."""

    ready: Compiled
    closed_at: dict[int, int] = field(default_factory=dict)
    _position: dict[int, int] = field(default_factory=dict)
    _whole: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for at, items in self.ready.items_at.items():
            self._position.update((item.index, at) for item in items)
        for at, groups in self.ready.closes_at.items():
            self.closed_at.update(dict.fromkeys(groups, at))

    def so_far(self, group: Group, held: set[int], at: int, closed: int | None) -> int:
        """What has been taken off a pair's differences so far."""
        first = group.scores[0]
        total = 0
        for item in self.ready.axes.items:
            begun = self._position[item.index] <= at
            if begun and item.index not in held:
                total += item.lags.get(first, 0)
        return total + self._closed_lag(group, at, closed)

    def _closed_lag(self, group: Group, at: int, closed: int | None) -> int:
        axes = self.ready.axes
        total = 0
        for index, one in enumerate(axes.groups):
            done = self.closed_at[index] < at or (
                closed is not None and self._order(index, closed, at)
            )
            if done:
                for score in one.scores:
                    if axes.scores[score].into in group.scores:
                        total += axes.child_lag(score)
        return total

    def _order(self, index: int, closed: int, at: int) -> bool:
        """Whether a group closes at the same position, not after the one that closes now."""
        here = self.ready.closes_at.get(at, [])
        return index in here and here.index(index) <= here.index(closed)

    def whole(self, group: Group) -> int:
        """What has been taken off a pair's differences once both scores are complete."""
        first = group.scores[0]
        if first not in self._whole:
            total = sum(item.lags.get(first, 0) for item in self.ready.axes.items)
            children = (score for score in self.ready.axes.scores if score.into in group.scores)
            total += sum(self.ready.axes.child_lag(score.index) for score in children)
            self._whole[first] = total
        return self._whole[first]
