"""Witnesses: from the end of a walk back to a customer, the most ordinary one that shows it.

Of all ways through the cells that lead to the labels, one with the least total distance from the
vocabulary's typical values is taken; within the cells, values as near to the typical ones as they
can be, attribute by attribute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.contents import Units
from evenhand.engines.exact.nearer import nearer
from evenhand.engines.exact.nearest import nearest
from evenhand.engines.exact.question import Labels, Unanswered, Witness
from evenhand.engines.exact.solved import solved
from evenhand.engines.exact.space import NOT_ASKED, Sort, Variable
from evenhand.engines.exact.walk import Walk
from evenhand.engines.exact.ways import Chosen, some_way
from evenhand.model.customer import Customer
from evenhand.model.scales import value_at
from evenhand.model.values import Missing, Value

WIDEST: Final = 200_000


def witness(walk: Walk, labels: Labels) -> Witness:
    """The most ordinary customer who shows some labels that the walk reached.

    Raises Unanswered("linear") where whole numbers that satisfy all sums could not be found.
    """
    way = _shortest(walk, labels)
    ready = walk.ready
    cells = {
        ready.order[stage.variable].index: step.move.cell
        for stage, step in zip(walk.stages, way, strict=True)
        if stage.variable is not None and step.move.cell is not None
    }
    counts = _counts(walk, way, cells)
    customer = customer_of(ready, cells, counts, twin=False)
    twin = customer_of(ready, cells, counts, twin=True) if ready.question.split else None
    return Witness(labels, customer, twin)


def _shortest(walk: Walk, labels: Labels) -> list[Chosen]:
    """The way of the least distance.

    Where two scores have nothing to do with one another, the sets are too large for that: there any
    way is moved nearer to the typical values, variable by variable.
    """
    ends = [
        state
        for state in walk.layers[-1]
        if tuple(walk.ready.forest.value(node) for node in state.sides) == labels
    ]
    if walk.ready.axes.width > WIDEST:
        return nearer(walk, some_way(walk, ends[0]))
    return nearest(walk, ends)


# -- values ----------------------------------------------------------------------------------------


def _counts(walk: Walk, way: Sequence[Chosen], cells: Mapping[int, Cell]) -> dict[int, int]:
    """The count of every number, near the typical one and so that all sums come out."""
    ready = walk.ready
    stretches: dict[int, tuple[int, int]] = {}
    for stage, step in zip(walk.stages, way, strict=True):
        if stage.variable is None or step.move.cell is None or step.move.cell is MISSING_CELL:
            continue
        variable = ready.order[stage.variable]
        if variable.sort is Sort.NUMBER:
            cell = step.move.cell
            stretches[variable.index] = (cell.low, cell.high)
            if step.units is not None:
                stretches[variable.index] = _of_units(ready, variable, cell, step.units)
    sums = sums_of(ready, cells, _existence(walk, way))
    usual = {at: ready.space.variables[at].typical for at in stretches}
    found = solved(stretches, sums, usual)
    if found is None:
        raise Unanswered("linear")
    return found


def _of_units(ready: Compiled, variable: Variable, cell: Cell, units: int) -> tuple[int, int]:
    """The counts in a cell that give so many units more than its lowest count."""
    rule = next(
        content
        for content in ready.forest.content
        if isinstance(content, Units) and content.variable == variable.index
    )
    first = max(cell.low - rule.over, Fraction(0)) // rule.each + units
    low = -(-(rule.over + first * rule.each) // 1)
    high = -(-(rule.over + (first + 1) * rule.each) // 1) - 1
    return max(int(low), cell.low) if first else cell.low, min(int(high), cell.high)


def sums_of(
    ready: Compiled, cells: Mapping[int, Cell], exists: Mapping[int, int]
) -> list[tuple[dict[int, int], int, int]]:
    """The sums that were chosen: rates of counts, with the least and the greatest value.

    ``exists`` tells of every term whether its attribute exists.
    """
    forms = ready.forms
    found = []
    for index, equation in forms.equations.items():
        cell = cells.get(index)
        if cell is None:
            continue
        rates: dict[int, int] = {}
        start = 0
        for term, rate in equation.items():
            variable = forms.terms[term].term.variable
            put = forms.put(term, cells[variable], exists[term])
            if put is None:
                break
            rates[variable] = rates.get(variable, 0) + rate * put.rate
            start += rate * put.start
        else:
            found.append((rates, cell.low - start, cell.high - start))
    return found


def _existence(walk: Walk, way: Sequence[Chosen]) -> dict[int, int]:
    """For each term whether its attribute exists, as it was when the attribute was chosen."""
    forms = walk.ready.forms
    found = {at: held.term.applies for at, held in enumerate(forms.terms)}
    for stage, step in zip(walk.stages, way, strict=True):
        if stage.variable is None:
            continue
        index = walk.ready.order[stage.variable].index
        watched = dict(step.before.watched)
        for term in forms.by_variable.get(index, ()):
            found[term] = watched.get(term, forms.terms[term].term.applies)
    return found


# -- customers -------------------------------------------------------------------------------------


def customer_of(
    ready: Compiled, cells: Mapping[int, Cell], counts: Mapping[int, int], *, twin: bool = False
) -> Customer:
    """The customer, or the twin (the same but for what is split), of chosen cells and counts."""
    values: dict[str, Value] = {}
    answers: dict[str, bool] = {}
    for name, held in ready.question.fixed.items():
        if not isinstance(held, Missing):
            if name.startswith("discretion."):
                answers[name.partition(".")[2]] = bool(held)
            else:
                values[name] = held
    for variable in ready.order:
        split = variable.name in ready.question.split and variable.sort is not Sort.ANSWER
        if variable.sort in NOT_ASKED or (split and variable.twin is not twin):
            continue
        _put(variable, cells[variable.index], counts, values, answers)
    for variable in ready.order:
        if variable.sort is Sort.PRESENCE and cells[variable.index] is MISSING_CELL:
            split = variable.name in ready.question.split
            if not split or variable.twin is twin:
                values.pop(variable.name, None)
    return Customer(values, answers)


def _put(
    variable: Variable,
    cell: Cell,
    counts: Mapping[int, int],
    values: dict[str, Value],
    answers: dict[str, bool],
) -> None:
    if cell is MISSING_CELL:
        return
    match variable.sort:
        case Sort.ANSWER:
            answers[variable.name] = cell.code
        case Sort.NUMBER:
            assert variable.attribute is not None
            place = variable.step * counts[variable.index]
            values[variable.name] = value_at(variable.attribute, place)
        case Sort.PRESENCE:
            values.setdefault(variable.name, frozenset())
        case Sort.MEMBER:
            held = values.get(variable.name, frozenset())
            assert isinstance(held, frozenset) and variable.member is not None
            more = {variable.member} if cell.code else set()
            values[variable.name] = held | more
        case _:
            values[variable.name] = cell.code
