"""Drafts: customers in the making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from evenhand.engines.compiled import Compiled, compiled
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.model.boundaries import boundary_values
from evenhand.model.conditions import Condition, ScoreIs, every_part
from evenhand.model.customer import Customer
from evenhand.model.mentions import stated_conditions
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.truth import Truth
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute


@dataclass(slots=True)
class Draft:
    """A customer in the making, for one policy, in one reading, from one generator.

    ``engine`` knows conditions that are asked again and again; of others, or without an engine, the
    reference engine is asked.
    """

    policy: Policy
    random: Random
    reading: Reading
    boundaries: dict[str, tuple[Value | Missing, ...]]
    values: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)
    depth: int = 0
    engine: Compiled | None = None

    def customer(self) -> Customer:
        """The customer as it stands."""
        return Customer(dict(self.values), dict(self.answers))

    def case(self) -> Case:
        """A question to the reference engine about the draft as it stands."""
        return Case(self.policy, Customer(self.values, self.answers), self.reading)

    def truth(self, condition: Condition) -> Truth:
        """The truth of a condition for the draft as it stands."""
        if self.engine is not None and self.engine.knows(condition):
            return self.engine.look(Customer(self.values, self.answers)).truth(condition)
        return judge(self.case(), condition).truth

    def attribute(self, name: str) -> Attribute:
        """A declared attribute. Raises KeyError for a derived one."""
        return self.policy.dictionary.attributes[name]

    def shuffled(self, parts: Sequence[Condition]) -> list[Condition]:
        """The parts in random order."""
        return self.random.sample(parts, len(parts))


def new_draft(
    policy: Policy, random: Random, reading: Reading, asked: Sequence[Condition] = ()
) -> Draft:
    """An empty draft, for which some conditions and all tests of scores are asked often."""
    tests = [
        part
        for one in stated_conditions(policy)
        for part in every_part(one.condition)
        if isinstance(part, ScoreIs)
    ]
    engine = compiled(policy, reading, [*tests, *asked])
    return Draft(policy, random, reading, dict(boundary_values(policy)), engine=engine)
