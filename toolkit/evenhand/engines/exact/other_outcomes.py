"""Versions of a policy with other conditions: which of them give somebody another outcome?

A version is walked beside the policy over the same scores, only as long as the two can still
differ, and what sets them apart is chosen first. A customer who shows it is mostly found at once,
one choice after the other; where none is, all states are taken together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import Choice, Enough, Every, Node, Some
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.halving import Unit, over
from evenhand.engines.exact.question import Budget, Unanswered
from evenhand.engines.exact.regions import Regions
from evenhand.engines.exact.sets import applied
from evenhand.engines.exact.versions import OtherOutcome
from evenhand.engines.exact.walk import Layer, Stage, Walk

TRIES: Final = 60
"""How many choices are tried one by one, before all of them are taken together."""


@dataclass(slots=True)
class OutcomeLook:
    """What is known of each version with other conditions, by its number.

    True where somebody's outcome is another one, False where nobody's is. A version that is not
    covered is not among ``found``.
    """

    ready: Compiled
    budget: Budget
    regions: Regions
    units: Sequence[Unit]
    found: dict[int, bool] = field(default_factory=dict)
    _walk: Walk = field(init=False)

    def run(self) -> None:
        """Answer about all of them."""
        (side,) = self.ready.sides
        others = {
            number: version.node
            for number, version in enumerate(self.ready.versions)
            if isinstance(version, OtherOutcome)
        }
        nodes = [node for node in dict.fromkeys(others.values()) if node != side]
        answers: dict[Node, bool | None] = {side: False}
        if nodes:
            answers |= zip(nodes, self._answers(side, nodes), strict=True)
        known = {number: answers[node] for number, node in others.items()}
        self.found = {number: one for number, one in known.items() if one is not None}

    def _answers(self, side: Node, nodes: Sequence[Node]) -> Iterator[bool | None]:
        self._walk = walk = Walk(replace(self.ready, sides=(side, *nodes)), self.budget)
        begun = walk.begin()
        states = tuple(begun)
        plain = [
            unit
            for unit in self.units
            if all(walk.is_plain(at, state) for at in unit for state in states)
        ]
        layer = over(walk, plain, begun)
        rest = [unit for unit in self.units if unit not in plain]
        for number, node in enumerate(nodes, start=1):
            reads = apart(self.ready.forest, side, node)
            order = sorted(rest, key=lambda unit: not self._reads(unit, reads))
            start = {
                state._replace(sides=(state.sides[0], state.sides[number])): scores
                for state, scores in layer.items()
            }
            yield self._answer([at for unit in order for at in unit], start)

    def _reads(self, unit: Unit, reads: int) -> bool:
        return any(reads >> self.ready.order[at].index & 1 for at in unit)

    def _answer(self, order: Sequence[int], layer: Layer) -> bool | None:
        """Whether some customer of a layer gets two labels; None where that is not known."""
        try:
            shown = self._by_trying(order, layer)
            if shown is None:
                shown = self._by_walking(order, layer)
        except Unanswered:
            return None
        return None if shown and not self._walk.exact else shown

    # -- one choice after the other ------------------------------------------------------------

    def _by_trying(self, order: Sequence[int], layer: Layer) -> bool | None:
        """Choose cell after cell, the most ordinary first; None where that takes too long."""
        left = TRIES
        seen: set[tuple[int, State, int]] = set()
        stack = [iter([(0, state, scores) for state, scores in layer.items()])]
        while stack:
            here = next(stack[-1], None)
            if here is None:
                stack.pop()
                continue
            depth, state, scores = here
            if not _differ(state) or here in seen:
                continue
            if left == 0:
                return None
            left -= 1
            seen.add(here)
            if depth < len(order):
                stack.append(self._choices(order[depth], depth, state, scores))
            elif self._closed({state: scores}):
                return True
        return False

    def _choices(
        self, at: int, depth: int, state: State, scores: int
    ) -> Iterator[tuple[int, State, int]]:
        if self._walk.is_plain(at, state):
            for after, reached in self._walk.step(Stage(at, None), {state: scores}).items():
                yield depth + 1, after, reached
            return
        variable = self.ready.order[at]
        for cell in sorted(variable.cells, key=variable.far.__getitem__):
            move = self._walk.chosen(at, cell, state)
            reached = 0 if move is None else applied(move.steps, scores)
            if move is not None and reached:
                yield depth + 1, move.target, reached

    # -- all together --------------------------------------------------------------------------

    def _by_walking(self, order: Sequence[int], layer: Layer) -> bool:
        for at in order:
            layer = _differing(self._walk.step(Stage(at, None), _differing(layer)))
        return self._closed(layer)

    def _closed(self, layer: Layer) -> bool:
        """Whether the labels differ for somebody, once the scores are complete."""
        left: Layer = {}
        for state, scores in layer.items():
            try:
                score = self.regions.score_of(state)
            except Unanswered:
                left[state] = scores
                continue
            one, other = state.sides
            if self.regions.differ(score, (one, 0), (other, 0), scores):
                return True
        return bool(left) and self._closed_at_last(left)

    def _closed_at_last(self, layer: Layer) -> bool:
        """The same where several scores are left, or points that hang on scores."""
        for stage in self._walk.stages:
            if stage.variable is None and layer:
                layer = _differing(self._walk.step(stage, layer))
        return bool(layer)


def _differ(state: State) -> bool:
    return state.sides[0] != state.sides[1]


def _differing(layer: Layer) -> Layer:
    return {state: scores for state, scores in layer.items() if _differ(state)}


def apart(forest: Forest, one: Node, other: Node) -> int:
    """Variables that tell two formulas apart, as bits: those of the parts that are not in both.

    A guess at what to choose first, on which no answer hangs.
    """
    found = 0
    seen: set[tuple[Node, Node]] = set()
    waiting = [(one, other)]
    while waiting:
        pair = waiting.pop()
        mine, theirs = pair
        if mine == theirs or pair in seen:
            continue
        seen.add(pair)
        left, right = forest.content[mine], forest.content[theirs]
        if isinstance(left, Choice) and theirs == left.no:
            found |= forest.reads[left.condition]
        elif isinstance(left, Choice) and isinstance(right, Choice):
            waiting += zip(left, right, strict=True)
        elif isinstance(left, Every | Some | Enough):
            same = type(left) is type(right)
            for part in set(left.parts) ^ set(right.parts if same else (theirs,)):
                found |= forest.reads[part]
        else:
            found |= forest.reads[mine] | forest.reads[theirs]
    return found
