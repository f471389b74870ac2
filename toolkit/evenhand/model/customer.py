"""Customers: one set of values, checked against the dictionary's domains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from evenhand.as_written import amount_advice, day_advice
from evenhand.messages import Message, message
from evenhand.model.values import MISSING, Missing, Value, grouped_text, number_text, value_text
from evenhand.model.vocabulary import Attribute, Dictionary, Kind

DISCRETION_PREFIX: Final = "discretion."

Given: TypeAlias = (
    str
    | bool
    | int
    | Decimal
    | Fraction
    | date
    | Iterable[str]
    | Mapping[str, int]
    | Missing
    | None
)
"""A value as a caller writes it. None and MISSING say that it is not known."""


class ValueRefused(Exception):
    """A value that its attribute's domain does not contain; ``message`` says what is allowed."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.text("en"))
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuilt from its message, so that it reaches the caller of another process too."""
        return type(self), (self.message, self.hint)


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer: known values by attribute, and recorded human answers by discretion id.

    An attribute that is not in ``values`` is missing. ``held_tier`` and ``assessments_below`` are
    the membership state, for policies that have one.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    discretion: Mapping[str, bool] = field(default_factory=dict)
    held_tier: str | None = None
    assessments_below: int = 0

    def get(self, attribute: str) -> Value | Missing:
        """The value of an attribute, or MISSING."""
        return self.values.get(attribute, MISSING)


def value_of(attribute: Attribute, given: Given) -> Value | Missing:
    """A given value as an exact value of the attribute's domain.

    Raises ValueRefused for a value outside the domain and TypeError for a binary float.
    """
    _refuse_float(attribute.id, given)
    if given is None or given is MISSING:
        return MISSING
    match attribute.kind:
        case Kind.MONEY | Kind.NUMBER | Kind.INTEGER | Kind.RATIO:
            return _number(attribute, given)
        case Kind.BOOLEAN:
            return _boolean(attribute, given)
        case Kind.ENUM | Kind.ORDINAL:
            return _code(attribute, given)
        case Kind.SET:
            return _members(attribute, given)
        case Kind.DATE:
            return _date(attribute, given)


MAX_CHARACTERS: Final = 64
MAX_EXPONENT: Final = 30
"""How long a written number may be, as in files; beyond, it is no amount of anything."""


def _beyond(power: str) -> bool:
    digits = power.lstrip("+-")
    return digits.isdigit() and int(digits) > MAX_EXPONENT


def _refuse_float(name: str, given: object) -> None:
    values = given.values() if isinstance(given, Mapping) else (given,)
    if any(isinstance(value, float) for value in values):
        raise TypeError(f"{name}: a binary float is not exact; give text, int, or Fraction")


def parse_number(text: str) -> Fraction | None:
    """A written number such as ``300000.00``, ``300_000`` or ``1/3``; None if it is not one.

    One of more than 64 characters or with an exponent beyond ±30 is not one either.
    """
    cleaned = text.strip().replace("_", "")
    if not cleaned or not set(cleaned) <= set("0123456789.-+/eE"):
        return None
    power = cleaned.lower().partition("e")[2]
    if len(cleaned) > MAX_CHARACTERS or len(power.lstrip("+-0")) > 2 or _beyond(power):
        return None
    try:
        return Fraction(cleaned)
    except (ValueError, ZeroDivisionError):
        return None


PERIODS: Final = ("years", "months", "days")
"""The units in which periods are counted."""

PERIOD_MONTHS: Final[Mapping[str, int]] = {"years": 12, "months": 1}


def period_in(unit: str | None, given: Mapping[str, object]) -> Fraction | None:
    """A period such as ``{years: 2}`` in an attribute's unit; None if it does not fit exactly."""
    if len(given) != 1:
        return None
    (name, count), *_ = given.items()
    if not isinstance(count, int) or isinstance(count, bool):
        return None
    if name == unit:
        return Fraction(count)
    if name not in PERIOD_MONTHS or unit is None or unit not in PERIOD_MONTHS:
        return None
    months = count * PERIOD_MONTHS[name]
    whole, rest = divmod(months, PERIOD_MONTHS[unit])
    return Fraction(whole) if rest == 0 else None


def _number(attribute: Attribute, given: object) -> Fraction:
    number: Fraction | None = None
    if isinstance(given, Mapping):
        number = period_in(attribute.unit, given)
    elif isinstance(given, str):
        number = parse_number(given)
    elif isinstance(given, Decimal):
        number = Fraction(given) if given.is_finite() else None
    elif isinstance(given, (int, Fraction)) and not isinstance(given, bool):
        number = Fraction(given)
    if number is None:
        raise ValueRefused(
            message("value.not-a-number", attribute=attribute.id, value=shown(given)),
            amount_advice(given) if isinstance(given, str) else None,
        )
    step = attribute.step
    if step is not None and number % step != 0:
        raise ValueRefused(
            message(
                "value.off-step",
                attribute=attribute.id,
                value=number_text(number),
                step=number_text(step),
            )
        )
    low, high = attribute.low, attribute.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueRefused(
            message(
                "value.out-of-range",
                attribute=attribute.id,
                value=grouped_text(number),
                low="−∞" if low is None else grouped_text(low),
                high="∞" if high is None else grouped_text(high),
            )
        )
    return number


