"""Conditions in FEEL (rules 3 to 9), so that each is true, false or null where the policy's is.

FEEL's ``and``, ``or`` and ``not`` are Kleene's. Three things are not what they seem and are said
otherwise here: ``null = x`` is false and not null, ``if null`` takes ``else``, and a comparison
of what does not exist must be false.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import assert_never

from evenhand.exporting.dmn.making import Model, said
from evenhand.exporting.dmn.nodes import (
    NULL,
    Feel,
    both,
    built_in,
    call,
    choice,
    compared,
    constant,
    either,
    is_null,
    negated,
    quoted,
    uses_of,
)
from evenhand.exporting.dmn.numbers import SIGNS, Number, number_compared
from evenhand.exporting.dmn.quantities import absent, not_given
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    Operator,
    ScoreIs,
)
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Point,
    Range,
    Times,
)
from evenhand.model.mentions import figure_attributes
from evenhand.model.outcome import Reading
from evenhand.model.values import Value, number_text
from evenhand.model.vocabulary import Kind, Quotient

TRUE, FALSE = constant("true"), constant("false")
UPWARD = (Operator.AT_LEAST, Operator.ABOVE)


def judged(model: Model, given: Condition) -> Feel:
    """A condition as an expression: true, false, or null where it is unknown."""
    match given:
        case All(parts):
            return both(judged(model, part) for part in parts)
        case AnyOf(parts):
            return either(judged(model, part) for part in parts)
        case Not(part):
            return negated(judged(model, part))
        case CountOf(needed, parts):
            inner = [judged(model, part) for part in parts]
            listed = Feel("[" + ", ".join(one.text for one in inner) + "]", uses_of(inner))
            return call("at_least_of", constant(str(needed)), listed)
        case Meets(name):
            return _definition(model, name)
        case Compare():
            return _comparison(model, given)
        case OneOf() | Includes():
            return _membership(model, given)
        case Known(name, expected):
            unknown = not_given(model, name)
            return negated(unknown) if expected else unknown
        case ScoreIs(of, operator, figure):
            from evenhand.exporting.dmn.scores import score

            return _against(model, score(model, of), operator, _values(model, figure))
        case OpenCondition(_, read_as):
            return _assumed(model, read_as)
        case Discretion():
            answer = model.answers[given.id]
            otherwise = _assumed(model, given.read_as)
            if otherwise.text == "null":
                return answer
            return choice(is_null(answer), otherwise, answer)
        case _:
            assert_never(given)


def _definition(model: Model, name: str) -> Feel:
    """A definition as a decision of its own, made when it is first asked for."""
    if name not in model.definitions:
        before = model.element, model.place
        definition = model.policy.definitions[name]
        model.at(f"definitions/{name}", definition.location)
        logic = judged(model, definition.means)
        title = definition.about.title
        note = said(model, definition.means, definition.about)
        model.definitions[name] = model.decide(f"meets_{name}", title, "boolean", logic, note)
        model.element, model.place = before
    return model.definitions[name]


def _assumed(model: Model, read_as: bool | None) -> Feel:
    """Open wording in the reading (rule 9)."""
    taken = {Reading.OPEN: None, Reading.ALL_MET: True, Reading.NONE_MET: False}
    found = taken.get(model.reading, read_as)
    return NULL if found is None else TRUE if found else FALSE


def _where_it_applies(model: Model, atom: Feel, names: Sequence[str]) -> Feel:
    """A test is false where an attribute that it reads does not exist (rule 6)."""
    conditions = [model.applies[n] for n in dict.fromkeys(names) if n in model.applies]
    return both([*conditions, atom])


# -- membership ------------------------------------------------------------------------------------


def _membership(model: Model, given: OneOf | Includes) -> Feel:
    name = given.attribute
    test = _one_of(model, given) if isinstance(given, OneOf) else _includes(model, given)
    gone = model.absent.get(name)
    if gone is not None:
        test = choice(gone, FALSE, test)
    return _where_it_applies(model, test, [name])


def _one_of(model: Model, given: OneOf) -> Feel:
    name = given.attribute
    if name in model.numbers:
        return _one_of_numbers(model, given)
    value = model.values[name]
    if model.policy.dictionary.kind(name) is Kind.BOOLEAN and len(set(given.values)) == 1:
        wanted = bool(given.values[0]) is not given.negated
        return value if wanted else negated(value)
    listed = Feel("[" + ", ".join(literal_of(one) for one in given.values) + "]")
    if len(given.values) == 1:
        inside = compared(value, "=", Feel(literal_of(given.values[0])))
    else:
        inside = built_in("list contains", listed, value)
    return _guarded(model, name, negated(inside) if given.negated else inside)


def _one_of_numbers(model: Model, given: OneOf) -> Feel:
    """A number that is one of several; one that is no decimal is multiplied out."""
    number = model.numbers[given.attribute]
    tests = []
    for value in given.values:
        assert isinstance(value, Fraction)
        at_least = number_compared(number, Operator.AT_LEAST, None, value, model.too_long())
        tests.append(Feel(at_least.text.replace(" >= ", " = "), at_least.uses, at_least.rank))
    inside = either(tests)
    return _guarded(model, given.attribute, negated(inside) if given.negated else inside)


def _includes(model: Model, given: Includes) -> Feel:
    value = model.values[given.attribute]
    tests = [built_in("list contains", value, constant(quoted(one))) for one in given.members]
    return _guarded(model, given.attribute, both(tests) if given.every else either(tests))


def _guarded(model: Model, name: str, test: Feel) -> Feel:
    """Unknown where the value is: in FEEL ``null = x`` would be false."""
    return choice(not_given(model, name), NULL, test)


def literal_of(value: Value | Point) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return number_text(value)
        case date():
            return f'date("{value.isoformat()}")'
        case str():
            return quoted(value)
        case _:
            raise TypeError(f"no single value: {value!r}")


# -- comparisons -----------------------------------------------------------------------------------


def _comparison(model: Model, given: Compare) -> Feel:
    name = given.attribute
    test = _figured(model, given, given.figure)
    gone = absent(model, name) if name not in model.applies else FALSE
    if gone.text != "false":
        test = choice(gone, FALSE, test)
    return _where_it_applies(model, test, [name, *_read_by(given.figure)])


def _read_by(figure: Figure) -> list[str]:
    """The attributes whose existence a figure asks for; those of its branches are asked there."""
    if isinstance(figure, By):
        return [figure.attribute]
    return list(figure_attributes(figure))


def _figured(model: Model, given: Compare, figure: Figure) -> Feel:
    """The comparison with a figure of any form (rules 7 and 8)."""
    match figure:
        case Times(factor, attribute, plus):
            return _with_multiple(model, given, factor, attribute, plus)
        case By():
            return _selected(model, given, figure)
        case Constant() | OpenFigure() | Disputed() | Range():
            return _plain(model, given, _values(model, figure))
        case _:
            assert_never(figure)


def _selected(model: Model, given: Compare, figure: By) -> Feel:
    """The comparison with the figure that another attribute's value selects."""
    selector = model.values[figure.attribute]
    kind = model.policy.dictionary.kind(figure.attribute)
    rest = NULL if figure.otherwise is None else _branch(model, given, figure.otherwise)
    for code, inner in reversed(figure.values):
        word = constant(code if kind is Kind.BOOLEAN else quoted(code))
        rest = choice(compared(selector, "=", word), _branch(model, given, inner), rest)
    return choice(is_null(selector), NULL, rest)


