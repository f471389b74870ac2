"""Gains: the steps of a criterion that bring points, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evenhand.analysis.compare.points import Level, stated, steps_of
from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Characteristic, PerUnit, PointsTable
from evenhand.model.wording import Words, bounds_words, code_words, value_words


def gains_of(
    policy: Policy, one: Characteristic, weight: Fraction
) -> Iterator[tuple[Words, Words, Fraction]]:
    """The steps of a criterion that gain points, in words."""
    form = one.form
    if isinstance(form, PerUnit):
        points = stated(form.points)
        if points and points * weight > 0:
            start = value_words(form.over, form.attribute, policy)
            each = value_words(form.each, form.attribute, policy)
            more: Words = message("compare.rates.more", amount=each)
            yield start, more, points * weight
        return
    for step in steps_of(one):
        gain = step.gain * weight
        ends = (step.start, step.end) if gain > 0 else (step.end, step.start)
        if gain != 0:
            low, high = (_level_words(policy, one, level) for level in ends)
            yield low, high, abs(gain)


def _level_words(policy: Policy, one: Characteristic, level: Level) -> Words:
    form = one.form
    if level.when is not None:
        return condition_words(level.when, policy)
    if isinstance(form, PointsTable) and level.code is not None:
        return code_words(level.code, form.attribute, policy)
    if isinstance(form, Bins) and level.bounds:
        return bounds_words(level.bounds, form.attribute, policy)
    return message("compare.rates.rest")
