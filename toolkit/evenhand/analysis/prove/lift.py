"""Lift: how many points one attribute alone can move a score, all else equal.

Only the characteristics that the attribute bears on are kept, with those that share a limited
section with them; the rest of the score is the same for both twins and falls out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from evenhand.analysis.prove.asking import Among, Asked, Asker
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.analysis.prove.verdicts import verdict_on
from evenhand.engines.exact.question import Side
from evenhand.location import Location
from evenhand.messages import Message, message
from evenhand.model.conditions import All, Condition, Operator, ScoreIs
from evenhand.model.figures import Constant
from evenhand.model.law import PointsAtMost
from evenhand.model.law_words import claim_words
from evenhand.model.mentions import (
    attributes_in,
    characteristic_conditions,
    characteristic_mentions,
    definitions_in,
)
from evenhand.model.policy import Policy
from evenhand.model.scorecard import (
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    Scorecard,
    row_points,
)
from evenhand.model.wording import number_words

MOST_SCORES: Final = 400
"""How many different scores are told apart before the answer is given up."""

OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Lift:
    """The most points between two twins whose scores are known, with the labels that show it.

    ``reason`` says why more may be possible (the attribute itself makes a score unknown, or there
    is no answer); None where it is proved that it is not.
    """

    card: str
    points: Fraction
    asked: Asked | None = None
    labels: tuple[str, str] | None = None
    reason: Message | None = None


def points_proof(claim: PointsAtMost, asker: Asker, among: Among) -> Proof:
    """Whether an attribute alone moves no score by more than so many points."""
    proof = Proof(asker.policy, None, claim, claim_words(claim, asker.policy), Verdict.HOLDS)
    lifts = [lift(card, claim.attribute, asker, among) for card in asker.policy.scorecards]
    most = max(lifts, key=lambda one: one.points, default=None)
    if most is None:
        return replace(proof, because=message("prove.no-scorecard"))
    said = message("prove.lift", points=number_words(most.points))
    if most.points > claim.points and most.asked is not None and most.labels is not None:
        return replace(verdict_on(proof, most.asked, [most.labels]), because=said)
    open_ones = [one.reason for one in lifts if one.reason is not None]
    if open_ones:
        return replace(proof, verdict=Verdict.UNKNOWN, because=open_ones[0])
    return replace(proof, because=said)


def lift(card: Scorecard, attribute: str, asker: Asker, among: Among) -> Lift:
    """The most points that an attribute alone moves one score."""
    policy = asker.policy
    kept = _part_of(policy, card, attribute)
    if not kept.sections:
        return Lift(card.id, Fraction(0))
    found = _scores(policy, kept)
    if len(found) > MOST_SCORES:
        reason = message("prove.too-many-scores", count=len(found), most=MOST_SCORES)
        return Lift(card.id, Fraction(0), reason=reason)
    cards = tuple(kept if one.id == card.id else one for one in policy.scorecards)
    less = replace(policy, scorecards=cards)
    entries = tuple(_entries(card.id, found, card.location))
    one = Side(less, entries, OPEN, False, asker.reading)
    asked = asker.twin_labels((one, replace(one, twin=True)), attribute, among)
    return _most(card.id, asked)


def _most(card: str, asked: Asked) -> Lift:
    """The farthest two scores that occur together."""
    if asked.unused:
        return Lift(card, Fraction(0))
    scored = [labels for labels in asked.reached() if OPEN not in labels]
    most = max(scored, key=lambda one: (_apart(one), one), default=None)
    reason = None if asked.known else asked.answer.reason
    if any(labels.count(OPEN) == 1 for labels in asked.reached()):
        reason = message("prove.score-open")
    if most is None:
        return Lift(card, Fraction(0), reason=reason)
    return Lift(card, _apart(most), asked, (most[0], most[1]), reason)


def _apart(labels: tuple[str, ...]) -> Fraction:
    return abs(Fraction(labels[0]) - Fraction(labels[1]))


def _entries(
    card: str, scores: Iterable[Fraction], here: Location
) -> Iterator[tuple[str, Condition]]:
    """Each possible score as a label, the highest first; the lowest is what remains."""
    falling = sorted(scores, reverse=True)
    for score, _ in pairwise(falling):
        yield str(score), ScoreIs(card, Operator.AT_LEAST, Constant(score, here), here)
    lowest = ScoreIs(card, Operator.BELOW, Constant(falling[0] + 1, here), here)
    yield str(falling[-1]), lowest
    yield OPEN, All((), here)


# -- what the attribute bears on -------------------------------------------------------------------


def _part_of(policy: Policy, card: Scorecard, attribute: str) -> Scorecard:
    sections = []
    for section in card.sections:
        touched = [one for one in section.characteristics if attribute in rests_on(policy, one)]
        if touched and section.at_most is None and section.at_least is None:
            section = replace(section, characteristics=tuple(touched))  # noqa: PLW2901
        if touched:
            sections.append(section)
    return replace(card, base=Fraction(0), sections=tuple(sections))


def rests_on(policy: Policy, one: Characteristic) -> frozenset[str]:
    """The input attributes that a characteristic's points can hang on."""
    words = policy.dictionary
    found = {part for name in characteristic_mentions(one) for part in words.inputs_of(name)}
    waiting = [name for c in characteristic_conditions(one) for name in definitions_in(c)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            means = policy.definitions[name].means
            found.update(attributes_in(means, words))
            waiting += definitions_in(means)
    open_ones = list(found)
    while open_ones:
        for name in attributes_in(words.attributes[open_ones.pop()].applies_when, words):
            if name not in found:
                found.add(name)
                open_ones.append(name)
    return frozenset(found)


# -- which scores there can be ---------------------------------------------------------------------


def _scores(policy: Policy, card: Scorecard) -> frozenset[Fraction]:
    """Every score that the characteristics can add up to, and perhaps some more."""
    found = frozenset({Fraction(0)})
    for section in card.sections:
        sums = _sums(_points(policy, one) for one in section.characteristics)
        kept = {section.within(value) for value in sums}
        weights = _stated(section.weight) or frozenset({Fraction(1)})
        found = _added(found, frozenset(w * value for w in weights for value in kept))
    return found


def _sums(terms: Iterable[frozenset[Fraction]]) -> frozenset[Fraction]:
    found = frozenset({Fraction(0)})
    for term in terms:
        found = _added(found, term)
    return found


def _added(one: frozenset[Fraction], two: frozenset[Fraction]) -> frozenset[Fraction]:
    if len(one) > MOST_SCORES or len(two) > MOST_SCORES:
        return one if len(one) > len(two) else two
    return frozenset(a + b for a in one for b in two)


def _points(policy: Policy, one: Characteristic) -> frozenset[Fraction]:
    given: list[Points | None] = [one.otherwise, one.if_missing, one.not_applicable]
    form = one.form
    if isinstance(form, PerUnit):
        return _per_unit(policy, form) | frozenset(v for g in given for v in _stated(g))
    given += row_points(form)
    if isinstance(form, Cases):
        given.append(Fraction(0))
    return frozenset(value for points in given for value in _stated(points)) or frozenset(
        {Fraction(0)}
    )


def _stated(points: Points | None) -> frozenset[Fraction]:
    match points:
        case None:
            return frozenset()
        case Fraction():
            return frozenset({points})
        case OpenPoints(_, _, values, _, read_as):
            return frozenset(values if read_as is None else (*values, read_as))


def _per_unit(policy: Policy, form: PerUnit) -> frozenset[Fraction]:
    """Zero, one, two … times the points, up to the most; too many to count where there is none."""
    found: set[Fraction] = {Fraction(0)}
    attribute = policy.dictionary.attributes.get(form.attribute)
    high = None if attribute is None else attribute.high
    units = None if high is None else max((high - form.over) // form.each, 0)
    for each in _stated(form.points):
        steps = units
        if form.at_most is not None and each > 0:
            most = -(-form.at_most // each)
            steps = most if steps is None else min(steps, most)
        if steps is None or steps > MOST_SCORES:
            return frozenset(Fraction(n) for n in range(MOST_SCORES + 2))
        values = [each * n for n in range(int(steps) + 1)]
        most_points = form.at_most
        found.update(v if most_points is None else min(v, most_points) for v in values)
    return frozenset(found)
