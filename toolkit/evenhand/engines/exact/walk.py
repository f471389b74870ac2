"""The walk: variables one by one, with all states that some customer leads to.

A state is what remains to be decided (the sides, the constraints, points that are not known yet,
scores that no longer matter, inequalities); with it goes the set of reachable scores. States with
the same future are one state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from evenhand.engines.exact.arrival import Arrivals, Effect, State, Waiting
from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.closing import Move, closings
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import F, T, U
from evenhand.engines.exact.question import Budget, Labels, Unanswered
from evenhand.engines.exact.space import Sort, Variable
from evenhand.engines.exact.system import System, added, eliminated, inequality, is_possible

FEW: Final = 4
"""Up to so many inequalities are not asked beforehand whether they can hold together."""

KEPT: Final = 5_000
"""Of so many states the moves are kept, since witnesses and sweeps take them again."""

Layer: TypeAlias = dict[State, int]


class Stage(NamedTuple):
    """A variable to choose a cell of, or a group of scores that is complete."""

    variable: int | None
    group: int | None


@dataclass(slots=True)
class Walk:
    """The layers of a walk, one after each stage; ``exact`` unless a linear step was too wide."""

    ready: Compiled
    budget: Budget
    arrivals: Arrivals = field(init=False)
    stages: list[Stage] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    exact: bool = True
    kept: int = 0
    _read: dict[tuple[object, ...], int] = field(default_factory=dict)
    _plain: dict[tuple[int, int], tuple[Effect, ...]] = field(default_factory=dict)
    _made: dict[tuple[int, State], tuple[Move, ...]] = field(default_factory=dict)
    _ranges: dict[int, tuple[int, int]] = field(default_factory=dict)

    def run(self) -> dict[Labels, State]:
        """Walk to the end; the labels that occur, each with a state that shows them.

        Raises Unanswered("budget") where there are too many states or scores.
        """
        ready = self.ready
        self.layers = [self.begin()]
        for stage in self.stages:
            self.layers.append(self.step(stage, self.layers[-1]))
        found: dict[Labels, State] = {}
        for state in self.layers[-1]:
            found.setdefault(tuple(ready.forest.value(node) for node in state.sides), state)
        return found

    def begin(self) -> Layer:
        """Make the stages ready; the layer before the first of them."""
        ready = self.ready
        self.arrivals = Arrivals(ready)
        self._ranges = ready.forms.ranges()
        self.stages = [Stage(None, group) for group in ready.closes_at.get(-1, ())]
        for at in range(len(ready.order)):
            self.stages.append(Stage(at, None))
            self.stages += [Stage(None, group) for group in ready.closes_at.get(at, ())]
        watched = tuple(
            (at, held.term.applies)
            for at, held in enumerate(ready.forms.terms)
            if held.term.applies > U
        )
        state = State(ready.sides, ready.limits, (), 0, ready.given, watched)
        waiting = self.arrivals.begun(-1)
        if F in ready.limits:
            return {}
        made, steps = self.arrivals.arrive(state, waiting, -1, unknown=ready.axes.unknown)
        scores = 1
        for step in steps:
            scores = step.apply(scores)
        return {made: scores}

    def step(self, stage: Stage, layer: Layer) -> Layer:
        after: Layer = {}
        for state, scores in layer.items():
            if stage.variable is not None and self.is_plain(stage.variable, state):
                self._shift(stage.variable, state, scores, after)
                continue
            for move in self.moves(stage, state, scores):
                reached = scores
                for step in move.steps:
                    reached = step.apply(reached)
                if reached:
                    after[move.target] = after.get(move.target, 0) | reached
        if sum(1 + len(state.system) for state in after) > self.budget.states:
            raise Unanswered("budget")
        self.kept += sum(one.bit_length() for one in after.values())
        if self.kept > self.budget.bits:
            raise Unanswered("budget")
        return after

    # -- variables that only give points -------------------------------------------------------

    def is_plain(self, at: int, state: State) -> bool:
        """Whether a state asks nothing of a variable, which therefore only gives points."""
        index = self.ready.order[at].index
        if self._reads(state) >> index & 1 or self.arrivals.begun(at):
            return False
        tied = index in self.ready.forms.by_variable or index in self.ready.forms.equations
        return not tied and None not in self._plain_effects(at, state.off)

    def _reads(self, state: State) -> int:
        key = (state.sides, state.limits, state.waiting, state.watched)
        found = self._read.get(key)
        if found is None:
            found = 0
            waiting = (node for _, nodes in state.waiting for node in nodes)
            watched = (node for _, node in state.watched)
            for node in (*state.sides, *state.limits, *waiting, *watched):
                found |= self.ready.forest.reads[node]
            self._read[key] = found
        return found

    def _plain_effects(self, at: int, off: int) -> tuple[Effect, ...]:
        """The different things that the cells of a variable do to the scores."""
        key = (at, off)
        found = self._plain.get(key)
        if found is None:
            found = self.arrivals.effects(at, off)
            self._plain[key] = found
        return found

    def _shift(self, at: int, state: State, scores: int, after: Layer) -> None:
        total = after.get(state, 0)
        for effect in self._plain_effects(at, state.off):
            reached = scores
            for step in effect or ():
                reached = step.apply(reached)
            total |= reached
        if total:
            after[state] = total

    def moves(
        self, stage: Stage, state: State, scores: int, *, every: bool = False
    ) -> Iterator[Move]:
        """The ways from a state through one stage.

        Where scores are complete, one way to each state is enough, unless ``every`` one is asked
        for.
        """
        if stage.variable is not None:
            yield from self._choices(stage.variable, state)
        else:
            assert stage.group is not None
            yield from closings(self.arrivals, stage.group, state, scores, every=every)

    # -- choosing a cell -----------------------------------------------------------------------

    def _choices(self, at: int, state: State) -> Iterator[Move]:
        variable = self.ready.order[at]
        if self.is_plain(at, state):
            for cell in variable.cells:
                yield Move(state, self.arrivals.effect(at, cell, state.off) or (), cell)
            return
        key = (at, state)
        made = self._made.get(key)
        if made is None:
            waiting = (*state.waiting, *self.arrivals.begun(at))
            every = (self._chosen(at, cell, state, waiting) for cell in variable.cells)
            made = tuple(move for move in every if move is not None)
            if len(self._made) < KEPT:
                self._made[key] = made
        yield from made

    def chosen(self, at: int, cell: Cell, state: State, *, bare: bool = False) -> Move | None:
        """The way from a state by one cell, None where nobody can go it.

        ``bare``: without the points that the cell gives by itself.
        """
        if self.is_plain(at, state):
            effect = () if bare else self.arrivals.effect(at, cell, state.off) or ()
            return Move(state, effect, cell)
        waiting = (*state.waiting, *self.arrivals.begun(at))
        return self._chosen(at, cell, state, waiting, bare=bare)

    def _chosen(
        self,
        at: int,
        cell: Cell,
        state: State,
        waiting: Sequence[Waiting],
        *,
        bare: bool = False,
    ) -> Move | None:
        variable = self.ready.order[at]
        forest, index = self.ready.forest, variable.index
        limits = self._limits(state, index, cell)
        if limits is None:
            return None
        system, watched = state.system, state.watched
        if variable.sort is Sort.FORM or index in self.ready.forms.by_variable:
            met = self._met(variable, cell, state)
            if met is None:
                return None
            system, watched = met
        if watched:
            watched = tuple(
                (term, forest.assign(node, index, cell))
                for term, node in watched
                if self.ready.forms.terms[term].term.variable != index
            )
        sides = tuple(forest.assign(node, index, cell) for node in state.sides)
        given = [
            (item, tuple(forest.assign(node, index, cell) for node in nodes))
            for item, nodes in waiting
        ]
        moved = State(sides, limits, (), state.off, system, watched)
        effect = () if bare else self.arrivals.effect(at, cell, state.off)
        if effect is None:
            given += self.arrivals.alone(at, cell)
            effect = ()
        target, steps = self.arrivals.arrive(moved, given, at)
        return Move(target, effect + steps, cell)

    def _limits(self, state: State, index: int, cell: Cell) -> tuple[int, ...] | None:
        """Constraints that are still open; None if one is broken."""
        forest = self.ready.forest
        if not state.limits:
            return state.limits
        kept: set[int] = set()
        for node in state.limits:
            now = forest.assign(node, index, cell)
            if now == F:
                return None
            if now > U:
                kept.add(now)
        return tuple(sorted(kept))

    # -- inequalities --------------------------------------------------------------------------

    def _met(
        self, variable: Variable, cell: Cell, state: State
    ) -> tuple[System, tuple[tuple[int, int], ...]] | None:
        """The inequalities after a sum's stretch, or an attribute's cell, has been chosen."""
        forms = self.ready.forms
        equation = forms.equations.get(variable.index)
        if equation is not None:
            rests = [term for term in equation if self._may_be_missing(term)]
            turned = {term: -rate for term, rate in equation.items()}
            new = [
                inequality(equation, cell.high, rests),
                inequality(turned, -cell.low, rests),
            ]
            system = added(state.system, new, self._ranges)
            if system is None or (len(system) > FEW and not is_possible(system, self._ranges)):
                return None
            return system, state.watched
        exists = dict(state.watched)
        puts = {}
        for term in forms.by_variable[variable.index]:
            applies = exists.get(term, forms.terms[term].term.applies)
            if applies > U:
                raise Unanswered("nested", variable.name)
            puts[term] = forms.put(term, cell, applies)
        low, high = (0, 0) if cell is MISSING_CELL else (cell.low, cell.high)
        left, exact = eliminated(state.system, puts, low, high, self._ranges)
        self.exact = self.exact and exact
        return None if left is None else (left, state.watched)

    def _may_be_missing(self, at: int) -> bool:
        """Whether a term may turn out to have no value, or nobody to know whether it exists."""
        term = self.ready.forms.terms[at].term
        variable = self.ready.space.variables[term.variable]
        certain = term.applies in (T, F)
        return term.if_missing is None and (MISSING_CELL in variable.cells or not certain)
