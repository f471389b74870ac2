"""Which values alone fix an outcome, and which would decide an open one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.build import policy
from tests.unit.analysis import brute

from evenhand.analysis.sufficient import Settling, Sufficient, settling, sufficient
from evenhand.engines import proofs
from evenhand.engines.exact.question import Question
from evenhand.messages import message
from evenhand.model.customer import Given
from evenhand.model.values import MISSING

LADDER = """
knockouts:
  - {id: red, title: {en: Red, zh: 红}, when: {colour: red}, effect: reject, reason: {code: R1, en: Red., zh: 红。}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {all: [{amount: {at_least: 100}}, {any: [{rank: high}, {has_card: true}]}]}
otherwise: {tier: plain}
"""  # noqa: E501
FULL: Mapping[str, Given] = {"colour": "blue", "amount": 500, "rank": "high", "has_card": True}


def fixes(given: Mapping[str, Given], body: str = LADDER) -> Sufficient:
    loaded = policy(body)
    customer, outcome = loaded.customer(given), loaded.trace(given).outcome
    found = sufficient(loaded.model, customer, outcome, proofs.ask)
    assert found == sufficient(loaded.model, customer, outcome, brute.ask)
    return found


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"colour": "red"}, ["colour"]),
        # Gold needs the colour, the amount, and one of the two others: the rank is let go first.
        ({}, ["colour", "amount", "has_card"]),
        ({"has_card": False}, ["colour", "amount", "rank"]),
        ({"amount": 5}, ["colour", "amount"]),
        # Neither rank nor card: fewer values than with the amount do not do.
        ({"amount": 5, "rank": "low", "has_card": False}, ["colour", "amount"]),
        ({"rank": "low", "has_card": False}, ["colour", "rank", "has_card"]),
    ],
)
def test_the_fewest_values_that_fix_the_outcome(
    changes: Mapping[str, Given], names: list[str]
) -> None:
    found = fixes({**FULL, **changes})
    assert found.values is not None
    assert (list(found.values), found.smallest) == (names, True)


def test_deleting_alone_may_keep_too_many() -> None:
    # Deleting in order lets the amount go and keeps two others; one value is enough.
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {any: [{amount: {at_least: 100}}, {all: [{rank: high}, {has_card: true}]}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    found = fixes({"amount": 500, "rank": "high", "has_card": True}, body)
    assert found == Sufficient(
        {"amount": policy(body).customer({"amount": 500}).values["amount"]}, True
    )


def test_nothing_at_all_where_everybody_gets_it() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {any: [{amount: {at_least: 100}}, {amount: {below: 200}}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    assert fixes({"amount": 5}, body) == Sufficient({}, True)


def test_a_recorded_answer_counts() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {any: [{amount: {at_least: 100}}, {discretion: bank, id: asked}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    found = fixes({"amount": 5, "discretion.asked": True}, body)
    assert found.values == {"discretion.asked": True}


def test_what_is_missing_may_count() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {rank: {known: false}}}
    otherwise: {tier: plain}
    """
    found = fixes({"amount": 5}, body)
    assert (found.values, found.complete) == ({"rank": MISSING}, False)
    assert found.data() == {
        "values": {"rank": None},
        "smallest": True,
        "customers": "all",
        "proved": True,
        "why": None,
    }


def test_a_decision_that_nobody_made_may_count() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{amount: {at_least: 100}}, {discretion: bank, id: asked, read_as: met, because: {en: So., zh: 是。}}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    found = fixes({"amount": 500, "rank": "low"}, body)
    assert found.values is not None
    assert list(found.values) == ["amount", "discretion.asked"]
    assert (found.values["discretion.asked"], found.complete) == (MISSING, False)


def test_an_open_outcome_is_fixed_by_nothing() -> None:
    found = fixes({**FULL, "amount": None})
    assert (found.values, found.why) == (None, message("explain.sufficient-undecided"))


def test_no_answer_is_unknown() -> None:
    def refuses(_: Question) -> brute.Answer:
        return brute.Answer(frozenset(), False, message("explain.settling-too-many"))

    loaded = policy(LADDER)
    outcome = loaded.trace(FULL).outcome
    found = sufficient(loaded.model, loaded.customer(FULL), outcome, refuses)
    assert (found.values, found.why) == (None, message("explain.settling-too-many"))
    missing = {**FULL, "amount": None}
    outcome = loaded.trace(missing).outcome
    open_ = settling(loaded.model, loaded.customer(missing), outcome, refuses)
    assert (open_.attributes, open_.hopeless) == (None, False)
    assert open_.data()["proved"] is False


def settled(given: Mapping[str, Given], body: str = LADDER) -> Settling:
    loaded = policy(body)
    customer, outcome = loaded.customer(given), loaded.trace(given).outcome
    found = settling(loaded.model, customer, outcome, proofs.ask)
    assert found == settling(loaded.model, customer, outcome, brute.ask)
    return found


def test_the_fewest_values_that_can_decide() -> None:
    # The colour alone can reject.
    assert settled({}).attributes == ("colour",)
    assert settled({"colour": "blue"}).attributes == ("amount",)
    assert settled({"colour": "blue", "amount": 500}).attributes == ("has_card",)
    both = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {at_least: 2, of: [{amount: {at_least: 100}}, {has_card: true}, {rank: high}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    assert settled({}, both).attributes == ("amount", "has_card")


def test_nothing_that_the_customer_says_decides() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{amount: {at_least: 100}}, {unstated: nice}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    assert settled({}, body).attributes == ("amount",)
    scored = body.replace("all:", "any:").replace("{amount: {at_least: 100}}, ", "")
    assert settled({}, scored) == Settling(None, hopeless=True)
