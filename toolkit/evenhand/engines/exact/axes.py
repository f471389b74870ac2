"""Scores as bits: which sums of points are reachable, all of them in one whole number.

Bit ``i`` of a set stands for one combination of partial scores. Each score has an axis, a stretch
of the digits of ``i`` in a mixed base. Points are counted from the least that they can be, in units
of their greatest common divisor. Where two sides have the same score, the second axis holds the
difference of the two instead of the second score, if that takes fewer bits: two versions of a
scorecard share most of their points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.contents import Node, Run
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.points import Score, point_values
from evenhand.engines.exact.space import Space
from evenhand.engines.exact.whole import Exact, common_unit, counted


class Feed(NamedTuple):
    """A node of points that enters a score with a factor."""

    node: Node
    score: int
    factor: Exact


@dataclass(slots=True)
class Item:
    """Points that become known together: those of one variable, or those of one node.

    ``least`` holds the least that each feed gives; ``lags``, by the first score of a pair, the
    least difference of the pair's increments; ``table`` the values by cell where one variable alone
    decides.
    """

    index: int
    feeds: tuple[Feed, ...]
    reads: int
    least: list[Exact] = field(default_factory=list)
    lags: dict[int, int] = field(default_factory=dict)
    table: dict[Cell, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Axis:
    """One stretch of digits: ``size`` values of a digit that is worth ``stride``.

    The next digit of anything that is open at the same time is worth ``period`` or a multiple.
    """

    stride: int
    size: int
    period: int


NOWHERE: Final = Axis(1, 1, 1)


@dataclass(slots=True)
class Group:
    """One score or a pair of them, closed together; ``sizes`` counts the digits of its two axes.

    ``second`` is the axis of the second score, or with ``lagging`` that of the difference second
    minus first, of which ``lag`` in total has been taken off.
    """

    scores: tuple[int, ...]
    sizes: tuple[int, int]
    lagging: bool = False
    first: Axis = NOWHERE
    second: Axis = NOWHERE


Span: TypeAlias = tuple[Exact, Exact, list[Exact]]
"""The least and the greatest of some points, and all that they can be."""


class Axes:
    """The layout of all scores of a question, and what points do to a set."""

    def __init__(self, forest: Forest, space: Space, scores: Sequence[Score]) -> None:
        self.forest = forest
        self.space = space
        self.scores = scores
        self.unknown = 0
        self.items: list[Item] = []
        self.units: list[Exact] = []
        self.width = 1
        self.start: list[Exact] = []
        self.size: list[int] = []
        self.child_least: dict[int, Exact] = {}
        self.groups: list[Group] = []
        self.group_of: dict[int, Group] = {}
        self._gather()
        self.pairs = self._paired()
        self._measure(self.pairs)
        self._grouped()

    # -- items ---------------------------------------------------------------------------------

    def _gather(self) -> None:
        """Join what becomes known together; points that are constant enter the base."""
        joined: dict[tuple[str, int], list[Feed]] = {}
        for score in self.scores:
            for node, factor in score.items:
                reads = self.forest.reads[node]
                if self.forest.is_constant(node):
                    value = self.forest.value(node)
                    if value is None:
                        self.unknown |= 1 << score.index
                    else:
                        score.base += factor * value
                    continue
                alone = reads & (reads - 1) == 0 and not self.forest.scores[node]
                key = ("variable", reads) if alone else ("node", node)
                joined.setdefault(key, []).append(Feed(node, score.index, factor))
        for feeds in joined.values():
            reads = 0
            for feed in feeds:
                reads |= self.forest.reads[feed.node]
            item = Item(len(self.items), tuple(feeds), reads, [0] * len(feeds))
            self.items.append(item)
            if self.is_alone(item):
                self._tabulate(item)
        for score in self.scores:
            if self.unknown >> score.index & 1 and score.into is not None:
                self.unknown |= 1 << score.into

    def _tabulate(self, item: Item) -> None:
        variable = self.space.variables[item.reads.bit_length() - 1]
        looked_up = self.forest.looked_up
        for cell in variable.cells:
            item.table[cell] = tuple(
                [looked_up(feed.node, variable.index, cell) for feed in item.feeds]
            )

    def _paired(self) -> list[tuple[int, ...]]:
        """The scores, the same one of two sides together; those that others read stay alone."""
        entangled = self._entangled()
        free = [at for at in range(len(self.scores)) if not entangled >> at & 1]
        named: dict[tuple[str, bool], list[int]] = {}
        for at in free:
            score = self.scores[at]
            named.setdefault((score.name, score.into is None), []).append(at)
        found = [(one[0], one[1]) for one in named.values() if self._are_two_sides(one)]
        left = [at for at in free if not any(at in pair for pair in found)]
        cards = [at for at in left if self.scores[at].into is None]
        if len(left) == 2 and self._are_two_sides(cards):
            found.append((cards[0], cards[1]))
        together = {at for pair in found for at in pair}
        return [*found, *((at,) for at in range(len(self.scores)) if at not in together)]

    def _are_two_sides(self, scores: Sequence[int]) -> bool:
        return len(scores) == 2 and self.scores[scores[0]].owner != self.scores[scores[1]].owner

    def _entangled(self) -> int:
        """The scores that points read, and those of which the points read scores."""
        found = 0
        for item in self.items:
            for feed in item.feeds:
                read = self.forest.scores[feed.node]
                if read:
                    found |= read | 1 << feed.score
        return found

    # -- units and sizes -----------------------------------------------------------------------

    def _measure(self, groups: Sequence[tuple[int, ...]]) -> None:
        """The unit, the least value and the number of steps of every score."""
        count = len(self.scores)
        self.units, self.start, self.size = [1] * count, [0] * count, [0] * count
        spans = {score.index: self._spans(score.index) for score in self.scores}
        for group in sorted(groups, key=lambda one: self.scores[one[0]].into is None):
            everything = {at: [*spans[at], *self._children(at)] for at in group}
            steps: set[Exact] = set()
            for listed in everything.values():
                for low, _, own in listed:
                    steps.update([one - low for one in own])
            unit = common_unit(steps)
            for at, listed in everything.items():
                self.units[at] = unit
                self.start[at] = self.scores[at].base + sum(low for low, _, _ in listed)
                self.size[at] = counted(sum(high - low for low, high, _ in listed), unit)

    def _spans(self, score: int) -> list[Span]:
        """The least, the greatest and all values of each item of a score."""
        found = []
        for item in self.items:
            for at, feed in enumerate(item.feeds):
                if feed.score == score:
                    values = self._points(item, at)
                    if feed.factor != 1:
                        values = [one * feed.factor for one in values]
                    low = item.least[at] = min(values)
                    found.append((low, max(values), values))
        return found

    def _points(self, item: Item, at: int) -> list[Exact]:
        """All points of one of an item's nodes; of whole units the ends and the first step."""
        if not item.table:
            return point_values(self.forest, self.space, item.feeds[at].node)
        found: set[Exact] = set()
        for values in item.table.values():
            one = values[at]
            if isinstance(one, Run):
                found |= {one.points * count for count in (one.low, one.low + 1, one.high)}
            elif one is not None:
                found.add(one)
        return list(found) or [0]

    def _children(self, score: int) -> list[Span]:
        """The same for sections that enter the score after their limits."""
        found = []
        for child in self.scores:
            if child.into == score:
                ends = [self.entering(child.index, at) for at in (0, self.size[child.index])]
                weight = child.weight if child.weight >= 0 else -child.weight
                steps = [*ends, min(ends) + weight * self.units[child.index]]
                limits = [one for one in (child.at_most, child.at_least) if one is not None]
                steps += [child.weight * limit for limit in limits]
                self.child_least[child.index] = min(ends)
                found.append((min(ends), max(ends), steps))
        return found

    def entering(self, child: int, at: int) -> Exact:
        """What a section's sum adds to its scorecard's score."""
        return self.value(child, at) * self.scores[child].weight

    def value(self, score: int, at: int) -> Exact:
        """The value of a score; of a section's sum after its limits (rule 12)."""
        return self.limited(score, self.start[score] + self.units[score] * at)

    def limited(self, score: int, value: Exact) -> Exact:
        """A sum of points within the limits of its section, if it is one's."""
        section = self.scores[score]
        if section.at_most is not None:
            value = min(value, section.at_most)
        if section.at_least is not None:
            value = max(value, section.at_least)
        return value

    # -- layout --------------------------------------------------------------------------------

    def _grouped(self) -> None:
        """The groups, with how many digits each needs."""
        for scores in self.pairs:
            sizes = [self.size[at] + 1 for at in scores]
            group = Group(scores, (sizes[0], 1))
            if len(scores) == 2:
                spread = self._lags(scores) + 1
                group.lagging = spread < sizes[1]
                group.sizes = (max(sizes), spread) if group.lagging else (sizes[0], sizes[1])
            self.groups.append(group)
            self.group_of.update(dict.fromkeys(scores, group))

    def lay_out(self, open_from: Sequence[int], open_to: Sequence[int]) -> None:
        """Give every group its digits; groups that are never open at once may share them.

        The two arguments give, for each group, the positions where its first points come and
        where it is complete.
        """
        slots: list[list[int]] = []
        for at in sorted(range(len(self.groups)), key=lambda one: -open_to[one]):
            for slot in slots:
                if all(open_to[at] < open_from[o] or open_to[o] < open_from[at] for o in slot):
                    slot.append(at)
                    break
            else:
                slots.append([at])
        stride = 1
        for slot in slots:
            first = max(self.groups[at].sizes[0] for at in slot)
            second = max(self.groups[at].sizes[1] for at in slot)
            for at in slot:
                group = self.groups[at]
                group.first = Axis(stride, first, stride * first)
                group.second = Axis(stride * first, second, stride * first * second)
            stride *= first * second
        self.width = stride

    def _lags(self, scores: tuple[int, ...]) -> int:
        """Note the least differences of a pair of scores; return how far they can spread."""
        spread = 0
        for item in self.items:
            if not any(feed.score in scores for feed in item.feeds):
                continue
            found = [self._ahead(item, values, scores) for values in self._joint_values(item)]
            told = [one for one in found if one is not None] or [0]
            item.lags[scores[0]] = min(told)
            spread += max(told) - min(told)
        low, high = self.child_lags(scores)
        return spread + high - low

    def child_lags(self, scores: tuple[int, ...]) -> tuple[int, int]:
        """The least and the greatest difference that sections make to a pair of scores."""
        low = high = 0
        for child in self.scores:
            if child.into in scores:
                low += self.child_lag(child.index)
                most = max(self.raised(child.index, at) for at in (0, self.size[child.index]))
                high += most if child.into == scores[1] else 0
        return low, high

    def child_lag(self, child: int) -> int:
        """The least difference that one section makes to the pair of its scorecards."""
        into = self.scores[child].into
        assert into is not None
        group = next((one for one in self.pairs if into in one), (into,))
        if len(group) == 1 or into == group[1]:
            return 0
        return -max(self.raised(child, at) for at in (0, self.size[child]))

    def raised(self, child: int, at: int) -> int:
        """By how many units a section raises its scorecard's score above the least."""
        into = self.scores[child].into
        assert into is not None
        gain = self.entering(child, at) - self.child_least[child]
        return counted(gain, self.units[into])

    def _joint_values(self, item: Item) -> Iterator[tuple[Any, ...]]:
        """All tuples of values that the nodes of an item can have together."""
        if not item.table:
            for value in point_values(self.forest, self.space, item.feeds[0].node):
                yield (value,) * len(item.feeds)
            return
        for values in set(item.table.values()):
            if any(type(one) is Run for one in values):
                yield tuple(one.points * one.low if isinstance(one, Run) else one for one in values)
                yield tuple(
                    one.points * one.high if isinstance(one, Run) else one for one in values
                )
            else:
                yield values

    def _ahead(self, item: Item, values: Sequence[Any], scores: Sequence[int]) -> int | None:
        """By how many units an item raises the second of two scores more than the first."""
        first, second = scores
        total: Exact = 0
        for feed, value, least in zip(item.feeds, values, item.least, strict=True):
            if feed.score in scores:
                if value is None:
                    return None
                gain = value * feed.factor - least
                total += gain if feed.score == second else -gain
        return counted(total, self.units[first])

    def is_alone(self, item: Item) -> bool:
        """Whether one variable alone decides about an item's points."""
        scores = self.forest.scores
        one = item.reads and item.reads & (item.reads - 1) == 0
        return bool(one) and not any(scores[feed.node] for feed in item.feeds)
