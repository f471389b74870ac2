"""Sums in between: linear forms of attributes, each with a variable of its own.

A comparison of a sum is a comparison of the form's variable. That the variable equals the sum is
kept as linear inequalities (``system``), which take part in the walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.contents import F, Node, T, U
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.space import Space, Variable
from evenhand.engines.exact.stepped import stepped
from evenhand.engines.exact.system import Put
from evenhand.engines.exact.whole import common_unit
from evenhand.model.conditions import Operator


class Term(NamedTuple):
    """An attribute's share in a sum: ``value × times``, at most ``at_most``, or a stand-in.

    ``applies`` is the node that tells whether the attribute exists; where it does not, the share is
    zero. A plain value has ``times`` one and nothing else.
    """

    variable: int
    times: Fraction = Fraction(1)
    at_most: Fraction | None = None
    if_missing: Fraction | None = None
    applies: Node = T


class Share(NamedTuple):
    """``factor`` times a term, or just ``factor`` where there is none."""

    term: Term | None
    factor: Fraction


@dataclass(slots=True)
class Held:
    """A term as the system counts it: in units of ``unit``, between ``low`` and ``high``.

    From ``clamp`` on (below it where ``times`` is negative) the share is cut off. ``costs`` makes
    it the cost of moving the attribute instead of a share.
    """

    term: Term
    unit: Fraction
    low: int
    high: int
    clamp: int | None
    costs: Mapping[Cell, Put] | None = None


@dataclass(slots=True)
class Form:
    """A sum of terms: ``constant + unit × Σ rate × term``.

    ``variable`` holds the sum of rates and terms; None where it has no terms left.
    """

    forest: Forest
    variable: Variable | None
    unit: Fraction
    constant: Fraction

    def tested(self, operator: Operator, bounds: Sequence[Any]) -> Node:
        """The sum compared with every possible value of a figure."""
        ends = [self.count(Fraction(bound)) for bound in bounds]
        if self.variable is None:
            answers = {operator.holds(Fraction(0), end) for end in ends}
            return (T if answers.pop() else F) if len(answers) == 1 else U
        return stepped(self.forest, self.variable, self.turned(operator), ends)

    def turned(self, operator: Operator) -> Operator:
        """The comparison as it reads for the variable, which may count downwards."""
        return operator.turned if self.unit < 0 else operator

    def count(self, value: Fraction) -> Fraction:
        """A value of the sum as a count of its units."""
        return Fraction(value - self.constant, self.unit)


@dataclass(slots=True)
class Forms:
    """All forms and terms of one question.

    ``equations`` gives the rate of each term of a form by the index of the form's variable,
    ``by_variable`` the terms of each attribute's variable. ``limits`` say that ``guesses`` are
    right.
    """

    space: Space
    forest: Forest
    terms: list[Held] = field(default_factory=list)
    by_variable: dict[int, list[int]] = field(default_factory=dict)
    equations: dict[int, Mapping[int, int]] = field(default_factory=dict)
    guesses: dict[str, int] = field(default_factory=dict)
    limits: list[Node] = field(default_factory=list)
    _terms: dict[Term, int] = field(default_factory=dict)
    _forms: dict[tuple[tuple[int, int], ...], Variable] = field(default_factory=dict)

    def ranges(self) -> dict[int, tuple[int, int]]:
        """The least and the greatest count of every term."""
        return {at: (held.low, held.high) for at, held in enumerate(self.terms)}

    def made(self, shares: Iterable[Share]) -> Form:
        """The form that adds up some shares."""
        total: dict[int, Fraction] = {}
        constant = Fraction(0)
        for share in shares:
            if share.term is None:
                constant += share.factor
                continue
            at, factor = self._held(share.term), share.factor
            total[at] = total.get(at, Fraction(0)) + factor * self.terms[at].unit
        listed = [(at, total[at]) for at in sorted(total) if total[at] != 0]
        if not listed:
            return Form(self.forest, None, Fraction(1), constant)
        unit = Fraction(common_unit(rate for _, rate in listed))
        if listed[0][1] < 0:
            unit = -unit
        rates = tuple((at, int(Fraction(rate, unit))) for at, rate in listed)
        if rates not in self._forms:
            ends = [
                sorted((rate * self.terms[at].low, rate * self.terms[at].high))
                for at, rate in rates
            ]
            name = "+".join(f"{rate}*{at}" for at, rate in rates)
            made = self.space.form(name, sum(e[0] for e in ends), sum(e[1] for e in ends))
            self._forms[rates] = made
            self.equations[made.index] = dict(rates)
        return Form(self.forest, self._forms[rates], unit, constant)

    def _held(self, term: Term) -> int:
        if term not in self._terms:
            self._terms[term] = len(self.terms)
            self.by_variable.setdefault(term.variable, []).append(len(self.terms))
            self.terms.append(_held(self.space.variables[term.variable], term))
        return self._terms[term]

    def put(self, at: int, cell: Cell, applies: Node) -> Put | None:
        """A term where its attribute lies in a cell, None where it has no value."""
        held = self.terms[at]
        term = held.term
        if held.costs is not None:
            return held.costs[cell]
        if applies == F:
            return Put(0, 0)
        if cell is MISSING_CELL or applies == U:
            if term.if_missing is None:
                return None
            return Put(0, _counted(_capped(term.if_missing * term.times, term), held.unit))
        variable = self.space.variables[term.variable]
        step = variable.step * term.times
        if term.at_most is not None and _beyond(cell, held, term):
            return Put(0, _counted(term.at_most, held.unit))
        return Put(_counted(step, held.unit), 0)


def _capped(value: Fraction, term: Term) -> Fraction:
    return value if term.at_most is None else min(value, term.at_most)


def _counted(value: Fraction, unit: Fraction) -> int:
    return int(Fraction(value, unit))


def _beyond(cell: Cell, held: Held, term: Term) -> bool:
    """Whether the whole cell lies where the share is cut off."""
    if held.clamp is None:
        return False
    return cell.low >= held.clamp if term.times > 0 else cell.high < held.clamp


def _held(variable: Variable, term: Term) -> Held:
    step = variable.step * term.times
    stand_in = None if term.if_missing is None else _capped(term.if_missing * term.times, term)
    extra = [value for value in (term.at_most, stand_in) if value is not None]
    unit = Fraction(common_unit([step, *extra]))
    clamp: int | None = None
    if term.at_most is not None and step != 0:
        at = Fraction(term.at_most, step)
        clamp = int(at // 1) + 1 if step > 0 else int(-(-at // 1))
        variable.cuts.add(clamp)
    ends = [_capped(count * step, term) for count in (variable.low, variable.high)]
    if clamp is not None and variable.low < clamp <= variable.high:
        ends.append(_capped((clamp - (1 if step > 0 else 0)) * step, term))
    everything = [*ends, *extra, Fraction(0)] if term.applies != T else [*ends, *extra]
    counts = [Fraction(value, unit) for value in everything]
    return Held(term, unit, int(min(counts) // 1), int(-(-max(counts) // 1)), clamp)
