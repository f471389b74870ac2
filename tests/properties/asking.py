"""Drawn questions of every type about generated policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st
from tests.properties.replay import side_attributes

from evenhand.engines.exact.question import Order, Question, Side, outcome_of, truth_of
from evenhand.model.boundaries import all_conditions, discretion_ids
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING, Missing, Value
from evenhand.strategies import attribute_values

KINDS: Final = ("reach", "pair", "readings", "twin", "monotone", "condition", "fixed")
READINGS: Final = st.sampled_from(Reading)


@st.composite
def questions(draw: Any, pair: tuple[Policy, Policy]) -> Question:
    """A question of any type about one or both of two policies."""
    kind = draw(st.sampled_from(KINDS))
    complete = draw(st.booleans())
    reading = draw(READINGS)
    first = outcome_of(pair[0], reading)
    match kind:
        case "pair":
            return Question((first, outcome_of(pair[1], reading)), complete)
        case "readings":
            return Question((first, outcome_of(pair[0], draw(READINGS))), complete)
        case "twin" | "monotone":
            other = draw(st.sampled_from((pair[0], pair[0], pair[1])))
            return _twin(draw, (first, other), complete, kind == "monotone")
        case "condition":
            conditions = list(all_conditions(pair[0]))
            if conditions:
                asked = truth_of(pair[0], draw(st.sampled_from(conditions)), reading)
                return Question((asked, first), complete)
        case "fixed":
            return Question((first,), complete, fixed=_fixed(draw, first, complete))
        case _:
            pass
    return Question((first,), complete)


def _twin(draw: Any, asked: tuple[Side, Policy], complete: bool, monotone: bool) -> Question:
    """A customer and a twin who differs in one attribute or two, mostly of one policy."""
    side, other = asked
    attributes = side.policy.dictionary.attributes
    names = [
        name
        for name in sorted(side_attributes(side))
        if not monotone or attributes[name].kind.is_ordered
    ]
    if not names:
        return Question((side,), complete)
    most = 1 if monotone else 2
    chosen = st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True)
    twin = outcome_of(other, side.reading, twin=True)
    order = Order.ABOVE if monotone else Order.ANY
    return Question((side, twin), complete, tuple(draw(chosen)), order)


def _fixed(draw: Callable[[Any], Any], side: Side, complete: bool) -> dict[str, Value | Missing]:
    attributes = side.policy.dictionary.attributes
    names = sorted(side_attributes(side))
    held: dict[str, Value | Missing] = {}
    for name in draw(st.lists(st.sampled_from(names), unique=True)) if names else ():
        told = attribute_values(attributes[name])
        held[name] = draw(told if complete else st.one_of(told, st.just(MISSING)))
    for name in discretion_ids(side.policy):
        if draw(st.booleans()):
            held[DISCRETION_PREFIX + name] = draw(st.booleans())
    return held
