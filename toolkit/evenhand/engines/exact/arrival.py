"""Arriving in a state: points that have become known are added, scores that do not matter go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from evenhand.engines.exact.boundaries import boundaries
from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import Node, Run, U
from evenhand.engines.exact.lags import Lags
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.sets import Collapsed, Dropped, Emptied, Moved, Step, bits
from evenhand.engines.exact.shifts import Shifts
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
    shifts: Shifts = field(init=False)
    lags: Lags = field(init=False)
    _begin: dict[int, tuple[Waiting, ...]] = field(default_factory=dict)
    _alive: dict[tuple[Node, ...], int] = field(default_factory=dict)
    _alone: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _cuts: dict[tuple[object, ...], set[int]] = field(default_factory=dict)
    _effects: dict[tuple[int, Cell, int], Effect] = field(default_factory=dict)
    _by_values: dict[tuple[int, tuple[Any, ...], int], Effect] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shifts = Shifts(self.ready.axes)
        self.lags = Lags(self.ready)
        for at, items in self.ready.items_at.items():
            alone = [item for item in items if self.ready.axes.is_alone(item)]
            self._alone[at] = tuple(item.index for item in alone)
            self._begin[at] = tuple(
                (item.index, tuple(feed.node for feed in item.feeds))
                for item in items
                if item.index not in self._alone[at]
            )

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

    def effects(self, at: int, off: int) -> tuple[Effect, ...]:
        """The different things that the points which a variable gives by itself can do."""
        alone = self._alone.get(at, ())
        if len(alone) == 1:
            table = self.ready.axes.items[alone[0]].table
            made = [self._of_one(alone[0], one, off) for one in dict.fromkeys(table.values())]
        else:
            made = [self.effect(at, cell, off) for cell in self.ready.order[at].cells]
        return tuple(dict.fromkeys(made))

    def nearest(self, at: int, off: int) -> Iterator[tuple[Effect, Cell, int]]:
        """The different things that a variable's points can do: each with the nearest cell for it,
        and how far that lies from the typical value."""
        variable = self.ready.order[at]
        best: dict[Effect, tuple[Cell, int]] = {}
        for cell in variable.cells:
            effect, far = self.effect(at, cell, off), variable.far[cell]
            if effect not in best or far < best[effect][1]:
                best[effect] = cell, far
        for effect, (cell, far) in best.items():
            yield effect, cell, far

    def _effect(self, at: int, cell: Cell, off: int) -> Effect:
        steps: tuple[Step, ...] = ()
        for index in self._alone.get(at, ()):
            more = self._of_one(index, self.ready.axes.items[index].table[cell], off)
            if more is None:
                return None
            steps += more
        return steps

    def _of_one(self, index: int, values: tuple[Any, ...], off: int) -> Effect:
        """What the values of one item do; None where they leave a score unknown."""
        key = (index, values, off)
        found = self._by_values.get(key, _NO_EFFECT_YET)
        if found is _NO_EFFECT_YET:
            feeds = self.ready.axes.items[index].feeds
            unknown = None in values and any(
                value is None and not off >> feed.score & 1
                for feed, value in zip(feeds, values, strict=True)
            )
            step = None if unknown else self._step(index, values, off)
            found = None if unknown else () if step is None else (step,)
            self._by_values[key] = found
        return found

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
        here = self.lags.closed_at[closed] if closed is not None else at
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
        one = self.ready.axes.items[item]
        runs = [
            value
            for feed, value in zip(one.feeds, values, strict=True)
            if type(value) is Run and not off >> feed.score & 1
        ]
        if not runs:
            by = self.shifts.of_points(one, values, off)
            return Moved(by) if by else None
        if len({(run.low, run.high, run.grid) for run in runs}) > 1:
            raise Unanswered("units")
        run = runs[0]
        ends = []
        for count in (run.low, run.low + 1):
            now = [v.points * count if isinstance(v, Run) else v for v in values]
            ends.append(self.shifts.of_points(one, now, off))
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
                lag = self.lags.so_far(group, held, at, closed)
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

    def cuts(self, state: State, score: int) -> set[int]:
        """Where something that a state still asks of a score changes."""
        key = (state.sides, state.waiting, state.off, score)
        if key not in self._cuts:
            self._cuts[key] = boundaries(self.ready, state, score)
        return self._cuts[key]


def _unknown(_: Any) -> Node:
    return U