def _boolean(attribute: Attribute, given: object) -> bool:
    if isinstance(given, bool):
        return given
    if given in ("true", "false"):
        return given == "true"
    raise ValueRefused(message("value.not-a-boolean", attribute=attribute.id, value=shown(given)))


def _code(attribute: Attribute, given: object) -> str:
    text = given if isinstance(given, str) else shown(given)
    if text in attribute.codes:
        return text
    labelled = zip(attribute.codes, attribute.code_labels, strict=False)
    meant = [code for code, label in labelled if text in (label.en, label.zh)]
    if meant:
        raise ValueRefused(
            message("value.unknown-code", attribute=attribute.id, value=text),
            message("load.did-you-mean", name=meant[0]),
        )
    if attribute.open:
        return "other"
    raise ValueRefused(
        message("value.unknown-code", attribute=attribute.id, value=text),
        message("value.unknown-code.hint", codes=", ".join(attribute.codes)),
    )


def _members(attribute: Attribute, given: object) -> frozenset[str]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ValueRefused(message("value.not-a-set", attribute=attribute.id, value=shown(given)))
    return frozenset(_code(attribute, member) for member in given)


def _date(attribute: Attribute, given: object) -> date:
    day: date | None = given if isinstance(given, date) else None
    if isinstance(given, str):
        try:
            day = date.fromisoformat(given)
        except ValueError:
            day = None
    if day is None:
        raise ValueRefused(
            message("value.not-a-date", attribute=attribute.id, value=shown(given)),
            day_advice(given) if isinstance(given, str) else None,
        )
    early, late = attribute.earliest, attribute.latest
    if (early is not None and day < early) or (late is not None and day > late):
        raise ValueRefused(
            message(
                "value.out-of-range",
                attribute=attribute.id,
                value=day.isoformat(),
                low="" if early is None else early.isoformat(),
                high="" if late is None else late.isoformat(),
            )
        )
    return day


def shown(given: object) -> str:
    """A refused value as the message shows it."""
    if isinstance(given, (bool, Fraction, date, frozenset)):
        return value_text(given)
    if isinstance(given, Mapping):
        return ", ".join(f"{key}: {value}" for key, value in given.items())
    if isinstance(given, (list, tuple, set)):
        return ", ".join(str(member) for member in given)
    return str(given)


def make_customer(dictionary: Dictionary, given: Mapping[str, Given]) -> Customer:
    """A customer from given values; ``discretion.<id>`` keys are recorded human answers.

    Raises ValueRefused for the first value outside its domain or the first unknown attribute, and
    TypeError for a binary float.
    """
    values: dict[str, Value] = {}
    answers: dict[str, bool] = {}
    held: str | None = None
    below = 0
    for name, raw in given.items():
        _refuse_float(name, raw)
        if name.startswith(DISCRETION_PREFIX):
            answer = discretion_answer(name, raw)
            if answer is not None:
                answers[name.removeprefix(DISCRETION_PREFIX)] = answer
        elif name == "held_tier":
            held = None if raw is None or raw is MISSING else str(raw)
        elif name == "assessments_below":
            below = assessment_count(raw)
        else:
            value = value_of(input_attribute(dictionary, name), raw)
            if not isinstance(value, Missing):
                values[name] = value
    return Customer(values, answers, held, below)


def assessment_count(raw: object) -> int:
    """How many assessments in a row were below; raises ValueRefused for anything but a count."""
    number = parse_number(str(raw)) if not isinstance(raw, bool) else None
    if number is None or number.denominator != 1 or number < 0:
        raise ValueRefused(
            message("value.not-a-count", attribute="assessments_below", value=shown(raw))
        )
    return int(number)


def discretion_answer(name: str, raw: object) -> bool | None:
    """A recorded human answer: yes, no, or None where it is missing."""
    if raw is None or raw is MISSING:
        return None
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return raw == "true"
    raise ValueRefused(message("value.not-a-boolean", attribute=name, value=shown(raw)))


def input_attribute(dictionary: Dictionary, name: str) -> Attribute:
    """The attribute that an input names; raises ValueRefused for unknown and for derived names."""
    if name in dictionary.derived:
        inputs = ", ".join(dictionary.inputs_of(name))
        raise ValueRefused(
            message("value.derived", attribute=name), message("value.derived.hint", inputs=inputs)
        )
    if name not in dictionary.attributes:
        raise ValueRefused(message("value.unknown-attribute", attribute=name))
    return dictionary.attributes[name]
