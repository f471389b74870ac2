"""What a contradiction is, and the policies that are searched for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from evenhand.analysis.compare.criteria import Criterion, criteria_of, fact_of
from evenhand.analysis.compare.directions import direction_of
from evenhand.analysis.compare.meeting import Meeting, Side, side_of
from evenhand.analysis.compare.showing import Shown
from evenhand.analysis.compare.tendencies import tendencies_of
from evenhand.analysis.plain import place
from evenhand.messages import Message, in_both, message
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, label_words


class Sort(Enum):
    """The kinds of contradictions, in the order in which they are shown."""

    THRESHOLD = "threshold"
    SUFFICIENT = "sufficient-necessary"
    GATE = "gate-points"
    PRECEDENCE = "precedence"
    DIRECTION = "direction"
    CIRCULAR = "circular"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Elements that contradict each other, about one fact.

    ``elements`` are two, the laxer one first where there is one; a circle may have more.
    ``shown`` is the customer who shows it, None where it is only declared; ``reason`` says why
    nobody can show it, where that is known.
    """

    sort: Sort
    fact: str
    label: Words
    elements: tuple[Criterion, ...]
    shown: Shown | None = None
    reason: Message | None = None

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies of the elements, each once."""
        return tuple(dict.fromkeys(one.policy.id for one in self.elements))

    @property
    def decidable(self) -> bool:
        """Whether a customer shows it."""
        return self.shown is not None

    def data(self) -> Mapping[str, object]:
        return {
            "kind": self.sort.value,
            "fact": self.fact,
            "label": in_both(self.label),
            "within": len(self.policies) == 1,
            "decidable": self.decidable,
            "confidence": "proved" if self.decidable else "static",
            "elements": [_element_data(one) for one in self.elements],
            "reason": in_both(self.reason),
            "witness": None if self.shown is None else self.shown.data(),
        }


def _element_data(one: Criterion) -> dict[str, object]:
    return {
        "policy": one.policy.id,
        "element": one.element,
        "definition": one.definition,
        "role": one.role.value,
        "attribute": one.attribute,
        "text": in_both(one.words),
        "at": place(one.location),
    }


@dataclass
class Search:
    """The policies that are compared, with all that is worked out about them once.

    ``hopeless`` are policies of which it is proved that nobody is certain to get any tier.
    """

    policies: Sequence[Policy]
    hopeless: frozenset[str] = frozenset()
    sides: dict[str, Side] = field(default_factory=dict)
    criteria: dict[str, tuple[Criterion, ...]] = field(default_factory=dict)
    tendencies: dict[str, tuple[Criterion, ...]] = field(default_factory=dict)
    facts: dict[str, frozenset[str]] = field(default_factory=dict)
    meetings: dict[tuple[str, str], Meeting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for policy in self.policies:
            self.sides[policy.id] = side_of(policy, hopeless=policy.id in self.hopeless)
            self.criteria[policy.id] = criteria_of(policy)
            self.tendencies[policy.id] = tendencies_of(policy)
            used = used_attributes(policy)
            self.facts[policy.id] = frozenset(fact_of(policy, name) for name in used)

    def sign(self, policy: Policy, fact: str) -> int:
        """Whether a policy takes more of a fact for better (1) or for worse (-1); 0 for neither.

        A policy that wants it between two figures does neither.
        """
        known = (*self.criteria[policy.id], *self.tendencies[policy.id])
        found = {direction_of(one) for one in known if one.fact == fact} - {0}
        return found.pop() if len(found) == 1 else 0

    def reason(self, policy: Policy) -> Message | None:
        """Why nobody can show how a policy is the laxer one; None where somebody might."""
        if policy.id not in self.hopeless:
            return None
        return message("compare.shown.hopeless", policy=policy.id)

    def meeting(self, one: Policy, two: Policy) -> Meeting:
        """The two policies before one customer, the first to be the laxer one."""
        key = (one.id, two.id)
        if key not in self.meetings:
            self.meetings[key] = Meeting(self.sides[one.id], self.sides[two.id])
        return self.meetings[key]


def made(
    sort: Sort, shown: Shown | None, *elements: Criterion, reason: Message | None = None
) -> Contradiction:
    """A contradiction about the fact of its last element."""
    strict = elements[-1]
    label = label_words(strict.attribute, strict.policy)
    return Contradiction(sort, strict.fact, label, elements, shown, reason)
