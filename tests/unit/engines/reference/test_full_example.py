"""The full example of the policy language behaves as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from tests.build import LOADER

from evenhand import api
from evenhand.engines.reference import Standing, assess
from evenhand.loading.origin import disk_file
from evenhand.model.customer import Given
from evenhand.model.outcome import Cause, Outcome, Status
from evenhand.model.truth import F, T

FILE = Path(__file__).parents[3] / "examples" / "example-city-bank-premier.yaml"
POLICY = api.load_from(LOADER, disk_file(FILE))

# Nothing missing. Balance 300,000 + 200,000 / 2 = 400,000: 50 points, and 10 for the wealth, which
# is the section's most, 60. Salary and five years 25, housing 15. Together 100.
FULL: Mapping[str, Given] = {
    "age": 40,
    "has_account": True,
    "deposit_mean_1m": 300_000,
    "wealth_mean_1m": 200_000,
    "fund_mean_1m": 0,
    "overdue_streak_24m": 0,
    "overdue_count_24m": 0,
    "total_assets": 1_000_000,
    "total_liabilities": 0,
    "salary_paid_here": True,
    "tenure": 60,
    "housing": "own",
    "mortgage_balance": 0,
    "city": "beijing",
    "housing_fund_paid": False,
    "has_credit_card": False,
    "discretion.invited": False,
}

# The same with few points: 0 + 0, no salary 5, rented 8. Together 13.
PLAIN: Mapping[str, Given] = {
    **FULL,
    "deposit_mean_1m": 0,
    "wealth_mean_1m": 0,
    "salary_paid_here": False,
    "housing": "rent",
}


def changed(base: Mapping[str, Given], changes: Mapping[str, Given]) -> Outcome:
    return POLICY.decide({**base, **changes})


def test_it_loads_without_a_finding() -> None:
    assert POLICY.notes == ()
    assert [tier.id for tier in POLICY.model.tiers] == ["diamond", "gold"]


def test_the_saver_is_referred() -> None:
    (example,) = POLICY.examples
    found = POLICY.decide(example.customer)
    assert (found.outcome, found.status) == (example.expect.outcome, Status.UNDECIDED)
    assert found.possible == ("diamond", "gold", "standard")
    assert (found.floor, found.ceiling) == ("standard", "diamond")
    assert found.causes == (Cause.DISCRETION, Cause.DISPUTED, Cause.MISSING)
    assert found.settle == (
        "card_limit",
        "card_spend_12m",
        "city",
        "fund_mean_1m",
        "has_credit_card",
        "housing",
        "housing_fund_paid",
        "mortgage_balance",
        "salary_paid_here",
        "tenure",
        "total_assets",
        "total_liabilities",
        "wealth_mean_1m",
    )
    # Missing salary gives 5 of 25, missing housing 4 of 15. Missing wealth gives 0 of 20, but how
    # much of that its section has room for is not known while the balance is not.
    assert [(one.code, one.short) for one in found.reasons] == [
        ("salary-and-years", 20),
        ("housing", 11),
        ("balance", None),
        ("wealth", None),
    ]
    assert (found.score, found.benefits, found.fee_owed, found.paths) == (None, (), None, ())
    assert found.leaned == ()


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({}, 100),
        ({"deposit_mean_1m": 0}, 0 + 25 + 10 + 25 + 15),  # combined 100,000
        ({"deposit_mean_1m": 200_000}, 100),  # combined 300,000
        ({"deposit_mean_1m": "199_999.99"}, 25 + 10 + 25 + 15),
        ({"deposit_mean_1m": "49_999.99", "wealth_mean_1m": 0}, 25 + 15),
        ({"deposit_mean_1m": 50_000, "wealth_mean_1m": 0}, 25 + 25 + 15),
        ({"deposit_mean_1m": 50_000, "wealth_mean_1m": "99_999.99"}, 25 + 25 + 15),
        ({"deposit_mean_1m": 50_000, "wealth_mean_1m": 100_000}, 25 + 5 + 25 + 15),
        ({"deposit_mean_1m": 50_000, "wealth_mean_1m": "399_999.99"}, 25 + 15 + 25 + 15),
        ({"deposit_mean_1m": 50_000, "wealth_mean_1m": 400_000}, 25 + 20 + 25 + 15),
        ({"deposit_mean_1m": 250_000, "wealth_mean_1m": 900_000}, 60 + 25 + 15),
        ({"wealth_mean_1m": None}, None),
        ({"fund_mean_1m": None}, 100),
        ({"tenure": 59}, 60 + 15 + 15),
        ({"tenure": None}, 60 + 5 + 15),
        ({"salary_paid_here": False, "tenure": None}, 60 + 5 + 15),
        ({"salary_paid_here": None, "tenure": 59}, 60 + 5 + 15),
        ({"housing": "mortgage"}, 60 + 25 + 12),
        ({"housing": "rent"}, 60 + 25 + 8),
        ({"housing": "a boat"}, 60 + 25 + 4),
        ({"housing": None}, 60 + 25 + 4),
    ],
)
def test_the_score(changes: dict[str, Given], score: int | None) -> None:
    assert changed(FULL, changes).score == score


@pytest.mark.parametrize(
    ("changes", "possible", "paths"),
    [
        # Enough points, but diamond also asks for one of its paths.
        ({}, ("gold",), ("by-score",)),
        ({"discretion.invited": True}, ("diamond",), ("invited",)),
        ({"discretion.invited": None}, ("diamond", "gold"), ()),
        ({"discretion.invited": True, "deposit_mean_1m": 0}, ("gold",), ("by-score",)),
        # The wealthy path is disputed from 1,000,000 to below 1,500,000.
        ({"deposit_mean_1m": "899_999.99"}, ("gold",), ("by-score",)),
        ({"deposit_mean_1m": 900_000}, ("diamond", "gold"), ()),
        ({"deposit_mean_1m": "1_399_999.99"}, ("diamond", "gold"), ()),
        ({"deposit_mean_1m": 1_400_000}, ("diamond",), ("wealthy",)),
        # Half of the wealth counts up to 400,000, half of the funds without an end.
        ({"deposit_mean_1m": 599_999, "wealth_mean_1m": 9_000_000}, ("gold",), ("by-score",)),
        ({"deposit_mean_1m": 600_000, "wealth_mean_1m": 9_000_000}, ("diamond", "gold"), ()),
        ({"fund_mean_1m": 2_200_000}, ("diamond",), ("wealthy",)),
        (
            {"fund_mean_1m": 2_200_000, "discretion.invited": True},
            ("diamond",),
            ("wealthy", "invited"),
        ),
    ],
)
def test_diamond(
    changes: dict[str, Given], possible: tuple[str, ...], paths: tuple[str, ...]
) -> None:
    found = changed(FULL, changes)
    assert (found.possible, found.paths) == (possible, paths)


def test_a_disputed_figure_is_a_cause_that_no_attribute_settles() -> None:
    found = changed(FULL, {"deposit_mean_1m": 900_000})
    assert (found.outcome, found.floor) == ("refer", "gold")
    assert (found.causes, found.settle) == ((Cause.DISPUTED,), ())


@pytest.mark.parametrize(
    ("changes", "possible", "paths"),
    [
        ({}, ("standard",), ()),
        ({"mortgage_balance": "3_999_999.99"}, ("standard",), ()),
        ({"mortgage_balance": 4_000_000}, ("gold",), ("by-mortgage",)),
        ({"mortgage_balance": 4_000_000, "city": "shanghai"}, ("gold",), ("by-mortgage",)),
        ({"mortgage_balance": 2_000_000, "city": "guangzhou"}, ("gold",), ("by-mortgage",)),
        ({"mortgage_balance": "1_999_999.99", "city": "elsewhere"}, ("standard",), ()),
        ({"mortgage_balance": 9_000_000, "city": None}, ("gold", "standard"), ()),
        ({"mortgage_balance": 0, "city": None}, ("gold", "standard"), ()),
    ],
)
def test_gold_by_mortgage(
    changes: dict[str, Given], possible: tuple[str, ...], paths: tuple[str, ...]
) -> None:
    found = changed(PLAIN, changes)
    assert (found.possible, found.paths) == (possible, paths)


CARD: Mapping[str, Given] = {"has_credit_card": True, "card_limit": 10_000}


@pytest.mark.parametrize(
    ("changes", "possible"),
    [
        ({"salary_paid_here": True}, ("standard",)),
        ({"salary_paid_here": True, "housing_fund_paid": True}, ("gold",)),
        ({"salary_paid_here": True, "housing_fund_paid": True, "has_credit_card": None}, ("gold",)),
        ({"salary_paid_here": True, **CARD, "card_spend_12m": "3_333.33"}, ("standard",)),
        ({"salary_paid_here": True, **CARD, "card_spend_12m": "3_333.34"}, ("gold",)),
        ({"salary_paid_here": True, **CARD}, ("gold", "standard")),
        ({"salary_paid_here": True, "has_credit_card": None}, ("gold", "standard")),
        ({"salary_paid_here": True, "card_limit": 3, "card_spend_12m": 3}, ("standard",)),
        ({**CARD, "card_spend_12m": 9_000}, ("standard",)),
        ({"salary_paid_here": None}, ("standard",)),
        ({"salary_paid_here": None, "housing_fund_paid": True}, ("gold", "standard")),
    ],
)
def test_gold_by_two_of_three(changes: dict[str, Given], possible: tuple[str, ...]) -> None:
    assert changed(PLAIN, changes).possible == possible


INVITED: Mapping[str, Given] = {**FULL, "discretion.invited": True}


def test_heavy_debt_caps_at_gold() -> None:
    assert changed(INVITED, {"total_liabilities": 500_000}).outcome == "diamond"
    capped = changed(INVITED, {"total_liabilities": "500_000.01"})
    assert (capped.outcome, capped.paths) == ("gold", ("by-score",))
    assert [one.code for one in capped.reasons] == ["R02"]
    unknown = changed(INVITED, {"total_assets": None})
    assert unknown.possible == ("diamond", "gold")
    assert unknown.settle == ("total_assets",)
    assert changed(PLAIN, {"total_assets": None}).possible == ("standard",)


def test_a_bad_record_rejects() -> None:
    assert changed(INVITED, {"overdue_streak_24m": 2, "overdue_count_24m": 5}).outcome == "diamond"
    for late in ({"overdue_streak_24m": 3}, {"overdue_count_24m": 6}):
        assert changed(INVITED, late).outcome == "rejected"
    late = {"age": 40, "has_account": True, "overdue_streak_24m": 3}
    found = POLICY.decide({**late, "total_assets": 1, "total_liabilities": 1})
    assert (found.outcome, found.status) == ("rejected", Status.DECIDED)
    assert [one.code for one in found.reasons] == ["R01", "R02"]
    assert changed(INVITED, {"overdue_count_24m": None}).possible == ("rejected", "diamond")


def test_minors_and_strangers_are_out_of_scope() -> None:
    for outside in ({"age": 17}, {"has_account": False}, {"age": 17, "overdue_streak_24m": 9}):
        assert changed(INVITED, outside).outcome == "out_of_scope"
    assert changed(INVITED, {"age": 18}).outcome == "diamond"
    unknown = changed(INVITED, {"age": None})
    assert (unknown.possible, unknown.floor) == (("out_of_scope", "diamond"), None)


def test_benefits_and_the_fee_go_with_the_tier() -> None:
    diamond, gold, standard = POLICY.decide(INVITED), POLICY.decide(FULL), POLICY.decide(PLAIN)
    found = [[(g.benefit, g.granted, g.value) for g in one.benefits] for one in (diamond, gold)]
    assert found == [
        [("rate", T, Fraction(9, 10)), ("adviser", T, None)],
        [("rate", T, Fraction(19, 20))],
    ]
    assert standard.benefits == ()
    assert [one.fee_owed for one in (diamond, gold, standard)] == [None, F, None]
    mortgage = {"mortgage_balance": 4_000_000}
    assert changed(PLAIN, {**mortgage, "deposit_mean_1m": "49_999.99"}).fee_owed is T
    assert changed(PLAIN, {**mortgage, "deposit_mean_1m": 50_000}).fee_owed is F


def after(held: str | None, below: int, changes: Mapping[str, Given]) -> Standing:
    given = {**PLAIN, **changes, "held_tier": held, "assessments_below": below}
    return assess(POLICY.model, POLICY.customer(given))


@pytest.mark.parametrize(
    ("held", "below", "deposit", "then", "counter"),
    [
        ("gold", 2, 200_000, "gold", 0),  # earns standard, but stays
        ("gold", 1, "199_999.99", "gold", 2),
        ("gold", 2, "199_999.99", "standard", 0),
        ("diamond", 1, 200_000, "diamond", 2),  # no condition for staying, so what is earned counts
        ("diamond", 2, 200_000, "standard", 0),
        (None, 0, 200_000, "standard", 0),
    ],
)
def test_membership(held: str | None, below: int, deposit: Given, then: str, counter: int) -> None:
    standing = after(held, below, {"deposit_mean_1m": deposit})
    assert standing.earned.outcome.outcome == "standard"
    assert (standing.held, standing.assessments_below) == (then, counter)


def test_membership_goes_up_at_once_and_keeps_what_is_unknown() -> None:
    up = after(None, 2, {"mortgage_balance": 4_000_000})
    assert (up.held, up.assessments_below) == ("gold", 0)
    kept = after("diamond", 2, {"city": None})
    assert (kept.held, kept.assessments_below, kept.status) == ("diamond", 2, Status.UNDECIDED)
    assert after("diamond", 2, {"overdue_count_24m": 6}).held is None
