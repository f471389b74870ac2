"""Claims and how each is answered: the labels that must not occur, and the witness that they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never

from evenhand.analysis.prove.asking import Among, Asked, Asker
from evenhand.analysis.prove.dead import dead_proofs
from evenhand.analysis.prove.lift import points_proof
from evenhand.analysis.prove.places import gap_proofs, overlap_proofs
from evenhand.analysis.prove.result import Equivalent, Proof, Verdict
from evenhand.analysis.prove.standing import standing
from evenhand.analysis.prove.verdicts import verdict_on
from evenhand.engines.exact.question import MET, OPEN, Order
from evenhand.messages import message
from evenhand.model.law import (
    Always,
    Claim,
    Indifferent,
    Law,
    Monotone,
    NoDead,
    NoGap,
    NoOverlap,
    OnlyIf,
    PointsAtMost,
    Reachable,
    TiersAtMost,
    Total,
    Unreachable,
    classes_of,
)
from evenhand.model.law_words import claim_words
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, shown_as
from evenhand.model.policy import Policy

Labels = tuple[str, ...]
FAR: Final = 1000
"""More than there are tiers."""


def answered(law: Law, asker: Asker) -> Iterator[Proof]:
    """The answers to a law: one, or one for each thing that it speaks of."""
    among = Among(law.customers, law.among)
    for proof in _claimed(law.claim, asker, among):
        yield replace(proof, law=law)


def _claimed(claim: Claim, asker: Asker, among: Among) -> Iterator[Proof]:
    match claim:
        case Monotone(attributes, better):
            yield from (_monotone(Monotone((name,), better), asker, among) for name in attributes)
        case Indifferent():
            yield from _indifferent(claim, asker, among)
        case PointsAtMost():
            yield points_proof(claim, asker, among)
        case TiersAtMost():
            yield _tiers_at_most(claim, asker, among)
        case NoGap(places):
            yield from gap_proofs(places, asker, among)
        case NoOverlap(places):
            yield from overlap_proofs(places, asker, among)
        case NoDead(places):
            yield from dead_proofs(places, asker, among)
        case Reachable() | Unreachable() | Always() | OnlyIf() | Total():
            yield from _of_outcomes(claim, asker, among)
        case _:
            assert_never(claim)


def _of_outcomes(
    claim: Reachable | Unreachable | Always | OnlyIf | Total, asker: Asker, among: Among
) -> Iterator[Proof]:
    match claim:
        case Reachable(outcomes):
            yield from (_reachable(Reachable((name,)), asker, among) for name in outcomes)
        case Unreachable(outcomes):
            yield from (_unreachable(Unreachable((name,)), asker, among) for name in outcomes)
        case Always():
            yield _always(claim, asker, among)
        case OnlyIf():
            yield _only_if(claim, asker, among)
        case Total():
            asked = asker.decisions(among)
            yield _judged(claim, asker, asked, lambda labels: labels[0] == OPEN)
        case _:
            assert_never(claim)


def equivalent(other: Policy, asker: Asker, among: Among) -> Proof:
    """Whether another policy gives everybody the same outcome."""
    asked = asker.beside(other, among)
    bad = [one for one in asked.reached() if _differ(one)]
    title = other.header.title
    proof = Proof(
        asker.policy,
        None,
        Equivalent(other),
        message("law.equivalent", other=title),
        Verdict.HOLDS,
    )
    return verdict_on(proof, asked, sorted(bad))


def _differ(labels: Labels) -> bool:
    return labels[0] != labels[1]


def _proof(claim: Claim, asker: Asker, verdict: Verdict = Verdict.HOLDS) -> Proof:
    return Proof(asker.policy, None, claim, claim_words(claim, asker.policy), verdict)


def _judged(
    claim: Claim,
    asker: Asker,
    asked: Asked,
    is_bad: Callable[[Labels], bool],
    weight: Callable[[Labels], int] = lambda _: 0,
) -> Proof:
    """Fails with the weightiest of the bad labels, if any occurs."""
    bad = sorted(
        (one for one in asked.reached() if is_bad(one)), key=lambda one: (-weight(one), one)
    )
    return verdict_on(_proof(claim, asker), asked, bad)


# -- twins -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """How far apart two outcomes are, for choosing the most telling witness.

    Decided outcomes of customers in scope come first: that something is left open, or that a
    policy is not about somebody, tells less.
    """

    policy: Policy

    def __call__(self, labels: Labels) -> int:
        steps = abs(standing(self.policy, labels[0]) - standing(self.policy, labels[1]))
        return steps - FAR * (REFER in labels[:2]) - FAR * FAR * (OUT_OF_SCOPE in labels[:2])


def _monotone(claim: Monotone, asker: Asker, among: Among) -> Proof:
    policy, name = asker.policy, claim.attributes[0]
    better = claim.better or policy.dictionary.attributes[name].better
    claim = replace(claim, better=better)
    if name not in used_attributes(policy):
        return _unused(claim, asker)

    def worsens(labels: Labels) -> bool:
        lower, higher = (standing(policy, one) for one in labels)
        return higher < lower if better == "higher" else lower < higher

    asked = asker.twins(name, Order.ABOVE, among)
    if asked.unused:
        return _unused(claim, asker)
    return _judged(claim, asker, asked, worsens, Gap(policy))


def _indifferent(claim: Indifferent, asker: Asker, among: Among) -> Iterator[Proof]:
    policy = asker.policy
    used = used_attributes(policy)
    if claim.classes:
        names = of_classes(policy, claim.classes)
        if not names:
            proof = _proof(claim, asker)
            yield replace(proof, because=message("prove.none-of-class"))
    else:
        names = claim.attributes
    for name in names:
        one = Indifferent((name,))
        asked = None if name not in used else asker.twins(name, Order.ANY, among)
        if asked is None or asked.unused:
            yield _unused(one, asker)
        else:
            yield _judged(one, asker, asked, _differ, Gap(policy))


def of_classes(policy: Policy, names: Iterable[str]) -> tuple[str, ...]:
    """The attributes of some classes (or groups of classes) that a policy uses."""
    wanted = {one for name in names for one in classes_of(name)}
    attributes = policy.dictionary.attributes
    return tuple(name for name in used_attributes(policy) if attributes[name].category in wanted)


def _unused(claim: Claim, asker: Asker) -> Proof:
    return replace(_proof(claim, asker), because=message("prove.not-used"))


def _tiers_at_most(claim: TiersAtMost, asker: Asker, among: Among) -> Proof:
    policy = asker.policy
    if claim.attribute not in used_attributes(policy):
        return _unused(claim, asker)

    def too_far(labels: Labels) -> bool:
        return abs(standing(policy, labels[0]) - standing(policy, labels[1])) > claim.tiers

    asked = asker.twins(claim.attribute, Order.ANY, among)
    if asked.unused:
        return _unused(claim, asker)
    return _judged(claim, asker, asked, too_far, Gap(policy))


# -- outcomes --------------------------------------------------------------------------------------


def _wanted(names: Iterable[str]) -> frozenset[str]:
    """The labels of some outcomes: to a customer, being referred by a rule is being referred."""
    return frozenset(map(shown_as, names))


def _reachable(claim: Reachable, asker: Asker, among: Among) -> Proof:
    asked = asker.outcomes(among)
    wanted = _wanted(claim.outcomes)
    found = sorted(one for one in asked.reached() if one[0] in wanted)
    if found:
        return verdict_on(_proof(claim, asker), asked, found, shows=Verdict.HOLDS)
    if not asked.known:
        return verdict_on(_proof(claim, asker), asked, ())
    return replace(_proof(claim, asker, Verdict.FAILS), because=message("prove.nobody-gets-it"))


def _unreachable(claim: Unreachable, asker: Asker, among: Among) -> Proof:
    wanted = _wanted(claim.outcomes)
    return _judged(claim, asker, asker.outcomes(among), lambda labels: labels[0] in wanted)


def _always(claim: Always, asker: Asker, among: Among) -> Proof:
    wanted = _wanted(claim.outcomes)
    return _judged(claim, asker, asker.outcomes(among), lambda labels: labels[0] not in wanted)


def _only_if(claim: OnlyIf, asker: Asker, among: Among) -> Proof:
    policy = asker.policy
    least = standing(policy, claim.tier)
    asked = asker.outcomes_and_truths(claim.holds, among)
    return _judged(
        claim,
        asker,
        asked,
        lambda labels: standing(policy, labels[0]) >= least and labels[1] != MET,
        lambda labels: standing(policy, labels[0]),
    )
