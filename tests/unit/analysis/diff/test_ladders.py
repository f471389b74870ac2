"""Ladders: the places of outcomes, and what a change of outcome does."""

from __future__ import annotations

from itertools import product

import pytest
from tests.build import policy

from evenhand.analysis.diff.ladders import (
    EQUIVALENT,
    INCOMPARABLE,
    LOOSER,
    STRICTER,
    Ladders,
    Move,
    ladders,
    verdict_of,
)
from evenhand.model.policy import Policy

LOSS, GAIN, NEITHER = Move.LOSS, Move.GAIN, Move.NEITHER
WITHOUT = ("plain", "refer", "out_of_scope")


def of(*tiers: str) -> Policy:
    """A policy with these tiers, best first."""
    rows = [
        f"  - {{id: {name}, title: {{en: {name}, zh: 级}}, when: {{amount: {{at_least: 1}}}}}}\n"
        for name in tiers
    ]
    return policy("tiers:\n" + "".join(rows) + "otherwise: {tier: plain}\n").model


def between(old: str, new: str) -> Ladders:
    return ladders(of(*old.split()), of(*new.split()))


SAME = between("gold silver", "gold silver")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("gold", "gold", None),
        ("gold", "silver", LOSS),
        ("silver", "gold", GAIN),
        ("silver", "refer", LOSS),
        ("silver", "out_of_scope", LOSS),
        ("silver", "plain", LOSS),
        ("plain", "rejected", LOSS),
        ("rejected", "refer", GAIN),
        ("rejected", "out_of_scope", GAIN),
        ("rejected", "gold", GAIN),
        ("plain", "refer", NEITHER),
        ("refer", "plain", NEITHER),
        ("plain", "out_of_scope", NEITHER),
    ],
)
def test_what_a_change_of_outcome_does(before: str, after: str, expected: Move | None) -> None:
    assert SAME.move(before, after) is expected


def test_moves_add_up() -> None:
    every = ("gold", "silver", "rejected", *WITHOUT)
    for one, two, three in product(every, repeat=3):
        moves = {SAME.move(one, two), SAME.move(two, three)}
        if GAIN not in moves:
            expected = {LOSS} if LOSS in moves else {None, NEITHER}
            assert SAME.move(one, three) in expected


def test_a_tier_of_one_side_lies_between_the_common_ones() -> None:
    found = between("gold silver", "platinum gold amber silver")
    assert (found.common, found.removed, found.added) == (
        ("gold", "silver"),
        (),
        ("platinum", "amber"),
    )
    assert found.move("gold", "platinum") is GAIN
    assert found.move("gold", "amber") is LOSS
    assert found.move("silver", "amber") is GAIN
    assert found.move("plain", "amber") is GAIN


def test_new_tiers_in_the_place_of_old_ones_are_neither_better_nor_worse() -> None:
    found = between("gold silver", "prime silver")
    assert found.move("gold", "prime") is NEITHER
    assert found.move("gold", "silver") is LOSS
    assert found.move("silver", "prime") is GAIN


def test_tiers_in_opposite_orders_share_a_place() -> None:
    found = between("top one two low", "top two mid one low")
    assert found.move("one", "two") is NEITHER
    assert found.move("one", "mid") is NEITHER
    assert found.move("two", "low") is LOSS
    assert found.move("one", "top") is GAIN


def test_by_tier_the_ladder_of_each_policy_counts() -> None:
    found = between("gold silver", "silver gold")
    assert found.move_at("silver", "gold", "gold") is LOSS
    assert found.move_at("gold", "silver", "silver") is GAIN
    assert found.move_at("gold", "plain", "refer") is None


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([], EQUIVALENT),
        ([LOSS, NEITHER], STRICTER),
        ([GAIN, NEITHER], LOOSER),
        ([LOSS, GAIN], INCOMPARABLE),
        ([NEITHER], INCOMPARABLE),
    ],
)
def test_what_moves_amount_to(moves: list[Move], expected: str) -> None:
    assert verdict_of(moves) == expected
