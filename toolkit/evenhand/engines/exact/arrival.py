"""Arriving in a state: points that have become known are added, scores that do not matter go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from evenhand.engines.exact.axes import Group
from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.compiled import Compiled, bits
from evenhand.engines.exact.forest import Node, Run, U
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.sets import Collapsed, Dropped, Emptied, Moved, Step
from evenhand.engines.exact.system import System

Waiting: TypeAlias = tuple[int, tuple[Node, ...]]


Effect: TypeAlias = "tuple[Step, ...] | None"
_NO_EFFECT_YET: Final[Effect] = (Emptied(), Emptied())


class State(NamedTuple):
    """What remains to be decided for some customers.

    ``waiting`` are points of which not all variables are known, by item; ``off`` the scores that
    are unknown or that nothing reads any more; ``watched`` tells of terms in sums whether they
    exist at all.
    """

    sides: tuple[Node, ...]
    limits: tuple[Node, ...]
    waiting: tuple[Waiting, ...]
    off: int
    system: System
    watched: tuple[tuple[int, Node], ...]


@dataclass(slots=True)
class Arrivals:
    """Makes states; what is worked out again and again is kept."""

    ready: Compiled
    _begin: dict[int, tuple[Waiting, ...]] = field(default_factory=dict)
    _position: dict[int, int] = field(default_factory=dict)
    _alive: dict[tuple[Node, ...], int] = field(default_factory=dict)
    _closed: dict[int, int] = field(default_factory=dict)
    _alone: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _effects: dict[tuple[int, Cell, int], Effect] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for at, items in self.ready.items_at.items():
            alone = [item for item in items if self.ready.axes.is_alone(item)]
            self._alone[at] = tuple(item.index for item in alone)
            self._begin[at] = tuple(
                (item.index, tuple(feed.node for feed in item.feeds))
                for item in items
                if item.index not in self._alone[at]
            )
            self._position.update((item.index, at) for item in items)
        for at, groups in self.ready.closes_at.items():
            self._closed.update(dict.fromkeys(groups, at))

    def begun(self, at: int) -> tuple[Waiting, ...]:
        """The points that begin at a position and need more than its variable."""
        return self._begin.get(at, ())

    def alone(self, at: int, cell: Cell) -> tuple[Waiting, ...]:
        """The points that a cell gives by itself, with their values."""
        forest, items = self.ready.forest, self.ready.axes.items
        index = self.ready.order[at].index
        return tuple(
            (item, tuple(forest.assign(feed.node, index, cell) for feed in items[item].feeds))
            for item in self._alone.get(at, ())
        )

    def effect(self, at: int, cell: Cell, off: int) -> Effect:
        """What the points that a cell gives by itself do; None where they are unknown."""
        key = (at, cell, off)
        found = self._effects.get(key, _NO_EFFECT_YET)
        if found is _NO_EFFECT_YET:
            found = self._effect(at, cell, off)
            self._effects[key] = found
        return found

    def _effect(self, at: int, cell: Cell, off: int) -> Effect:
        items = self.ready.axes.items
        steps: list[Step] = []
        for index in self._alone.get(at, ()):
            values = items[index].table[cell]
            for feed, value in zip(items[index].feeds, values, strict=True):
                if value is None and not off >> feed.score & 1:
                    return None
            step = self._step(index, values, off)
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def arrive(
        self,
        state: State,
        waiting: Sequence[Waiting],
        at: int | None,
        *,
        unknown: int = 0,
        closed: int | None = None,
    ) -> tuple[State, tuple[Step, ...]]:
        """The state after a stage, and what happens to the set of scores on the way.

        ``at`` is the position of the variable just chosen, ``closed`` the group just closed.
        """
        steps: list[Step] = []
        here = self._closed[closed] if closed is not None else at
        assert here is not None
        new = self._widened(unknown | self._now_unknown(waiting, state.off)) & ~state.off
        while new:
            held = {item for item, nodes in waiting}
            steps += self._turned_off(state, new, held, here, closed)
            answers = dict.fromkeys(bits(new), _unknown)
            state, waiting = self._told(state, waiting, answers)
            state = state._replace(off=state.off | new)
            new = self._widened(self._now_unknown(waiting, state.off)) & ~state.off
        waiting = self._added(state, waiting, steps)
        dead = self._dead(state)
        if dead:
            held = {item for item, _ in waiting}
            steps += self._turned_off(state, dead, held, here, closed)
            state = state._replace(off=state.off | dead)
        if waiting:
            waiting = [one for one in waiting if self._feeds(one[0], state.off)]
        return state._replace(waiting=tuple(sorted(waiting))), tuple(steps)

    def answered(self, state: State, answers: Mapping[int, Any]) -> State:
        """A state with the tests of some scores decided."""
        state, waiting = self._told(state, state.waiting, answers)
        return state._replace(waiting=tuple(waiting))

    def _told(
        self, state: State, waiting: Sequence[Waiting], answers: Mapping[int, Any]
    ) -> tuple[State, Sequence[Waiting]]:
        settle = self.ready.forest.settle
        sides = tuple(settle(node, answers) for node in state.sides)
        told = [(item, tuple(settle(node, answers) for node in nodes)) for item, nodes in waiting]
        return state._replace(sides=sides), told

    # -- points --------------------------------------------------------------------------------

    def _is_known(self, nodes: Sequence[Node]) -> bool:
        forest = self.ready.forest
        return all(forest.is_constant(node) for node in nodes)

    def _now_unknown(self, waiting: Sequence[Waiting], off: int) -> int:
        """The scores that points without a value leave unknown."""
        axes, forest = self.ready.axes, self.ready.forest
        found = 0
        for item, nodes in waiting:
            for feed, node in zip(axes.items[item].feeds, nodes, strict=True):
                if forest.is_constant(node) and forest.value(node) is None:
                    found |= 1 << feed.score
        return found & ~off

    def _widened(self, scores: int) -> int:
        """An unknown section leaves its scorecard unknown."""
        for score in self.ready.axes.scores:
            if scores >> score.index & 1 and score.into is not None:
                scores |= 1 << score.into
        return scores

    def _added(
        self, state: State, waiting: Sequence[Waiting], steps: list[Step]
    ) -> Sequence[Waiting]:
        """Add the points that are known; return those that are not."""
        left: list[Waiting] = []
        for item, nodes in waiting:
            if not self._is_known(nodes):
                left.append((item, nodes))
            elif self._feeds(item, state.off):
                values = [self.ready.forest.value(node) for node in nodes]
                step = self._step(item, values, state.off)
                if step is not None:
                    steps.append(step)
        return left

    def _step(self, item: int, values: Sequence[Any], off: int) -> Step | None:
        axes = self.ready.axes
        one = axes.items[item]
        feeding = [
            (feed, value)
            for feed, value in zip(one.feeds, values, strict=True)
            if not off >> feed.score & 1
        ]
        runs = [value for _, value in feeding if isinstance(value, Run)]
        if not runs:
            by = axes.shift(axes.increments(one, values, off), off, one.lags)
            return Moved(by) if by else None
        if len({(run.low, run.high, run.grid) for run in runs}) > 1:
            raise Unanswered("units")
        run = runs[0]
        ends = []
        for count in (run.low, run.low + 1):
            now = [v.points * count if isinstance(v, Run) else v for v in values]
            ends.append(axes.shift(axes.increments(one, now, off), off, one.lags))
        return Moved(ends[0], ends[1] - ends[0], run.high - run.low)

    def _feeds(self, item: int, off: int) -> bool:
        return any(not off >> feed.score & 1 for feed in self.ready.axes.items[item].feeds)

    # -- scores that go ------------------------------------------------------------------------

    def _dead(self, state: State) -> int:
        """The scores that the sides do not read any more, directly or through others."""
        everything = (1 << len(self.ready.axes.scores)) - 1
        if state.off == everything:
            return 0
        alive = self._alive.get(state.sides)
        if alive is None:
            alive = 0
            for node in state.sides:
                alive |= self.ready.forest.scores[node]
            alive = self._through(alive) if alive else 0
            self._alive[state.sides] = alive
        return everything & ~alive & ~state.off

    def _through(self, alive: int) -> int:
        axes, forest = self.ready.axes, self.ready.forest
        while True:
            more = alive
            for score in axes.scores:
                if score.into is not None and alive >> score.into & 1:
                    more |= 1 << score.index
                if alive >> score.index & 1:
                    for node, _ in score.items:
                        more |= forest.scores[node]
            if more == alive:
                return alive
            alive = more

    def _turned_off(
        self, state: State, scores: int, held: set[int], at: int, closed: int | None
    ) -> list[Step]:
        """What turning scores off does to the set: their digits are merged."""
        axes = self.ready.axes
        if (state.off | scores) == (1 << len(axes.scores)) - 1:
            return [Emptied()]
        steps: list[Step] = []
        for group in axes.groups:
            mine = [score for score in group.scores if scores >> score & 1]
            if not mine:
                continue
            left = [one for one in group.scores if not (scores | state.off) >> one & 1]
            both = len(group.scores) == 2 and not state.off & sum(1 << s for s in group.scores)
            if left and group.lagging:
                lag = self._lag(group, held, at, closed)
                keep = left[0] == group.scores[0]
                steps.append(Collapsed(group.first, group.second, axes.width, lag, keep))
            elif left:
                gone = group.first if mine[0] == group.scores[0] else group.second
                steps.append(Dropped(gone, axes.width))
            elif both or not group.lagging:
                steps += [
                    Dropped(axis, axes.width)
                    for axis in (
                        (group.first, group.second) if len(group.scores) == 2 else (group.first,)
                    )
                ]
            else:
                steps.append(Dropped(group.first, axes.width))
        return steps

    def _lag(self, group: Group, held: set[int], at: int, closed: int | None) -> int:
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
            done = self._closed[index] < at or (
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

    def lag_of(self, group: Group) -> int:
        """What has been taken off a pair's differences once both scores are complete."""
        first = group.scores[0]
        total = sum(item.lags.get(first, 0) for item in self.ready.axes.items)
        children = (score for score in self.ready.axes.scores if score.into in group.scores)
        return total + sum(self.ready.axes.child_lag(score.index) for score in children)


def _unknown(_: Any) -> Node:
    return U
