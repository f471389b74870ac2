"""Twins: two customers who differ in one attribute of some kind alone, and fare differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.places import label
from evenhand.analysis.audit.proving import asker_of, first_uses, not_known, witness_data
from evenhand.finding import Confidence
from evenhand.messages import message
from evenhand.model.conditions import OneOf
from evenhand.model.vocabulary import Attribute, Kind
from evenhand.model.wording import Words, number_words, outcome_words, value_words

if TYPE_CHECKING:
    from evenhand.analysis.prove.asking import Among, Asked
    from evenhand.analysis.prove.witnesses import Shown


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """Attributes of the classes or measures that are named, with the twins farthest apart.

    Only customers in scope are compared. ``graded``: only attributes with levels, and only twins
    who both have one above the lowest, of whom the higher fares better.
    """
    from evenhand.analysis.prove.witnesses import instance

    for use in first_uses(subject):
        attribute = subject.policy.dictionary.attributes[use.attribute]
        if not _is_meant(attribute, parameters):
            continue
        asked, pairs = _apart(subject, attribute, graded=parameters.flag("graded"))
        if pairs:
            asked = asked.showing()
        if not asked.known and not asked.unused:
            yield not_known(use.place.element, asked)
        if not pairs or not asked.known:
            continue
        found = instance(asked, pairs[0])
        yield Hit(
            use.place.element,
            use.location,
            (attribute.id,),
            {
                "attribute": label(subject.policy, attribute.id),
                "one": _value(subject, attribute.id, found.shown[0]),
                "other": _value(subject, attribute.id, found.shown[1]),
                "first": outcome_words(subject.policy, pairs[0][0]),
                "second": outcome_words(subject.policy, pairs[0][1]),
                "points": _points(subject, attribute.id),
            },
            witness=witness_data(found),
            confidence=Confidence.PROVED,
        )


def _is_meant(attribute: Attribute, parameters: Parameters) -> bool:
    if parameters.flag("graded") and attribute.kind is not Kind.ORDINAL:
        return False
    if attribute.id in parameters.texts("except"):
        return False
    return attribute.category in parameters.texts("classes") or (
        attribute.measure_of or attribute.id
    ) in parameters.texts("measures")


def _apart(
    subject: Subject, attribute: Attribute, *, graded: bool
) -> tuple[Asked, list[tuple[str, ...]]]:
    """The question, and the pairs of outcomes that are not alike, the farthest apart first."""
    from evenhand.analysis.prove.claims import Gap
    from evenhand.analysis.prove.standing import standing
    from evenhand.engines.exact.question import Order
    from evenhand.model.outcome import OUT_OF_SCOPE

    policy = subject.policy
    order = Order.ABOVE if graded else Order.ANY
    asked = asker_of(subject).twins(attribute.id, order, _among(subject, attribute, graded=graded))

    def is_meant(labels: tuple[str, ...]) -> bool:
        if OUT_OF_SCOPE in labels:
            return False
        if graded:
            return standing(policy, labels[1]) > standing(policy, labels[0])
        return labels[0] != labels[1]

    weight = Gap(policy)
    pairs = [labels for labels in asked.reached() if is_meant(labels)]
    return asked, sorted(pairs, key=lambda labels: (-weight(labels), labels))


def _among(subject: Subject, attribute: Attribute, *, graded: bool) -> Among:
    """Everybody; where levels are graded, those who have one above the lowest."""
    from evenhand.analysis.prove.asking import EVERYBODY, Among

    if not graded:
        return EVERYBODY
    above = OneOf(attribute.id, (attribute.codes[0],), True, subject.policy.location)
    return Among(condition=above)


def _value(subject: Subject, name: str, one: Shown) -> Words:
    value = one.customer.values.get(name)
    return message("prove.not-told") if value is None else value_words(value, name, subject.policy)


def _points(subject: Subject, name: str) -> Words:
    """The most points that the attribute moves, in words."""
    from evenhand.analysis.prove.asking import EVERYBODY
    from evenhand.analysis.prove.lift import lift

    asker = asker_of(subject)
    lifts = [lift(card, name, asker, EVERYBODY) for card in subject.policy.scorecards]
    most = max((one.points for one in lifts), default=None)
    if most is None or (most == 0 and all(one.reason is None for one in lifts)):
        return message("audit.lift-none")
    if most == 0:
        return message("audit.lift-unknown")
    if any(one.reason is not None for one in lifts):
        return message("audit.lift-at-least", points=number_words(most))
    return message("audit.lift", points=number_words(most))


CHECK: Final = Check(
    "twins-differ",
    find,
    {FOUND: frozenset({"attribute", "one", "other", "first", "second", "points"})},
    frozenset({"classes", "except", "graded", "measures"}),
)
