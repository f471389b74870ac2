"""How a side reads a policy: which one, in which reading, of the customer or the twin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from evenhand.engines.exact.contents import Node, T
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.forms import Forms
from evenhand.engines.exact.space import Sort, Space, Variable
from evenhand.model.conditions import Condition, Operator, ScoreIs
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy


@dataclass(slots=True)
class Context:
    """A policy in a reading, asked about the customer or the twin, with what all sides share.

    ``judge``, ``score`` and ``test`` turn conditions, comparisons of scores, and comparisons of
    known values into nodes. One that is ``like`` another has the same scores.
    """

    policy: Policy
    reading: Reading
    twin: bool
    forest: Forest
    space: Space
    forms: Forms
    judge: Callable[[Context, Condition], Node]
    score: Callable[[Context, ScoreIs], Node]
    test: Callable[[Context, str, Operator, Sequence[Any]], Node]
    definitions: dict[str, Node] = field(default_factory=dict)
    applies: dict[str, Node] = field(default_factory=dict)
    like: Context | None = None

    @property
    def key(self) -> int:
        """What tells contexts apart whose scores and guesses are not the same."""
        return id(self if self.like is None else self.like)

    @property
    def uses_read_as(self) -> bool:
        return self.reading is not Reading.OPEN

    def variable(
        self, name: str, sort: Sort | None = None, member: str | None = None
    ) -> Variable | None:
        """The variable of an attribute, None where it is missing for everybody."""
        return self.space.find(sort or self.space.sort_of(name), name, member, self.twin)

    def exists(self, name: str) -> Node:
        """Whether an attribute exists for the customer (rule 6)."""
        attribute = self.policy.dictionary.attributes.get(name)
        if attribute is None or attribute.applies_when is None:
            return T
        if name not in self.applies:
            self.applies[name] = self.judge(self, attribute.applies_when)
        return self.applies[name]
