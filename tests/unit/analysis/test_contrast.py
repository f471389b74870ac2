"""Why not another outcome: the least change of any attribute, or that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.build import policy
from tests.unit.analysis.brute import solve

from evenhand import api
from evenhand.analysis.contrast import Contrast, Found, checked_outcome, contrast
from evenhand.cli.main import run
from evenhand.engines import proofs
from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.exact.question import Unanswered
from evenhand.errors import UsageError
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import Customer, Given
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing

LADDER = """
knockouts:
  - {id: red, title: {en: Red, zh: 红}, when: {colour: red}, effect: {cap: plain}, reason: {code: R1, en: Red., zh: 红。}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{amount: {at_least: 1_000}}, {rank: {at_least: mid}}]}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {any: [{amount: {at_least: 100}}, {has_card: true}]}}
otherwise: {tier: plain}
"""  # noqa: E501
POOR: Mapping[str, Given] = {"amount": 0, "rank": "none", "has_card": False, "colour": "blue"}


def asked(
    given: Mapping[str, Given], wanted: str, body: str = LADDER, *, or_better: bool = False
) -> Contrast:
    loaded = policy(body)
    customer = loaded.customer(given)
    outcome = loaded.trace(given).outcome
    found = contrast(loaded.model, customer, outcome, wanted, exact, or_better=or_better)
    tried = contrast(loaded.model, customer, outcome, wanted, solve, or_better=or_better)
    assert found == tried
    return found


def exact(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    reading: Reading,
) -> Cheapest | None:
    return proofs.cheapest(policy, start, moves, goal, reading=reading)


def told(found: Contrast) -> list[tuple[dict[str, object], str]]:
    return [
        ({change.attribute: change.after for change in one.changes}, one.outcome)
        for one in found.alternatives
    ]


def test_one_attribute_rather_than_two_and_the_others_that_would_do() -> None:
    found = asked(POOR, "silver")
    assert found.found is Found.CHANGE
    # A hundred is a tenth of the way to the farthest threshold; a card is a whole step.
    assert told(found) == [
        ({"amount": Fraction(100)}, "silver"),
        ({"has_card": True}, "silver"),
    ]


def test_two_attributes_where_no_single_one_will_do() -> None:
    found = asked(POOR, "gold")
    assert told(found) == [({"amount": Fraction(1_000), "rank": "mid"}, "gold")]
    (alternative,) = found.alternatives
    assert [change.before for change in alternative.changes] == [0, "none"]


def test_a_worse_outcome_can_be_asked_about_too() -> None:
    given: dict[str, Given] = {**POOR, "amount": 2_000, "rank": "high"}
    assert told(asked(given, "silver"))[0] == ({"amount": Fraction("999.99")}, "silver")
    assert told(asked(given, "plain")) == [
        ({"amount": Fraction("99.99")}, "plain"),
        ({"colour": "red"}, "plain"),
    ]


def test_the_outcome_itself_or_a_better_one() -> None:
    given: dict[str, Given] = {**POOR, "amount": 2_000, "rank": "high", "colour": "red"}
    # Blue makes gold of it, which is no answer to "why not silver"; two changes are.
    assert told(asked(given, "silver", or_better=True)) == [({"colour": "blue"}, "gold")]
    exact = told(asked(given, "silver"))
    assert [len(changes) for changes, _ in exact] == [2]
    assert exact[0][1] == "silver"


def test_what_she_has_already() -> None:
    assert asked({**POOR, "has_card": True}, "silver").found is Found.ALREADY
    rich: dict[str, Given] = {**POOR, "amount": 2_000, "rank": "high"}
    assert asked(rich, "silver", or_better=True).found is Found.ALREADY


NEVER = """
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{amount: {at_least: 10}}, {amount: {below: 10}}]}}
otherwise: {tier: plain}
"""  # noqa: E501


def test_there_is_none_and_that_is_proved() -> None:
    found = asked({"amount": 5}, "gold", NEVER)
    assert (found.found, found.alternatives) == (Found.NONE, ())
    assert found.data()["proved"] is True


def test_what_is_missing_stays_so_and_is_named() -> None:
    found = asked({**POOR, "rank": None}, "gold")
    assert (found.found, found.kept_missing) == (Found.NONE, ("rank",))
    assert asked({**POOR, "rank": None}, "silver").kept_missing == ("rank",)


def test_what_the_engine_cannot_answer_is_unknown() -> None:
    def refuses(*_: object) -> Cheapest | None:
        raise Unanswered("budget")

    loaded = policy(LADDER)
    outcome = loaded.trace(POOR).outcome
    found = contrast(loaded.model, loaded.customer(POOR), outcome, "gold", refuses)
    assert (found.found, found.data()["proved"]) == (Found.UNKNOWN, False)


OWN = """
years_old: {label: {en: Age, zh: 年龄}, type: integer, unit: years, range: {at_least: 0, at_most: 120}, class: demographic, better: neither}
saved:
  label: {en: Saved, zh: 储蓄}
  type: money
  range: {at_least: 0, at_most: 1_000_000}
  step: 1
  class: financial
  better: higher
  action: {raise: {cost: 1, per: 1}}
