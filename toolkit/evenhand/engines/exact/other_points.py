"""Versions of a policy with other points: which of them give somebody another outcome?

A version is looked at where everything but the variables of its points has been walked. Is a sum of
all other points reachable at which its points and the policy's own lead to two outcomes?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.axes import Item
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import Node, Run
from evenhand.engines.exact.halving import Unit
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.regions import Regions
from evenhand.engines.exact.sets import applied, bits
from evenhand.engines.exact.versions import OtherPoints
from evenhand.engines.exact.walk import Layer, Walk
from evenhand.engines.exact.whole import Exact

Ends: TypeAlias = Mapping[tuple[State, tuple[Node, ...]], int]


@dataclass(slots=True)
class Replaced:
    """Points that become known together, with the versions that have others in their place.

    ``positions`` are those of their variables, with all that must be taken together with these.
    """

    item: Item
    positions: Unit
    versions: dict[int, OtherPoints] = field(default_factory=dict)


@dataclass(slots=True)
class PointsLook:
    """What is known of each version with other points, by its number.

    True where somebody's outcome is another one, False where nobody's is. A version that is not
    covered is not among ``found``.
    """

    ready: Compiled
    walk: Walk
    regions: Regions
    found: dict[int, bool] = field(default_factory=dict)

    def replaced(self, units: Sequence[Unit]) -> list[Replaced]:
        """The versions with other points, by the points that they replace.

        Those that change nothing are answered at once.
        """
        items = {
            feed.node: item
            for item in self.ready.axes.items
            for feed in item.feeds
            if not any(self.ready.forest.scores[one.node] for one in item.feeds)
        }
        unit_of = {at: unit for unit in units for at in unit}
        made: dict[tuple[int, Unit], Replaced] = {}
        for number, version in enumerate(self.ready.versions):
            if not isinstance(version, OtherPoints):
                continue
            if version.old == version.new or not version.feeds:
                self.found[number] = False
            elif version.old in items and not self.ready.forest.scores[version.new]:
                item = items[version.old]
                positions = self._positions(item, version.new, unit_of)
                if positions is not None:
                    key = (item.index, positions)
                    made.setdefault(key, Replaced(item, positions)).versions[number] = version
        return list(made.values())

    def _positions(self, item: Item, new: Node, unit_of: Mapping[int, Unit]) -> Unit | None:
        """The positions of all that some points and others in their place hang on."""
        found: set[int] = set()
        place = self.ready.place
        for index in bits(item.reads | self.ready.forest.reads[new]):
            if index not in place:
                return None
            found.update(unit_of[place[index]])
        return tuple(sorted(found))

    # -- other points --------------------------------------------------------------------------

    def look(self, one: Replaced, layer: Layer) -> None:
        """Answer about the versions with other points, everything else having been walked."""
        try:
            left = self._undecided(one, layer)
        except Unanswered:
            return
        self.found.update(dict.fromkeys(left, False))

    def _undecided(self, one: Replaced, layer: Layer) -> Iterable[int]:
        """Answer about the versions that give somebody another outcome; return the others."""
        left = dict(one.versions)
        own = tuple(feed.node for feed in one.item.feeds)
        new = tuple(dict.fromkeys(version.new for version in left.values()))
        at = {node: number for number, node in enumerate((*own, *new))}
        for (state, nodes), scores in self._ends(one, (*own, *new), layer).items():
            score = self.regions.score_of(state)
            if score is None:
                continue
            values = [self.ready.forest.value(node) for node in nodes]
            here = one.item, values[: len(own)], score
            mine = self._raised(*here)
            for number, version in tuple(left.items()):
                old, other = values[at[version.old]], values[at[version.new]]
                if old == other:
                    continue
                factor = sum(by for into, by in version.feeds if into == score)
                theirs = self._raised(*here, (old, other, factor))
                side = state.sides[0]
                if self.regions.differ(score, (side, mine), (side, theirs), scores):
                    self.found[number] = True
                    del left[number]
        return left

    def _raised(
        self,
        item: Item,
        values: Sequence[Any],
        score: int,
        change: tuple[Any, Any, Exact] = (0, 0, 0),
    ) -> Exact | None:
        """By how much points raise a score above the least that they can; None for unknown.

        ``change`` has points of which one number is another one, and the factor of these.
        """
        old, new, factor = change
        if any(isinstance(value, Run) for value in (*values, new)):
            raise Unanswered("units")
        total: Exact = (new or 0) * factor - (old or 0) * factor
        unknown = ((new is None) - (old is None)) * bool(factor)
        for feed, value, least in zip(item.feeds, values, item.least, strict=True):
            if feed.score == score:
                total += (value or 0) * feed.factor - least
                unknown += value is None
        return None if unknown else total

    def _ends(self, one: Replaced, nodes: tuple[Node, ...], layer: Layer) -> Ends:
        """The states after the variables of some points, without these, and what they become.

        Only those whose outcome still hangs on something.
        """
        assign, is_constant = self.ready.forest.assign, self.ready.forest.is_constant
        alone = one.item.index if self.ready.axes.is_alone(one.item) else None
        held: dict[tuple[State, tuple[Node, ...]], int] = {}
        for state, scores in layer.items():
            waiting = tuple(other for other in state.waiting if other[0] != one.item.index)
            held[state._replace(waiting=waiting), nodes] = scores
        for at in one.positions:
            variable = self.ready.order[at]
            bare = alone is not None and one.item.reads >> variable.index & 1 == 1
            after: dict[tuple[State, tuple[Node, ...]], int] = {}
            for (state, before), scores in held.items():
                for cell in variable.cells:
                    move = self.walk.chosen(at, cell, state, bare=bare)
                    if move is None or is_constant(move.target.sides[0]):
                        continue
                    reached = applied(move.steps, scores)
                    if reached:
                        now = tuple(assign(node, variable.index, cell) for node in before)
                        key = (move.target, now)
                        after[key] = after.get(key, 0) | reached
            held = after
        return held
