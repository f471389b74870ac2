"""Directions: whether a policy takes more of an attribute for better, or less."""

from __future__ import annotations

from fractions import Fraction

from evenhand.analysis.compare.criteria import Criterion
from evenhand.analysis.compare.points import steps_of
from evenhand.model.conditions import Compare, OneOf
from evenhand.model.element import About
from evenhand.model.scorecard import Characteristic


def direction_of(criterion: Criterion) -> int:
    """1 where more of the attribute is better, -1 where less is, 0 where neither is said."""
    if criterion.characteristic is not None:
        return _points_direction(criterion.characteristic)
    match criterion.test:
        case Compare(_, operator):
            return 1 if operator.value in ("at_least", "above") else -1
        case OneOf(name, (bool() as value,), negated):
            return 1 if value is not negated else -1
        case OneOf(name, (Fraction() as value,), False):
            attribute = criterion.policy.dictionary.attributes.get(name)
            return -1 if attribute is not None and attribute.low == value else 0
        case _:
            return 0


def _points_direction(characteristic: Characteristic) -> int:
    said = _prefers(characteristic.about)
    if said:
        return said
    signs = {1 if step.gain > 0 else -1 for step in steps_of(characteristic) if step.gain}
    return signs.pop() if len(signs) == 1 else 0


def _prefers(about: About) -> int:
    declared = about.declared.get("prefers")
    value = None if declared is None else declared.value
    return {"higher": 1, "lower": -1}.get(value if isinstance(value, str) else "", 0)
