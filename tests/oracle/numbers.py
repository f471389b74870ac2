"""Literals and exact linear forms over a model of CP-SAT.

A literal is the index of a Boolean variable, and ``~`` of it is its opposite. What is plain from
the bounds of the variables is settled at once, so that constants cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias

from ortools.sat.python import cp_model

Lit: TypeAlias = int

LARGEST: Final = 2**50
"""Sums of more would come near the ends of the solver's whole numbers."""


class Refused(Exception):
    """A construct that the oracle does not cover, by its name."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A constant plus variables times coefficients."""

    terms: Mapping[int, Fraction]
    constant: Fraction

    def __add__(self, other: Linear) -> Linear:
        terms = dict(self.terms)
        for index, factor in other.terms.items():
            terms[index] = terms.get(index, Fraction(0)) + factor
        kept = {index: factor for index, factor in terms.items() if factor != 0}
        return Linear(kept, self.constant + other.constant)

    def __sub__(self, other: Linear) -> Linear:
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> Linear:
        """The form multiplied by a number."""
        if factor == 0:
            return constant(Fraction(0))
        return Linear({i: one * factor for i, one in self.terms.items()}, self.constant * factor)

    def whole(self) -> tuple[dict[int, int], int, int]:
        """Whole coefficients, a whole constant, and what both were multiplied by."""
        by = lcm(self.constant.denominator, *(one.denominator for one in self.terms.values()))
        return {i: int(one * by) for i, one in self.terms.items()}, int(self.constant * by), by


def constant(number: Fraction) -> Linear:
    """A form without variables."""
    return Linear({}, number)


