"""Least costs by reachable score, as arrays: what happens to them on a way through a stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from evenhand.engines.exact.axes import Axis
from evenhand.engines.exact.sets import Dropped, Emptied, Moved, Picked, Step

UNREACHED: Final = 1 << 62
"""The cost of what cannot be reached; every real cost is smaller."""


def through(steps: Sequence[Step], costs: Any, width: int, cost: int) -> Any:
    """The costs after a way has been taken."""
    import numpy as np

    reached = np.full_like(costs, UNREACHED)
    if all(isinstance(step, Moved) for step in steps):
        by = sum(step.by for step in steps if isinstance(step, Moved))
        reached[by:] = costs[: width - by]
    else:
        places = targets(steps, width)
        np.minimum.at(reached, places[places >= 0], costs[places >= 0])
    return np.where(reached >= UNREACHED, UNREACHED, reached + cost)


def targets(steps: Sequence[Step], width: int) -> Any:
    """Where each place goes; -1 where it does not go on."""
    import numpy as np

    places = np.arange(width)
    for step in steps:
        match step:
            case Moved(by):
                places = np.where(places >= 0, places + by, -1)
            case Emptied():
                places = np.where(places >= 0, 0, -1)
            case Dropped(axis, _):
                places = np.where(places >= 0, _without(places, axis)[1], -1)
            case Picked(axis, _, low, high):
                digits, rest = _without(places, axis)
                inside = (places >= 0) & (digits >= low) & (digits < high)
                places = np.where(inside, rest, -1)
            case _:
                raise AssertionError(step)
    return np.where(places < width, places, -1)


def _without(places: Any, axis: Axis) -> tuple[Any, Any]:
    digits = (places // axis.stride) % (axis.period // axis.stride)
    return digits, places - digits * axis.stride
