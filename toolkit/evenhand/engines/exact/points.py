"""Points of characteristics as nodes (rule 11), and the scores that they add up to (rule 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, assert_never

from evenhand.engines.exact.context import Context
from evenhand.engines.exact.forest import Forest, Node, T, U, Units
from evenhand.engines.exact.formulas import absent, judged, known, open_values, tested
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.shares import NobodyTold, sum_form
from evenhand.engines.exact.space import Sort, Space, Variable
from evenhand.model.conditions import Operator, ScoreIs
from evenhand.model.figures import Constant, Disputed, Figure, OpenFigure, Range
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Cases,
    Characteristic,
    PerUnit,
    Points,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.values import value_text
from evenhand.model.vocabulary import Sum

FEW_UNITS: Final = 256
MANY_UNITS: Final = 4096


@dataclass(slots=True)
class Score:
    """A score, or a section's sum: ``base`` plus each item's points times its factor.

    ``into`` is the scorecard's score that a section's sum enters, after its limits and with its
    weight. ``key`` pairs the same score of two sides.
    """

    index: int
    key: tuple[str, ...]
    base: Fraction = Fraction(0)
    items: list[tuple[Node, Fraction]] = field(default_factory=list)
    into: int | None = None
    weight: Fraction = Fraction(0)
    at_most: Fraction | None = None
    at_least: Fraction | None = None


@dataclass(slots=True)
class ScoreBook:
    """The scores that a question needs, made when a condition first reads them."""

    scores: list[Score] = field(default_factory=list)
    _made: dict[tuple[int, str], int | None] = field(default_factory=dict)

    def node(self, context: Context, atom: ScoreIs) -> Node:
        """A comparison of a score or a section's sum."""
        bounds = _bounds(context, atom.figure)
        at = self._index(context, atom.of)
        if at is None or not bounds:
            return U
        return context.forest.score_test(at, (atom.operator, tuple(bounds)))

    def _index(self, context: Context, name: str) -> int | None:
        """The score of a name; None where the policy leaves it open for everybody."""
        key = (id(context), name)
        if key not in self._made:
            for card in context.policy.scorecards:
                if card.id == name:
                    self._made[key] = self._card(context, card)
                    break
                section = next((s for s in card.sections if s.id == name), None)
                if section is not None:
                    self._made[key] = self._section(context, section)
                    break
        return self._made[key]

    def _new(self, context: Context, name: str) -> Score:
        side = "twin" if context.twin else ""
        made = Score(len(self.scores), (name, side))
        self.scores.append(made)
        return made

    def _card(self, context: Context, card: Scorecard) -> int | None:
        base = stated(context, card.base)
        weights = [stated(context, section.weight) for section in card.sections]
        if base is None or None in weights:
            return None
        made = self._new(context, card.id)
        self._made[id(context), card.id] = made.index
        made.base = base
        for section, weight in zip(card.sections, weights, strict=True):
            assert weight is not None
            nodes = [characteristic_points(context, one) for one in section.characteristics]
            if not self._is_limited(context, section, nodes):
                made.items += [(node, weight) for node in nodes]
            else:
                part = self.scores[self._section(context, section, fresh=True)]
                part.into, part.weight = made.index, weight
        return made.index

    def _is_limited(self, context: Context, section: Section, nodes: Sequence[Node]) -> bool:
        """Whether a limit of the section can make a difference at all."""
        spans = [value_span(context.forest, context.space, node) for node in nodes]
        low, high = (sum((span[end] for span in spans), Fraction(0)) for end in (0, 1))
        too_high = section.at_most is not None and high > section.at_most
        return too_high or (section.at_least is not None and low < section.at_least)

    def _section(self, context: Context, section: Section, *, fresh: bool = False) -> int:
        made = self._new(context, section.id or "section")
        if not fresh:
            self._made[id(context), section.id] = made.index
        made.at_most, made.at_least = section.at_most, section.at_least
        made.items = [
            (characteristic_points(context, one), Fraction(1)) for one in section.characteristics
        ]
        return made.index


