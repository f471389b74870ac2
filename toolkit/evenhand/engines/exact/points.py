"""Points of characteristics as nodes (rule 11), and the scores that they add up to (rule 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, assert_never

from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.contents import Node, U, Units
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.formulas import judged, open_values, tested
from evenhand.engines.exact.prepared import bin_points, bin_steps, number_of
from evenhand.engines.exact.presence import absent, known
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.shares import limited
from evenhand.engines.exact.space import Sort, Space, Variable
from evenhand.engines.exact.whole import Exact, plain
from evenhand.model.conditions import Operator, ScoreIs
from evenhand.model.figures import Constant, Disputed, Figure, OpenFigure, Range
from evenhand.model.scales import ends
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
from evenhand.model.vocabulary import Extreme, Quotient, Sum, SumPart

FEW_UNITS: Final = 256
MANY_UNITS: Final = 4096


@dataclass(slots=True)
class Score:
    """A score, or a section's sum: ``base`` plus each item's points times its factor.

    ``into`` is the scorecard's score that a section's sum enters, after its limits and with its
    weight. ``name`` and ``owner`` tell which score of two sides are the same.
    """

    index: int
    name: str
    owner: int
    base: Exact = 0
    items: list[tuple[Node, Exact]] = field(default_factory=list)
    into: int | None = None
    weight: Exact = 0
    at_most: Exact | None = None
    at_least: Exact | None = None


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
        return context.forest.score_test(at, (atom.operator, tuple(map(plain, bounds))))

    def _index(self, context: Context, name: str) -> int | None:
        """The score of a name; None where the policy leaves it open for everybody."""
        key = (context.key, name)
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

    def known(self, context: Context, name: str) -> int | None:
        """The score of a name, None where no condition has read it or it is open for everybody."""
        return self._made.get((context.key, name))

    def _new(self, context: Context, name: str) -> Score:
        made = Score(len(self.scores), name, context.key)
        self.scores.append(made)
        return made

    def _card(self, context: Context, card: Scorecard) -> int | None:
        base = stated(context, card.base)
        weights = [stated(context, section.weight) for section in card.sections]
        if base is None or None in weights:
            return None
        made = self._new(context, card.id)
        self._made[context.key, card.id] = made.index
        made.base = base
        for section, weight in zip(card.sections, weights, strict=True):
            assert weight is not None
            nodes = [characteristic_points(context, one) for one in section.characteristics]
            if not self.is_limited(context, section, nodes):
                made.items += [(node, weight) for node in nodes]
            else:
                part = self.scores[self._section(context, section, fresh=True)]
                part.into, part.weight = made.index, weight
        return made.index

    def is_limited(self, context: Context, section: Section, nodes: Sequence[Node]) -> bool:
        """Whether a limit of the section can make a difference at all."""
        if section.at_most is None and section.at_least is None:
            return False
        spans = [value_span(context.forest, context.space, node) for node in nodes]
        low, high = (sum(span[end] for span in spans) for end in (0, 1))
        too_high = section.at_most is not None and high > section.at_most
        return too_high or (section.at_least is not None and low < section.at_least)

    def _section(self, context: Context, section: Section, *, fresh: bool = False) -> int:
        made = self._new(context, section.id or "section")
        if not fresh:
            self._made[context.key, section.id] = made.index
        made.at_most, made.at_least = (
            None if limit is None else plain(limit) for limit in (section.at_most, section.at_least)
        )
        made.items = [(characteristic_points(context, one), 1) for one in section.characteristics]
        return made.index


def point_values(forest: Forest, space: Space, node: Node) -> list[Exact]:
    """All points that a node can become; of whole units the ends and the first step."""
    values: list[Exact] = []
    for leaf in forest.leaves(node):
        if isinstance(leaf, Units):
            variable = space.variables[leaf.variable]
            most = max(Fraction(variable.high) - leaf.over, Fraction(0)) // leaf.each
            values += [0, leaf.points, leaf.points * int(most)]
        elif leaf is not None:
            values.append(leaf)
    return values or [0]


def value_span(forest: Forest, space: Space, node: Node) -> tuple[Exact, Exact]:
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


def stated(context: Context, points: Points | None) -> Exact | None:
    """Points as a number, None where they are open in this reading."""
    return None if points is None else number_of(points, read_as=context.uses_read_as)


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
    """The first bin that fits."""
    forest = context.forest
    points = [forest.constant(one) for one in bin_points(form, read_as=context.uses_read_as)]
    if variable.sort is Sort.CODE:
        node = rest
        for row, value in zip(reversed(form.bins), reversed(points), strict=True):
            node = forest.choice(_inside(context, form.attribute, row), value, node, missing)
        cells = {code: Cell(code=code) for code in variable.codes}
        parts = {code: forest.assign(node, variable.index, cell) for code, cell in cells.items()}
        return forest.codes(variable.index, parts, rest, missing)
    found = bin_steps(form, variable.step)
    nodes = tuple(rest if row is None else points[row] for row in found.rows)
    variable.cuts.update(found.cuts)
    return forest.steps(variable.index, found.cuts, nodes, missing)


def _inside(context: Context, name: str, row: Bin) -> Node:
    tests = (tested(context, name, bound.operator, [bound.value.value]) for bound in row.bounds)
    return context.forest.every(tests)


def _derived_points(context: Context, form: Bins | PointsTable | PerUnit, rest: Node) -> Node:
    forest = context.forest
    if isinstance(form, Bins):
        node = rest
        for row in reversed(form.bins):
            points = forest.constant(stated(context, row.points))
            node = forest.choice(_inside(context, form.attribute, row), points, node, rest)
        return node
    assert isinstance(form, PerUnit)
    return _unit_choices(context, form, _span_of(context, form.attribute)[1])


def _span_of(context: Context, name: str) -> tuple[Fraction, Fraction]:
    """Two numbers between which all values of a name lie."""
    derived = context.policy.dictionary.derived.get(name)
    if derived is None:
        return ends(context.policy.dictionary.attributes[name])
    match derived.formula:
        case Sum(parts):
            spans = [_span_of_share(context, part) for part in parts]
            return sum((s[0] for s in spans), Fraction(0)), sum((s[1] for s in spans), Fraction(0))
        case Extreme(attributes, _):
            spans = [_span_of(context, one) for one in attributes]
            return min(s[0] for s in spans), max(s[1] for s in spans)
        case Quotient():
            raise Unanswered("nested", name)
        case _:
            assert_never(derived.formula)


def _span_of_share(context: Context, part: SumPart) -> tuple[Fraction, Fraction]:
    """The same of a part of a sum, which may be missing or not exist."""
    told = (*_span_of(context, part.attribute), part.if_missing or Fraction(0), Fraction(0))
    shares = [limited(part, value * part.times) for value in told]
    return min(shares), max(shares)


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


def _count_of_units(form: PerUnit, points: Exact, highest: Fraction) -> int:
    """How many units make a difference. Raises Unanswered where there are too many."""
    count = int(max(highest - form.over, Fraction(0)) // form.each)
    if form.at_most is not None and points > 0:
        count = min(count, max(int(-(-form.at_most // points)), 0))
    if count > MANY_UNITS:
        raise Unanswered("units", form.attribute)
    return count


def _unit_points(form: PerUnit, points: Exact, units: int) -> Exact:
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
    context: Context, form: PerUnit, points: Exact, variable: Variable, missing: Node
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
