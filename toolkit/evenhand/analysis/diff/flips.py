"""Attributes of a person that decide in one policy and not in the other: status, office, traits.

An attribute decides where two customers who differ in it alone get different outcomes. Everything
is known of both, so that nobody is judged by what was not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.diff.semantic import Answered, Ask
from evenhand.analysis.plain import written
from evenhand.analysis.traits import PERSONAL, STATUS
from evenhand.engines.exact.question import Question, Witness, outcome_of
from evenhand.messages import Message, in_both, message
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute
from evenhand.model.wording import Words, label_words, outcome_words, value_words

CLASSES: Final = (*PERSONAL, *STATUS, "location")
"""The classes of attributes that say who somebody is, or where; what she does is another matter."""


@dataclass(frozen=True, slots=True)
class Flip:
    """An attribute of this sort that decides in one of the policies only.

    ``begins``: it does in the new policy, and could not change anybody's outcome in the old one;
    else the other way round. ``values`` are those of two customers who differ in nothing else, and
    ``outcomes`` what that policy gives them; ``shown`` has both in words. ``customer`` holds what
    the two have in common.
    """

    attribute: str
    label: Words
    category: str | None
    traits: tuple[str, ...]
    begins: bool
    values: tuple[Value | None, Value | None]
    outcomes: tuple[str, str]
    customer: Mapping[str, Value]
    shown: tuple[tuple[Words, Words], tuple[Words, Words]]

    def data(self) -> Mapping[str, object]:
        return {
            "attribute": self.attribute,
            "label": in_both(self.label),
            "class": self.category,
            "may_stand_for": list(self.traits),
            "begins": self.begins,
            "values": [written(value) for value in self.values],
            "outcomes": list(self.outcomes),
            "customer": {name: written(value) for name, value in self.customer.items()},
        }


@dataclass(frozen=True, slots=True)
class Undecided:
    """An attribute of which it is not known whether it begins or ceases to decide, and why."""

    attribute: str
    label: Words
    reason: Message | None

    def data(self) -> Mapping[str, object]:
        return {
            "attribute": self.attribute,
            "label": in_both(self.label),
            "reason": in_both(self.reason),
        }


@dataclass(frozen=True, slots=True)
class Flips:
    """The attributes that began or ceased to decide, and those of which that is not known."""

    found: tuple[Flip, ...] = ()
    unknown: tuple[Undecided, ...] = ()

    @property
    def begun(self) -> tuple[Flip, ...]:
        """Those that decide now and did not before."""
        return tuple(one for one in self.found if one.begins)

    @property
    def ceased(self) -> tuple[Flip, ...]:
        """Those that decided and no longer do."""
        return tuple(one for one in self.found if not one.begins)

    def data(self) -> Mapping[str, object]:
        return {
            "begun": [one.data() for one in self.begun],
            "ceased": [one.data() for one in self.ceased],
            "unknown": [one.data() for one in self.unknown],
        }


NO_FLIPS: Final = Flips()


def is_of_the_person(attribute: Attribute) -> bool:
    """Whether an attribute is of these classes, or has no class and declares what it stands for."""
    if attribute.category is None:
        return bool(attribute.proxy_for)
    return attribute.category in CLASSES


def flips(old: Policy, new: Policy, ask: Ask) -> Flips:
    """Ask of each such attribute that either policy uses whether it decides there."""
    found: list[Flip] = []
    unknown: list[Undecided] = []
    for name in dict.fromkeys((*_person(new), *_person(old))):
        was, now = _decides(old, name, ask), _decides(new, name, ask)
        if isinstance(was, Undecided) or isinstance(now, Undecided):
            # What decided before has not begun to, nor has what does not decide now.
            if now is not None and not isinstance(was, Deciding):
                unknown += [one for one in (now, was) if isinstance(one, Undecided)][:1]
        elif was is None and now is not None:
            found.append(_flip(new, name, now.twins(), begins=True))
        elif was is not None and now is None:
            found.append(_flip(old, name, was.twins(), begins=False))
    return Flips(tuple(found), tuple(unknown))


def _person(policy: Policy) -> Iterator[str]:
    for name in used_attributes(policy):
        if is_of_the_person(policy.dictionary.attributes[name]):
            yield name


@dataclass(frozen=True, slots=True)
class Deciding:
    """An attribute that decides: what can be asked for twins who show it."""

    answer: Answered
    labels: tuple[str, ...]

    def twins(self) -> Witness:
        """Two customers who differ in the attribute alone and get different outcomes."""
        return self.answer.witness(self.labels)


def _decides(policy: Policy, name: str, ask: Ask) -> Deciding | Undecided | None:
    """Whether an attribute decides; None where it does not."""
    if name not in used_attributes(policy):
        return None
    sides = (outcome_of(policy), outcome_of(policy, twin=True))
    answer = ask(Question(sides, complete=True, split=(name,)))
    if not answer.known:
        return Undecided(name, label_words(name, policy), answer.reason)
    differing = (pair for pair in answer.reached if pair[0] != pair[1])
    labels = min(differing, default=None)
    return None if labels is None else Deciding(answer, labels)


def _flip(policy: Policy, name: str, witness: Witness, *, begins: bool) -> Flip:
    attribute = policy.dictionary.attributes[name]
    assert witness.twin is not None
    common = {one: value for one, value in witness.customer.values.items() if one != name}
    outcomes = (witness.labels[0], witness.labels[1])
    values = (witness.customer.values.get(name), witness.twin.values.get(name))
    words = [
        (_value(value, name, policy), outcome_words(policy, outcome))
        for value, outcome in zip(values, outcomes, strict=True)
    ]
    return Flip(
        attribute=name,
        label=label_words(name, policy),
        category=attribute.category,
        traits=attribute.proxy_for,
        begins=begins,
        values=values,
        outcomes=outcomes,
        customer=common,
        shown=(words[0], words[1]),
    )


def _value(value: Value | None, name: str, policy: Policy) -> Words:
    if value is None:
        return message("explain.not-applicable")
    return value_words(value, name, policy)