def point_values(forest: Forest, space: Space, node: Node) -> list[Fraction]:
    """All points that a node can become; of whole units the ends and the first step."""
    values: list[Fraction] = []
    for leaf in forest.leaves(node):
        if isinstance(leaf, Units):
            variable = space.variables[leaf.variable]
            most = max(Fraction(variable.high) - leaf.over, Fraction(0)) // leaf.each
            values += [Fraction(0), leaf.points, leaf.points * most]
        elif leaf is not None:
            values.append(leaf)
    return values or [Fraction(0)]


def value_span(forest: Forest, space: Space, node: Node) -> tuple[Fraction, Fraction]:
    """The least and the most points that a node can become."""
    values = point_values(forest, space, node)
    return min(values), max(values)


def _bounds(context: Context, figure: Figure) -> Sequence[Any]:
    match figure:
        case Constant(value):
            return [value]
        case OpenFigure(_, read_as) | Disputed(_, read_as) | Range(_, _, read_as):
            if read_as is not None and context.uses_read_as:
                return [read_as.value]
            return open_values(figure)
        case _:
            raise AssertionError(figure)


def stated(context: Context, points: Points | None) -> Fraction | None:
    """Points as a number, None where they are open in this reading."""
    if points is None or isinstance(points, Fraction):
        return points
    return points.read_as if context.uses_read_as else None


def characteristic_points(context: Context, one: Characteristic) -> Node:
    """The points of a characteristic, None where they are unknown."""
    constant = context.forest.constant
    match one.form:
        case Cases(rows):
            missing = constant(one.if_missing)
            node = constant(stated(context, one.otherwise))
            for row in reversed(rows):
                points = constant(stated(context, row.points))
                node = context.forest.choice(judged(context, row.when), points, node, missing)
            return node
        case Unread(points):
            return constant(stated(context, points))
        case Bins() | PointsTable() | PerUnit():
            return _by_attribute(context, one, one.form)
        case _:
            assert_never(one.form)


def _by_attribute(
    context: Context, one: Characteristic, form: Bins | PointsTable | PerUnit
) -> Node:
    forest = context.forest
    name = form.attribute
    missing = forest.constant(one.if_missing)
    rest = forest.constant(stated(context, one.otherwise))
    chosen = one.otherwise if one.not_applicable is None else one.not_applicable
    nothing = forest.constant(stated(context, chosen))
    if name in context.policy.dictionary.derived:
        told = _derived_points(context, form, rest)
        with_value = forest.choice(known(context, name), told, missing, missing)
        return forest.choice(absent(context, name), nothing, with_value, with_value)
    variable = context.variable(name)
    if variable is None:
        told = missing
    elif isinstance(form, PointsTable):
        told = _table(context, form, variable, rest, missing)
    elif isinstance(form, Bins):
        told = _bins(context, form, variable, rest, missing)
    else:
        told = _units(context, form, variable, missing)
    return forest.choice(context.exists(name), told, nothing, missing)


def _table(
    context: Context, form: PointsTable, variable: Variable, rest: Node, missing: Node
) -> Node:
    rows: dict[str, Node] = {}
    for row in form.rows:
        rows.setdefault(row.code, context.forest.constant(stated(context, row.points)))
    parts = {code: rows.get(value_text(code), rest) for code in variable.codes}
    return context.forest.codes(variable.index, parts, rest, missing)


def _bins(context: Context, form: Bins, variable: Variable, rest: Node, missing: Node) -> Node:
    """Built from the last bin to the first, each over what lies behind it."""
    node = rest
    for row in reversed(form.bins):
        points = context.forest.constant(stated(context, row.points))
        node = context.forest.choice(_inside(context, form.attribute, row), points, node, missing)
    if variable.sort is Sort.CODE:
        return node
    return _flattened(context, node, variable, missing)


def _inside(context: Context, name: str, row: Bin) -> Node:
    tests = (tested(context, name, bound.operator, [bound.value.value]) for bound in row.bounds)
    return context.forest.every(tests)


def _flattened(context: Context, node: Node, variable: Variable, missing: Node) -> Node:
    """A node that depends on one number alone, as plain steps of that number."""
    from evenhand.engines.exact.cell import Cell

    forest = context.forest
    cuts = sorted(cut for cut in variable.cuts if variable.low < cut <= variable.high)
    starts = [variable.low, *cuts]
    parts = tuple(forest.assign(node, variable.index, Cell(start, start)) for start in starts)
    return forest.steps(variable.index, tuple(cuts), parts, missing)


