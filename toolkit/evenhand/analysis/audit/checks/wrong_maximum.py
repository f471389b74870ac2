"""Declared limits of scores that do not fit the points: never reached, exceeded, or idle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.proving import asker_of, not_known
from evenhand.finding import Confidence
from evenhand.messages import message
from evenhand.model.conditions import Operator, ScoreIs
from evenhand.model.figures import Constant
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Scorecard, Section
from evenhand.model.wording import Words, number_words


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """Scorecards whose ``maximum`` nobody reaches or somebody exceeds, and limits of sections
    that no sum of points ever meets."""
    del parameters
    for card in subject.policy.scorecards:
        if card.maximum is not None:
            yield from _maximum(subject, card, card.maximum)
        for section in card.sections:
            yield from _limits(subject, card, section)


def _maximum(subject: Subject, card: Scorecard, maximum: Fraction) -> Iterator[Hit | NotKnown]:
    title: Words = card.about.title or card.id
    values: dict[str, Words] = {"title": title, "limit": number_words(maximum)}
    for operator, variant, wanted in (
        (Operator.AT_LEAST, "never-reached", False),
        (Operator.ABOVE, "exceeded", True),
    ):
        answer = _occurs(subject, subject.policy, card.id, operator, maximum)
        if isinstance(answer, NotKnown):
            yield answer
        elif answer is wanted:
            yield Hit(
                card.id, card.location, (number_words(maximum),), values, variant,
                confidence=Confidence.PROVED,
            )  # fmt: skip


def _limits(subject: Subject, card: Scorecard, section: Section) -> Iterator[Hit | NotKnown]:
    """Limits that change no sum: asked of the policy without them."""
    bare = replace(section, at_most=None, at_least=None)
    sections = tuple(bare if one.id == section.id else one for one in card.sections)
    cards = tuple(
        replace(card, sections=sections) if one.id == card.id else one
        for one in subject.policy.scorecards
    )
    policy = replace(subject.policy, scorecards=cards)
    element = f"{card.id}/{section.id}"
    title: Words = section.about.title or section.id
    for limit, operator, variant in (
        (section.at_most, Operator.ABOVE, "idle-most"),
        (section.at_least, Operator.BELOW, "idle-least"),
    ):
        if limit is None:
            continue
        answer = _occurs(subject, policy, section.id, operator, limit)
        if isinstance(answer, NotKnown):
            yield answer
        elif not answer:
            values: dict[str, Words] = {"title": title, "limit": number_words(limit)}
            yield Hit(
                element, section.location, (number_words(limit),), values, variant,
                confidence=Confidence.PROVED,
            )  # fmt: skip


def _occurs(
    subject: Subject, policy: Policy, score: str, operator: Operator, limit: Fraction
) -> bool | NotKnown:
    """Whether a score can compare with a limit in that way, everything being known."""
    from evenhand.analysis.prove.asking import EVERYBODY, Asker
    from evenhand.engines.exact.question import MET, OPEN

    asker = asker_of(subject)
    here = policy.location
    asked = Asker(policy, asker.reading, asker.budget).truths(
        ScoreIs(score, operator, Constant(limit, here), here), EVERYBODY
    )
    if not asked.known:
        return not_known(score, asked)
    if (MET,) not in asked.reached() and (OPEN,) in asked.reached():
        return NotKnown(score, _OPEN)
    return (MET,) in asked.reached()


_OPEN = message("prove.points-open")
_GIVEN = frozenset({"title", "limit"})

CHECK: Final = Check(
    "wrong-maximum",
    find,
    dict.fromkeys(("never-reached", "exceeded", "idle-most", "idle-least"), _GIVEN),
)
