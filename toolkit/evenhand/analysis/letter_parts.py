"""The parts of a letter to a customer, each with a title, sentences and a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.declared import setting_words
from evenhand.analysis.looked_at import attributes_behind, scores_behind
from evenhand.analysis.principal import in_the_way
from evenhand.analysis.steps import Step
from evenhand.analysis.unmet import unmet
from evenhand.engines.trace import CardScore, Decision
from evenhand.messages import Message, message
from evenhand.model.customer import Customer
from evenhand.model.element import Declaration
from evenhand.model.outcome import (
    OUT_OF_SCOPE,
    REFER,
    REFERRED,
    REJECTED,
    Cause,
    Outcome,
    Reason,
    Status,
)
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.wording import Words, label_words, listed, number_words, value_words

UNSTATED: Final = "unstated"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a letter. ``ranked`` tells that the order of the items matters."""

    title: Words
    says: tuple[Words, ...] = ()
    items: tuple[Words, ...] = ()
    ranked: bool = False


# -- why ------------------------------------------------------------------------------------------


def reasons_part(policy: Policy, outcome: Outcome, reasons: Sequence[Reason]) -> Part | None:
    """The principal reasons with their codes, the weightiest first.

    Points that an undecided customer lacks are left out: what is missing may still give them.
    """
    undecided = outcome.status is Status.UNDECIDED
    told = [one for one in reasons if not (undecided and is_points(policy, one))]
    if not told:
        return None
    items = tuple(_reason(policy, one) for one in told)
    return Part(message("letter.reasons"), items=items, ranked=True)


def is_points(policy: Policy, reason: Reason) -> bool:
    """Whether a reason is a characteristic that fell short, not a knockout."""
    return all(one.location != reason.location for one in policy.knockouts)


def _reason(policy: Policy, reason: Reason) -> Message:
    if not is_points(policy, reason):
        return message("letter.reason", code=reason.code, text=reason.text)
    if reason.short is None:
        return message("letter.reason-unknown", code=reason.code, text=reason.text)
    points = number_words(reason.short)
    return message("letter.reason-points", code=reason.code, text=reason.text, points=points)


def not_met_part(policy: Policy, outcome: Outcome, steps: Sequence[Step]) -> Part | None:
    """What the next better tier asks for and was not met; out of scope, for whom the policy is."""
    if outcome.status is Status.UNDECIDED or outcome.outcome in (REJECTED, REFER):
        return None
    if outcome.outcome == OUT_OF_SCOPE:
        items = tuple(one for ground in steps[0].grounds for one in unmet(policy, ground))
        return Part(message("letter.scope"), items=items)
    failed = [step for step in in_the_way(steps) if step.outcome not in (REJECTED, REFERRED)]
    if not failed:
        return None
    nearest = failed[-1]
    grounds = [one for one in nearest.grounds if one.element.kind != "knockout"]
    items = tuple(dict.fromkeys(item for one in grounds for item in unmet(policy, one)))
    if not items:
        return None
    tier = policy.tier(nearest.outcome).title
    several = sum(one.element.kind == "path" for one in grounds) > 1
    says = (message("letter.any-way"),) if several else ()
    return Part(message("letter.not-met", tier=tier), says=says, items=items)


# -- what would settle it -------------------------------------------------------------------------


def settle_part(policy: Policy, outcome: Outcome) -> Part | None:
    """What is missing for an undecided outcome, and from whom."""
    if outcome.status is not Status.UNDECIDED:
        return None
    attributes = policy.dictionary.attributes
    given = [name for name in outcome.settle if not attributes[name].human]
    judged = [name for name in outcome.settle if attributes[name].human]
    says: list[Words] = []
    if given:
        says.append(message("letter.please-give"))
    items: list[Words] = [label_words(name, policy) for name in given]
    items += [message("letter.assessment", label=label_words(name, policy)) for name in judged]
    if Cause.DISCRETION in outcome.causes:
        items.append(message("letter.person-decides"))
    if {Cause.UNSTATED, Cause.DISPUTED, Cause.UNDEFINED} & set(outcome.causes):
        items.append(message("letter.bank-settles"))
    return Part(message("letter.settle"), tuple(says), tuple(items)) if items else None


