"""HiGHS: the same model as a mixed integer program; conditions are linear with big-M."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import highspy
from exact.banks import HIGHEST
from exact.solvers import SECONDS, Amount, Found, Lazy, Lit, Terms, by_cells, by_steps

LARGE: Final = 1_000_000
"""Compared amounts are counted in units of 10,000.00 ..."""

GAP: Final = 0.001
"""... and a comparison fails by 10.00 at the least: closer, the tolerances give wrong answers."""

CENT: Final = 1 / LARGE
"""A sum of amounts alone fails by 0.01."""


class HiGHS:
    """A literal is a binary variable, or one minus it, as a linear expression."""

    name = "HiGHS"

    def __init__(self) -> None:
        self.model = highspy.Highs()
        self.model.silent()
        self.model.setOptionValue("threads", 1)
        self.model.setOptionValue("time_limit", float(SECONDS))
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.model.setOptionValue("mip_abs_gap", 0.0)

    def flag(self) -> Lit:
        return self.model.addBinary() + 0

    def codes(self, count: int) -> list[Lit]:
        lits = [self.flag() for _ in range(count)]
        self.model.addConstr(self.model.qsum(lits) == 1)
        return lits

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount:
        lits = [self.flag() for _ in cuts]
        for below, above in pairwise(lits):
            self.model.addConstr(above - below <= 0)
        raw = None
        if compared:
            top = highest / LARGE
            raw = self.model.addVariable(0, top)
            for cut, lit in zip(cuts, lits, strict=True):
                at = cut / LARGE
                self.model.addConstr(raw - at * lit >= 0)
                self.model.addConstr(raw - (top - at + GAP) * lit <= at - GAP)
        return Amount(dict(zip(cuts, lits, strict=True)), raw)

    def no(self, lit: Lit) -> Lit:
        return 1 - lit

    def every(self, lits: Sequence[Lit]) -> Lit:
        if len(lits) == 1:
            return lits[0]
        made = self.flag()
        for one in lits:
            self.model.addConstr(made - one <= 0)
        self.model.addConstr(self.model.qsum(lits) - made <= len(lits) - 1)
        return made

    def some(self, lits: Sequence[Lit]) -> Lit:
        return self.no(self.every([self.no(one) for one in lits]))

    def total(self, terms: Terms, plus: int) -> Any:
        low = plus + sum(min(0, factor) for factor, _ in terms)
        high = plus + sum(max(0, factor) for factor, _ in terms)
        made = self.model.addVariable(low, high)
        self.model.addConstr(made - self._sum(terms, plus) == 0)
        return made, low, high

    def _sum(self, terms: Terms, plus: int) -> Any:
        return self.model.qsum([factor * lit for factor, lit in terms]) + plus

    def reaches(self, total: Any, least: int) -> Lit:
        score, low, high = total
        made = self.flag()
        self.model.addConstr(score - (least - low) * made >= low)
        self.model.addConstr(score - (high - least + 1) * made <= least - 1)
        return made

    def multiple(self, times: int, raw: Any, other: Any) -> Lit:
        top = HIGHEST / LARGE * (times + 1)
        made = self.flag()
        self.model.addConstr(times * raw - other - top * made >= -top)
        self.model.addConstr(times * raw - other - (top + GAP) * made <= -GAP)
        return made

    def sum_reaches(self, raws: Sequence[Any], least: int) -> Lit:
        top, at = len(raws) * HIGHEST / LARGE, least / LARGE
        made = self.flag()
        total = self.model.qsum(raws)
        self.model.addConstr(total - at * made >= 0)
        self.model.addConstr(total - (top - at + CENT) * made <= at - CENT)
        return made

    def insist(self, lit: Lit) -> None:
        self.model.addConstr(lit >= 1)

    def in_order(self, amount: Amount, above: Amount) -> None:
        for cut, lit in amount.at_least.items():
            self.model.addConstr(above.at_least[cut] - lit >= 0)
        if amount.raw is not None:
            self.model.addConstr(above.raw - amount.raw >= 0)

    points = staticmethod(by_steps)

    def search(self) -> Found:
        self.model.run()
        return self._said()

    def least(self, terms: Terms, plus: int) -> Found:
        self.model.minimize(self._sum(terms, plus))
        found = self._said()
        if found.said != "yes":
            return found
        return Found("yes", round(self.model.getObjectiveValue()))

    def _said(self) -> Found:
        status = self.model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return Found("yes")
        return Found("no" if status == highspy.HighsModelStatus.kInfeasible else "limit")


class HiGHSCells(HiGHS):
    """A binary variable for every stretch between thresholds."""

    name = "HiGHS cells"

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount:
        cells = self.codes(len(cuts) + 1)
        raw = None
        if compared:
            raw = self.model.addVariable(0, highest / LARGE)
            lows = [cut / LARGE for cut in (0, *cuts)]
            highs = [*(low - GAP for low in lows[1:]), highest / LARGE]
            self.model.addConstr(raw - self._weighted(lows, cells) >= 0)
            self.model.addConstr(raw - self._weighted(highs, cells) <= 0)
        return Amount(Lazy(cuts, lambda at: self.model.qsum(cells[at + 1 :])), raw, cells)

    def _weighted(self, factors: Sequence[float], cells: Sequence[Lit]) -> Any:
        return self.model.qsum([f * lit for f, lit in zip(factors, cells, strict=True)])

    def in_order(self, amount: Amount, above: Amount) -> None:
        places = [self._weighted(range(len(one.cells)), one.cells) for one in (amount, above)]
        self.model.addConstr(places[1] - places[0] >= 0)
        if amount.raw is not None:
            self.model.addConstr(above.raw - amount.raw >= 0)

    points = staticmethod(by_cells)
