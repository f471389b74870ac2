"""What the shipped articles contradict each other in, found from their declarations alone.

The numbers are those of the list of contradictions in the articles that the policies were taken
from; of each, the two places that contradict each other are named here by their addresses.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

from evenhand import api
from evenhand.analysis.compare.contradiction import Contradiction
from evenhand.analysis.compare.contradictions import contradictions_of
from evenhand.analysis.compare.showing import CONDITIONS, TREATMENT
from evenhand.engines.reference import decide
from evenhand.model.policy import Policy

MORTGAGE, ICBC, LAWS, SIX = "joint-stock-mortgage", "icbc-premium", "three-laws", "value-six"
LIST, INSIDER, CARD = "occupation-white-list", "insider-rank-scorecard", "card-limit-increase"
LATE = "knockouts/three-in-a-row-or-six"

Place = tuple[str, str]

# number, kind, the laxer place, the stricter place, what the customer shows
TABLE: list[tuple[str, str, Place, Place, str]] = [
    ("C01", "threshold", (MORTGAGE, LATE), (SIX, "definitions/clean_record"), TREATMENT),
    (
        "C02",
        "threshold",
        (MORTGAGE, LATE),
        (LAWS, "knockouts/several-late-payments"),
        TREATMENT,
    ),
    ("C03", "threshold", (MORTGAGE, LATE), (ICBC, "definitions/good_spending"), TREATMENT),
    ("C04", "threshold", (MORTGAGE, LATE), (LAWS, "tiers/premium/paths/by-spending"), TREATMENT),
    (
        "C05",
        "gate-points",
        (MORTGAGE, "scorecard/late-payments"),
        (SIX, "definitions/clean_record"),
        TREATMENT,
    ),
    (
        "C09",
        "sufficient-necessary",
        (LAWS, "tiers/premium/paths/by-spending"),
        (MORTGAGE, "tiers/premium"),
        TREATMENT,
    ),
    (
        "C11",
        "sufficient-necessary",
        (LAWS, "tiers/premium/paths/by-spending"),
        (LAWS, "definitions/social_status"),
        TREATMENT,
    ),
    (
        "C14",
        "precedence",
        (LIST, "tiers/premium"),
        (LAWS, "knockouts/ninety-days-unpaid"),
        TREATMENT,
    ),
    (
        "C15",
        "precedence",
        (INSIDER, "tiers/premium"),
        (LAWS, "knockouts/ninety-days-unpaid"),
        TREATMENT,
    ),
    (
        "C16",
        "threshold",
        (LIST, "tiers/premium/paths/field-officer"),
        (INSIDER, "definitions/senior_colonel_or_above"),
        TREATMENT,
    ),
    (
        "C20",
        "threshold",
        (LIST, "tiers/premium/paths/civil-servant"),
        (LAWS, "definitions/social_status"),
        CONDITIONS,
    ),
    (
        "C21",
        "threshold",
        (LIST, "tiers/premium/paths/civil-servant"),
        (INSIDER, "tiers/premium"),
        TREATMENT,
    ),
    (
        "C44",
        "threshold",
        (SIX, "definitions/keeps_deposit"),
        (MORTGAGE, "tiers/premium"),
        CONDITIONS,
    ),
    ("C45", "gate-points", (LAWS, "scorecard/deposit"), (MORTGAGE, "tiers/premium"), TREATMENT),
]

# Not decidable, and found all the same.
DECLARED: list[tuple[str, str, Place, Place]] = [
    (
        "C23",
        "direction",
        (SIX, "definitions/large_business"),
        ("scorecard-five", "scorecard/finances/liabilities"),
    ),
    ("C08", "gate-points", (MORTGAGE, "scorecard/late-payments"), (MORTGAGE, LATE)),
    (
        "C18",
        "precedence",
        (MORTGAGE, "definitions/good_record"),
        (LAWS, "scorecard/financial-assets"),
    ),
]


@cache
def policies() -> dict[str, Policy]:
    return {one.id: one.model for one in api.load_all(["policies/seed"])}


@cache
def found() -> tuple[Contradiction, ...]:
    return contradictions_of(list(policies().values()))


def places(one: Contradiction) -> list[set[Place]]:
    return [
        {(e.policy.id, e.element), (e.policy.id, f"definitions/{e.definition}")}
        for e in one.elements
    ]


def matching(kind: str, lax: Place, strict: Place) -> list[Contradiction]:
    return [
        one
        for one in found()
        if one.sort.value == kind and lax in places(one)[0] and strict in places(one)[-1]
    ]


@pytest.mark.parametrize(("number", "kind", "lax", "strict", "shows"), TABLE)
def test_decidable_contradictions_have_a_customer(
    number: str, kind: str, lax: Place, strict: Place, shows: str
) -> None:
    found = matching(kind, lax, strict)
    assert found, number
    one = found[0]
    assert one.shown is not None
    assert one.shown.level == shows


@pytest.mark.parametrize(("number", "kind", "lax", "strict"), DECLARED)
def test_declared_contradictions(number: str, kind: str, lax: Place, strict: Place) -> None:
    found = matching(kind, lax, strict)
    assert found, number
    one = found[0]
    assert not one.decidable


def test_a_spender_of_45_000() -> None:
    (one,) = matching(
        "sufficient-necessary",
        (LAWS, "tiers/premium/paths/by-spending"),
        (MORTGAGE, "tiers/premium"),
    )
    assert one.shown is not None
    assert one.shown.customer.get("card_spend_12m") == 45_000
    assert one.shown.outcomes == ("premium", "ordinary")
    assert one.shown.moved == ("card_spend_12m",)


def test_a_colonel() -> None:
    (one,) = matching(
        "threshold",
        (LIST, "tiers/premium/paths/field-officer"),
        (INSIDER, "tiers/premium/paths/military-rank"),
    )
    assert one.shown is not None
    assert one.shown.customer.get("military_rank") == "colonel"


def test_any_civil_servant() -> None:
    (one,) = matching(
        "threshold",
        (LIST, "tiers/premium/paths/civil-servant"),
        (INSIDER, "tiers/premium"),
    )
    assert one.shown is not None
    customer = one.shown.customer
    assert (customer.get("occupation"), customer.get("admin_rank")) == ("civil_servant", "none")


def test_exactly_a_third_of_the_limit() -> None:
    (one,) = [c for c in found() if c.sort.value == "circular" and c.fact == "credit_card_limit"]
    shown = one.shown
    assert shown is not None and shown.before is not None
    limit, spent = (shown.customer.get(n) for n in ("card_limit", "card_spend_1m"))
    assert (limit, spent) == (30_000, Fraction(30_000, 3))
    assert shown.outcomes == ("not_granted",)
    assert shown.before.get("card_spend_1m") == Fraction("10000.01")
    assert shown.outcomes_before == ("granted",)


def test_the_grade_of_the_card_is_a_circle() -> None:
    (one,) = [c for c in found() if c.sort.value == "circular" and c.fact == "card_grade"]
    assert {e.element for e in one.elements} == {
        "benefits/card-upgrade",
        "tiers/premium/paths/by-card-standard",
    }


def test_every_customer_replays() -> None:
    for one in found():
        if one.shown is None or one.shown.level != TREATMENT or len(one.policies) == 1:
            continue
        pair = (one.elements[0].policy, one.elements[-1].policy)
        for customer, outcomes in (
            (one.shown.customer, one.shown.outcomes),
            (one.shown.before, one.shown.outcomes_before),
        ):
            assert customer is not None
            replayed = tuple(decide(policy, customer).outcome.outcome for policy in pair)
            assert replayed == outcomes
