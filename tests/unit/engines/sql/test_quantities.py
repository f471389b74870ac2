"""Derived attributes: sums, greatest and least values, quotients, and what does not exist."""

from __future__ import annotations

import pytest
from tests.build import gold_when, policy
from tests.sql.asking import answers, differences, grid

from evenhand import api
from evenhand.engines.sql.compile import program
from evenhand.model.customer import Customer

CARDS = (True, False, None)
HEAD = "label: {en: Made, zh: 得}"


def agree(found: api.Policy, customers: list[Customer]) -> None:
    """The query says what the reference says; and something else of one than of another."""
    assert differences(found, customers) == []
    told = {one[:6] for one in answers(program(found.model), customers)}
    assert len(told) > 1


def everybody(found: api.Policy) -> list[Customer]:
    return grid(
        found,
        amount=(-1000, "99.99", 100, None),
        other_amount=(-3, 50, None),
        card_cap=(60, "100.01", None),
        has_card=CARDS,
    )


SUMS = [
    "[{attribute: amount}, {attribute: card_cap}]",
    "[{attribute: amount, times: -1}, {attribute: other_amount, times: 1/3}]",
    "[{attribute: amount, times: 1/2, at_most: 100/3}, {attribute: card_cap, times: 2, missing: 7}]",  # noqa: E501
    "[{attribute: amount, missing: 5, at_most: 3}, {attribute: other_amount, times: -2, missing: 10, at_most: -8}]",  # noqa: E501
    "[{attribute: card_cap, times: 0}, {attribute: other_amount}]",
    "[{attribute: card_cap, at_most: -1, times: -1}, {attribute: card_cap, missing: 1/3}]",
    "[{attribute: amount, missing: 100}]",
]


@pytest.mark.parametrize("parts", SUMS)
@pytest.mark.parametrize("test", ["{at_least: 100/3}", "{below: 0}", "{known: true}"])
def test_a_sum(parts: str, test: str) -> None:
    found = gold_when(f"{{made: {test}}}", derived=f"made: {{{HEAD}, sum: {parts}}}\n")
    assert differences(found, everybody(found)) == []


@pytest.mark.parametrize("test", ["[1/3]", "{is_not: 1/3}", "[1/3, 100]", "{not_in: [99.99, 1/7]}"])
def test_a_value_that_a_sum_never_has(test: str) -> None:
    parts = "[{attribute: amount}, {attribute: card_cap, times: 0}]"
    found = gold_when(f"{{made: {test}}}", derived=f"made: {{{HEAD}, sum: {parts}}}\n")
    agree(found, everybody(found))


def test_a_sum_of_sums_and_extremes() -> None:
    derived = (
        f"most: {{{HEAD}, max_of: [amount, card_cap]}}\n"
        f"inner: {{{HEAD}, sum: [{{attribute: most, times: 1/2}}, {{attribute: other_amount}}]}}\n"
        f"outer: {{{HEAD}, sum: [{{attribute: inner, at_most: 40}}, {{attribute: amount}}]}}\n"
    )
    for condition in ("{outer: {above: 40}}", "{inner: {at_most: 50}}", "{most: {known: false}}"):
        found = gold_when(condition, derived=derived)
        agree(found, everybody(found))


@pytest.mark.parametrize("word", ["max_of", "min_of"])
@pytest.mark.parametrize(
    "names",
    [
        "[amount, other_amount]",
        "[amount, card_cap]",
        "[card_cap]",
        "[amount, other_amount, card_cap]",
    ],
)
@pytest.mark.parametrize(
    "condition",
    [
        "{made: {at_least: 50}}",
        "{not: {made: {at_least: 50}}}",
        "{made: {known: true}}",
        "{made: [100, 60]}",
    ],
)
def test_the_greatest_and_the_least(word: str, names: str, condition: str) -> None:
    found = gold_when(condition, derived=f"made: {{{HEAD}, {word}: {names}}}\n")
    assert differences(found, everybody(found)) == []


LENT = """\
lent:
  label: {en: Lent, zh: 贷}
  type: number
  step: 1/4
  range: {at_least: -10, at_most: 100}
  applies_when: {rank: {at_least: mid}}
"""


@pytest.mark.parametrize("word", ["max_of", "min_of"])
def test_an_extreme_of_which_nothing_may_exist(word: str) -> None:
    found = gold_when(
        "{any: [{made: {above: 60}}, {not: {made: {below: 60}}}]}",
        own=LENT.replace("type: number", "type: money"),
        derived=f"made: {{{HEAD}, {word}: [lent, card_cap]}}\n",
    )
    customers = grid(
        found,
        lent=(-10, "60.25", 100, None),
        rank=("low", "mid", None),
        card_cap=(60, 61, None),
        has_card=CARDS,
    )
    agree(found, customers)


