"""Conditions and values over boxes: rules 3 to 10 of docs/semantics.md.

A value is F where there is nothing that could be known, and U where it is missing; a number is a
linear form, and a ratio is a pair of them. What differs within the box raises Fork.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from evenhand.model import conditions as c
from evenhand.model import figures as f
from evenhand.model import vocabulary as v
from evenhand.model.boxes.cells import among, included
from evenhand.model.boxes.linear import BeyondError, Box, Form, constant, holds, plus
from evenhand.model.mentions import attributes_in
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of, step_of
from evenhand.model.truth import F, T, Truth, U, conjunction, negation, truth
from evenhand.model.values import MISSING


def reduced(shape: Any, values: Mapping[Any, Any]) -> Any:
    """What is left of a shape once some of its tests are settled (rules 3 and 4).

    A shape is a truth, a test, or a pair: how many of its parts must hold (None: the part must
    not), and the parts.
    """
    if not isinstance(shape, tuple):
        return values.get(shape, shape)
    needed, parts = shape[0], [reduced(part, values) for part in shape[1]]
    if needed is None:
        return negation(parts[0]) if isinstance(parts[0], Truth) else (None, tuple(parts))
    needed -= parts.count(T)
    open_parts = tuple(part for part in parts if not isinstance(part, Truth))
    unknown = min(parts.count(U), needed)
    if needed <= 0 or needed > len(open_parts) + unknown:
        return truth(needed <= 0)
    if not open_parts:
        return U
    return (
        open_parts[0]
        if needed == len(open_parts) + unknown == 1
        else (
            needed,
            open_parts + (U,) * unknown,
        )
    )


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A policy as somebody reads it; ``twins`` are the attributes that are taken of the twin.

    ``number`` tells the views of one question apart in writing.
    """

    policy: Policy
    reading: Reading
    twins: frozenset[str] = frozenset()
    number: int = 1

    def variable(self, name: str) -> str:
        """The variable of an attribute; the twin's has a stroke."""
        return f"{name}'" if name in self.twins else name

    def inputs(self, names: Iterable[str]) -> dict[str, v.Attribute]:
        """The variables that names stand on, also for whether they apply, with their attributes."""
        dictionary, waiting = self.policy.dictionary, list(names)
        found: dict[str, v.Attribute] = {}
        while waiting:
            for name in dictionary.inputs_of(waiting.pop(0)):
                if self.variable(name) not in found:
                    attribute = found[self.variable(name)] = dictionary.attributes[name]
                    waiting += attributes_in(attribute.applies_when, dictionary)
        return found

    # -- conditions --------------------------------------------------------------------------------

    def shaped(self, condition: c.Condition, test: Callable[[c.Condition], Any]) -> Any:
        """A condition as a shape; ``test`` tells what stands for each of its tests."""
        match condition:
            case c.All(parts):
                needed: int | None = len(parts)
            case c.AnyOf(parts):
                needed = 1
            case c.CountOf(needed, parts):
                pass
            case c.Not(part):
                needed, parts = None, (part,)
            case c.Meets(name):
                return self.shaped(self.policy.definitions[name].means, test)
            case c.OpenCondition(_, read_as):
                return self._assumed(read_as)
            case _:
                return test(condition)
        return reduced((needed, tuple(self.shaped(part, test) for part in parts)), {})

    def truth(self, condition: c.Condition, box: Box) -> Truth:
        """A condition's truth in a box."""
        found = self.shaped(condition, lambda one: self.test(one, box))
        assert isinstance(found, Truth)
        return found

    def _assumed(self, read_as: bool | None) -> Truth:
        """Open wording, as the reading takes it (rule 9)."""
        taken = {Reading.OPEN: None, Reading.ALL_MET: True, Reading.NONE_MET: False}
        met = taken.get(self.reading, read_as)
        return U if met is None else truth(met)

    def test(self, test: c.Condition, box: Box) -> Truth:
        """One test; it is F where something that it reads does not apply (rules 5 to 9)."""
        match test:
            case c.Discretion(own, read_as=read_as):
                answer = box[f"discretion.{own}"]
                return self._assumed(read_as) if answer is MISSING else truth(answer)
            case c.Known(name, expected):
                return truth(isinstance(self.raw(name, box), Truth) is not expected)
            case c.ScoreIs(name, operator, figure):
                bounds, _ = self._bounds(name, figure, box)
                return self._against(name, self.score(name, box), operator, bounds, box)
            case c.Compare(name, operator, figure):
                bounds, others = self._bounds(name, figure, box)
                found = F if bounds is F else self.raw(name, box)
                result = self._against(name, found, operator, bounds, box)
                return conjunction([result, *(self.applies(x, box) for x in (name, *others))])
            case c.OneOf(name, values, negated):
                found = self.raw(name, box)
                if not isinstance(found, Truth):
                    found = truth(self._is_one_of(name, found, values, box) is not negated)
                return conjunction([found, self.applies(name, box)])
            case c.Includes(name, members, every):
                found = self.raw(name, box)
                if not isinstance(found, Truth):
                    inside = [included(one, self.variable(name), box) for one in members]
                    found = truth((all if every else any)(inside))
                return conjunction([found, self.applies(name, box)])
            case _:
                raise TypeError(type(test))

    def _bounds(self, name: str, figure: f.Figure, box: Box) -> tuple[Any, tuple[str, ...]]:
        """The possible values of a figure, and the attributes that it is taken of (rule 7)."""
        read_as = getattr(figure, "read_as", None)
        if read_as is not None and self.reading is not Reading.OPEN:
            figure = read_as
        match figure:
            case f.Constant(value):
                return [self.place(name, value)], ()
            case f.OpenFigure():
                return U, ()
            case f.Disputed(options):
                return [self.place(name, option.value.value) for option in options], ()
            case f.Range(low, high):
                return [self.place(name, end.value) for end in (low, high)], ()
            case f.Times(factor, of, more):
                found = self.raw(of, box)
                if isinstance(found, tuple):
                    raise BeyondError("ratio", name)
                if not isinstance(found, Truth):
                    found = [plus(constant(more), found, factor)]
                return found, (of,)
            case f.By(of, values, otherwise):
                chosen = None
                if self.raw(of, box) is not U:
                    fitting = (one for code, one in values if among({code}, self.variable(of), box))
                    chosen = next(fitting, otherwise)
                bounds, others = (U, ()) if chosen is None else self._bounds(name, chosen, box)
                return bounds, (of, *others)
            case _:
                assert_never(figure)

    def _against(self, name: str, found: Any, operator: c.Operator, bounds: Any, box: Box) -> Truth:
        """A comparison with every possible value of a figure (rule 8)."""
        if isinstance(found, Truth) or isinstance(bounds, Truth):
            return found if isinstance(found, Truth) else U
        met = {self.compare(name, found, operator, bound, box) for bound in bounds}
        return truth(met.pop()) if len(met) == 1 else U

    def compare(self, name: str, found: Any, operator: c.Operator, bound: Form, box: Box) -> bool:
        """One comparison; that of a ratio is multiplied across (rule 10)."""
        if isinstance(found, tuple):
            if any(bound[key] for key in bound if key):
                raise BeyondError("ratio", name)
            difference = plus(found[0], found[1], -bound[""])
        else:
            here = self.place(name, found) if isinstance(found, str) else found
            difference = plus(here, bound, -1)
        turned = operator in (c.Operator.AT_MOST, c.Operator.ABOVE)
        met = holds(plus({}, difference, -1) if turned else difference, box)
        return met is (operator in (c.Operator.AT_LEAST, c.Operator.AT_MOST))

    def _is_one_of(self, name: str, found: Any, values: tuple[Any, ...], box: Box) -> bool:
        """Equality with one of several values; numbers are compared both ways."""
        if not isinstance(found, (dict, tuple)):
            return among(values, self.variable(name), box)
        both = (c.Operator.AT_LEAST, c.Operator.AT_MOST)
        places = (self.place(name, value) for value in values)
        return any(
            all(self.compare(name, found, operator, place, box) for operator in both)
            for place in places
        )

    def place(self, name: str, value: Any) -> Form:
        attribute: Any = self.policy.dictionary.attributes.get(name)
        return constant(place_of(attribute, value))

    # -- values ------------------------------------------------------------------------------------

    def applies(self, name: str, box: Box) -> Truth:
        """Whether an attribute exists (rule 6)."""
        attribute = self.policy.dictionary.attributes.get(name)
        if attribute is None or attribute.applies_when is None:
            return T
        return self.truth(attribute.applies_when, box)

    def raw(self, name: str, box: Box) -> Any:
        """What an attribute holds, whether it applies or not."""
        if name in self.policy.dictionary.derived:
            return self._derived(self.policy.dictionary.derived[name].formula, box)
        cell = box[self.variable(name)]
        if isinstance(cell, tuple):
            return {self.variable(name): step_of(self.policy.dictionary.attributes[name])}
        return U if cell is MISSING else cell

    def held(self, name: str, box: Box) -> Any:
        """What an attribute holds where it applies; F where it does not, U where that is open."""
        applies = self.applies(name, box)
        return self.raw(name, box) if applies is T else applies

    def score(self, name: str, box: Box) -> Any:
        """The value of a score or a section that has been settled."""
        found = box[Score(self, name)]
        return found if isinstance(found, Truth) else constant(found)

    def _derived(self, formula: v.Formula, box: Box) -> Any:
        """A sum, a greatest or least, or a ratio (rule 10)."""
        match formula:
            case v.Sum(parts):
                terms = [self._term(part, box) for part in parts]
                total = constant(0)
                for term in terms:
                    total = total if U in terms else plus(total, term)
                return U if U in terms else total
            case v.Extreme(names, greatest):
                values = [one for name in names if (one := self.held(name, box)) is not F]
                if not values or U in values:
                    return U if values else F
                best = values[0]
                for one in values[1:]:
                    best = one if holds(plus(one, best, -1), box) is greatest else best
                return best
            case v.Quotient(of, to):
                pair = (self.held(of, box), self.held(to, box))
                if F in pair or U in pair:
                    return F if F in pair else U
                return U if holds(plus({}, pair[1], -1), box) else pair
            case _:
                assert_never(formula)

    def _term(self, part: v.SumPart, box: Box) -> Any:
        found = self.held(part.attribute, box)
        if found is U and part.if_missing is not None:
            found = constant(part.if_missing)
        if isinstance(found, Truth):
            return U if found is U else constant(0)
        term = plus({}, found, part.times)
        if part.at_most is None or not holds(plus(term, constant(part.at_most), -1), box):
            return term
        return constant(part.at_most)


@dataclass(frozen=True, slots=True)
class Score:
    """A score or a section of a view, as a key in boxes: its value there is a number or U."""

    view: View
    name: str

    def __str__(self) -> str:
        return f"{self.view.number}/{self.name}"
