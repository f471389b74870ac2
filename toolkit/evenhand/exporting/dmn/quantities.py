"""Inputs, whether they apply, and computed attributes (rules 1, 6 and 10)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import assert_never

from evenhand.exporting.dmn.making import Model, both_of
from evenhand.exporting.dmn.nodes import (
    NULL,
    Feel,
    InputData,
    both,
    built_in,
    choice,
    compared,
    constant,
    either,
    is_null,
    name_of,
    negated,
    quoted,
)
from evenhand.exporting.dmn.numbers import (
    Number,
    at_scale,
    check,
    common,
    linear,
    literal,
    repeating,
)
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.describe import words_text
from evenhand.model.domain import domain_words
from evenhand.model.vocabulary import Attribute, Derived, Extreme, Kind, Quotient, Sum, SumPart

BASES = {Kind.BOOLEAN: "boolean", Kind.DATE: "date"}


# -- inputs ----------------------------------------------------------------------------------------


def add_input(model: Model, attribute: Attribute) -> None:
    """The input of an attribute, and what of it is read."""
    model.at(f"attributes/{attribute.id}", attribute.location)
    name = model.graph.fresh(attribute.id)
    kind = attribute.kind
    base = "number" if kind.is_numeric else BASES.get(kind, "string")
    words = domain_words(attribute, model.policy.header.currency)
    about = f"{words_text(words, 'en')}\n{words_text(words, 'zh')}"
    label = both_of(attribute.label)
    many = kind is Kind.SET
    model.graph.inputs[name] = InputData(name, label, about, base, many)
    read = name_of(name)
    model.given[attribute.id] = read
    if kind.is_numeric:
        model.numbers[attribute.id] = _number(model, attribute, read)
    if attribute.open and not many:
        listed = constant("[" + ", ".join(quoted(code) for code in attribute.codes) + "]")
        known = choice(built_in("list contains", listed, read), read, constant('"other"'))
        logic = choice(is_null(read), NULL, known)
        read = model.decide(f"{attribute.id}_as_read", attribute.label, "string", logic)
    model.values[attribute.id] = read


def _number(model: Model, attribute: Attribute, read: Feel) -> Number:
    step = attribute.step or Fraction(1)
    if repeating(step) != 1:
        model.refuse("export.dmn-step")
    ends = [abs(end) for end in (attribute.low, attribute.high) if end is not None]
    bound = max(ends, default=Fraction(10) ** 40)
    check(bound, step, model.too_long())
    return Number(read, 1, bound, step)


def add_answer(model: Model, name: str, label: str) -> None:
    """The input of what a person decides about a customer."""
    taken = model.graph.fresh(f"{DISCRETION_PREFIX.rstrip('.')}__{name}")
    model.graph.inputs[taken] = InputData(taken, label, "", "boolean")
    model.answers[name] = name_of(taken)


# -- what there is of a value ----------------------------------------------------------------------


def quantity(model: Model, name: str) -> Number:
    """A number where it exists and is known to; otherwise null."""
    number = model.numbers[name]
    if name not in model.applies:
        return number
    feel = choice(model.applies[name], number.feel, NULL)
    return Number(feel, number.scale, number.bound, number.quantum)


def absent(model: Model, name: str) -> Feel:
    """Whether there is nothing that a value could be of; never unknown."""
    if name in model.absent:
        return model.absent[name]
    if name in model.applies:
        return compared(model.applies[name], "=", constant("false"))
    return constant("false")


def not_given(model: Model, name: str) -> Feel:
    """Whether there is no value, whether it applies or not; never unknown."""
    return model.unknown.get(name) or is_null(model.values[name])


def missing(model: Model, name: str) -> Feel:
    """Whether a value that may exist is not known; never unknown."""
    if name not in model.applies:
        return not_given(model, name)
    return either([not_given(model, name), is_null(model.applies[name])])


def state_of(model: Model, name: str) -> Feel:
    """What there is of a value, in words that a table can ask for."""
    known = choice(missing(model, name), constant('"missing"'), constant('"known"'))
    gone = absent(model, name)
    if gone.text == "false":
        return known
    return choice(gone, constant('"does not apply"'), known)


# -- computed attributes ---------------------------------------------------------------------------


def add_derived(model: Model, derived: Derived) -> None:
    """The decisions of a computed attribute; a ratio has none, since it is never divided."""
    model.at(f"derived/{derived.id}", derived.location)
    formula = derived.formula
    match formula:
        case Sum(parts):
            number = _sum(model, derived, parts)
        case Extreme(attributes, greatest):
            number = _extreme(model, derived, attributes, greatest=greatest)
        case Quotient(of, to):
            for part in (of, to):
                if part not in model.numbers:
                    model.refuse("export.dmn-ratio")
            _ratio(model, derived, of, to)
            return
        case _:
            assert_never(formula)
    model.numbers[derived.id] = number
    model.values[derived.id] = number.feel


def _ratio(model: Model, derived: Derived, of: str, to: str) -> None:
    """Whether a ratio is there: both parts known and the divisor above zero."""
    parts = [absent(model, name) for name in (of, to)]
    gone = either(parts)
    if gone.text != "false":
        model.absent[derived.id] = gone
    unknown = either([missing(model, of), missing(model, to)])
    above_zero = compared(model.numbers[to].feel, ">", constant("0"))
    there = choice(unknown, constant("false"), above_zero)
    there = choice(gone, constant("false"), there) if gone.text != "false" else there
    known = model.decide(f"{derived.id}_is_known", derived.label, "boolean", there)
    model.unknown[derived.id] = compared(known, "=", constant("false"))


def scaled_title(derived: Derived, scale: int) -> str:
    """The label of a computed attribute that is kept as a multiple of itself."""
    label = both_of(derived.label)
    return label if scale == 1 else f"{label} (× {scale})"


def _named(model: Model, derived: Derived, number: Number) -> Number:
    wanted = derived.id if number.scale == 1 else f"{derived.id}_times_{number.scale}"
    title = scaled_title(derived, number.scale)
    feel = model.decide(wanted, title, "number", number.feel)
    return Number(feel, number.scale, number.bound, number.quantum)


def _sum(model: Model, derived: Derived, parts: Iterable[SumPart]) -> Number:
    terms = [_term(model, part) for part in parts]
    total = linear([(Fraction(1), t) for t in terms], Fraction(0), 1, model.too_long())
    return _named(model, derived, total)


def _term(model: Model, part: SumPart) -> Number:
    """One part: its value, or what stands in for it, times a number, at most another (rule 10)."""
    refuse = model.too_long()
    name = part.attribute
    if name not in model.numbers:
        model.refuse("export.dmn-ratio")
    cap = part.at_most
    stand_in = None if part.if_missing is None else part.if_missing * part.times
    if stand_in is not None and cap is not None:
        stand_in = min(stand_in, cap)
    scale = lcm(*(repeating(one) for one in (cap, stand_in) if one is not None))
    product = linear([(part.times, model.numbers[name])], Fraction(0), scale, refuse)
    feel, bound, quantum = product.feel, product.bound, product.quantum
    for extra in (cap, stand_in):
        if extra is not None:
            value = extra * product.scale
            bound = max(bound, abs(value))
            quantum = common([quantum, abs(value)] if value else [quantum])
    if cap is not None:
        limit = literal(cap * product.scale)
        feel = choice(compared(feel, ">", limit), limit, feel)
    other = NULL if stand_in is None else literal(stand_in * product.scale)
    if stand_in is not None or name in model.applies:
        feel = choice(missing(model, name), other, feel)
    gone = absent(model, name)
    if gone.text != "false":
        feel = choice(gone, constant("0"), feel)
    return Number(feel, product.scale, bound, quantum)


def _extreme(
    model: Model, derived: Derived, attributes: tuple[str, ...], *, greatest: bool
) -> Number:
    refuse = model.too_long()
    for name in attributes:
        if name not in model.numbers:
            model.refuse("export.dmn-ratio")
    scale = lcm(*(model.numbers[name].scale for name in attributes))
    numbers = {name: at_scale(model.numbers[name], scale, refuse) for name in attributes}
    function = "max" if greatest else "min"
    leaves = {name: absent(model, name) for name in attributes}
    if all(gone.text == "false" for gone in leaves.values()):
        chosen = built_in(function, *(numbers[name].feel for name in attributes))
    else:
        there_are = [_if_there(numbers[name].feel, leaves[name]) for name in attributes]
        chosen = built_in(function, built_in("concatenate", *there_are))
        gone = [leaves[name] for name in attributes]
        if all(one.text != "false" for one in gone):
            exists = negated(both(gone))
            there = model.decide(f"{derived.id}_exists", derived.label, "boolean", exists)
            model.absent[derived.id] = compared(there, "=", constant("false"))
    unknown = either(_open(missing(model, name), leaves[name]) for name in attributes)
    feel = choice(unknown, NULL, chosen)
    bound = max(numbers[name].bound for name in attributes)
    quantum = common([numbers[name].quantum for name in attributes])
    return _named(model, derived, Number(feel, scale, bound, quantum))


def _if_there(number: Feel, gone: Feel) -> Feel:
    listed = Feel(f"[{number.text}]", number.uses)
    return listed if gone.text == "false" else choice(gone, constant("[]"), listed)


def _open(unknown: Feel, gone: Feel) -> Feel:
    """A part that leaves the whole unknown: it is missing, and may exist."""
    if gone.text == "false":
        return unknown
    return both([negated(gone), unknown])
