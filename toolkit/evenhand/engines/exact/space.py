"""The variables of a question: what can differ between customers, and the cells of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.prepared import domain_of
from evenhand.engines.exact.question import Question, Unanswered, sides_use
from evenhand.model.boundaries import typical_of
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute, Kind


class Sort(Enum):
    """What a variable stands for."""

    NUMBER = "number"
    CODE = "code"
    PRESENCE = "presence"
    MEMBER = "member"
    ANSWER = "answer"
    FORM = "form"
    GUESS = "guess"


NOT_ASKED: Final = (Sort.FORM, Sort.GUESS)
"""What no customer is asked for: it follows from the rest."""


@dataclass(slots=True)
class Variable:
    """One thing that can differ: an attribute, a member of a set, an answer, a sum in between.

    Numbers are counted in ``step`` from ``low`` to ``high``. ``cuts`` are where something that is
    asked changes; ``cells`` are made of them once all are known. ``required``: it is never missing.
    """

    index: int
    sort: Sort
    name: str
    twin: bool
    attribute: Attribute | None = None
    member: str | None = None
    step: Fraction = Fraction(1)
    low: int = 0
    high: int = 0
    codes: tuple[Any, ...] = ()
    cuts: set[int] = field(default_factory=set)
    cells: tuple[Cell, ...] = ()
    required: bool = False
    _far: dict[Cell, int] = field(default_factory=dict)

    @property
    def far(self) -> dict[Cell, int]:
        """How far each cell lies from the typical value, in cells."""
        if not self._far:
            self._far = _distances(self)
        return self._far

    @property
    def typical(self) -> int:
        """The count of the typical value of a number or date, as near as the domain allows."""
        assert self.attribute is not None
        usual = typical_of(self.attribute)
        place = usual.toordinal() if isinstance(usual, date) else usual
        assert not isinstance(place, (str, frozenset))
        return min(max(int(Fraction(place) // self.step), self.low), self.high)


class Space:
    """All variables of one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.policies = sides_use(question)
        self.variables: list[Variable] = []
        self.closed = False
        self._named: dict[tuple[Sort, str, str | None, bool], Variable] = {}
        self._attributes: dict[str, Attribute] = {}

    def attribute(self, name: str) -> Attribute:
        """An attribute as all policies have it. Raises Unanswered where they do not agree."""
        if name not in self._attributes:
            found = [
                policy.dictionary.attributes[name]
                for policy in self.policies
                if name in policy.dictionary.attributes
            ]
            self._attributes[name] = _merged(found)
        return self._attributes[name]

    def is_split(self, name: str) -> bool:
        """Whether every value counts: the twin may differ in it, or it may be moved."""
        return name in self.question.split or name in self.question.apart

    def may_not_exist(self, name: str) -> bool:
        """Whether there are customers for whom an attribute does not exist."""
        found = (policy.dictionary.attributes.get(name) for policy in self.policies)
        return any(one is not None and one.applies_when is not None for one in found)

    def find(self, sort: Sort, name: str, member: str | None, twin: bool) -> Variable | None:
        """A variable; None for an attribute that only constraints speak of, which is missing."""
        twin = twin and name in self.question.split
        key = (sort, name, member, twin)
        if key not in self._named:
            if self.closed:
                return None
            self._named[key] = self._new(sort, name, member, twin)
        return self._named[key]

    def _new(self, sort: Sort, name: str, member: str | None, twin: bool) -> Variable:
        made = Variable(len(self.variables), sort, name, twin, member=member)
        match sort:
            case Sort.ANSWER:
                made.codes = (True, False)
            case Sort.MEMBER:
                made.codes = (False, True)
                made.attribute = self.attribute(name)
            case Sort.PRESENCE:
                made.attribute = self.attribute(name)
            case Sort.CODE:
                made.attribute = self.attribute(name)
                boolean = made.attribute.kind is Kind.BOOLEAN
                made.codes = (False, True) if boolean else made.attribute.codes
            case _:
                made.attribute = self.attribute(name)
                known = domain_of(made.attribute)
                made.step, made.low, made.high = known.step, known.low, known.high
                if made.low > made.high:
                    raise Unanswered("differs", name)
        self.variables.append(made)
        return made

    def form(self, name: str, low: int, high: int) -> Variable:
        """A variable for a sum in between: its whole range is possible, as far as it is consistent
        with its parts."""
        made = Variable(len(self.variables), Sort.FORM, name, False, low=low, high=high)
        self.variables.append(made)
        return made

    def guess(self, name: str, options: tuple[str, ...]) -> Variable:
        """A variable for something that has to be guessed; a constraint says what is right."""
        made = Variable(len(self.variables), Sort.GUESS, name, False, codes=options)
        self.variables.append(made)
        return made

    def sort_of(self, name: str) -> Sort:
        """How an attribute is held."""
        kind = self.attribute(name).kind
        if kind in (Kind.BOOLEAN, Kind.ENUM, Kind.ORDINAL):
            return Sort.CODE
        return Sort.PRESENCE if kind is Kind.SET else Sort.NUMBER

    # -- cells ---------------------------------------------------------------------------------

    def cut(self) -> None:
        """Make the cells of all variables, restricted to what the question holds fixed."""
        for variable in self.variables:
            variable.cells = tuple(self._cells(variable))

    def _cells(self, variable: Variable) -> Sequence[Cell]:
        fixed = self._fixed(variable)
        if fixed is not None:
            return () if variable.required and fixed is MISSING_CELL else (fixed,)
        cells = self._free_cells(variable)
        return [one for one in cells if one is not MISSING_CELL] if variable.required else cells

    def _free_cells(self, variable: Variable) -> Sequence[Cell]:
        match variable.sort:
            case Sort.FORM:
                return _stretches(variable)
            case Sort.NUMBER:
                return [*_stretches(variable), MISSING_CELL]
            case Sort.PRESENCE:
                return [Cell(), MISSING_CELL]
            case Sort.MEMBER | Sort.GUESS:
                return [Cell(code=code) for code in variable.codes]
            case _:
                return [*(Cell(code=code) for code in variable.codes), MISSING_CELL]

    def _fixed(self, variable: Variable) -> Cell | None:
        named = f"discretion.{variable.name}" if variable.sort is Sort.ANSWER else variable.name
        if variable.sort in NOT_ASKED or variable.twin or named not in self.question.fixed:
            return None
        value = self.question.fixed[named]
        if isinstance(value, Missing):
            return Cell(code=False) if variable.sort is Sort.MEMBER else MISSING_CELL
        match variable.sort:
            case Sort.NUMBER:
                at = self.count(variable, value)
                return Cell(at, at)
            case Sort.PRESENCE:
                return Cell()
            case Sort.MEMBER:
                assert isinstance(value, frozenset)
                return Cell(code=variable.member in value)
            case _:
                return Cell(code=value)

    def count(self, variable: Variable, value: Value) -> int:
        """A value of a number or date in steps."""
        place = Fraction(value.toordinal()) if isinstance(value, date) else value
        assert isinstance(place, Fraction)
        return int(place // variable.step)


def _stretches(variable: Variable) -> list[Cell]:
    inside = sorted(cut for cut in variable.cuts if variable.low < cut <= variable.high)
    starts = [variable.low, *inside]
    last = [cut - 1 for cut in inside] + [variable.high]
    return [Cell(low, high) for low, high in zip(starts, last, strict=True)]


def _distances(variable: Variable) -> dict[Cell, int]:
    """How far each cell lies from the typical value, in cells; a missing value is one away.

    What a person has to assess is missing of most customers, so there any value is one away.
    """
    attribute = variable.attribute
    human = variable.sort is Sort.ANSWER or (attribute is not None and attribute.human)
    if variable.sort in NOT_ASKED:
        return dict.fromkeys(variable.cells, 0)
    if human:
        return {cell: int(cell is not MISSING_CELL) for cell in variable.cells}
    assert attribute is not None
    usual = typical_of(attribute)
    match variable.sort:
        case Sort.NUMBER:
            starts = [cell.low for cell in variable.cells if cell is not MISSING_CELL]
            home = bisect_right(starts, variable.typical) - 1
            return {
                cell: 1 if cell is MISSING_CELL else abs(at - home)
                for at, cell in enumerate(variable.cells)
            }
        case Sort.MEMBER:
            assert isinstance(usual, frozenset)
            inside = variable.member in usual
            return {cell: int(cell.code is not inside) for cell in variable.cells}
        case Sort.PRESENCE:
            return {cell: int(cell is MISSING_CELL) for cell in variable.cells}
        case _:
            if attribute.kind is Kind.ORDINAL and usual in variable.codes:
                home = variable.codes.index(usual)
                return {
                    cell: 1 if cell is MISSING_CELL else abs(variable.codes.index(cell.code) - home)
                    for cell in variable.cells
                }
            return {
                cell: int(cell is MISSING_CELL or cell.code != usual) for cell in variable.cells
            }


# -- one attribute, several dictionaries -----------------------------------------------------------


def _merged(found: Sequence[Attribute]) -> Attribute:
    """What several dictionaries have in common of an attribute.

    Customers of all policies are meant: values that one of them would refuse are left out.
    """
    from dataclasses import replace

    first, *others = found
    for other in others:
        if other is first or _alike(first, other):
            continue
        if other.kind is not first.kind:
            raise Unanswered("differs", first.id)
        if first.kind.is_numeric:
            first = _narrowed(first, other)
        elif first.codes != other.codes:
            common = tuple(code for code in first.codes if code in other.codes)
            if common != tuple(code for code in other.codes if code in first.codes) or not common:
                raise Unanswered("differs", first.id)
            labels = tuple(first.code_labels[first.codes.index(code)] for code in common)
            first = replace(first, codes=common, code_labels=labels)
    return first


def _alike(one: Attribute, other: Attribute) -> bool:
    """Whether two definitions have the same values; texts and the rest do not matter here."""
    return (one.kind, one.step, one.low, one.high, one.codes, one.human) == (
        other.kind,
        other.step,
        other.low,
        other.high,
        other.codes,
        other.human,
    )


def _narrowed(one: Attribute, other: Attribute) -> Attribute:
    from dataclasses import replace

    steps = (one.step, other.step)
    coarse, fine = max(map(_step, steps)), min(map(_step, steps))
    if coarse % fine != 0:
        raise Unanswered("differs", one.id)
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    return replace(
        one,
        step=coarse,
        low=max(lows) if lows else None,
        high=min(highs) if highs else None,
        human=one.human or other.human,
    )


def _step(step: Fraction | None) -> Fraction:
    return Fraction(1) if step is None else step
