"""One customer seen by one policy in one reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.oracle.facts import Person
from tests.oracle.numbers import Linear, Lit, Solver

from evenhand.model.conditions import Condition
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Holds:
    """A truth of three values: whether it is true, and whether it is false; never both."""

    true: Lit
    false: Lit

    @property
    def opposite(self) -> Holds:
        """Not: true and false change places."""
        return Holds(self.false, self.true)


@dataclass(frozen=True, slots=True)
class Score:
    """Points or a score: whether they are known, and what they are where they are."""

    known: Lit
    number: Linear


@dataclass(slots=True)
class View:
    """What has been encoded of a policy for a person; each entry is made once.

    Conditions are known by their identity and kept, since their remarks have no hash.
    """

    solver: Solver
    person: Person
    policy: Policy
    reading: Reading
    definitions: dict[str, Holds] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    judged: dict[int, tuple[Condition, Holds]] = field(default_factory=dict)

    @property
    def takes_readings(self) -> bool:
        """Whether ``read_as`` stands for figures and points that the source leaves open."""
        return self.reading is not Reading.OPEN
