"""How far points move a set of reachable scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from evenhand.engines.exact.axes import Axes, Item
from evenhand.engines.exact.whole import counted


class Weights(NamedTuple):
    """How far one unit of each score moves a set, and one that is taken off a pair's difference.

    ``lags`` holds the first and the second score of a pair with that.
    """

    units: tuple[int, ...]
    lags: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class Shifts:
    """The ways of points through the digits of ``axes``, for each choice of scores that are off."""

    axes: Axes
    _weights: dict[int, Weights] = field(default_factory=dict)

    def of_points(self, item: Item, values: Sequence[Any], off: int) -> int:
        """How far an item's points move a set; those of scores that are off may be unknown."""
        axes = self.axes
        units, lags = self.weights(off)
        by = 0
        for feed, value, least in zip(item.feeds, values, item.least, strict=True):
            weight = units[feed.score]
            if weight:
                gain = value * feed.factor - least
                by += weight * counted(gain, axes.units[feed.score])
        for first, _, weight in lags:
            if first in item.lags:
                by -= weight * item.lags[first]
        return by

    def of_increments(
        self, increments: Mapping[int, int], off: int, lags: Mapping[int, int]
    ) -> int:
        """The same for increments in units by score, none of which is off.

        Raises KeyError if a pair of scores that lags has no lag given.
        """
        units, lagging = self.weights(off)
        by = sum(units[score] * one for score, one in increments.items())
        for first, second, weight in lagging:
            if first in increments or second in increments:
                by -= weight * lags[first]
        return by

    def weights(self, off: int) -> Weights:
        found = self._weights.get(off)
        if found is None:
            found = self._weights[off] = self._made(off)
        return found

    def _made(self, off: int) -> Weights:
        units = [0] * len(self.axes.scores)
        lags: list[tuple[int, int, int]] = []
        for group in self.axes.groups:
            alive = [score for score in group.scores if not off >> score & 1]
            if not group.lagging:
                strides = (group.first.stride, group.second.stride)
                for score, stride in zip(group.scores, strides, strict=False):
                    units[score] = stride if score in alive else 0
            elif len(alive) == 2:
                first, second = alive
                units[first] = group.first.stride - group.second.stride
                units[second] = group.second.stride
                lags.append((first, second, group.second.stride))
            elif alive:
                units[alive[0]] = group.first.stride
        return Weights(tuple(units), tuple(lags))
