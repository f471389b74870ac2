"""Where the tests of a score change their answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import Node, ScoreTest
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.whole import Exact, first_above, first_from

if TYPE_CHECKING:
    from evenhand.engines.exact.arrival import State


def boundaries(ready: Compiled, state: State, score: int) -> set[int]:
    """The counts of a score's units at which something that a state still asks changes.

    A section that enters a scorecard is told apart at every count.
    """
    axes = ready.axes
    into = axes.scores[score].into
    if into is not None and not state.off >> into & 1:
        return set(range(axes.size[score] + 1))
    cuts: set[int] = set()
    nodes = [*state.sides, *(node for _, waiting in state.waiting for node in waiting)]
    for bound in bounds_of(ready.forest, nodes, score):
        gain, unit = bound - axes.start[score], axes.units[score]
        cuts.update((first_from(gain, unit), first_above(gain, unit)))
    return cuts


def bounds_of(forest: Forest, nodes: Iterable[Node], score: int) -> set[Exact]:
    """The bounds with which nodes still compare a score."""
    found: set[Exact] = set()
    seen: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        one = waiting.pop()
        if one in seen or not forest.scores[one] >> score & 1:
            continue
        seen.add(one)
        content = forest.content[one]
        if type(content) is ScoreTest:
            if content.score == score:
                found.update(content.test[1])
        else:
            waiting += forest.inner(one)
    return found
