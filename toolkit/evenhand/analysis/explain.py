"""Explanations: one decision, step by step, with every place that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from evenhand.analysis.contrast import Contrast, Solve, checked_outcome, contrast
from evenhand.analysis.letter import Letter, letter
from evenhand.analysis.letter_parts import is_points
from evenhand.analysis.plain import exact, place, written
from evenhand.analysis.principal import principal_reasons
from evenhand.analysis.steps import Atom, Ground, Step, steps_of
from evenhand.analysis.sufficient import Ask, Settling, Sufficient, settling, sufficient
from evenhand.engines.trace import CardScore, CharacteristicScore, Decision, Judgement, SectionScore
from evenhand.messages import in_both
from evenhand.model.conditions import Compare, Includes, OneOf
from evenhand.model.customer import Customer
from evenhand.model.describe import condition_words
from evenhand.model.mentions import element_of
from evenhand.model.outcome import Outcome, Reason, Status
from evenhand.model.policy import Policy
from evenhand.model.truth import F
from evenhand.result import Result, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Result):
    """One policy's decision about one customer, with the whole way to it.

    ``profile`` is what the customer is called in the output: a path, or None for values that were
    given by hand. ``steps`` are the entries of the decision list in its order; all but the last
    are better outcomes that were not reached, or that stay open. ``reasons`` are the principal
    ones, the weightiest first. ``letter``, ``contrast`` (why not another outcome) and
    ``sufficient`` (which values alone fix a decided outcome) or ``settling`` (which would decide an
    open one) are there where they were asked for.
    """

    policy: Policy
    customer: Customer
    decision: Decision
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    profile: str | None = None
    letter: Letter | None = None
    contrast: Contrast | None = None
    sufficient: Sufficient | None = None
    settling: Settling | None = None

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
                    "kind": "points" if is_points(self.policy, reason) else "knockout",
                    "text": in_both(reason.text),
                    "short": exact(reason.short),
                    **place(reason.location),
                }
                for reason in self.reasons
            ],
            **{name: part.data() for name, part in self._more() if part is not None},
        }

    def _more(self) -> Iterator[tuple[str, Letter | Contrast | Sufficient | Settling | None]]:
        yield "letter", self.letter
        yield "why_not", self.contrast
        yield "sufficient", self.sufficient
        yield "settling", self.settling


@dataclass(frozen=True, slots=True)
class Asked:
    """What an explanation is to tell beside the decision itself.

    ``reasons`` is how many principal reasons at most (None: as the policy says, else four).
    ``why_not`` is another outcome that is asked about, with ``or_better`` or a better one.
    """

    reasons: int | None = None
    letter: bool = False
    why_not: str | None = None
    or_better: bool = False
    sufficient: bool = False


NOTHING_MORE: Final = Asked()


@dataclass(frozen=True, slots=True)
class Prover:
    """What answers questions about all customers."""

    ask: Ask
    solve: Solve


def explain(
    policy: Policy,
    customer: Customer,
    decision: Decision,
    run: Run,
    profile: str | None = None,
    asked: Asked = NOTHING_MORE,
) -> Explanation:
    """Put a decision's trace in the order in which a reader asks about it.

    What has to be proved is added by ``proved``.
    """
    steps = steps_of(policy, decision.considered)
    reasons = principal_reasons(policy, customer, decision, steps, asked.reasons)
    found = Explanation(
        run=run,
        policy=policy,
        customer=customer,
        decision=decision,
        steps=steps,
        reasons=reasons,
        profile=profile,
    )
    if asked.letter:
        written = letter(policy, customer, decision, steps, reasons, run.as_of)
        found = replace(found, letter=written)
    return found


def proved(found: Explanation, asked: Asked, prover: Prover) -> Explanation:
    """The explanation with what is asked about all customers.

    Raises UsageError where the policy has no such outcome as is asked about.
    """
    policy, customer, outcome = found.policy, found.customer, found.outcome
    if asked.why_not is not None:
        wanted = checked_outcome(policy, asked.why_not)
        better = asked.or_better
        told = contrast(policy, customer, outcome, wanted, prover.solve, or_better=better)
        found = replace(found, contrast=told)
    if asked.sufficient and outcome.status is Status.DECIDED:
        return replace(found, sufficient=sufficient(policy, customer, outcome, prover.ask))
    if asked.sufficient and outcome.settle:
        return replace(found, settling=settling(policy, customer, outcome, prover.ask))
    return found


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
