"""Intake: a customer, or values as a caller writes them, into the slots of one decision (rule 1).

Plain forms of a value are taken by a short way. Whatever that does not know goes to the model's own
reading of values, which takes it or says what is wrong with it: both ways end alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from evenhand.engines.compiled.plan import Plan, Slots
from evenhand.messages import message
from evenhand.model.customer import (
    DISCRETION_PREFIX,
    Customer,
    Given,
    ValueRefused,
    make_customer,
    value_of,
)
from evenhand.model.scales import step_of
from evenhand.model.values import MISSING, Missing, Value, number_text
from evenhand.model.vocabulary import Attribute, Dictionary, Kind

Encode: TypeAlias = Callable[[Value], object]
"""From a value of the attribute's domain to what stands for it in the slots."""

Take: TypeAlias = Callable[[Any], object]
"""From a value as a caller writes it to the same; None where it is missing."""

DIGITS: Final = 30
"""So many digits are read the short way."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Where the values and answers of customers go.

    ``takes`` has every attribute of the dictionary, for all that is told is checked; what the
    policy does not use goes to a slot that nobody reads.
    """

    dictionary: Dictionary
    blank: tuple[object, ...]
    encoders: Mapping[str, tuple[int, Encode]]
    takes: Mapping[str, tuple[int, Take]]
    answers: Mapping[str, int]

    def slots(self, customer: Customer | Mapping[str, Given]) -> Slots:
        """The slots of a customer.

        Raises ValueRefused for a value outside its domain and TypeError for a binary float. A
        ``Customer`` has been checked: of it, only what has no place on its scale is refused.
        """
        return self._of(customer) if isinstance(customer, Customer) else self._given(customer)

    def _of(self, customer: Customer) -> Slots:
        slots = [*self.blank]
        encoders = self.encoders
        for name, value in customer.values.items():
            found = encoders.get(name)
            if found is not None:
                at, encode = found
                slots[at] = encode(value)
        self._answer(slots, customer.discretion)
        return slots

    def _given(self, given: Mapping[str, Given]) -> Slots:
        slots = [*self.blank]
        takes = self.takes
        for name, value in given.items():
            found = takes.get(name)
            if found is None:
                self._answer(slots, make_customer(self.dictionary, {name: value}).discretion)
            else:
                at, take = found
                slots[at] = take(value)
        return slots

    def _answer(self, slots: Slots, answers: Mapping[str, bool]) -> None:
        for name, answer in answers.items():
            at = self.answers.get(name)
            if at is not None:
                slots[at] = answer


def intake_of(plan: Plan) -> Intake:
    """The intake of a policy whose conditions have all been compiled."""
    attributes = plan.dictionary.attributes
    unread = plan.slot(None)
    return Intake(
        plan.dictionary,
        tuple(plan.blank),
        {name: (at, encode_of(attributes[name])) for name, at in plan.values.items()},
        {
            name: (plan.values.get(name, unread), take_of(attribute))
            for name, attribute in attributes.items()
            if not _is_taken_otherwise(plan.dictionary, name)
        },
        plan.answers,
    )


def _is_taken_otherwise(dictionary: Dictionary, name: str) -> bool:
    """Names that mean something else where values are told."""
    other = name in ("held_tier", "assessments_below") or name in dictionary.derived
    return other or name.startswith(DISCRETION_PREFIX)


# -- values of the domain ------------------------------------------------------------------------


def encode_of(attribute: Attribute) -> Encode:
    """How a value of the attribute's domain stands in the slots.

    What is not on the scale is refused, in the words of the model if it has any.
    """
    match attribute.kind:
        case Kind.MONEY | Kind.NUMBER | Kind.INTEGER | Kind.RATIO:
            return _steps(attribute)
        case Kind.ORDINAL:
            return attribute.codes.index
        case Kind.DATE:
            return _day
        case Kind.BOOLEAN | Kind.ENUM | Kind.SET:
            return _itself


def _itself(value: object) -> object:
    return value


def _day(value: Value) -> int:
    assert isinstance(value, date)
    return value.toordinal()


def _steps(attribute: Attribute) -> Encode:
    step = step_of(attribute)
    above, below = step.numerator, step.denominator

    def steps(value: Value) -> int:
        assert isinstance(value, Fraction)
        upper, lower = value.as_integer_ratio()
        if lower == above == 1:
            return upper * below
        count, rest = divmod(upper * below, lower * above)
        if rest:
            raise _off_step(attribute, value)
        return count

    return steps


def _off_step(attribute: Attribute, value: Fraction) -> ValueRefused:
    step = number_text(step_of(attribute))
    return ValueRefused(
        message("value.off-step", attribute=attribute.id, value=number_text(value), step=step)
    )


# -- values as written ---------------------------------------------------------------------------


def take_of(attribute: Attribute) -> Take:
    """How a value that a caller gives for the attribute is read."""
    match attribute.kind:
        case Kind.MONEY | Kind.NUMBER | Kind.INTEGER | Kind.RATIO:
            return _number(attribute)
        case Kind.BOOLEAN:
            return _listed(attribute, {True: True, False: False}, bool)
        case Kind.ENUM:
            return _listed(attribute, {code: code for code in attribute.codes}, str)
        case Kind.ORDINAL:
            ranks = {code: rank for rank, code in enumerate(attribute.codes)}
            return _listed(attribute, ranks, str)
        case Kind.SET | Kind.DATE:
            return _at_length(attribute)


def _at_length(attribute: Attribute) -> Take:
    """The model's own reading of a value."""
    encode = encode_of(attribute)

    def take(given: Any) -> object:
        value = value_of(attribute, given)
        return None if isinstance(value, Missing) else encode(value)

    return take


def _listed(attribute: Attribute, codes: Mapping[Any, object], sort: type) -> Take:
    at_length = _at_length(attribute)

    def take(given: Any) -> object:
        if given is None or given is MISSING:
            return None
        if type(given) is sort and given in codes:
            return codes[given]
        return at_length(given)

    return take


def _number(attribute: Attribute) -> Take:
    places = places_of(step_of(attribute))
    if places is None or attribute.low is None or attribute.high is None:
        return _at_length(attribute)
    return _decimal(attribute, places, attribute.low, attribute.high)


def places_of(step: Fraction) -> int | None:
    """The digits behind the point in multiples of a step of 1, 0.1, 0.01 …; None for others."""
    places = len(str(step.denominator)) - 1
    return places if step == Fraction(1, 10**places) else None


def _decimal(attribute: Attribute, places: int, lowest: Fraction, highest: Fraction) -> Take:
    """Numbers with so many digits behind the point, which are nearly all there are."""
    at_length = _at_length(attribute)
    scale = [10 ** (places - count) for count in range(places + 1)]
    whole_steps = scale[0]
    low, high = -(-lowest * whole_steps // 1), highest * whole_steps // 1

    def take(given: Any) -> object:
        sort = type(given)
        if sort is str:
            whole, _, part = given.partition(".")
            digits = whole + part
            if len(digits) <= DIGITS and digits.isdecimal() and digits.isascii():
                count = int(digits) * scale[len(part)] if len(part) <= places else low - 1
                if low <= count <= high:
                    return count
        elif sort is int:
            count = given * whole_steps
            if low <= count <= high:
                return count
        elif given is None or given is MISSING:
            return None
        elif sort is Fraction or (sort is Decimal and given.is_finite()):
            upper, lower = given.as_integer_ratio()
            count, rest = divmod(upper * whole_steps, lower)
            if not rest and low <= count <= high:
                return count
        return at_length(given)

    return take
