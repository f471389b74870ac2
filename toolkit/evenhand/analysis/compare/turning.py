"""Showing a circle: a customer at the figure where what is given decides what is asked for.

The customer is shown just short of the figure and just at it. A figure that is a multiple of
another attribute is met exactly, in rationals: a third of 30,000 is 10,000 and nothing beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evenhand.analysis.aiming import aim
from evenhand.analysis.compare.criteria import Criterion
from evenhand.analysis.compare.meeting import Meeting, shown_customer
from evenhand.analysis.compare.plain_conditions import plain
from evenhand.analysis.compare.ranking import rank_of
from evenhand.analysis.compare.showing import CIRCLE, Changes, Shown, changes_between, moved_between
from evenhand.engines.reference import decide
from evenhand.model.boundaries import typical_number
from evenhand.model.conditions import Compare, Operator, every_part
from evenhand.model.customer import Customer
from evenhand.model.figures import Times
from evenhand.model.policy import Benefit, Policy
from evenhand.model.scales import step_of
from evenhand.model.truth import F, T

GRANTED = "granted"
NOT_GRANTED = "not_granted"


def show_tier(meeting: Meeting, criterion: Criterion) -> Shown | None:
    """A customer who gets the tier with what the circle gives, and not without it."""
    policy = criterion.policy
    free = Criterion(
        policy, criterion.role, criterion.element, criterion.location, "", criterion.attribute
    )
    for base in meeting.accepted(criterion.ways, criterion.ways):
        having = decide(policy, base).outcome.outcome
        for changes in changes_between(meeting, free, criterion):
            lacking = meeting.changed(base, changes)
            if lacking is None:
                continue
            outcome = decide(policy, lacking).outcome.outcome
            if rank_of(policy, outcome) > rank_of(policy, having):
                return _shown(meeting, lacking, outcome, base, having)
    return None


def show_benefit(meeting: Meeting, benefit: Benefit) -> Shown | None:
    """A customer exactly at a figure that a benefit asks for, and one a step on either side."""
    policy = meeting.one.policy
    if benefit.requires is None:
        return None
    for test in every_part(plain(policy, benefit.requires)):
        if isinstance(test, Compare) and isinstance(test.figure, Times):
            for changes, other in _at_figure(policy, test):
                found = _at_edge(meeting, benefit, changes, other)
                if found is not None:
                    return found
    return None


def _at_edge(meeting: Meeting, benefit: Benefit, at: Changes, beside: Changes) -> Shown | None:
    """The customer at the figure and the one beside it, if the benefit tells them apart."""
    assert benefit.requires is not None
    draft = meeting.one.draft(meeting.typical, 0)
    aim(draft, benefit.requires, True)
    customers = [meeting.changed(draft.customer(), changes) for changes in (at, beside)]
    first, second = customers
    if first is None or second is None:
        return None
    truths = [meeting.truth(meeting.one, one, benefit.requires) for one in (first, second)]
    if {T, F} != set(truths):
        return None
    said = [GRANTED if truth is T else NOT_GRANTED for truth in truths]
    return _shown(meeting, first, said[0], second, said[1])


def _at_figure(policy: Policy, test: Compare) -> Iterator[tuple[Changes, Changes]]:
    """Values exactly at a multiple of another attribute, and one step beside it."""
    figure = test.figure
    assert isinstance(figure, Times)
    known = policy.dictionary.attributes
    if test.attribute not in known or figure.attribute not in known:
        return
    step = step_of(known[test.attribute])
    for whole in _round_numbers(typical_number(policy.dictionary, figure.attribute)):
        place = figure.factor * whole + figure.plus
        if place % step == 0 and whole % step_of(known[figure.attribute]) == 0:
            upward = test.operator in (Operator.ABOVE, Operator.AT_MOST)
            beside = place + step if upward else place - step
            other = {figure.attribute: whole}
            yield {**other, test.attribute: place}, {**other, test.attribute: beside}
            return


def _round_numbers(typical: Fraction) -> Iterator[Fraction]:
    """Numbers of one digit and noughts, from the typical value upwards."""
    size = Fraction(10) ** max(len(str(int(typical))) - 1, 0)
    first = max(int(typical // size), 1)
    for power in range(3):
        for digit in range(first if power == 0 else 1, 10):
            yield digit * size * 10**power


def _shown(
    meeting: Meeting, customer: Customer, outcome: str, before: Customer, earlier: str
) -> Shown:
    return Shown(
        CIRCLE,
        shown_customer(meeting, customer),
        (outcome,),
        moved_between(before, customer),
        shown_customer(meeting, before),
        (earlier,),
    )
