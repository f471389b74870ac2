"""Where the tests of a score change their answers."""

from __future__ import annotations

from fractions import Fraction

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.forest import Forest, Node, ScoreTest


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
    for node in nodes:
        for test in _tests(ready.forest, node, score):
            for bound in test[1]:
                count = Fraction(bound - axes.start[score], axes.units[score])
                cuts.add(int(-(-count // 1)))
                cuts.add(int(count // 1) + 1)
    return cuts


def _tests(forest: Forest, node: Node, score: int) -> set[tuple[object, tuple[Fraction, ...]]]:
    found = set()
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one in seen or not forest.scores[one] >> score & 1:
            continue
        seen.add(one)
        content = forest.content[one]
        if type(content) is ScoreTest:
            found.add(content.test)
        waiting += forest.inner(one)
    return found