def _derived_points(context: Context, form: Bins | PointsTable | PerUnit, rest: Node) -> Node:
    forest = context.forest
    if isinstance(form, Bins):
        node = rest
        for row in reversed(form.bins):
            points = forest.constant(stated(context, row.points))
            node = forest.choice(_inside(context, form.attribute, row), points, node, rest)
        return node
    assert isinstance(form, PerUnit)
    formula = context.policy.dictionary.derived[form.attribute].formula
    if not isinstance(formula, Sum):
        raise Unanswered("units", form.attribute)
    try:
        found = sum_form(context, form.attribute)
    except NobodyTold:
        return forest.constant(None)
    if found.variable is None:
        raise Unanswered("units", form.attribute)
    ends = [found.constant + found.unit * at for at in (found.variable.low, found.variable.high)]
    return _unit_choices(context, form, max(ends))


def _unit_choices(context: Context, form: PerUnit, highest: Fraction) -> Node:
    """Points per unit of a sum, as one choice for each number of units."""
    forest = context.forest
    points = stated(context, form.points)
    if points is None:
        return forest.constant(None)
    count = _count_of_units(form, points, highest)
    node = forest.constant(_unit_points(form, points, 0))
    for units in range(1, count + 1):
        reached = tested(
            context, form.attribute, Operator.AT_LEAST, [form.over + units * form.each]
        )
        node = forest.choice(
            reached, forest.constant(_unit_points(form, points, units)), node, node
        )
    return node


def _count_of_units(form: PerUnit, points: Fraction, highest: Fraction) -> int:
    """How many units make a difference. Raises Unanswered where there are too many."""
    count = int(max(highest - form.over, Fraction(0)) // form.each)
    if form.at_most is not None and points > 0:
        count = min(count, max(int(-(-form.at_most // points)), 0))
    if count > MANY_UNITS:
        raise Unanswered("units", form.attribute)
    return count


def _unit_points(form: PerUnit, points: Fraction, units: int) -> Fraction:
    total = points * units
    return total if form.at_most is None else min(total, form.at_most)


def _units(context: Context, form: PerUnit, variable: Variable, missing: Node) -> Node:
    forest = context.forest
    points = stated(context, form.points)
    if points is None:
        return forest.choice(
            known(context, form.attribute), forest.constant(None), missing, missing
        )
    highest = variable.high * variable.step
    every = int(max(highest - form.over, Fraction(0)) // form.each)
    split = context.space.is_split(form.attribute)
    if every <= FEW_UNITS or split or (form.at_most is not None and points <= 0):
        count = _count_of_units(form, points, highest)
        cuts = [
            int(-(-Fraction(form.over + units * form.each, variable.step) // 1))
            for units in range(1, count + 1)
        ]
        numbers = [forest.constant(_unit_points(form, points, n)) for n in range(count + 1)]
        return _distinct_steps(context, variable, cuts, numbers, missing)
    return _long_run(context, form, points, variable, missing)


def _distinct_steps(
    context: Context, variable: Variable, cuts: Sequence[int], parts: Sequence[Node], missing: Node
) -> Node:
    """Steps of which several may begin at the same count; the last of them counts."""
    at: dict[int, Node] = dict(zip(cuts, parts[1:], strict=True))
    variable.cuts.update(at)
    return context.forest.steps(variable.index, tuple(at), (parts[0], *at.values()), missing)


def _long_run(
    context: Context, form: PerUnit, points: Fraction, variable: Variable, missing: Node
) -> Node:
    forest = context.forest
    over, each = (Fraction(one, variable.step) for one in (form.over, form.each))
    free = forest.units(Units(variable.index, over, each, points, missing))
    if form.at_most is None or points <= 0:
        return free
    units = int(form.at_most // points) + 1
    cut = int(-(-(over + units * each) // 1))
    variable.cuts.add(cut)
    return forest.steps(variable.index, (cut,), (free, forest.constant(form.at_most)), missing)


__all__ = ["Score", "ScoreBook", "T", "characteristic_points", "stated"]
