"""Customers whom no constraint of the vocabulary rules out."""

from __future__ import annotations

from tests.build import gold_when

from evenhand.engines.possible import limits_of, sieve_of, violated
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy

MADE: Policy = gold_when("{overdue_streak_24m: {at_most: 3}}").model


def customer(streak: int | None, count: int | None) -> Customer:
    given = {"overdue_streak_24m": streak, "overdue_count_24m": count, "deposit_mean_1m": 5}
    return gold_when("{overdue_streak_24m: {at_most: 3}}").customer(given)


def test_limits_are_those_that_speak_of_what_the_policy_uses() -> None:
    assert {"overdue_streak_24m", "overdue_count_24m"} in [
        set(one.attributes) for one in limits_of(MADE)
    ]
    assert all("overdue_streak_24m" in one.attributes for one in limits_of(MADE))
    assert limits_of(gold_when("{amount: {at_least: 1}}").model) == ()


def test_only_false_constraints_are_violated() -> None:
    limits = limits_of(MADE)
    assert violated(MADE, customer(2, 2), limits) == ()
    assert violated(MADE, customer(2, None), limits) == ()
    assert len(violated(MADE, customer(3, 2), limits)) == 1


def test_a_sieve_sees_the_same() -> None:
    limits, sieve = limits_of(MADE), sieve_of(MADE)
    for streak in (2, 3, None):
        for count in (2, 3, None):
            one = customer(streak, count)
            assert sieve.violated(one) == violated(MADE, one, limits)
    assert sieve_of(gold_when("{amount: {at_least: 1}}").model).violated(customer(3, 2)) == ()


def test_what_violates_is_taken_away_and_nothing_else() -> None:
    sieve = sieve_of(MADE)
    assert sieve.possible(customer(2, 2)) == customer(2, 2)
    assert set(sieve.possible(customer(3, 2)).values) == {"deposit_mean_1m"}
    assert sieve.possible(Customer()) == Customer()
