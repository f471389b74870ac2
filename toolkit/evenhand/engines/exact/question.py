"""Questions about all customers: which labels can occur together?

Every law is such a question. Two policies are equal if no customer gets two different labels from
them; an attribute is indifferent if no customer and no twin, who differs in that attribute alone,
get different labels; a tier is unreachable if no customer gets its label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from evenhand.model.conditions import All, Condition
from evenhand.model.customer import Customer
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, Value

MET: Final = "met"
NOT_MET: Final = "not_met"
OPEN: Final = "open"
"""The labels of a condition that is asked about: it holds, it does not, it is unknown."""


@dataclass(frozen=True, slots=True)
class Side:
    """Something that gives every customer one label: a list of labels with conditions.

    The first condition that is true gives the label. If one that is unknown stands before it, the
    label is ``undecided`` (with ``floor``: the worst possible one, as rule 17 says). The last
    condition must always hold. ``twin`` tells whether the twin is asked instead of the customer.
    """

    policy: Policy
    entries: tuple[tuple[str, Condition], ...]
    undecided: str
    floor: bool = False
    reading: Reading = Reading.DECLARED
    twin: bool = False


def outcome_of(policy: Policy, reading: Reading = Reading.DECLARED, *, twin: bool = False) -> Side:
    """The outcome that a policy gives: a tier, ``rejected``, ``refer`` or ``out_of_scope``."""
    listed = tuple((entry.outcome, entry.condition) for entry in decision_list(policy))
    return Side(policy, listed, "refer", policy.undecided_floor, reading, twin)


def truth_of(
    policy: Policy,
    condition: Condition,
    reading: Reading = Reading.DECLARED,
    *,
    twin: bool = False,
) -> Side:
    """Whether a condition of the policy's language holds: ``met``, ``not_met`` or ``open``."""
    always = All((), condition.location)
    return Side(policy, ((MET, condition), (NOT_MET, always)), OPEN, False, reading, twin)


class Order(Enum):
    """How the twin's value of a split attribute lies to the customer's: any way, or above it."""

    ANY = "any"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Question:
    """Which tuples of labels, one label a side, can occur together?

    Asked about all customers for whom no constraint of the vocabulary is false (rule 25): with
    ``complete`` only about those of whom every attribute that the sides use is known wherever it
    applies, and every discretion is answered. ``split`` names the attributes in which the twin may
    differ from the customer; all else, human assessments and discretion too, is the same (rule 26).
    ``fixed`` holds attributes at a value, MISSING or ``discretion.<id>`` answers among them.
    ``apart`` names attributes of which some values are told apart from all others, and every unit
    of which is.
    """

    sides: tuple[Side, ...]
    complete: bool = False
    split: tuple[str, ...] = ()
    order: Order = Order.ANY
    fixed: Mapping[str, Value | Missing] = field(default_factory=dict)
    apart: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much work an answer may cost before it is given up as unknown.

    ``states`` is the number of states in one layer of the walk, and of the inequalities that they
    carry; ``bits`` the size of the sets of reachable scores in all layers, which are kept. Both are
    counted, so the same question always ends the same way.
    """

    states: int = 20_000
    bits: int = 8_000_000_000


Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A customer (and, for twin questions, the twin) who shows that labels occur together."""

    labels: Labels
    customer: Customer
    twin: Customer | None = None


@dataclass(slots=True, eq=False)
class Unanswered(Exception):
    """Why a question has no answer: ``budget`` where it was too large, else what is not covered.

    ``reason`` is the short name of a message (``exact.<reason>``), ``about`` what it speaks of.
    """

    reason: str
    about: str = ""


def sides_use(question: Question) -> Sequence[Policy]:
    """The policies that a question speaks of, each once."""
    found: list[Policy] = []
    for side in question.sides:
        if not any(side.policy is one for one in found):
            found.append(side.policy)
    return found
