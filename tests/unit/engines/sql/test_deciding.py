"""The walk down the list: possible outcomes, floors and ceilings, paths (rules 13 to 18)."""

from __future__ import annotations

import pytest
from sqlglot import exp
from tests.build import policy, tier
from tests.sql.asking import answers, differences, grid

from evenhand import api
from evenhand.engines.sql.compile import program
from evenhand.model.customer import Customer

CARDS = (True, False, None)
SCOPE = "applies_to: {amount: {at_least: 0}}\n"
KNOCKOUTS = """\
knockouts:
  - {id: bad, when: {count: {above: 5}}, effect: reject, reason: {code: R1, en: Bad., zh: 差。}}
  - {id: odd, when: {colour: red}, effect: refer, reason: {code: R2, en: Odd., zh: 怪。}}
  - {id: poor, when: {quality: poor}, effect: {cap: CAP}, reason: {code: R3, en: Poor., zh: 低。}}
  - {id: open, when: {unstated: x, read_as: not_met}, effect: EFFECT, reason: {code: R4, en: O., zh: 开。}}
"""  # noqa: E501
TIERS = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {other_amount: {at_least: 10}}
    paths:
      - {id: by-card, when: {has_card: true}}
      - {id: by-rank, when: {rank: {at_least: mid}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {other_amount: {at_least: 0}}}
  - {id: bronze, title: {en: Bronze, zh: 铜}, paths: [{id: open, when: {all: []}}, {id: known, when: {rank: {known: true}}}]}
otherwise: {tier: plain}
"""  # noqa: E501


def everybody(found: api.Policy) -> list[Customer]:
    return grid(
        found,
        amount=(-1, 0, None),
        count=(5, 6, None),
        colour=("red", "blue", None),
        quality=("good", "poor", None),
        other_amount=(9, 10, None),
        has_card=(True, None),
    ) + grid(found, amount=(1,), other_amount=(10,), has_card=CARDS, rank=("low", "mid", None))


def agree(found: api.Policy, customers: list[Customer]) -> None:
    """The query says what the reference says; and something else of one than of another."""
    assert differences(found, customers) == []
    told = {one[:5] for one in answers(program(found.model), customers)}
    assert len(told) > 1


@pytest.mark.parametrize("undecided", ["", "undecided: floor\n"])
@pytest.mark.parametrize(
    ("cap", "effect"), [("silver", "reject"), ("plain", "refer"), ("gold", "{cap: bronze}")]
)
def test_every_entry_of_the_list(undecided: str, cap: str, effect: str) -> None:
    knockouts = KNOCKOUTS.replace("CAP", cap).replace("EFFECT", effect)
    found = policy(SCOPE + undecided + knockouts + TIERS)
    agree(found, everybody(found))


@pytest.mark.parametrize("undecided", ["", "undecided: floor\n"])
@pytest.mark.parametrize("scope", ["", SCOPE])
def test_without_knockouts(undecided: str, scope: str) -> None:
    found = policy(scope + undecided + TIERS)
    agree(found, grid(found, amount=(-1, 0, None), other_amount=(-1, 0, 10, None), has_card=CARDS))


@pytest.mark.parametrize("undecided", ["", "undecided: floor\n"])
@pytest.mark.parametrize("more", ["", SCOPE])
def test_without_tiers(undecided: str, more: str) -> None:
    knockouts = KNOCKOUTS.replace("CAP", "plain").replace("EFFECT", "reject")
    found = policy(more + undecided + knockouts + "tiers: []\notherwise: {tier: plain}\n")
    agree(found, everybody(found))


NO_TIERS = "tiers: []\notherwise: {tier: plain}\n"
STRUCK = "knockouts: [{{id: k, when: {0}, effect: {1}, reason: {{code: R, en: A., zh: 全。}}}}]\n"


@pytest.mark.parametrize(
    "body",
    [
        NO_TIERS,
        *(f"applies_to: {one}\n{NO_TIERS}" for one in ("{any: []}", "{all: []}", "{unstated: x}")),
        *(
            STRUCK.format(when, effect) + undecided + NO_TIERS
            for when in ("{all: []}", "{any: []}", "{unstated: x}")
            for effect in ("reject", "refer", "{cap: plain}")
            for undecided in ("", "undecided: floor\n")
        ),
        *(
            tier(one) + "otherwise: {tier: plain}\n"
            for one in ("{all: []}", "{any: []}", "{unstated: x}")
        ),
    ],
)
def test_lists_that_are_the_same_for_everybody(body: str) -> None:
    found = policy(body)
    assert differences(found, grid(found, amount=(1, None))) == []


WORDS = (
    *("order", "group", "select", "case", "when", "from", "user", "table", "values", "key"),
    *("stop", "decided", "struck", "rank_2", "outcome", "status", "floor", "path", "possible"),
    *("reason_1", "step_1", "customers", "amount_2"),
)
"""Attributes called like words of SQL, and like columns of the query and of its result."""


def test_names_of_sql_and_names_of_ours() -> None:
    own = "".join(f"{name}: {{label: {{en: Word, zh: 词}}, type: boolean}}\n" for name in WORDS)
    held = ", ".join(f"{{{name}: true}}" for name in WORDS[2:])
    body = f"""\
knockouts:
  - {{id: k, when: {{order: false}}, effect: reject, reason: {{code: R1, en: Bad., zh: 差。}}}}
scorecard: {{characteristics: [{{id: c, when: {{group: true, stop: true}}, points: 3}}]}}
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{all: [{held}]}}}}
  - {{id: silver, title: {{en: Silver, zh: 银}}, when: {{status: {{known: true}}}}}}
