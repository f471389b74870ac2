"""What ``prove`` says of a law is so, by the reference engine: whoever is shown to break it does,
and where it holds, no customer on the thresholds of the policy breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from tests.properties.questions import SEEDS, some_customers

from evenhand.analysis.prove.asking import Asker
from evenhand.analysis.prove.claims import answered
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.analysis.prove.standing import standing
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import Customer
from evenhand.model.element import About
from evenhand.model.law import (
    Claim,
    Customers,
    Indifferent,
    Law,
    Monotone,
    OnlyIf,
    Reachable,
    TiersAtMost,
    Total,
    Unreachable,
)
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED, Status
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.truth import T
from evenhand.model.values import Missing
from evenhand.model.vocabulary import Kind
from evenhand.strategies import policies

Shown = tuple[Customer, ...]


def laws_of(policy: Policy, generator: Random) -> Iterator[Law]:
    """Some laws about a policy; the policy's own among them."""
    used = used_attributes(policy)
    tier = policy.tiers[0]
    claims: list[Claim] = [
        Total(),
        Reachable((tier.id,)),
        Unreachable((generator.choice([tier.id, REJECTED, REFER, OUT_OF_SCOPE]),)),
    ]
    if used:
        name = generator.choice(used)
        claims += [Indifferent((name,)), TiersAtMost(name, 1)]
        kind = policy.dictionary.attributes[name].kind
        if kind.is_ordered or kind is Kind.BOOLEAN:
            claims.append(Monotone((name,), generator.choice(["higher", "lower"])))
    if tier.when is not None:
        claims.append(OnlyIf(tier.id, tier.when))
    for claim in claims:
        whom = generator.choice(list(Customers))
        yield Law(None, claim, whom, None, About(), policy.location)
    yield from (one for one in policy.laws if one.among is None)


def breaks(policy: Policy, claim: Claim, shown: Shown) -> bool:
    """Whether some customers break a claim, by the reference engine."""
    outcomes = [decide(policy, one).outcome for one in shown]
    names = [one.outcome for one in outcomes]
    match claim:
        case Total():
            return outcomes[0].status is Status.UNDECIDED
        case Unreachable(wanted):
            return names[0] in wanted
        case Indifferent():
            return names[0] != names[1]
        case TiersAtMost(_, most):
            return abs(standing(policy, names[0]) - standing(policy, names[1])) > most
        case OnlyIf(tier, holds):
            needed = judge(Case(policy, shown[0]), holds).truth
            return standing(policy, names[0]) >= standing(policy, tier) and needed is not T
        case Monotone((name,), better):
            places = [_place(policy, name, one) for one in shown]
            low, high = sorted(zip(places, names, strict=True), key=lambda one: one[0])
            worse, nicer = (low, high) if better == "higher" else (high, low)
            return standing(policy, nicer[1]) < standing(policy, worse[1])
        case _:
            raise AssertionError(claim)


def _place(policy: Policy, name: str, customer: Customer) -> Fraction:
    value = customer.values[name]
    if isinstance(value, bool):
        return Fraction(int(value))
    return Fraction(place_of(policy.dictionary.attributes[name], value))


def twins(policy: Policy, name: str, customer: Customer) -> Iterator[Customer]:
    """The customer with every threshold value of an attribute, as far as they are possible."""
    for value in boundary_values(policy)[name]:
        if not isinstance(value, Missing):
            twin = replace(customer, values={**customer.values, name: value})
            if not violated(policy, twin, limits_of(policy)):
                yield twin


def attempts(policy: Policy, claim: Claim, customer: Customer) -> Iterator[Shown]:
    """Who could break a claim: the customer, or the customer with a twin."""
    match claim:
        case Total() | Unreachable() | OnlyIf():
            yield (customer,)
        case Indifferent((name,)) | TiersAtMost(name) | Monotone((name,)):
            if name in customer.values:
                yield from ((customer, twin) for twin in twins(policy, name, customer))
        case _:
            return


@given(policy=policies(5), seed=SEEDS)
@settings(max_examples=30)
def test_answers_are_so(policy: Policy, seed: int) -> None:
    asker = Asker(policy)
    customers = some_customers(policy, seed)
    for law in laws_of(policy, Random(seed)):
        for proof in answered(law, asker):
            check(policy, law, proof, customers)


def check(policy: Policy, law: Law, proof: Proof, customers: tuple[Customer, ...]) -> None:
    claim = proof.claim
    if isinstance(claim, Reachable):
        reached = [decide(policy, one).outcome.outcome for one in customers]
        everybody = law.customers is Customers.ALL
        assert not (everybody and proof.verdict is Verdict.FAILS and claim.outcomes[0] in reached)
        if proof.verdict is Verdict.HOLDS:
            assert proof.instance is not None
            assert proof.instance.shown[0].outcome.outcome == claim.outcomes[0]
    elif isinstance(claim, Total | Unreachable | OnlyIf | Indifferent | TiersAtMost | Monotone):
        if proof.verdict is Verdict.FAILS:
            assert proof.instance is not None
            assert breaks(policy, claim, tuple(one.customer for one in proof.instance.shown))
        elif proof.verdict is Verdict.HOLDS and law.customers is Customers.ALL:
            for customer in customers:
                for shown in attempts(policy, claim, customer):
                    assert not breaks(policy, claim, shown), (claim, shown)
