"""Scores as bits: which sums of points are reachable, all of them in one whole number.

Bit ``i`` of a set stands for one combination of partial scores. Each score has an axis, a stretch
of the digits of ``i`` in a mixed base. Points are counted from the least that they can be, in units
of their greatest common divisor. Where two sides have the same score, the second axis holds the
difference of the two instead of the second score, if that takes fewer bits: two versions of a
scorecard share most of their points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.forest import Forest, Node, Run
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

    ``lags`` holds, by the first score of a pair, the least difference of the pair's increments;
    ``table`` the values by cell where one variable alone decides.
    """

    index: int
    feeds: tuple[Feed, ...]
    reads: int
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
        self.least: dict[Feed, Exact] = {}
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
            item = Item(len(self.items), tuple(feeds), reads)
            self.items.append(item)
            if self.is_alone(item):
                self._tabulate(item)
        for score in self.scores:
            if self.unknown >> score.index & 1 and score.into is not None:
                self.unknown |= 1 << score.into

    def _tabulate(self, item: Item) -> None:
        variable = self.space.variables[item.reads.bit_length() - 1]
        assign, content = self.forest.assign, self.forest.content
        for cell in variable.cells:
            item.table[cell] = tuple(
                content[assign(feed.node, variable.index, cell)].value for feed in item.feeds
            )

    def _paired(self) -> list[tuple[int, ...]]:
        """The scores, the same one of two sides together; those that others read stay alone."""
        free = [at for at in range(len(self.scores)) if not self._entangled() >> at & 1]
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
            steps: list[Exact] = []
            for at in group:
                children = self._children(at)
                for low, _, own in (*spans[at], *children):
                    steps += [one - low for one in own]
            unit = common_unit(steps)
            for at in group:
                children = self._children(at)
                everything = [*spans[at], *children]
                self.units[at] = unit
                self.start[at] = self.scores[at].base + sum(low for low, _, _ in everything)
                self.size[at] = counted(sum(high - low for low, high, _ in everything), unit)

    def _spans(self, score: int) -> list[Span]:
        """The least, the greatest and all values of each item of a score."""
        found = []
        for item in self.items:
            for at, feed in enumerate(item.feeds):
                if feed.score == score:
                    values = [one * feed.factor for one in self._points(item, at)]
                    low = min(values)
                    self.least[feed] = low
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
        section = self.scores[score]
        value = self.start[score] + self.units[score] * at
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

    def _feeds_other(self, item: Item, scores: tuple[int, ...]) -> bool:
        return not any(feed.score in scores for feed in item.feeds)

    def _lags(self, scores: tuple[int, ...]) -> int:
        """Note the least differences of a pair of scores; return how far they can spread."""
        spread = 0
        for item in self.items:
            if self._feeds_other(item, scores):
                continue
            inside = [feed.score in scores for feed in item.feeds]
            found = [
                self.increment(item, values, scores[1]) - self.increment(item, values, scores[0])
                for values in self._joint_values(item)
                if not any(
                    one is None and within for one, within in zip(values, inside, strict=True)
                )
            ]
            item.lags[scores[0]] = min(found, default=0)
            spread += max(found, default=0) - min(found, default=0)
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
            if any(isinstance(one, Run) for one in values):
                yield tuple(one.points * one.low if isinstance(one, Run) else one for one in values)
                yield tuple(
                    one.points * one.high if isinstance(one, Run) else one for one in values
                )
            else:
                yield values

    def increment(self, item: Item, values: Sequence[Any], score: int) -> int:
        """By how many units an item raises a score above its least."""
        total: Exact = 0
        for feed, value in zip(item.feeds, values, strict=True):
            if feed.score == score:
                total += value * feed.factor - self.least[feed]
        return counted(total, self.units[score])

    # -- what points do ------------------------------------------------------------------------

    def is_alone(self, item: Item) -> bool:
        """Whether one variable alone decides about an item's points."""
        scores = self.forest.scores
        one = item.reads and item.reads & (item.reads - 1) == 0
        return bool(one) and not any(scores[feed.node] for feed in item.feeds)

    def increments(self, item: Item, values: Sequence[Any], off: int) -> dict[int, int]:
        """The increments of an item by score, as far as they matter."""
        found: dict[int, int] = {}
        for feed, value in zip(item.feeds, values, strict=True):
            if not off >> feed.score & 1:
                gain = counted(value * feed.factor - self.least[feed], self.units[feed.score])
                found[feed.score] = found.get(feed.score, 0) + gain
        return found

    def shift(self, increments: Mapping[int, int], off: int, lags: Mapping[int, int]) -> int:
        """How far increments by score move a set, where some scores are off.

        Raises KeyError if a pair of scores that lags has no lag given.
        """
        by = 0
        for group in self.groups:
            first, *rest = group.scores
            one = increments.get(first, 0)
            if not rest:
                by += 0 if off >> first & 1 else one * group.first.stride
                continue
            second = rest[0]
            other = increments.get(second, 0)
            if first not in increments and second not in increments:
                continue
            if not group.lagging:
                by += 0 if off >> first & 1 else one * group.first.stride
                by += 0 if off >> second & 1 else other * group.second.stride
            elif off >> first & 1:
                by += 0 if off >> second & 1 else other * group.first.stride
            elif off >> second & 1:
                by += one * group.first.stride
            else:
                by += one * group.first.stride + (other - one - lags[first]) * group.second.stride
        return by