otherwise: {{tier: plain}}
"""
    found = policy(body, own=own)
    all_true = dict.fromkeys(WORDS, True)
    customers = [found.customer(all_true), found.customer({})]
    for name in WORDS:
        customers.append(found.customer({**all_true, name: False}))
        customers.append(found.customer({one: True for one in WORDS if one != name}))
    agree(found, customers)


def test_elements_of_which_the_ids_collide() -> None:
    body = """\
definitions:
  amount: {title: {en: A, zh: 甲}, means: {amount: {above: 5}}}
  a_b: {title: {en: B, zh: 乙}, means: {count: {above: 5}}}
knockouts:
  - {id: a-b, when: {meets: a_b}, effect: {cap: silver}, reason: {code: R1, en: Bad., zh: 差。}}
  - {id: amount, when: {meets: amount}, effect: {cap: silver}, reason: {code: R1, en: Bad., zh: 差。}}
scorecard:
  sections:
    - id: count
      at_most: 3
      characteristics:
        - {id: amount, when: {meets: amount}, points: 3}
        - {id: a-b, when: {meets: a_b}, points: 1}
    - {id: made, characteristics: [{id: many, attribute: made, bins: [{above: 5, points: 4}]}]}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths: [{id: a-b, when: {has_card: true}}, {id: amount, when: {score: {at_least: 4}}}]
  - id: amount
    title: {en: Amount, zh: 额}
    when: {score: {of: made, at_least: 4}}
    paths: [{id: a-b, when: {has_card: false}}]
  - {id: silver, title: {en: Silver, zh: 银}, when: {has_card: {known: true}}}
otherwise: {tier: plain}
"""  # noqa: E501
    found = policy(body, derived="made: {label: {en: M, zh: 得}, sum: [{attribute: count}]}\n")
    agree(found, grid(found, amount=(5, 6, None), count=(5, 6, None), has_card=CARDS))
    both = grid(found, amount=(6,), count=(6,), has_card=(True,))
    assert answers(program(found.model), both)[0].reasons == ("R1", "R1")


def test_an_id_may_be_longer_than_a_name_in_a_database() -> None:
    long = "very" + "-very" * 14
    body = f"""\
scorecard:
  characteristics:
    - {{id: {long}-a, when: {{amount: {{above: 5}}}}, points: 1}}
    - {{id: {long}-b, when: {{count: {{above: 5}}}}, points: 2}}
tiers:
  - {{id: {long}-gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 2}}}}}}
  - {{id: {long}-silver, title: {{en: Silver, zh: 银}}, when: {{score: {{at_least: 1}}}}}}
otherwise: {{tier: plain}}
"""
    found = policy(body)
    agree(found, grid(found, amount=(5, 6, None), count=(5, 6, None)))
    names = [one.alias for one in program(found.model).query.find_all(exp.Alias)]
    assert max(len(name) for name in names) <= 60


def test_a_condition_that_stands_in_two_places_at_once() -> None:
    body = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: &same {amount: {above: 5}}, paths: [{id: p, when: *same}]}
  - {id: silver, title: {en: Silver, zh: 银}, paths: [{id: p, when: *same}, {id: q, when: {count: 5}}]}
otherwise: {tier: plain}
"""  # noqa: E501
    found = policy(body)
    agree(found, grid(found, amount=(5, 6, None), count=(5, 6, None)))
