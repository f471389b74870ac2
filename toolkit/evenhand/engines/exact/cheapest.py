"""The cheapest way to a label: the same walk, with least costs in the place of bits.

Everything that has no move is held at the customer's own value. The cost of a number that enters a
sum with others is linear within its cell; it takes part in the system of inequalities as a term of
its own, and the least total is what remains at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any, Final, TypeAlias

from evenhand.engines.exact.arrays import LARGE, started, targets, through, unreached
from evenhand.engines.exact.arrival import State
from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.closing import Move as Way
from evenhand.engines.exact.compiled import Compiled, compiled
from evenhand.engines.exact.forms import Held, Term
from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.exact.question import Budget, Question, Unanswered, outcome_of
from evenhand.engines.exact.solved import solved
from evenhand.engines.exact.space import Sort, Variable
from evenhand.engines.exact.system import EMPTY, Put, System, added, inequality
from evenhand.engines.exact.walk import Stage, Walk
from evenhand.model.boundaries import discretion_ids
from evenhand.model.customer import Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING, Missing, Value
from evenhand.model.vocabulary import Kind

MOST_SETS: Final = 256


def cheapest(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    reading: Reading = Reading.DECLARED,
    budget: Budget | None = None,
) -> Cheapest | None:
    """The cheapest possible customer with an outcome of the goal; None: proved that there is none.

    Attributes without a move, and those that are missing, stay as they are. Raises Unanswered.
    """
    known = {name: move for name, move in moves.items() if name in start.values}
    best: Cheapest | None = None
    for sets, cost in _set_choices(policy, start, known):
        held = replace(start, values={**start.values, **sets})
        numbers = {
            name: move
            for name, move in known.items()
            if policy.dictionary.attributes[name].kind is not Kind.SET
        }
        found = _Search(policy, held, numbers, goal, reading, budget or Budget()).run()
        if found is not None and (best is None or found.cost + cost < best.cost):
            best = Cheapest(found.cost + cost, found.customer)
    return best


def _set_choices(
    policy: Policy, start: Customer, moves: Mapping[str, Move]
) -> Iterator[tuple[dict[str, Value], Fraction]]:
    """Every combination of the values that sets may be given, with what it costs."""
    names = [n for n in moves if policy.dictionary.attributes[n].kind is Kind.SET]
    choices: list[list[tuple[Value, Fraction]]] = []
    for name in names:
        move = moves[name]
        listed = [(value, cost + move.fixed_cost) for value, cost in move.set_costs.items()]
        choices.append([(start.values[name], Fraction(0)), *listed])
    count = 1
    for one in choices:
        count *= len(one)
    if count > MOST_SETS:
        raise Unanswered("budget")
    for chosen in product(*choices):
        values = {name: value for name, (value, _) in zip(names, chosen, strict=True)}
        yield values, sum((cost for _, cost in chosen), Fraction(0))


Costs: TypeAlias = dict[Cell, int]


@dataclass(slots=True)
class _Search:
    policy: Policy
    start: Customer
    moves: Mapping[str, Move]
    goal: frozenset[str]
    reading: Reading
    budget: Budget
    scale: int = 1
    total: int | None = None
    costs: dict[int, Costs] = field(default_factory=dict)
    ready: Compiled = field(init=False)
    walk: Walk = field(init=False)

    def run(self) -> Cheapest | None:
        self.ready = compiled(self._question())
        self._price()
        self.walk = Walk(self.ready, self.budget)
        layers = self._layers()
        best = self._best(layers[-1])
        if best is None:
            return None
        _, state, at = best
        cells = self._back(layers, state, at)
        return self._customer(cells, best[0])

    def _question(self) -> Question:
        """Everything that has no move is held; values that a move speaks of are told apart."""
        fixed: dict[str, Value | Missing] = {}
        for name in (*used_attributes(self.policy), *self.start.values):
            if name not in self.moves and name in self.policy.dictionary.attributes:
                fixed[name] = self.start.get(name)
        for name, answer in self.start.discretion.items():
            fixed[f"discretion.{name}"] = answer
        for name in discretion_ids(self.policy):
            fixed.setdefault(f"discretion.{name}", MISSING)
        apart = {
            name: (self.start.values[name], *move.set_costs) for name, move in self.moves.items()
        }
        return Question((outcome_of(self.policy, self.reading),), fixed=fixed, apart=apart)

    # -- prices --------------------------------------------------------------------------------

    def _price(self) -> None:
        """Give every cell of a movable attribute its cost, in whole numbers."""
        movable = [v for v in self.ready.order if v.name in self.moves and v.sort is not Sort.FORM]
        fractions = [
            one
            for variable in movable
            for move in (self.moves[variable.name],)
            for one in (
                (move.raise_cost or Fraction(0)) * variable.step,
                (move.lower_cost or Fraction(0)) * variable.step,
                move.fixed_cost,
                *move.set_costs.values(),
            )
        ]
        self.scale = lcm(*(one.denominator for one in fractions)) if fractions else 1
        tied: dict[int, int] = {}
        most = 0
        for variable in movable:
            if self._is_tied(variable):
                most += self._tie(variable, tied)
            else:
                self.costs[variable.index] = {
                    cell: cost
                    for cell in variable.cells
                    if (cost := self._cost(variable, cell)) is not None
                }
            variable.cells = tuple(self.costs[variable.index])
        if tied:
            self._total(tied, most)

    def _is_tied(self, variable: Variable) -> bool:
        forms = self.ready.forms
        mine = set(forms.by_variable.get(variable.index, ()))
        return any(
            form in self.ready.place and mine & set(terms)
            for form, terms in forms.equations.items()
        )

    def _cost(self, variable: Variable, cell: Cell) -> int | None:
        """The least cost of reaching a cell; None where no move leads there."""
        if cell is MISSING_CELL:
            return None
        move, now = self.moves[variable.name], self.start.values[variable.name]
        if variable.sort is not Sort.NUMBER:
            if cell.code == now:
                return 0
            if cell.code not in move.set_costs:
                return None
            return int((move.set_costs[cell.code] + move.fixed_cost) * self.scale)
        here = self.ready.space.count(variable, now)
        nearest = min(max(here, cell.low), cell.high)
        cost = self._moved(variable, here, nearest)
        return None if cost is None else int(cost * self.scale)

    def _moved(self, variable: Variable, here: int, there: int) -> Fraction | None:
        move = _by_place(self.moves[variable.name])
        return move.cost(variable.step * here, variable.step * there)

    # -- costs within sums ---------------------------------------------------------------------

    def _tie(self, variable: Variable, tied: dict[int, int]) -> int:
        """Make the cost of an attribute that enters a sum a term; the most that it can be."""
        forms = self.ready.forms
        here = self.ready.space.count(variable, self.start.values[variable.name])
        puts: dict[Cell, Put] = {}
        ends: list[int] = [0]
        for cell in variable.cells:
            put = self._put(variable, cell, here)
            if put is not None:
                puts[cell] = put
                ends += [put.rate * end + put.start for end in (cell.low, cell.high)]
        self.costs[variable.index] = dict.fromkeys(puts, 0)
        tied[len(forms.terms)] = 1
        forms.by_variable.setdefault(variable.index, []).append(len(forms.terms))
        term = Term(variable.index)
        forms.terms.append(Held(term, Fraction(1), min(ends), max(ends), None, puts))
        return max(ends)

    def _put(self, variable: Variable, cell: Cell, here: int) -> Put | None:
        """The cost as it grows over a cell; cells lie wholly on one side of where one stands."""
        if cell is MISSING_CELL:
            return None
        low, high = (self._moved(variable, here, end) for end in (cell.low, cell.high))
        if low is None or high is None:
            return None
        if cell.low == cell.high:
            return Put(0, int(low * self.scale))
        rate = Fraction((high - low) * self.scale, cell.high - cell.low)
        return Put(int(rate), int(low * self.scale - rate * cell.low))

    def _total(self, tied: dict[int, int], most: int) -> None:
        """A term for the total of these costs, at least their sum."""
        forms = self.ready.forms
        self.total = len(forms.terms)
        forms.terms.append(Held(Term(-1), Fraction(1), 0, most, None, {}))
        sums = {**tied, self.total: -1}
        given = added(EMPTY, [inequality(sums, 0, ())], forms.ranges())
        assert given is not None
        self.ready.given = given

    def _least_total(self, system: System) -> int:
        """The least total that is left possible at the end."""
        least = 0
        for one in system:
            rates = dict(one.terms)
            rate = rates.get(-1 if self.total is None else self.total, 0)
            if rate < 0 and len(rates) == 1 and not one.rests_on:
                least = max(least, -(one.bound // -rate))
        return least

    # -- the walk ------------------------------------------------------------------------------

    def _layers(self) -> list[dict[State, Any]]:
        first = self.walk.begin()
        layers: list[dict[State, Any]] = [
            {state: self._started(scores) for state, scores in first.items()}
        ]
        for stage in self.walk.stages:
            layers.append(self._next(stage, layers[-1]))
            if len(layers[-1]) > self.budget.states:
                raise Unanswered("budget")
        return layers

    def _started(self, scores: int) -> Any:
        width = self.ready.axes.width
        if width * 64 * len(self.walk.stages) > self.budget.bits:
            raise Unanswered("budget")
        most = sum(max(costs.values(), default=0) for costs in self.costs.values())
        return started(width, scores.bit_length() - 1, most)

    def _next(self, stage: Stage, layer: dict[State, Any]) -> dict[State, Any]:
        import numpy as np

        after: dict[State, Any] = {}
        for state, costs in layer.items():
            for move, cost in self._priced(stage, state):
                reached = through(move.steps, costs, self.ready.axes.width, cost)
                known = after.get(move.target)
                after[move.target] = reached if known is None else np.minimum(known, reached)
        return after

    def _priced(self, stage: Stage, state: State) -> Iterator[tuple[Way, int]]:
        """The ways from a state, with what each costs; a closing needs all scores at once."""
        everything = (1 << self.ready.axes.width) - 1
        costs: Costs | None = None
        if stage.variable is not None:
            costs = self.costs.get(self.ready.order[stage.variable].index)
        for move in self.walk.moves(stage, state, everything, every=True):
            if costs is None or move.cell is None:
                yield move, 0
            elif move.cell in costs:
                yield move, costs[move.cell]

    def _best(self, layer: dict[State, Any]) -> tuple[int, State, int] | None:
        found: tuple[int, State, int] | None = None
        for state, costs in layer.items():
            label = self.ready.forest.value(state.sides[0])
            if label not in self.goal:
                continue
            at = int(costs.argmin())
            if costs[at] >= unreached(costs):
                continue
            total = int(costs[at]) + self._least_total(state.system)
            if found is None or total < found[0]:
                found = (total, state, at)
        return found

    def _back(self, layers: Sequence[dict[State, Any]], state: State, at: int) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        stages = zip(reversed(self.walk.stages), reversed(layers[:-1]), strict=True)
        value = layers[-1][state][at]
        for stage, layer in stages:
            state, at, value, cell = self._before(stage, layer, state, at, value)
            if stage.variable is not None and cell is not None:
                cells[self.ready.order[stage.variable].index] = cell
        return cells

    def _before(
        self, stage: Stage, layer: dict[State, Any], state: State, at: int, value: Any
    ) -> tuple[State, int, Any, Cell | None]:
        import numpy as np

        for before, costs in layer.items():
            for move, cost in self._priced(stage, before):
                if move.target != state:
                    continue
                places = targets(move.steps, self.ready.axes.width)
                fits = np.nonzero((places == at) & (costs == value - cost))[0]
                if len(fits):
                    place = int(fits[0])
                    return before, place, costs[place], move.cell
        raise AssertionError("no way back")

    # -- the customer --------------------------------------------------------------------------

    def _customer(self, cells: Mapping[int, Cell], cost: int) -> Cheapest:
        from evenhand.engines.exact.witness import customer_of, sums_of

        forms = self.ready.forms
        exists = {at: held.term.applies for at, held in enumerate(forms.terms)}
        sums = sums_of(self.ready, cells, self._existence(cells, exists))
        stretches, usual = {}, {}
        rates: dict[int, int] = {}
        start = 0
        for variable in self.ready.order:
            cell = cells[variable.index]
            if variable.sort is not Sort.NUMBER or cell is MISSING_CELL:
                continue
            stretches[variable.index] = (cell.low, cell.high)
            now = self.start.get(variable.name)
            here = cell.low if isinstance(now, Missing) else self.ready.space.count(variable, now)
            usual[variable.index] = here
            for term in forms.by_variable.get(variable.index, ()):
                puts = forms.terms[term].costs
                if puts is not None:
                    rates[variable.index] = puts[cell].rate
                    start += puts[cell].start
        fixed = sum(self.costs[at].get(cells[at], 0) for at in self.costs if at in cells)
        if any(rates.values()):
            sums = [*sums, (rates, -LARGE, cost - fixed - start)]
        counts = solved(stretches, sums, usual)
        if counts is None:
            raise Unanswered("linear")
        moved = customer_of(self.ready, cells, counts)
        found = replace(self.start, values={**self.start.values, **moved.values})
        return Cheapest(Fraction(cost, self.scale), found)

    def _existence(self, cells: Mapping[int, Cell], exists: dict[int, int]) -> dict[int, int]:
        """Whether the attributes of terms exist, now that all cells are known."""
        forest = self.ready.forest
        for at, node in exists.items():
            for index, cell in cells.items():
                node = forest.assign(node, index, cell)  # noqa: PLW2901
            exists[at] = node
        return exists


def _by_place(move: Move) -> Move:
    """A move with dates as the ordinals of their days."""
    costs: dict[Value, Fraction] = {
        Fraction(value.toordinal()) if isinstance(value, date) else value: cost
        for value, cost in move.set_costs.items()
    }
    return replace(move, set_costs=costs)
