"""CP-SAT of OR-Tools, with one worker."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from exact.solvers import SECONDS, Amount, Found, Lazy, Lit, Terms, by_cells, by_steps
from ortools.sat.python import cp_model


class CpSat:
    """Order literals for thresholds, integer variables for scores, reified tiers."""

    name = "CP-SAT"

    def __init__(self) -> None:
        self.model = cp_model.CpModel()

    def flag(self) -> Lit:
        return self.model.new_bool_var("")

    def codes(self, count: int) -> list[Lit]:
        lits = [self.flag() for _ in range(count)]
        self.model.add_exactly_one(lits)
        return lits

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount:
        lits = [self.flag() for _ in cuts]
        for below, above in pairwise(lits):
            self.model.add_implication(above, below)
        raw = None
        if compared:
            raw = self.model.new_int_var(0, highest, "")
            for cut, lit in zip(cuts, lits, strict=True):
                self.model.add(raw >= cut).only_enforce_if(lit)
                self.model.add(raw <= cut - 1).only_enforce_if(~lit)
        return Amount(dict(zip(cuts, lits, strict=True)), raw)

    def no(self, lit: Lit) -> Lit:
        return ~lit

    def every(self, lits: Sequence[Lit]) -> Lit:
        if len(lits) == 1:
            return lits[0]
        made = self.flag()
        self.model.add_bool_and(lits).only_enforce_if(made)
        self.model.add_bool_or([*(~one for one in lits), made])
        return made

    def some(self, lits: Sequence[Lit]) -> Lit:
        return ~self.every([~one for one in lits])

    def total(self, terms: Terms, plus: int) -> Any:
        low = plus + sum(min(0, factor) for factor, _ in terms)
        high = plus + sum(max(0, factor) for factor, _ in terms)
        made = self.model.new_int_var(low, high, "")
        self.model.add(made == self._sum(terms, plus))
        return made

    def _sum(self, terms: Terms, plus: int) -> Any:
        lits = [lit for _, lit in terms]
        return cp_model.LinearExpr.weighted_sum(lits, [factor for factor, _ in terms]) + plus

    def reaches(self, total: Any, least: int) -> Lit:
        made = self.flag()
        self.model.add(total >= least).only_enforce_if(made)
        self.model.add(total <= least - 1).only_enforce_if(~made)
        return made

    def multiple(self, times: int, raw: Any, other: Any) -> Lit:
        made = self.flag()
        self.model.add(times * raw >= other).only_enforce_if(made)
        self.model.add(times * raw <= other - 1).only_enforce_if(~made)
        return made

    def sum_reaches(self, raws: Sequence[Any], least: int) -> Lit:
        return self.reaches(sum(raws), least)

    def insist(self, lit: Lit) -> None:
        self.model.add_bool_or([lit])

    def in_order(self, amount: Amount, above: Amount) -> None:
        for cut, lit in amount.at_least.items():
            self.model.add_implication(lit, above.at_least[cut])
        if amount.raw is not None:
            self.model.add(amount.raw <= above.raw)

    points = staticmethod(by_steps)

    def search(self) -> Found:
        return self._solved(self._solver())

    def least(self, terms: Terms, plus: int) -> Found:
        self.model.minimize(self._sum(terms, plus))
        solver = self._solver()
        found = self._solved(solver)
        return Found(found.said, round(solver.objective_value)) if found.said == "yes" else found

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = SECONDS
        return solver

    def _solved(self, solver: cp_model.CpSolver) -> Found:
        status = solver.solve(self.model)
        whole = self.model.has_objective()
        if status == cp_model.OPTIMAL or (status == cp_model.FEASIBLE and not whole):
            return Found("yes")
        return Found("no" if status == cp_model.INFEASIBLE else "limit")


class CpSatCells(CpSat):
    """A literal for every stretch between thresholds, of which exactly one holds."""

    name = "CP-SAT cells"

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount:
        cells = self.codes(len(cuts) + 1)
        raw = None
        if compared:
            raw = self.model.new_int_var(0, highest, "")
            ends = zip(cells, (0, *cuts), (*(cut - 1 for cut in cuts), highest), strict=True)
            for lit, low, high in ends:
                self.model.add_linear_constraint(raw, low, high).only_enforce_if(lit)
        return Amount(Lazy(cuts, lambda at: self._any(cells[at + 1 :])), raw, cells)

    def _any(self, cells: Sequence[Lit]) -> Lit:
        made = self.flag()
        self.model.add(sum(cells) == made)
        return made

    def in_order(self, amount: Amount, above: Amount) -> None:
        places = [sum(i * lit for i, lit in enumerate(one.cells)) for one in (amount, above)]
        self.model.add(places[0] <= places[1])
        if amount.raw is not None:
            self.model.add(amount.raw <= above.raw)

    points = staticmethod(by_cells)
