"""The plan: what is known while a policy is being compiled, and the slots of one decision.

A decision works on one list, made anew for each customer: her values, the answers that people gave
and what has been worked out so far. The closures hold indices into it and are never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, TypeAlias

from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Points
from evenhand.model.vocabulary import Dictionary

Slots: TypeAlias = list[Any]

Term: TypeAlias = Callable[[Slots], "bool | None"]
"""A condition: true, false, or None for unknown."""

Reader: TypeAlias = Callable[[Slots], Any]
"""A quantity: an integer, a code, a set; None where it is missing, ABSENT where it is not there."""

UNSET: Final = object()
"""Stands in a slot for what has not been worked out yet."""

ABSENT: Final = object()
"""The value of what does not exist for the customer."""


@dataclass(slots=True)
class Plan:
    """What compiling one policy in one reading has built so far.

    ``blank`` are the slots of a customer of whom nothing is known.
    """

    policy: Policy
    reading: Reading
    blank: Slots = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    made: dict[tuple[str, str], Any] = field(default_factory=dict)
    shared: dict[int, Term] = field(default_factory=dict)

    @property
    def dictionary(self) -> Dictionary:
        """The attributes that the policy speaks of."""
        return self.policy.dictionary

    def slot(self, start: object) -> int:
        """A new slot and what stands in it at first."""
        self.blank.append(start)
        return len(self.blank) - 1

    def value(self, name: str) -> int:
        """The slot of an input attribute."""
        if name not in self.values:
            self.values[name] = self.slot(None)
        return self.values[name]

    def answer(self, name: str) -> int:
        """The slot of a recorded answer."""
        if name not in self.answers:
            self.answers[name] = self.slot(None)
        return self.answers[name]

    def once(self, sort: str, name: str, make: Callable[[], Any]) -> Any:
        """What a name stands for, built on first use."""
        if (sort, name) not in self.made:
            self.made[sort, name] = make()
        return self.made[sort, name]

    def points(self, points: Points | None) -> Fraction | None:
        """Points as a number, or None where they are not said or left open in this reading."""
        if points is None or isinstance(points, Fraction):
            return points
        return None if self.reading is Reading.OPEN else points.read_as


def remembered(plan: Plan, reader: Reader) -> Reader:
    """The same, worked out once a decision."""
    at = plan.slot(UNSET)

    def read(slots: Slots) -> Any:
        found = slots[at]
        if found is UNSET:
            found = slots[at] = reader(slots)
        return found

    return read
