"""What the score that is left decides: for each stretch of it the label that a customer gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.boundaries import bounds_of
from evenhand.engines.exact.closing import between
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import Node, U
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.stepped import answering
from evenhand.engines.exact.whole import Exact, first_above, first_from


class Region(NamedTuple):
    """A stretch of counts of a score, up to below ``high``, with the label that it gives."""

    low: int
    high: int
    label: str


Ending: TypeAlias = "tuple[Node, Exact | None]"
"""What remains of a side, and by how much points that are still to come raise the score that it
reads; None where they leave it unknown."""


@dataclass(slots=True)
class Regions:
    """Answers about sides of which only one score is left; what was worked out once is kept."""

    ready: Compiled
    _found: dict[Ending, tuple[Region, ...]] = field(default_factory=dict)
    _apart: dict[tuple[Ending, Ending], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def score_of(self, state: State) -> int | None:
        """The score that the sides of a state still read; None where they are labels.

        Raises Unanswered where there are several, or where more than its own points enters it.
        """
        read = 0
        for node in state.sides:
            read |= self.ready.forest.scores[node]
        if not read:
            return None
        axes = self.ready.axes
        score = read.bit_length() - 1
        entered = any(one.into == score for one in axes.scores)
        if read & (read - 1) or entered or state.waiting or axes.group_of[score].lagging:
            raise Unanswered("budget")
        return score

    def labels(self, score: int, ending: Ending, scores: int) -> Mapping[str, int]:
        """For each label those of a set of scores that get it."""
        stride = self.ready.axes.group_of[score].first.stride
        found: dict[str, int] = {}
        for low, high, label in self._regions(score, ending):
            mine = scores & _between(low * stride, high * stride)
            if mine:
                found[label] = found.get(label, 0) | mine
        return found

    def differ(self, score: int | None, one: Ending, other: Ending, scores: int) -> bool:
        """Whether a score of a set gets two labels from two endings."""
        if one == other or not scores:
            return False
        if score is None:
            return self._label(one[0]) != self._label(other[0])
        stride = self.ready.axes.group_of[score].first.stride
        return any(
            scores & _between(low * stride, high * stride)
            for low, high in self._stretches(score, one, other)
        )

    def _stretches(self, score: int, one: Ending, other: Ending) -> Sequence[tuple[int, int]]:
        """Where the labels of two endings differ."""
        key = (one, other)
        if key not in self._apart:
            mine, theirs = self._regions(score, one), self._regions(score, other)
            self._apart[key] = tuple(_where_apart(mine, theirs))
        return self._apart[key]

    def _label(self, node: Node) -> str:
        label = self.ready.forest.value(node)
        assert isinstance(label, str)
        return label

    def _regions(self, score: int, ending: Ending) -> Sequence[Region]:
        if ending not in self._found:
            self._found[ending] = tuple(self._made(score, *ending))
        return self._found[ending]

    def _made(self, score: int, node: Node, more: Exact | None) -> Iterator[Region]:
        axes, forest = self.ready.axes, self.ready.forest
        size = axes.group_of[score].first.size
        if more is None:
            yield Region(0, size, self._label(forest.settle(node, {score: lambda _: U})))
            return
        start, unit = axes.start[score] + more, axes.units[score]
        cuts = set()
        for bound in bounds_of(forest, (node,), score):
            cuts |= {first_from(bound - start, unit), first_above(bound - start, unit)}
        for low, high in between(cuts, size):
            answer = answering(axes.limited(score, start + unit * low))
            yield Region(low, high, self._label(forest.settle(node, {score: answer})))


def _between(low: int, high: int) -> int:
    """All scores from one up to below another."""
    return ((1 << (high - low)) - 1) << low


def _where_apart(mine: Sequence[Region], theirs: Sequence[Region]) -> Iterator[tuple[int, int]]:
    for one in mine:
        for other in theirs:
            low, high = max(one.low, other.low), min(one.high, other.high)
            if low < high and one.label != other.label:
                yield low, high