"""  # noqa: E501


def test_what_no_customer_can_change_is_marked() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{years_old: {below: 60}}, {saved: {at_least: 10}}, {quality: good}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    loaded = policy(body, own=OWN)
    given: dict[str, Given] = {"years_old": 70, "saved": 0, "quality": "poor"}
    outcome = loaded.trace(given).outcome
    found = contrast(loaded.model, loaded.customer(given), outcome, "gold", solve)
    (alternative,) = found.alternatives
    assert {one.attribute: one.marks for one in alternative.changes} == {
        "years_old": ("fixed", "personal"),
        "saved": (),
        "quality": ("human",),
    }


@pytest.mark.parametrize(("name", "key"), [("gald", "near"), ("qqqqqqq", "outcome")])
def test_an_outcome_that_the_policy_does_not_have(name: str, key: str) -> None:
    with pytest.raises(UsageError) as raised:
        checked_outcome(policy(LADDER).model, name)
    assert raised.value.message.key.endswith(key)


def test_the_points_card_worked_by_trying_every_single_change() -> None:
    """A worker in a state firm with 70 points of the hundred: what alone would be worth 30,000?"""
    card = api.load("@ccb-credit-card-100")
    worker = next(one for one in card.examples if one.name == "Worker in a state firm").customer
    outcome = card.trace(worker).outcome
    assert (outcome.outcome, outcome.score) == ("limit-20000", Fraction(70))
    found = contrast(card.model, worker, outcome, "limit-30000", exact)
    assert [len(one.changes) for one in found.alternatives] == [1, 1]
    alone = {
        name
        for name, values in boundary_values(card.model).items()
        for value in values
        if not isinstance(value, Missing)
        and name in worker.values
        and card.decide(Customer({**worker.values, name: value})).outcome == "limit-30000"
    }
    assert {one.changes[0].attribute for one in found.alternatives} == alone
    assert alone == {"income_mean_12m", "collateral_given"}


def test_what_a_constraint_ties_together_moves_together() -> None:
    """A run of three late payments rejects, and nobody has more in a run than in all."""
    mortgage = api.load("@joint-stock-mortgage-repaired")
    given: dict[str, Given] = {
        "age": 30,
        "has_credit_card": True,
        "deposit_mean_3m": 0,
        "card_spend_12m": 45_000,
        "overdue_count_24m": 0,
        "overdue_streak_24m": 0,
    }
    customer, outcome = mortgage.customer(given), mortgage.trace(given).outcome
    found = contrast(mortgage.model, customer, outcome, "rejected", exact)
    assert told(found) == [({"overdue_streak_24m": 3, "overdue_count_24m": 3}, "rejected")]
    found = contrast(mortgage.model, customer, outcome, "premium", exact)
    assert told(found) == [
        ({"card_spend_12m": 50_000}, "premium"),
        ({"deposit_mean_3m": 100_000}, "premium"),
    ]


def test_one_rank_higher_would_have_done(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "military_rank=colonel", "--set", "admin_rank=section_chief"]
    words += ["--why-not", "premium", "--as-of", "2026-11-24", "--isolated"]
    assert run(["explain", "@insider-rank-scorecard", *words, "--lang", "en"]) == 0
    out, _ = capsys.readouterr()
    assert "    Officer rank of the armed forces: Colonel → Senior colonel\n" in out
    assert "      ! a status or an office\n" in out
    assert run(["explain", "@insider-rank-scorecard", *words, "--lang", "zh-CN"]) == 0
    out, _ = capsys.readouterr()
    assert "    军官军衔：大校" not in out
    assert "→ 大校" in out
