"""All attributes at once: what changing one of them, and nothing else, does to the outcome.

With it goes what happens to the outcome in other versions of the policy, each of which differs from
it in one place: for points that is the same walk over all that lies elsewhere (``halving``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.closing import Move
from evenhand.engines.exact.compiled import Compiled, compiled
from evenhand.engines.exact.halving import Unit, each_left_out, over, units_of
from evenhand.engines.exact.other_outcomes import OutcomeLook
from evenhand.engines.exact.other_points import PointsLook, Replaced
from evenhand.engines.exact.question import Budget, Question, Side, Unanswered
from evenhand.engines.exact.regions import Regions
from evenhand.engines.exact.sets import Moved
from evenhand.engines.exact.space import Sort
from evenhand.engines.exact.walk import Layer, Stage, Walk
from evenhand.engines.exact.whole import Exact
from evenhand.model.policy import Policy

Pair: TypeAlias = tuple[int, int, str, str]
"""Two cells, the first before the second, with the labels that one customer has in them."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What one attribute can do.

    ``cells`` are its values in order (of an enum in that of its codes, a missing value last), and
    ``pairs`` all that can happen when nothing else changes.
    """

    attribute: str
    cells: tuple[Cell, ...]
    pairs: frozenset[Pair]

    @property
    def matters(self) -> bool:
        """Whether it can change the label of anybody."""
        return any(one != other for _, _, one, other in self.pairs)

    def dead_cuts(self) -> tuple[int, ...]:
        """The cells that are as good as the one before them, for everybody."""
        alive = {high for low, high, one, other in self.pairs if high == low + 1 and one != other}
        return tuple(
            at
            for at, cell in enumerate(self.cells)
            if at and cell is not MISSING_CELL and at not in alive
        )


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep tells about a policy.

    ``effects`` are those of every attribute that nothing ties to others in a sum or a set.
    ``differ`` tells for each of the other policies whether it gives anybody another outcome, None
    where that has to be asked. ``labels`` are all that occur, and ``scores`` the names of scores
    that are known of somebody whose outcome hangs on them; both None where that was not seen.
    """

    effects: Mapping[str, Effects]
    differ: tuple[bool | None, ...] = ()
    labels: frozenset[str] | None = None
    scores: frozenset[str] = frozenset()


def sweep(
    side: Side, *, complete: bool = False, budget: Budget | None = None
) -> Mapping[str, Effects]:
    """The effects of every attribute that nothing ties to others in a sum or a set.

    Those that are tied are left out: ask about them one by one. Raises Unanswered.
    """
    return swept(side, (), complete=complete, budget=budget).effects


def swept(
    side: Side,
    others: Sequence[Policy],
    *,
    complete: bool = False,
    budget: Budget | None = None,
) -> Swept:
    """The effects of attributes, and whether other policies differ in anybody's outcome.

    The others should differ in one place from the policy of the side. Raises Unanswered.
    """
    question = Question((side,), complete=complete)
    ready = compiled(question, loose=True, others=others)
    return _Sweep(ready, budget or Budget()).run()


@dataclass(slots=True)
class _Sweep:
    ready: Compiled
    budget: Budget
    walk: Walk = field(init=False)
    regions: Regions = field(init=False)
    points: PointsLook = field(init=False)
    found: dict[str, set[Pair]] = field(default_factory=dict)
    labels: set[str] | None = None
    scores: set[str] = field(default_factory=set)

    def run(self) -> Swept:
        self.walk = Walk(self.ready, self.budget)
        self.regions = Regions(self.ready)
        self.points = PointsLook(self.ready, self.walk, self.regions)
        begun = self.walk.begin()
        if not begun:
            return Swept({}, (False,) * len(self.ready.versions), frozenset())
        units = units_of(self.ready)
        replaced = self.points.replaced(units)
        self._leave_out(units, begun, replaced)
        outcomes = OutcomeLook(self.ready, self.budget, self.regions, units)
        outcomes.run()
        return self._told(outcomes)

    def _told(self, outcomes: OutcomeLook) -> Swept:
        """All that was found, as far as it is certain that customers show it."""
        exact = self.walk.exact
        if not exact:
            self.found.clear()
        known = {
            number: one for number, one in self.points.found.items() if exact or one is False
        } | outcomes.found
        effects = {}
        for variable in self.ready.order:
            if variable.name in self.found:
                pairs = frozenset(self.found[variable.name])
                effects[variable.name] = Effects(variable.name, variable.cells, pairs)
        differ = tuple(known.get(number) for number in range(len(self.ready.versions)))
        labels = None if self.labels is None or not exact else frozenset(self.labels)
        return Swept(effects, differ, labels, frozenset(self.scores if exact else ()))

    def _leave_out(self, units: Sequence[Unit], layer: Layer, replaced: Sequence[Replaced]) -> None:
        """Look at each attribute, and at each change of points, with all others walked."""
        mine: dict[Unit, list[Replaced]] = {}
        for one in replaced:
            mine.setdefault(one.positions, []).append(one)

        def told(unit: Unit, after: Layer) -> None:
            if self._has_effects(unit):
                self._last(unit[0], after)
            for one in mine.pop(unit, ()):
                self.points.look(one, after)

        wanted = {unit for unit in units if unit in mine or self._has_effects(unit)}
        each_left_out(self.walk, units, layer, wanted, told)
        for positions, listed in mine.items():
            others = [unit for unit in units if not set(unit) <= set(positions)]
            after = over(self.walk, others, layer)
            for one in listed:
                self.points.look(one, after)

    # -- the attribute that is left ------------------------------------------------------------

    def _has_effects(self, unit: Unit) -> bool:
        if len(unit) != 1:
            return False
        variable = self.ready.order[unit[0]]
        return variable.attribute is not None and variable.sort in (Sort.NUMBER, Sort.CODE)

    def _last(self, at: int, layer: Layer) -> None:
        variable = self.ready.order[at]
        pairs: set[Pair] = set()
        labels: set[str] = set()
        places = {cell: number for number, cell in enumerate(variable.cells)}
        try:
            for state, scores in layer.items():
                labelled = [
                    (places[move.cell], self._labels(scores, move))
                    for move in self.walk.moves(Stage(at, None), state, scores)
                    if move.cell is not None
                ]
                _compare(labelled, pairs)
                for _, found in labelled:
                    labels.update(found)
        except Unanswered:
            return
        self.found.setdefault(variable.name, set()).update(pairs)
        self.labels = labels

    def _labels(self, scores: int, move: Move) -> Mapping[str, int]:
        """For each label the scores (before the move) of those who get it."""
        (side,) = move.target.sides
        score = self.regions.score_of(move.target)
        if score is None:
            label: str = self.ready.forest.value(side)
            return {label: scores}
        axes = self.ready.axes
        self.scores.add(axes.scores[score].name)
        by = 0
        for step in move.steps:
            if not isinstance(step, Moved) or step.count:
                raise Unanswered("budget")
            by += step.by
        raised: Exact = axes.units[score] * (by // axes.group_of[score].first.stride)
        return self.regions.labels(score, (side, raised), scores)


def _compare(labelled: Sequence[tuple[int, Mapping[str, int]]], pairs: set[Pair]) -> None:
    for number, (low, before) in enumerate(labelled):
        for high, after in labelled[number + 1 :]:
            for one, mine in before.items():
                for other, theirs in after.items():
                    if (low, high, one, other) not in pairs and mine & theirs:
                        pairs.add((low, high, one, other))
