"""Explanations: one decision, step by step, with every place that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.analysis.plain import exact, place, written
from evenhand.analysis.steps import Atom, Ground, Step, steps_of
from evenhand.engines.trace import CardScore, CharacteristicScore, Decision, Judgement, SectionScore
from evenhand.messages import in_both
from evenhand.model.conditions import Compare, Includes, OneOf
from evenhand.model.customer import Customer
from evenhand.model.describe import condition_words
from evenhand.model.mentions import element_of
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Policy
from evenhand.model.truth import F
from evenhand.result import Result, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Result):
    """One policy's decision about one customer, with the whole way to it.

    ``profile`` is what the customer is called in the output: a path, or None for values that were
    given by hand. ``steps`` are the entries of the decision list in its order; all but the last
    are better outcomes that were not reached, or that stay open.
    """

    policy: Policy
    customer: Customer
    decision: Decision
    steps: tuple[Step, ...]
    profile: str | None = None

    @property
    def outcome(self) -> Outcome:
        return self.decision.outcome

    def data(self) -> Mapping[str, object]:
        return {
            "policy": self.policy.id,
            "profile": self.profile,
            "given": {name: written(value) for name, value in sorted(self.customer.values.items())},
            "outcome": outcome_data(self.outcome),
            "steps": [_step_data(self.policy, step) for step in self.steps],
            "scorecards": [_card_data(card) for card in self.decision.cards.values()],
            "reasons": [
                {
                    "code": reason.code,
                    "text": in_both(reason.text),
                    "short": exact(reason.short),
                    **place(reason.location),
                }
                for reason in self.outcome.reasons
            ],
        }


def explain(
    policy: Policy, customer: Customer, decision: Decision, run: Run, profile: str | None = None
) -> Explanation:
    """Put a decision's trace in the order in which a reader asks about it."""
    return Explanation(
        run=run,
        policy=policy,
        customer=customer,
        decision=decision,
        steps=steps_of(policy, decision.considered),
        profile=profile,
    )


def does_not_apply(atom: Judgement) -> bool:
    """Whether an atom is false because its attribute does not exist for the customer."""
    about_value = isinstance(atom.condition, Compare | OneOf | Includes)
    return about_value and atom.truth is F and atom.value is None


def outcome_data(outcome: Outcome) -> dict[str, object]:
    """An outcome as plain data."""
    return {
        "outcome": outcome.outcome,
        "status": outcome.status.value,
        "possible": list(outcome.possible),
        "floor": outcome.floor,
        "ceiling": outcome.ceiling,
        "causes": [cause.value for cause in outcome.causes],
        "settle": list(outcome.settle),
        "reading": outcome.reading.value,
        "score": exact(outcome.score),
        "scores": {name: exact(score) for name, score in outcome.scores.items()},
        "leaned": [
            {
                "wording": in_both(one.wording),
                "taken_as": one.taken_as,
                **place(one.location),
            }
            for one in outcome.leaned
        ],
        "paths": list(outcome.paths),
        "benefits": [
            {
                "benefit": grant.benefit,
                "granted": grant.granted.value,
                "value": exact(grant.value),
                **place(grant.location),
            }
            for grant in outcome.benefits
        ],
        "fee": None if outcome.fee_owed is None else outcome.fee_owed.value,
        "decided_by": place(outcome.decided_by),
    }


def _step_data(policy: Policy, step: Step) -> dict[str, object]:
    return {
        "outcome": step.outcome,
        "truth": step.truth.value,
        **place(step.location),
        "grounds": [_ground_data(policy, ground) for ground in step.grounds],
    }


def _ground_data(policy: Policy, ground: Ground) -> dict[str, object]:
    return {
        "element": ground.element.address,
        "kind": ground.element.kind,
        "title": in_both(ground.element.title),
        "truth": ground.truth.value,
        **place(ground.element.location),
        "conditions": [_atom_data(policy, atom) for atom in ground.atoms],
    }


def _atom_data(policy: Policy, atom: Atom) -> dict[str, object]:
    judged = atom.judged
    return {
        "text": in_both(condition_words(atom.condition, policy)),
        "truth": atom.truth.value,
        "value": written(judged.value),
        "against": [written(value) for value in judged.against],
        "applies": not does_not_apply(judged),
        "causes": sorted(cause.value for cause in judged.own.causes),
        "missing": sorted(judged.own.missing),
        **place(atom.condition.location),
    }


def _card_data(card: CardScore) -> dict[str, object]:
    return {
        "id": card.card.id,
        "title": in_both(card.card.about.title),
        "score": exact(card.score),
        "base": exact(card.base),
        "maximum": exact(card.card.maximum),
        **place(card.card.location),
        "sections": [_section_data(card, section) for section in card.sections],
    }


def _section_data(card: CardScore, section: SectionScore) -> dict[str, object]:
    return {
        "id": section.section.id,
        "points": exact(section.points),
        "weight": exact(section.weight),
        "characteristics": [
            _characteristic_data(card, section, one) for one in section.characteristics
        ],
    }


def _characteristic_data(
    card: CardScore, section: SectionScore, one: CharacteristicScore
) -> dict[str, object]:
    characteristic = one.characteristic
    return {
        "element": element_of(card.card, section.section.id, characteristic.id),
        "title": in_both(characteristic.about.title),
        "value": written(one.value),
        "row": place(one.row),
        "points": exact(one.points),
        "best": exact(one.best),
        "short": exact(one.short),
        "verdict": verdict(one),
        **place(characteristic.location),
    }


def verdict(one: CharacteristicScore) -> str:
    """How a characteristic went: ``best``, ``part``, ``least`` (nothing of it) or ``open``."""
    if one.points is None or one.short is None:
        return "open"
    if one.short == 0:
        return "best"
    return "part" if one.points > 0 else "least"
