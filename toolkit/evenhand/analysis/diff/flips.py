"""Attributes of a person that decide in one policy and not in the other: status, office, traits.

An attribute decides where two customers who differ in it alone get different outcomes. Everything
is known of both, so that nobody is judged by what was not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from evenhand.analysis.diff.semantic import Answered, Ask
from evenhand.analysis.plain import written
from evenhand.analysis.traits import is_of_the_person
from evenhand.engines.exact.question import Order, Question, outcome_of
from evenhand.messages import Message, in_both, message
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.wording import Words, label_words, outcome_words, value_words


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


def flips(old: Policy, new: Policy, ask: Ask | None = None) -> Flips:
    """Ask of each such attribute that either policy uses whether it decides there.

    ``ask`` answers one question after another; where none is given, the exact engine answers for
    all attributes at once as far as it can.
    """
    found: list[Flip] = []
    unknown: list[Undecided] = []
    before, after = _twins(old, ask), _twins(new, ask)
    for name in dict.fromkeys((*_person(new), *_person(old))):
        was, now = _decides(old, name, before), _decides(new, name, after)
        if isinstance(was, Undecided) or isinstance(now, Undecided):
            # What decided before has not begun to, nor has what does not decide now.
            if now is not False and was is not True:
                unknown += [one for one in (now, was) if isinstance(one, Undecided)][:1]
        elif was is not now:
            one = _flip(new if now else old, name, ask, begins=now)
            found += [one] if isinstance(one, Flip) else []
            unknown += [one] if isinstance(one, Undecided) else []
    return Flips(tuple(found), tuple(unknown))


def _person(policy: Policy) -> Iterator[str]:
    for name in used_attributes(policy):
        if is_of_the_person(policy.dictionary.attributes[name]):
            yield name


Twins: TypeAlias = Callable[[str], Answered]
"""Which outcomes a policy gives two customers who differ in one attribute alone."""


def _twins(policy: Policy, ask: Ask | None) -> Twins:
    if ask is not None:
        return lambda name: _asked(policy, name, ask)
    from evenhand.analysis.prove.asking import EVERYBODY, Asker

    asker = Asker(policy)
    return lambda name: asker.twins(name, Order.ANY, EVERYBODY).answer


def _asked(policy: Policy, name: str, ask: Ask | None) -> Answered:
    """The answer about one attribute alone, from which twins can be shown."""
    if ask is None:
        from evenhand.engines.proofs import ask as asking

        ask = asking
    sides = (outcome_of(policy), outcome_of(policy, twin=True))
    return ask(Question(sides, complete=True, split=(name,)))


def _decides(policy: Policy, name: str, twins: Twins) -> bool | Undecided:
    """Whether an attribute decides."""
    if name not in used_attributes(policy):
        return False
    answer = twins(name)
    if not answer.known:
        return Undecided(name, label_words(name, policy), answer.reason)
    return any(one != other for one, other in answer.reached)


def _flip(policy: Policy, name: str, ask: Ask | None, *, begins: bool) -> Flip | Undecided:
    """An attribute that decides in this policy only, with twins who show it."""
    answer = _asked(policy, name, ask)
    if not answer.known:
        return Undecided(name, label_words(name, policy), answer.reason)
    witness = answer.witness(min(pair for pair in answer.reached if pair[0] != pair[1]))
    assert witness.twin is not None
    attribute = policy.dictionary.attributes[name]
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
