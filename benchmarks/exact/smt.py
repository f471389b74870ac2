"""Z3, three ways."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import z3
from exact.solvers import SECONDS, Amount, Found, Lit, Terms, by_steps


class Z3:
    """Amounts and scores are whole numbers; the default solver."""

    name = "Z3"
    logic: str | None = None

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.names = 0

    def _name(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def flag(self) -> Lit:
        return z3.Bool(self._name())

    def codes(self, count: int) -> list[Lit]:
        code = z3.Int(self._name())
        self.said += [code >= 0, code < count]
        return [code == number for number in range(count)]

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount:  # noqa: ARG002
        raw = z3.Int(self._name())
        self.said += [raw >= 0, raw <= highest]
        return Amount({cut: raw >= cut for cut in cuts}, raw)

    def no(self, lit: Lit) -> Lit:
        return z3.Not(lit)

    def every(self, lits: Sequence[Lit]) -> Lit:
        return z3.And(*lits)

    def some(self, lits: Sequence[Lit]) -> Lit:
        return z3.Or(*lits)

    def total(self, terms: Terms, plus: int) -> Any:
        parts = [z3.If(lit, z3.IntVal(factor), z3.IntVal(0)) for factor, lit in terms]
        return z3.Sum([z3.IntVal(plus), *parts])

    def reaches(self, total: Any, least: int) -> Lit:
        return total >= least

    def multiple(self, times: int, raw: Any, other: Any) -> Lit:
        return times * raw >= other

    def sum_reaches(self, raws: Sequence[Any], least: int) -> Lit:
        return z3.Sum(raws) >= least

    def insist(self, lit: Lit) -> None:
        self.said.append(lit)

    def in_order(self, amount: Amount, above: Amount) -> None:
        self.said.append(amount.raw <= above.raw)

    points = staticmethod(by_steps)

    def search(self) -> Found:
        solver = z3.Solver() if self.logic is None else z3.SolverFor(self.logic)
        solver.set("timeout", SECONDS * 1000)
        solver.add(*self.said)
        return Found({"sat": "yes", "unsat": "no"}.get(str(solver.check()), "limit"))

    def least(self, terms: Terms, plus: int) -> Found:
        solver = z3.Optimize()
        solver.set("timeout", SECONDS * 1000)
        solver.add(*self.said)
        aim = Z3.total(self, terms, plus)
        solver.minimize(aim)
        said = str(solver.check())
        if said != "sat":
            return Found("no" if said == "unsat" else "limit")
        return Found("yes", solver.model().eval(aim).as_long())


class Z3Linear(Z3):
    """The same with the tactic for linear integer arithmetic without quantifiers."""

    name = "Z3 QF_LIA"
    logic = "QF_LIA"


class Z3Boolean(Z3):
    """A Boolean for each threshold, pseudo-Boolean scores, the tactic for finite domains."""

    name = "Z3 QF_FD"
    logic = "QF_FD"

    def codes(self, count: int) -> list[Lit]:
        lits = [self.flag() for _ in range(count)]
        self.said.append(z3.PbEq([(lit, 1) for lit in lits], 1))
        return lits

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount:
        lits = [self.flag() for _ in cuts]
        self.said += [z3.Implies(a, b) for b, a in pairwise(lits)]
        raw = None
        if compared:
            raw = z3.BitVec(self._name(), 32)
            self.said.append(z3.ULE(raw, highest))
            self.said += [lit == z3.UGE(raw, cut) for cut, lit in zip(cuts, lits, strict=True)]
        return Amount(dict(zip(cuts, lits, strict=True)), raw)

    def total(self, terms: Terms, plus: int) -> Any:
        return terms, plus

    def reaches(self, total: Any, least: int) -> Lit:
        terms, plus = total
        needed, weighted = least - plus, []
        for factor, lit in terms:
            if factor > 0:
                weighted.append((lit, factor))
            elif factor < 0:
                weighted.append((z3.Not(lit), -factor))
                needed -= factor
        return z3.BoolVal(True) if needed <= 0 else z3.PbGe(weighted, needed)

    def multiple(self, times: int, raw: Any, other: Any) -> Lit:
        return z3.UGE(z3.ZeroExt(8, raw) * times, z3.ZeroExt(8, other))

    def sum_reaches(self, raws: Sequence[Any], least: int) -> Lit:
        return z3.UGE(z3.Sum([z3.ZeroExt(8, one) for one in raws]), least)

    def in_order(self, amount: Amount, above: Amount) -> None:
        for cut, lit in amount.at_least.items():
            self.said.append(z3.Implies(lit, above.at_least[cut]))
        if amount.raw is not None:
            self.said.append(z3.ULE(amount.raw, above.raw))
