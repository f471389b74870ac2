"""The letter to a customer: what was decided, why, and what can be done about it.

It says what the policy and the customer's values say and nothing beyond: where the policy declares
nothing, such as a way to object, the letter has a gap in square brackets, and a remark tells the
bank. It holds no other customer, no rule's inner wording and no claim about the law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.analysis.letter_parts import (
    Part,
    counted_part,
    not_met_part,
    reasons_part,
    review_part,
    settle_part,
    uncounted_part,
)
from evenhand.analysis.looked_at import attributes_behind, attributes_of
from evenhand.analysis.steps import Step
from evenhand.analysis.traits import is_personal
from evenhand.engines.trace import Decision
from evenhand.messages import Message, in_both, message
from evenhand.model.customer import Customer
from evenhand.model.outcome import (
    OUT_OF_SCOPE,
    REFER,
    REJECTED,
    Cause,
    Outcome,
    Reading,
    Reason,
    Status,
)
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, tier_words

UNCONFIRMED = ("reported", "textbook", "hypothetical")
"""The standings of policies of which no bank has said that they are its own."""

OWN_CAUSES = (Cause.UNSTATED, Cause.DISPUTED, Cause.UNDEFINED)
"""Causes that the bank has to settle, not the customer."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in both languages. ``remarks`` are for the bank and no part of it."""

    subject: Words
    says: tuple[Words, ...]
    parts: tuple[Part, ...]
    bank: Words
    remarks: tuple[Message, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "subject": in_both(self.subject),
            "says": [in_both(one) for one in self.says],
            "parts": [
                {
                    "title": in_both(part.title),
                    "says": [in_both(one) for one in part.says],
                    "items": [in_both(one) for one in part.items],
                }
                for part in self.parts
            ],
            "remarks": [in_both(one) for one in self.remarks],
        }


def letter(
    policy: Policy,
    customer: Customer,
    decision: Decision,
    steps: Sequence[Step],
    reasons: Sequence[Reason],
    as_of: date,
) -> Letter:
    """The letter about one decision."""
    outcome = decision.outcome
    parts = (
        reasons_part(policy, outcome, reasons),
        not_met_part(policy, outcome, steps),
        settle_part(policy, outcome),
        counted_part(policy, customer, decision),
        uncounted_part(policy, customer, decision),
        review_part(policy, outcome),
    )
    return Letter(
        subject=message("letter.subject", title=policy.header.title),
        says=tuple(_outcome(policy, outcome, as_of)),
        parts=tuple(one for one in parts if one is not None),
        bank=policy.header.bank.name,
        remarks=tuple(_remarks(policy, outcome, reasons)),
    )


def _outcome(policy: Policy, outcome: Outcome, as_of: date) -> Iterator[Words]:
    """What was decided, as of which day and by which version of the policy."""
    header = policy.header
    yield message("letter.basis", title=header.title, version=header.version, day=as_of.isoformat())
    decided = outcome.status is Status.DECIDED
    match outcome.outcome:
        case "rejected" if decided:
            yield message("letter.outcome-rejected")
        case "out_of_scope" if decided:
            yield message("letter.outcome-scope")
        case "refer" if decided:
            yield message("letter.outcome-refer")
        case tier if decided:
            yield message("letter.outcome-tier", tier=tier_words(policy, tier))
        case _:
            yield message("letter.outcome-open")
            yield from _meanwhile(policy, outcome)


def _meanwhile(policy: Policy, outcome: Outcome) -> Iterator[Words]:
    """What is certain of an undecided outcome, unless it is only that nothing is."""
    if outcome.floor is None or outcome.floor == REJECTED:
        return
    key = "letter.floor" if outcome.outcome == REFER else "letter.floor-granted"
    yield message(key, tier=tier_words(policy, outcome.floor))


def _remarks(policy: Policy, outcome: Outcome, reasons: Sequence[Reason]) -> Iterator[Message]:
    """What the bank should know before the letter goes out."""
    yield message("letter.remark-brackets")
    if policy.header.standing in UNCONFIRMED:
        yield message(
            "letter.remark-standing",
            standing=message(f"compare.standing.{policy.header.standing}"),
        )
    if outcome.reading is not Reading.DECLARED:
        yield message(
            "letter.remark-reading",
            reading=message(f"reading.{outcome.reading.value.replace('_', '-')}"),
        )
    if outcome.leaned:
        yield message("letter.remark-leaned", count=len(outcome.leaned))
    if outcome.status is Status.UNDECIDED and set(OWN_CAUSES) & set(outcome.causes):
        yield message("letter.remark-open")
    better = outcome.outcome not in (OUT_OF_SCOPE, *(one.id for one in policy.tiers[:1]))
    if outcome.status is Status.DECIDED and better and not reasons:
        yield message("letter.remark-no-reasons")
    for label in _traits(policy, reasons):
        yield message("letter.remark-trait", label=label)
    if policy.setting("process.appeal.channel") is None:
        yield message("letter.remark-no-appeal", setting="process.appeal.channel")
    if policy.setting("process.human_review") is None:
        yield message("letter.remark-no-review", setting="process.human_review")


def _traits(policy: Policy, reasons: Sequence[Reason]) -> Iterator[Words]:
    """The traits of a person that a reason rests on, each once."""
    told = {one.location for one in reasons}
    conditions = [one.when for one in policy.knockouts if one.location in told]
    names = dict.fromkeys(attributes_behind(policy, conditions))
    for one in policy.characteristics():
        if one.location in told:
            names |= dict.fromkeys(attributes_of(policy, one))
    for name in names:
        attribute = policy.dictionary.attributes[name]
        if is_personal(attribute):
            yield attribute.label
