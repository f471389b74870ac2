"""Points, sections and scores: a decision table for each characteristic (rules 11 and 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import assert_never

from evenhand.exporting.dmn.bins import bin_tests
from evenhand.exporting.dmn.conditions import judged
from evenhand.exporting.dmn.making import Model, both_of
from evenhand.exporting.dmn.nodes import (
    NULL,
    Column,
    Decision,
    Feel,
    Logic,
    Rule,
    Table,
    built_in,
    call,
    choice,
    compared,
    constant,
    is_null,
    quoted,
)
from evenhand.exporting.dmn.numbers import Number, common, linear, literal, repeating
from evenhand.exporting.dmn.quantities import absent, missing, quantity, state_of
from evenhand.model.conditions import All, Compare
from evenhand.model.mentions import element_of
from evenhand.model.scorecard import (
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
from evenhand.model.vocabulary import Kind, Quotient

STATES = '"known","missing","does not apply"'
ANSWERS = '"yes","no","unknown"'


@dataclass(frozen=True, slots=True)
class Scale:
    """The points of one characteristic, all multiplied so that they are decimals."""

    by: int

    def text(self, points: Fraction | None) -> str:
        """Points as an output; null where they are unknown."""
        return "null" if points is None else literal(points * self.by).text


def score(model: Model, name: str) -> Number:
    """The score of a scorecard or a section by its name, made when it is first asked for."""
    if name not in model.scores:
        part = model.policy.score_parts()[name]
        before = model.element, model.place
        if isinstance(part, Scorecard):
            model.scores[name] = _card(model, part)
        else:
            card = next(c for c in model.policy.scorecards if part in c.sections)
            model.scores[name] = _section(model, card, part)
        model.element, model.place = before
    return model.scores[name]


def _card(model: Model, card: Scorecard) -> Number:
    """The decisions of a scorecard, from its characteristics to its score."""
    sections = [
        score(model, section.id) if section.id else _section(model, card, section)
        for section in card.sections
    ]
    model.at(card.id, card.location)
    base = model.settled(card.base)
    weights = [model.settled(section.weight) for section in card.sections]
    wanted = "score" if len(model.policy.scorecards) == 1 else f"score_{card.id}"
    number = Number(NULL, 1, Fraction(0), Fraction(1))
    if base is not None and None not in weights:
        parts = [(w, n) for w, n in zip(weights, sections, strict=True) if w is not None]
        number = linear(parts, base, 1, model.too_long())
        number = _with_zero_weights(number, parts)
    return _named(model, wanted, both_of(card.about.title) or "Score / 得分", number)


def _with_zero_weights(number: Number, parts: Iterable[tuple[Fraction, Number]]) -> Number:
    """A section with a weight of 0 still leaves the score unknown where it is (rule 12)."""
    feel = number.feel
    for weight, part in parts:
        if weight == 0:
            feel = choice(is_null(part.feel), NULL, feel)
    return Number(feel, number.scale, number.bound, number.quantum)


def _named(model: Model, wanted: str, label: str, number: Number) -> Number:
    name = wanted if number.scale == 1 else f"{wanted}_times_{number.scale}"
    label = label if number.scale == 1 else f"{label} (× {number.scale})"
    feel = model.decide(name, label, "number", number.feel)
    return Number(feel, number.scale, number.bound, number.quantum)


def _section(model: Model, card: Scorecard, section: Section) -> Number:
    """The sum of a section, kept within its limits."""
    parts = [_characteristic(model, card, section, one) for one in section.characteristics]
    model.at(element_of(card, section.id, "") or card.id, section.location)
    limits = [one for one in (section.at_most, section.at_least) if one is not None]
    least = lcm(1, *(repeating(one) for one in limits))
    total = linear([(Fraction(1), one) for one in parts], Fraction(0), least, model.too_long())
    label = both_of(section.about.title) or "Points / 分值"
    wanted = f"section_{section.id}" if section.id else f"points_{card.id}"
    if limits:
        before = _named(model, f"{wanted}_before_limits", label, total)
        total = _within(section, before)
    return _named(model, wanted, label, total)


def _within(section: Section, total: Number) -> Number:
    feel = total.feel
    high, low = section.at_most, section.at_least
    if high is not None:
        limit = literal((high if low is None else max(high, low)) * total.scale)
        feel = choice(compared(total.feel, ">", limit), limit, feel)
    if low is not None:
        limit = literal(low * total.scale)
        feel = choice(compared(total.feel, "<", limit), limit, feel)
    extra = [abs(one * total.scale) for one in (high, low) if one]
    quantum = common([total.quantum, *extra])
    return Number(feel, total.scale, max([total.bound, *extra]), quantum)


# -- characteristics -------------------------------------------------------------------------------


def _characteristic(model: Model, card: Scorecard, section: Section, one: Characteristic) -> Number:
    model.at(element_of(card, section.id, one.id), one.location)
    form = one.form
    stated = _all_points(model, one)
    scale = Scale(lcm(1, *(repeating(points) for points in stated)))
    match form:
        case Unread(points):
            logic: Logic = constant(scale.text(model.settled(points)))
        case Cases():
            logic = _cases(model, one, form, scale)
        case PerUnit():
            logic = _per_unit(model, one, form, scale)
        case Bins(attribute):
            derived = model.policy.dictionary.derived.get(attribute)
            if derived is not None and isinstance(derived.formula, Quotient):
                logic = _ratio_bins(model, one, form, scale)
            else:
                logic = _bins(model, one, form, scale)
        case PointsTable():
            logic = _codes(model, one, form, scale)
        case _:
            assert_never(form)
    label = both_of(one.about.title) or one.id
    label = label if scale.by == 1 else f"{label} (× {scale.by})"
    name = model.graph.fresh(f"points_{one.id}")
    feel = model.graph.add(
        Decision(name, label, "number", logic, both_of(one.about.note), model.element)
    )
    values = [abs(points * scale.by) for points in stated] or [Fraction(0)]
    number = Number(feel, scale.by, max(values), common([v for v in values if v]))
    if isinstance(form, PerUnit):
        number = _bounded_by_units(model, form, number)
    model.points[model.element] = number
    return number


def _all_points(model: Model, one: Characteristic) -> list[Fraction]:
    """Every number of points that a characteristic can give; of units, those of one unit."""
    form = one.form
    match form:
        case Bins(_, rows) | PointsTable(_, rows) | Cases(rows):
            stated: list[Points | None] = [row.points for row in rows]
        case PerUnit(_, _, points, at_most):
            stated = [points, at_most]
        case Unread(points):
            stated = [points]
        case _:
            assert_never(form)
    stated += [one.otherwise, one.if_missing, one.not_applicable]
    known = [None if points is None else model.settled(points) for points in stated]
    return [points for points in known if points is not None]


def _fallback(model: Model, one: Characteristic) -> Fraction | None:
    chosen = one.otherwise if one.not_applicable is None else one.not_applicable
    return None if chosen is None else model.settled(chosen)


def _otherwise(model: Model, one: Characteristic) -> Fraction | None:
    return None if one.otherwise is None else model.settled(one.otherwise)


def _table(  # noqa: PLR0913 - what a row needs besides the rows
    model: Model,
    one: Characteristic,
    scale: Scale,
    value: Column,
    rows: list[tuple[str, Fraction | None]],
    *,
    attribute: str,
    unique: bool = True,
) -> Table:
    """A table on what there is of a value, and then on the value (rule 11)."""
    state = state_of(model, attribute)
    gone = absent(model, attribute).text != "false"
    rules = [Rule(('"known"', test), (scale.text(points),)) for test, points in rows]
    if gone:
        rules.append(Rule(('"does not apply"', "-"), (scale.text(_fallback(model, one)),)))
    rules.append(Rule(('"missing"', "-"), (scale.text(one.if_missing),)))
    states = STATES if gone else '"known","missing"'
    columns = (Column("Value / 取值情况", state, "string", states), value)
    return Table(columns, (("points", "number"),), tuple(rules), unique)


def _bins(model: Model, one: Characteristic, form: Bins, scale: Scale) -> Table:
    found = bin_tests(model, form.attribute, form.bins)
    rows = [(test, model.settled(row.points)) for test, row in found.rows]
    rows += [(test, _otherwise(model, one)) for test in found.rest]
    label = both_of(model.policy.dictionary.label(form.attribute))
    value = Column(label, found.looks_at, found.type)
    return _table(model, one, scale, value, rows, attribute=form.attribute, unique=found.unique)


def _codes(model: Model, one: Characteristic, form: PointsTable, scale: Scale) -> Table:
    dictionary = model.policy.dictionary
    boolean = dictionary.kind(form.attribute) is Kind.BOOLEAN
    rows = [
        (row.code if boolean else quoted(row.code), model.settled(row.points)) for row in form.rows
    ]
    codes = ["true", "false"] if boolean else [*dictionary.attributes[form.attribute].codes]
    listed = {row.code for row in form.rows}
    others = [code if boolean else quoted(code) for code in codes if code not in listed]
    if others:
        rows.append((",".join(others), _otherwise(model, one)))
    label = both_of(dictionary.label(form.attribute))
    value = Column(label, model.values[form.attribute], "boolean" if boolean else "string")
    return _table(model, one, scale, value, rows, attribute=form.attribute)


def _ratio_bins(model: Model, one: Characteristic, form: Bins, scale: Scale) -> Feel:
    """Bins of a ratio, which is never divided: each end is multiplied out."""
    rest = constant(scale.text(_otherwise(model, one)))
    for row in reversed(form.bins):
        tests = tuple(
            Compare(form.attribute, bound.operator, bound.value, row.location)
            for bound in row.bounds
        )
        fits = judged(model, All(tests, row.location))
        points = constant(scale.text(model.settled(row.points)))
        rest = points if fits.text == "true" else choice(fits, points, rest)
    return _by_state(model, one, form.attribute, scale, rest)


def _by_state(model: Model, one: Characteristic, attribute: str, scale: Scale, known: Feel) -> Feel:
    """What a characteristic gives where its value is known, missing, or does not exist."""
    lacking = constant(scale.text(one.if_missing))
    inner = choice(missing(model, attribute), lacking, known)
    gone = absent(model, attribute)
    if gone.text == "false":
        return inner
    return choice(gone, constant(scale.text(_fallback(model, one))), inner)


def _per_unit(model: Model, one: Characteristic, form: PerUnit, scale: Scale) -> Feel:
    """points × ⌊max(value − over, 0) / each⌋, at most ``at_most`` (rule 11)."""
    points = model.settled(form.points)
    if points is None:
        return _by_state(model, one, form.attribute, scale, NULL)
    refuse = model.too_long()
    over = linear([(Fraction(1), quantity(model, form.attribute))], -form.over, 1, refuse)
    size = form.each * over.scale
    if repeating(size) != 1:
        over = linear([(Fraction(1), over)], Fraction(0), over.scale * repeating(size), refuse)
        size = form.each * over.scale
    _check_quotient(model, over, size)
    ratio = Feel(f"{over.feel.inside(8)} / {literal(size).text}", over.feel.uses, 7)
    units = built_in("floor", ratio)
    total = Feel(f"{literal(points * scale.by).text} * {units.text}", units.uses, 7)
    counted = choice(compared(over.feel, ">", constant("0")), total, constant("0"))
    if form.at_most is not None:
        counted = built_in("min", literal(form.at_most * scale.by), counted)
    return _by_state(model, one, form.attribute, scale, counted)


def _check_quotient(model: Model, over: Number, size: Fraction) -> None:
    """A quotient rounded to 34 digits must not reach the next whole number."""
    steps = over.bound / over.quantum
    if len(str(int(steps))) + len(str(int(size / over.quantum) + 1)) > 30:
        model.refuse("export.dmn-digits")


def _bounded_by_units(model: Model, form: PerUnit, number: Number) -> Number:
    """The greatest number of points that whole units can give."""
    found = model.numbers[form.attribute]
    most = (found.bound / found.scale + abs(form.over)) / form.each + 1
    return Number(number.feel, number.scale, number.bound * most, number.quantum)


def _cases(model: Model, one: Characteristic, form: Cases, scale: Scale) -> Table:
    """Rows in order: the first true one counts; an unknown one before it ends with ``missing``."""
    columns, rules = [], []
    count = len(form.rows)
    for at, row in enumerate(form.rows):
        when = call("answer", judged(model, row.when))
        label = both_of(row.about.title) or f"{at + 1}"
        columns.append(Column(label, when, "string", ANSWERS))
        before = ('"no"',) * at
        after = ("-",) * (count - at - 1)
        points = scale.text(model.settled(row.points))
        rules.append(Rule((*before, '"yes"', *after), (points,)))
        rules.append(Rule((*before, '"unknown"', *after), (scale.text(one.if_missing),)))
    rules.append(Rule(('"no"',) * count, (scale.text(_otherwise(model, one)),)))
    return Table(tuple(columns), (("points", "number"),), tuple(rules))