def _branch(model: Model, given: Compare, figure: Figure) -> Feel:
    return _where_it_applies(model, _figured(model, given, figure), _read_by(figure))


def _values(model: Model, figure: Figure) -> tuple[Point, ...]:
    """The possible values of a figure that stands alone; none where it is unknown."""
    match figure:
        case Constant(value):
            return (value,)
        case OpenFigure() | Disputed() | Range():
            if figure.read_as is not None and model.uses_read_as:
                return (figure.read_as.value,)
            if isinstance(figure, Disputed):
                return tuple(option.value.value for option in figure.options)
            return (figure.low.value, figure.high.value) if isinstance(figure, Range) else ()
        case _:
            raise TypeError("a figure that another attribute decides")


def _plain(model: Model, given: Compare, values: tuple[Point, ...]) -> Feel:
    name, operator = given.attribute, given.operator
    if not values:
        return NULL
    formula = model.policy.dictionary.derived.get(name)
    if formula is not None and isinstance(formula.formula, Quotient):
        tests = [_ratio_test(model, formula.formula, operator, value) for value in values]
        return choice(not_given(model, name), NULL, _for_all(tests))
    if name in model.numbers:
        return _against(model, model.numbers[name], operator, values)
    if model.policy.dictionary.kind(name) is Kind.DATE:
        value = model.values[name]
        tests = [compared(value, SIGNS[operator], Feel(literal_of(one))) for one in values]
        return _for_all(tests)
    return _guarded(model, name, _for_all([_ranked(model, name, operator, v) for v in values]))


def _ratio_test(model: Model, formula: Quotient, operator: Operator, value: Point) -> Feel:
    """``of / to`` against k as ``of`` against ``k × to`` (rule 10)."""
    assert isinstance(value, Fraction)
    right = (value, model.numbers[formula.to])
    above = model.numbers[formula.of]
    return number_compared(above, operator, right, Fraction(0), model.too_long())


def _against(model: Model, number: Number, operator: Operator, values: tuple[Point, ...]) -> Feel:
    """A number compared with every possible value of a figure (rule 8)."""
    if not values:
        return NULL
    numbers = sorted({value for value in values if isinstance(value, Fraction)})
    refuse = model.too_long()
    return _for_all([number_compared(number, operator, None, value, refuse) for value in numbers])


def _for_all(tests: list[Feel]) -> Feel:
    """True where all tests are, false where none is, else unknown; null where they are."""
    if len(tests) == 1:
        return tests[0]
    none = both(negated(test) for test in tests)
    return choice(both(tests), TRUE, choice(none, FALSE, NULL))


def _ranked(model: Model, name: str, operator: Operator, value: Point) -> Feel:
    """An ordinal compared by its place in the declared order, never as text."""
    codes = model.policy.dictionary.attributes[name].codes
    at = codes.index(str(value))
    first = at + (operator in (Operator.ABOVE, Operator.AT_MOST))
    chosen = codes[first:] if operator in UPWARD else codes[:first]
    listed = constant("[" + ", ".join(quoted(code) for code in chosen) + "]")
    return built_in("list contains", listed, model.values[name])


def _with_multiple(
    model: Model, given: Compare, factor: Fraction, attribute: str, plus: Fraction
) -> Feel:
    """A comparison with a multiple of another attribute, both sides multiplied out."""
    refuse = model.too_long()
    if attribute not in model.numbers:
        model.refuse("export.dmn-ratio")
    other = model.numbers[attribute]
    formula = model.policy.dictionary.derived.get(given.attribute)
    gone = model.absent.get(attribute)
    if formula is not None and isinstance(formula.formula, Quotient):
        model.refuse("export.dmn-ratio-times")
    test = number_compared(
        model.numbers[given.attribute], given.operator, (factor, other), plus, refuse
    )
    return test if gone is None else choice(gone, FALSE, test)
