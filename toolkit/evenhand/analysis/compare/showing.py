"""Showing a contradiction: a customer whom two criteria treat differently, all else being equal.

The customer is one whom both policies take as well as possible, with the one fact moved that the
two criteria are about. If one policy then still grants its tier and the other no longer does, the
difference is due to the two criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from evenhand.analysis.aiming import aim, set_value
from evenhand.analysis.compare.criteria import Criterion
from evenhand.analysis.compare.meeting import Meeting, Side, shown_customer
from evenhand.analysis.compare.ranking import is_granted, rank_of
from evenhand.analysis.plain import written
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.scales import ends, place_of, step_of, value_at
from evenhand.model.truth import F, T
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute, Kind

Changes: TypeAlias = Mapping[str, Value]

TREATMENT = "treatment"
"""The customer gets a better outcome from one policy than from the other."""
CONDITIONS = "conditions"
"""The customer meets one criterion and not the other; the outcomes do not hang on it alone."""

CIRCLE = "circle"
"""The customer before and after getting what the circle gives; each with one outcome."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A customer who shows a contradiction.

    ``outcomes`` are those of the two policies, in their order; ``before`` is the customer whom
    both accept, from whom this one differs in ``moved`` alone.
    """

    level: str
    customer: Customer
    outcomes: tuple[str, ...]
    moved: tuple[str, ...]
    before: Customer | None = None
    outcomes_before: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        found: dict[str, object] = {
            "shows": self.level,
            "customer": customer_data(self.customer),
            "outcomes": list(self.outcomes),
            "moved": list(self.moved),
        }
        if self.before is not None:
            found["before"] = {
                "values": {name: written(self.before.values.get(name)) for name in self.moved},
                "outcomes": list(self.outcomes_before),
            }
        return found


def customer_data(customer: Customer) -> dict[str, object]:
    """A customer as a profile file writes it."""
    values: dict[str, object] = {
        name: written(value) for name, value in sorted(customer.values.items())
    }
    for name, answer in sorted(customer.discretion.items()):
        values[f"{DISCRETION_PREFIX}{name}"] = answer
    return values


def show(meeting: Meeting, loose: Criterion, strict: Criterion) -> Shown | None:
    """A customer who is better treated where ``loose`` stands (the meeting's first policy)."""
    for base in meeting.accepted(loose.ways, strict.ways):
        for customer in _variants(meeting, base, loose, strict):
            found = judged(meeting, base, customer)
            if found is not None:
                return found
    return None


def show_conditions(meeting: Meeting, loose: Criterion, strict: Criterion) -> Shown | None:
    """A customer who meets the one criterion and not the other, whatever the outcomes are."""
    base = meeting.typical
    for customer in _variants(meeting, base, loose, strict):
        moved = moved_between(base, customer)
        outcomes = meeting.outcomes(customer)
        return Shown(CONDITIONS, shown_customer(meeting, customer), outcomes, moved)
    return None


def judged(meeting: Meeting, base: Customer, customer: Customer) -> Shown | None:
    """The customer, if the first policy still grants and the second one is now worse."""
    one, two = (side.policy for side in meeting.sides)
    before, after = meeting.outcomes(base), meeting.outcomes(customer)
    if not is_granted(one, after[0]) or rank_of(one, after[0]) > rank_of(one, before[0]):
        return None
    if rank_of(two, after[1]) <= rank_of(two, before[1]) or is_granted(two, after[1]):
        return None
    return Shown(
        TREATMENT,
        shown_customer(meeting, customer),
        after,
        moved_between(base, customer),
        shown_customer(meeting, base),
        before,
    )


def moved_between(base: Customer, customer: Customer) -> tuple[str, ...]:
    """The attributes in which two customers differ."""
    names = dict.fromkeys((*customer.values, *base.values))
    return tuple(name for name in names if base.values.get(name) != customer.values.get(name))


# -- values that tell the two apart ----------------------------------------------------------------


def _variants(
    meeting: Meeting, base: Customer, loose: Criterion, strict: Criterion
) -> Iterator[Customer]:
    """The base with the fact moved so that ``strict`` fails and ``loose``, if it asks, is met."""
    for changes in changes_between(meeting, loose, strict):
        customer = meeting.changed(base, changes)
        if customer is not None and _tells_apart(meeting, customer, loose, strict):
            yield customer
    if strict.test is not None and strict.attribute in strict.policy.dictionary.derived:
        draft = meeting.two.draft(base, 0)
        aim(draft, strict.test, False)
        customer = meeting.possible(draft.customer(), {})
        if customer is not None and _tells_apart(meeting, customer, loose, strict):
            yield customer


def _tells_apart(meeting: Meeting, customer: Customer, loose: Criterion, strict: Criterion) -> bool:
    if strict.test is not None and meeting.truth(meeting.two, customer, strict.test) is not F:
        return False
    return loose.test is None or meeting.truth(meeting.one, customer, loose.test) is T


def changes_between(meeting: Meeting, loose: Criterion, strict: Criterion) -> Iterator[Changes]:
    """Values of the attributes of both criteria that tell them apart, the best to show first."""
    name, other = strict.attribute, loose.attribute
    attribute = meeting.two.attribute(name)
    if attribute is None:
        return
    second = meeting.one.attribute(other) if other != name else None
    for value in _values_apart(meeting, attribute, loose, strict, second):
        yield {name: value} if second is None else {other: value, name: value}
    if second is not None:
        for value in _values_apart(meeting, attribute, replace(loose, test=None), strict, None):
            yield {name: value}


def _fits(attribute: Attribute, value: Value) -> bool:
    if not attribute.kind.is_ordered:
        return True
    low, high = ends(attribute)
    place = place_of(attribute, value)
    return low <= place <= high and place % step_of(attribute) == 0


def _values_apart(
    meeting: Meeting,
    attribute: Attribute,
    loose: Criterion,
    strict: Criterion,
    second: Attribute | None,
) -> tuple[Value, ...]:
    listed = _listed(meeting, attribute)
    apart = [v for v in listed if _fails(meeting, attribute, v, loose, strict, second)]
    if not attribute.kind.is_ordered or not apart:
        return tuple(apart)
    met = [v for v in listed if _is_met(meeting, attribute, v, strict)]
    return tuple(_in_order(attribute, apart, met))


def _is_met(meeting: Meeting, attribute: Attribute, value: Value, strict: Criterion) -> bool:
    if strict.test is None:
        return False
    customer = _with(meeting.two, meeting.typical, attribute.id, value)
    return meeting.truth(meeting.two, customer, strict.test) is T


def _listed(meeting: Meeting, attribute: Attribute) -> list[Value]:
    found: dict[Value, None] = {}
    for side in meeting.sides:
        for value in side.boundaries.get(attribute.id, ()):
            if not isinstance(value, Missing):
                found[value] = None
    if attribute.kind.is_ordered:
        return sorted(found, key=lambda value: place_of(attribute, value))
    return list(found)


def _fails(
    meeting: Meeting,
    attribute: Attribute,
    value: Value,
    loose: Criterion,
    strict: Criterion,
    second: Attribute | None,
) -> bool:
    """Whether ``strict`` fails at a value and ``loose`` is met there, by its own attribute."""
    customer = _with(meeting.two, meeting.typical, attribute.id, value)
    if strict.test is not None and meeting.truth(meeting.two, customer, strict.test) is not F:
        return False
    if second is not None:
        if second.kind is not attribute.kind or not _fits(second, value):
            return False
        customer = _with(meeting.one, meeting.typical, second.id, value)
    if loose.test is None:
        return True
    return meeting.truth(meeting.one, customer, loose.test) is T


def _with(side: Side, customer: Customer, name: str, value: Value) -> Customer:
    draft = side.draft(customer, 0)
    set_value(draft, name, value)
    return draft.customer()


def _in_order(attribute: Attribute, apart: list[Value], near: list[Value]) -> Iterator[Value]:
    """A round amount between the two figures, then values from the stricter figure outwards."""
    if attribute.kind in (Kind.MONEY, Kind.NUMBER, Kind.RATIO):
        middle = _middle(attribute, apart)
        if middle is not None:
            yield middle
    places = [place_of(attribute, value) for value in near]
    if not places:
        yield from apart
        return

    def distance(value: Value) -> Fraction:
        here = place_of(attribute, value)
        return min(abs(here - place) for place in places)

    yield from sorted(apart, key=distance)


def _middle(attribute: Attribute, apart: list[Value]) -> Value | None:
    """A round value about half way between the ends, unless one is that of the whole domain."""
    low, high = (place_of(attribute, value) for value in (apart[0], apart[-1]))
    if high == ends(attribute)[1] or high - low <= 1:
        return None
    unit = Fraction(10) ** (len(str(int(high - low))) - 2)
    half = (low + high) * Fraction(1, 2)
    for size in (unit, unit * Fraction(1, 10), step_of(attribute)):
        place = round(Fraction(half, size)) * size
        if low <= place <= high and place % step_of(attribute) == 0:
            return value_at(attribute, place)
    return None