QUOTIENT = f"lever: {{{HEAD}, ratio: {{of: amount, to: other_amount}}}}\n"
CARD_QUOTIENT = f"lever: {{{HEAD}, ratio: {{of: amount, to: card_cap}}}}\n"


@pytest.mark.parametrize("derived", [QUOTIENT, CARD_QUOTIENT])
@pytest.mark.parametrize(
    "condition",
    [
        "{lever: {at_least: 2}}",
        "{lever: {above: 5/3}}",
        "{not: {lever: {at_most: -1/3}}}",
        "{lever: {below: 0}}",
        "{lever: {is: 2}}",
        "{lever: {not_in: [2, 5/3, 0]}}",
        "{lever: {known: true}}",
        "{lever: {known: false}}",
        "{lever: {at_least: {disputed: [{value: 2}, {value: 1}]}}}",
        "{lever: {at_most: {range: [0, 5/3], read_as: 1}}}",
        "{lever: {below: unstated}}",
        "{lever: {above: {by: colour, values: {red: 2}, otherwise: 1}}}",
    ],
)
def test_a_quotient(derived: str, condition: str) -> None:
    found = gold_when(condition, derived=derived)
    customers = grid(
        found,
        amount=(-1000, 0, 60, 100, 120, None),
        other_amount=(-3, 0, 60, None),
        card_cap=(0, 60, None) if "card_cap" in derived else (None,),
        has_card=CARDS if "card_cap" in derived else (None,),
        colour=("red", "blue", None) if "colour" in condition else (None,),
    )
    assert differences(found, customers) == []


@pytest.mark.parametrize("figure", ["{times: 1/2, of: usage}", "{times: -1, of: usage, plus: 3}"])
def test_a_quotient_against_a_multiple(figure: str) -> None:
    own = "type: ratio, step: 0.01, range: {at_least: -2, at_most: 9}"
    usage = f"usage: {{label: {{en: Usage, zh: 用}}, {own}}}\n"
    found = gold_when(f"{{lever: {{at_least: {figure}}}}}", own=usage, derived=QUOTIENT)
    customers = grid(
        found,
        amount=(-60, 0, 60, "60.01", None),
        other_amount=(-3, 0, 60, None),
        usage=(-2, 0, 2, "2.01", 9, None),
    )
    agree(found, customers)


@pytest.mark.parametrize("to", ["most", "made"])
def test_a_quotient_of_derived_amounts(to: str) -> None:
    derived = (
        f"most: {{{HEAD}, max_of: [card_cap]}}\n"
        f"made: {{{HEAD}, sum: [{{attribute: card_cap}}, {{attribute: other_amount}}]}}\n"
        f"lever: {{{HEAD}, ratio: {{of: amount, to: {to}}}}}\n"
    )
    for condition in (
        "{lever: {at_least: 1}}",
        "{not: {lever: {below: 1}}}",
        "{lever: {known: true}}",
    ):
        found = gold_when(condition, derived=derived)
        agree(found, everybody(found))


@pytest.mark.parametrize("figure", ["{times: 2, of: most}", "{times: -1/3, of: most, plus: 1}"])
@pytest.mark.parametrize(
    "around", ["{amount: {at_least: FIGURE}}", "{not: {amount: {below: FIGURE}}}"]
)
def test_a_multiple_of_what_may_not_exist(figure: str, around: str) -> None:
    derived = f"most: {{{HEAD}, max_of: [card_cap]}}\n"
    found = gold_when(around.replace("FIGURE", figure), derived=derived)
    agree(found, everybody(found))


def test_a_chain_of_what_applies() -> None:
    own = LENT + (
        "paid: {label: {en: Paid, zh: 付}, type: boolean, "
        "applies_when: {lent: {above: {times: 1/2, of: lent}}}}\n"
    )
    for condition in ("{paid: true}", "{paid: {is_not: true}}", "{not: {paid: false}}"):
        found = gold_when(condition, own=own)
        agree(
            found,
            grid(
                found,
                lent=(-10, 0, "0.25", None),
                rank=("low", "mid", None),
                paid=(True, False, None),
            ),
        )


def test_points_of_a_boolean_that_may_not_apply() -> None:
    own = "late: {label: {en: Late, zh: 迟}, type: boolean, applies_when: {has_card: true}}\n"
    body = """\
scorecard:
  characteristics:
    - {id: late, attribute: late, points: {"true": -3, "false": 2}, not_applicable: 1, missing: 0}
    - {id: once, attribute: late, points: {"true": 4}, otherwise: 1/2}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 2}}}
otherwise: {tier: plain}
"""
    found = policy(body, own=own)
    agree(found, grid(found, late=(True, False, None), has_card=CARDS))