@dataclass(slots=True)
class Solver:
    """A model that grows: variables with their bounds, and what has been said about them."""

    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    variables: list[cp_model.IntVar] = field(default_factory=list)
    bounds: list[tuple[int, int]] = field(default_factory=list)
    said: dict[tuple[object, ...], Lit] = field(default_factory=dict)
    yes: Lit = 0

    def __post_init__(self) -> None:
        self.yes = self._new(1, 1)

    @property
    def no(self) -> Lit:
        """The literal that never holds."""
        return ~self.yes

    # -- variables --------------------------------------------------------------------------------

    def _new(self, low: int, high: int) -> int:
        if max(-low, high) > LARGEST:
            raise Refused("numbers as large as these")
        variable = self.model.new_int_var(low, high, "")
        assert variable.index == len(self.variables)
        self.variables.append(variable)
        self.bounds.append((low, high))
        return variable.index

    def literal(self) -> Lit:
        """A new variable that is true or false."""
        return self._new(0, 1)

    def integer(self, low: int, high: int) -> Linear:
        """A new whole number between two ends."""
        return Linear({self._new(low, high): Fraction(1)}, Fraction(0))

    def variable(self, lit: Lit) -> cp_model.LiteralT:
        """A literal as the solver knows it."""
        return self.variables[lit] if lit >= 0 else self.variables[~lit].negated()

    def expression(self, terms: Mapping[int, int], plus: int) -> cp_model.LinearExpr:
        """A whole linear form as the solver knows it."""
        variables = [self.variables[index] for index in terms]
        return cp_model.LinearExpr.affine(
            cp_model.LinearExpr.weighted_sum(variables, list(terms.values())), 1, plus
        )

    def ends(self, form: Linear) -> tuple[Fraction, Fraction]:
        """Bounds of a form, from those of its variables alone."""
        low = high = form.constant
        for index, factor in form.terms.items():
            ends = [factor * one for one in self.bounds[index]]
            low, high = low + min(ends), high + max(ends)
        return low, high

    # -- logic ------------------------------------------------------------------------------------

    def both(self, *lits: Lit) -> Lit:
        """All of some literals."""
        return self.every(lits)

    def either(self, *lits: Lit) -> Lit:
        """Any of some literals."""
        return self.some(lits)

    def every(self, lits: Iterable[Lit]) -> Lit:
        """A literal that holds exactly if all of some do; of none, it holds."""
        needed = {one for one in lits if one != self.yes}
        if self.no in needed or any(~one in needed for one in needed):
            return self.no
        if not needed:
            return self.yes
        if len(needed) == 1:
            return needed.pop()
        key = ("every", *sorted(needed))
        if key not in self.said:
            made = self.literal()
            parts = [self.variable(one) for one in sorted(needed)]
            self.model.add_bool_and(parts).only_enforce_if(self.variable(made))
            self.model.add_bool_or([*(~one for one in parts), self.variable(made)])
            self.said[key] = made
        return self.said[key]

    def some(self, lits: Iterable[Lit]) -> Lit:
        """A literal that holds exactly if any of some does; of none, it does not."""
        return ~self.every([~one for one in lits])

    def at_least(self, needed: int, lits: Sequence[Lit]) -> Lit:
        """Whether so many of some literals hold."""
        count = constant(Fraction(-needed))
        for one in lits:
            count += self.counted(one)
        return self.not_negative(count)

    def exactly_one(self, lits: Sequence[Lit]) -> None:
        """Say that one of some literals holds, and no other."""
        self.model.add_exactly_one([self.variable(one) for one in lits])

    def insist(self, lit: Lit) -> None:
        """Say that a literal holds."""
        self.model.add_bool_or([self.variable(lit)])

    # -- numbers ----------------------------------------------------------------------------------

    def counted(self, lit: Lit) -> Linear:
        """One where a literal holds, else zero."""
        if lit in (self.yes, self.no):
            return constant(Fraction(int(lit == self.yes)))
        if lit >= 0:
            return Linear({lit: Fraction(1)}, Fraction(0))
        return Linear({~lit: Fraction(-1)}, Fraction(1))

    def not_negative(self, form: Linear) -> Lit:
        """A literal that holds exactly if a form is zero or more."""
        low, high = self.ends(form)
        if low >= 0:
            return self.yes
        if high < 0:
            return self.no
        terms, plus, by = form.whole()
        if max(-low, high) * by > LARGEST:
            raise Refused("numbers as large as these")
        key = ("not negative", *sorted(terms.items()), plus)
        if key not in self.said:
            made = self.literal()
            whole = self.expression(terms, plus)
            self.model.add(whole >= 0).only_enforce_if(self.variable(made))
            self.model.add(whole <= -1).only_enforce_if(self.variable(~made))
            self.said[key] = made
        return self.said[key]

    def above_zero(self, form: Linear) -> Lit:
        """A literal that holds exactly if a form is more than zero."""
        return ~self.not_negative(form.times(Fraction(-1)))

    def _whole_variable(self, form: Linear, by: int) -> int:
        """A new variable equal to a form, which is whole, times a number."""
        low, high = self.ends(form)
        made = self._new(int(low * by), int(high * by))
        terms, plus, own = form.whole()
        self.model.add(self.variables[made] * (own) == self.expression(terms, plus) * by)
        return made

    def least(self, forms: Sequence[Linear]) -> Linear:
        """The least of some forms."""
        return self._extreme(forms, greatest=False)

    def greatest(self, forms: Sequence[Linear]) -> Linear:
        """The greatest of some forms."""
        return self._extreme(forms, greatest=True)

    def _extreme(self, forms: Sequence[Linear], *, greatest: bool) -> Linear:
        if all(not one.terms for one in forms):
            numbers = [one.constant for one in forms]
            return constant(max(numbers) if greatest else min(numbers))
        by = lcm(*(one.whole()[2] for one in forms))
        choice = max if greatest else min
        ends = [self.ends(one) for one in forms]
        made = self._new(
            int(choice(low for low, _ in ends) * by), int(choice(high for _, high in ends) * by)
        )
        parts = [self.variables[self._whole_variable(one, by)] for one in forms]
        if greatest:
            self.model.add_max_equality(self.variables[made], parts)
        else:
            self.model.add_min_equality(self.variables[made], parts)
        return Linear({made: Fraction(1, by)}, Fraction(0))

    def whole_units(self, form: Linear) -> Linear:
        """A form, which is not below zero, without what is not whole."""
        if not form.terms:
            return constant(Fraction(form.constant // 1))
        by = form.whole()[2]
        scaled = self._whole_variable(form, by)
        made = self._new(0, self.bounds[scaled][1] // by)
        self.model.add_division_equality(self.variables[made], self.variables[scaled], by)
        return Linear({made: Fraction(1)}, Fraction(0))

    def chosen(self, lit: Lit, form: Linear) -> Linear:
        """A form where a literal holds, else zero."""
        if lit == self.no:
            return constant(Fraction(0))
        if lit == self.yes:
            return form
        if not form.terms:
            return self.counted(lit).times(form.constant)
        low, high = self.ends(form)
        terms, plus, by = form.whole()
        made = self._new(min(0, int(low * by)), max(0, int(high * by)))
        whole = self.variables[made] - self.expression(terms, plus)
        self.model.add(whole == 0).only_enforce_if(self.variable(lit))
        self.model.add(self.variables[made] == 0).only_enforce_if(self.variable(~lit))
        return Linear({made: Fraction(1, by)}, Fraction(0))