# -- what counted ---------------------------------------------------------------------------------


def counted_part(policy: Policy, customer: Customer, decision: Decision) -> Part | None:
    """The values that the decision looked at, and the points that they gave."""
    conditions = [one.judgement.condition for one in decision.considered]
    items: list[Words] = [
        message("letter.value", label=label_words(name, policy), value=_value(policy, name, value))
        for name in attributes_behind(policy, conditions)
        if (value := customer.values.get(name)) is not None
    ]
    for name in scores_behind(policy, conditions):
        items += _points(decision.cards[name])
    if not items:
        return None
    return Part(message("letter.counted"), (message("letter.please-check"),), tuple(items))


def _value(policy: Policy, name: str, value: Value) -> Words:
    return value_words(value, name, policy)


def _points(card: CardScore) -> Iterator[Words]:
    """The points of each item that gave any or could have, and the score."""
    for section in card.sections:
        for one in section.characteristics:
            title = one.characteristic.about.title or one.characteristic.id
            if one.points is None:
                yield message("letter.points-unknown", title=title)
            elif one.best is None:
                yield message("letter.points", title=title, points=number_words(one.points))
            else:
                yield message(
                    "letter.points-of",
                    title=title,
                    points=number_words(one.points),
                    best=number_words(one.best),
                )
    if card.score is not None:
        yield message(
            "letter.score",
            title=card.card.about.title or message("describe.score"),
            score=number_words(card.score),
        )


def uncounted_part(policy: Policy, customer: Customer, decision: Decision) -> Part | None:
    """What is on record about the customer and was not looked at; only by name."""
    conditions = [one.judgement.condition for one in decision.considered]
    counted = set(attributes_behind(policy, conditions))
    names = sorted(set(customer.values) - counted)
    if not names:
        return None
    return Part(message("letter.uncounted"), items=tuple(label_words(one, policy) for one in names))


# -- how to object --------------------------------------------------------------------------------


def review_part(policy: Policy, outcome: Outcome) -> Part:
    """How a person looks at it again and how to object, as far as the policy declares it."""
    says = [*_human_review(policy, outcome), *_appeal(policy)]
    return Part(message("letter.review"), tuple(says or (message("letter.slot-review"),)))


def _human_review(policy: Policy, outcome: Outcome) -> Iterator[Words]:
    review = policy.setting("process.human_review")
    if review is None:
        return
    covered = review.at("for")
    names = None if covered is None else [one.value for one in covered.items()]
    if names is not None and outcome.outcome not in names:
        return
    within = _period(review.at("within"))
    if within is None:
        yield message("letter.human-review")
    else:
        yield message("letter.human-review-within", period=within)


def _appeal(policy: Policy) -> Iterator[Words]:
    channel = policy.setting("process.appeal.channel")
    if channel is None:
        if policy.setting("process.human_review") is not None:
            yield message("letter.slot-appeal")
        return
    names = [setting_words(one) for one in channel.items()]
    yield message("letter.appeal", channels=listed(names, "describe.or"))
    acknowledged = _period(policy.setting("process.appeal.acknowledged"))
    if acknowledged is not None:
        yield message("letter.acknowledged", period=acknowledged)
    answer = _period(policy.setting("process.appeal.answer"))
    yield (
        message("letter.slot-answer") if answer is None else message("letter.answer", period=answer)
    )


def _period(setting: Declaration | None) -> Words | None:
    """A declared period in words; None where there is none or it is left unstated."""
    if setting is None or setting.value in (None, UNSTATED):
        return None
    return setting_words(setting)
