"""Least costs by reachable score, as arrays: what happens to them on a way through a stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from evenhand.engines.exact.axes import Axis
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.sets import Dropped, Emptied, Moved, Picked, Step

SMALL: Final = 1 << 62
LARGE: Final = 1 << 512
"""The cost of what cannot be reached, where costs are machine integers and where they are not."""


def started(width: int, at: int, most: int) -> Any:
    """Costs of which only one place is reached, for free; ``most`` is the most that comes to it.

    Raises Unanswered where costs are beyond all measure.
    """
    import numpy as np

    if most >= LARGE:
        raise Unanswered("budget")
    large = most >= SMALL
    costs = np.full(width, LARGE if large else SMALL, dtype=object if large else np.int64)
    costs[at] = 0
    return costs


def unreached(costs: Any) -> int:
    """The cost by which these costs mark what cannot be reached."""
    return LARGE if costs.dtype == object else SMALL


def through(steps: Sequence[Step], costs: Any, width: int, cost: int) -> Any:
    """The costs after a way has been taken."""
    import numpy as np

    nowhere = unreached(costs)
    reached = np.full_like(costs, nowhere)
    if all(isinstance(step, Moved) for step in steps):
        by = sum(step.by for step in steps if isinstance(step, Moved))
        reached[by:] = costs[: width - by]
    else:
        places = targets(steps, width)
        np.minimum.at(reached, places[places >= 0], costs[places >= 0])
    return np.where(reached >= nowhere, nowhere, reached + cost)


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
