"""Laws in policy files: what each key means, and that they are written as they were read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.build import TAIL, policy

from evenhand.errors import UsageError
from evenhand.loading.given_laws import given_law, read_law
from evenhand.loading.writing.policies import policy_data
from evenhand.model.law import (
    Always,
    Claim,
    Customers,
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
)

CARD = (
    "scorecard: {characteristics: [{id: hue, attribute: colour, points: {red: 5}, otherwise: 0}]}\n"
)


def stated(law: str) -> Law:
    (only,) = policy(f"laws:\n  - {law}\n{CARD}{TAIL}").model.laws
    return only


@pytest.mark.parametrize(
    ("law", "claim"),
    [
        ("monotone: {in: amount, better: higher}", Monotone(("amount",), "higher")),
        ("monotone: {in: [amount, born], better: lower}", Monotone(("amount", "born"), "lower")),
        ("monotone: overdue_count_24m", Monotone(("overdue_count_24m",))),
        ("indifferent: colour", Indifferent(("colour",))),
        ("indifferent: [colour, rank]", Indifferent(("colour", "rank"))),
        ("indifferent: {class: protected}", Indifferent(classes=("protected",))),
        ("reachable: [gold, plain]", Reachable(("gold", "plain"))),
        ("unreachable: refer", Unreachable(("refer",))),
        ("always: plain", Always(("plain",))),
        ("total: true", Total()),
        ("no_gap: points", NoGap(("points",))),
        ("no_gap: hue", NoGap(("hue",))),
        ("no_overlap: [paths, hue]", NoOverlap(("paths", "hue"))),
        ("no_dead: [tiers, scorecard/hue/red]", NoDead(("tiers", "scorecard/hue/red"))),
        ("points_at_most: {attribute: rank, points: 1/2}", PointsAtMost("rank", Fraction(1, 2))),
        ("tiers_at_most: {attribute: colour, tiers: 0}", TiersAtMost("colour", 0)),
    ],
)  # fmt: skip
def test_each_claim(law: str, claim: Claim) -> None:
    assert stated(f"{{id: one, {law}}}").claim == claim


def test_a_condition_reads_as_elsewhere() -> None:
    law = stated("{id: one, only_if: {tier: gold, holds: {amount: {at_least: 5}}}, customers: all}")
    assert isinstance(law.claim, OnlyIf) and law.claim.tier == "gold"
    assert law.customers is Customers.ALL
    assert stated("{id: two, total: true, among: {has_card: true}}").among is not None


def test_laws_are_written_as_they_stand() -> None:
    law = "{id: one, tiers_at_most: {attribute: colour, tiers: 0}, customers: all, note: Why.}"
    model = policy(f"laws:\n  - {law}\n{TAIL}").model
    assert policy_data(model)["laws"] == [
        {
            "id": "one",
            "tiers_at_most": {"attribute": "colour", "tiers": 0},
            "customers": "all",
            "note": "Why.",
        }
    ]


def test_a_given_law_is_read_like_one_of_a_file() -> None:
    found = given_law(policy().model, "x", {"indifferent": "colour"})
    assert found.claim == Indifferent(("colour",))
    assert found.id is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indifferent: colours", "`x`: `colours` is not an attribute"),
        ("unreachable: golden", "`x`: `golden` is not an outcome of this policy"),
        ("total: [", "`x`: "),
        ("only_if: {tier: gold}", "`x`: "),
        ("tiers_at_most: {attribute: colour, tiers: -1}", "`x`: `tiers` cannot be `-1`"),
    ],
)
def test_what_is_no_law_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_law(policy().model, "x", f"id: given\n{text}\n")
    assert refused.value.message.text("en").startswith(said)
    assert refused.value.message.text("zh")
