"""A policy written as plain data elaborates to the same policy, whatever it uses."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

import pytest
from tests.build import LOADER, TAIL, policy

from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText
from evenhand.loading.reader import read
from evenhand.loading.writing.data import Data, data_of
from evenhand.loading.writing.examples import cases_data
from evenhand.loading.writing.policies import policy_data, policy_text
from evenhand.model.policy import Policy

CONDITIONS = [
    "{all: []}",
    "{any: []}",
    "{all: [{has_card: true}]}",
    "{all: [{amount: {at_least: 5}}, {amount: {below: 9}}]}",
    "{all: [{amount: {at_least: 5}}, {amount: {above: 9}}]}",
    "{all: [{amount: {at_least: 5}}, {amount: {at_least: 9}}]}",
    "{all: [{all: [{amount: {above: 5}}, {amount: {above: 9}}]}, {has_card: true}]}",
    "{amount: {at_least: 5, at_most: 9}, has_card: true}",
    "{amount: 5, has_card: {is_not: true}}",
    "{all: [{meets: fine}, {has_card: true}]}",
    "{not: {any: [{rank: [low, mid]}, {rank: {not_in: [high, none]}}]}}",
    "{rank: {at_least: mid}}",
    "{born: {below: 2000-01-01}}",
    "{born: 2000-01-01}",
    "{colour: other}",
    "{licences: {includes: law}}",
    "{licences: {includes_all: [law, tax]}}",
    "{licences: {includes_any: [law]}}",
    "{card_cap: {known: false}}",
    "{at_least: 2, of: [{has_card: true}, {quality: good}, {count: 0}]}",
    "{months_here: {at_least: {years: 2}}}",
    "{amount: {at_least: unstated}}",
    "{amount: {at_least: {unstated: 较高, read_as: 30_000, because: {en: B, zh: 乙}}}}",
    "{amount: {at_least: {range: [10, 20], read_as: 15}}}",
    "{amount: {at_least: {disputed: [{value: 1, source: a}, {value: 2, source: [a, b]}]}}}",
    "{amount: {at_least: {disputed: [{value: 1}, {value: 2}], read_as: 1, because: why}}}",
    "{amount: {above: {times: 1/3, of: other_amount}}}",
    "{amount: {above: {times: -1, of: other_amount, plus: 12_345.67}}}",
    "{amount: {below: {by: rank, values: {low: 1, high: unstated}, otherwise: 3}}}",
    '{amount: {below: {by: has_card, values: {"true": 1, "false": 2}}}}',
    "{unstated: 等}",
    "{unstated: And so on, read_as: met, because: {en: B, zh: 乙}}",
    "{discretion: manager}",
    "{discretion: manager, id: gold}",
    "{discretion: manager, id: other-id, criteria: {en: C, zh: 丙}, read_as: not_met}",
    "{has_card: true, source: {id: a, at: 3, quote: 卡}, note: {en: N, zh: 注}}",
    "{all: [{has_card: true, source: a}, {count: 1}], title: {en: T, zh: 题}}",
    "{amount: {at_least: 1, below: 2}, note: '10'}",
    "{score: {at_least: 3, below: 9}}",
    "{score: {of: part, above: 3}}",
]


def again(one: Policy) -> Policy:
    """The policy of the text that it writes."""
    text = policy_text(one)
    loaded = Loader(vocabularies=LOADER.vocabularies).load(GivenText(text, "again.yaml"))
    assert not loaded.findings, text
    assert loaded.policy is not None
    return loaded.policy


SCORED = """\
definitions:
  fine: {title: {en: Fine, zh: 好}, means: {has_card: true}}
scorecard:
  sections:
    - {id: part, characteristics: [{id: one, when: {has_card: true}, points: 5}]}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: CONDITION
otherwise: {tier: plain}
"""


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions(condition: str) -> None:
    one = policy(SCORED.replace("CONDITION", condition)).model
    assert again(one) == one


def test_two_comparisons_are_written_as_one_test() -> None:
    one = policy(SCORED.replace("CONDITION", CONDITIONS[3])).model
    assert "when: {amount: {at_least: 5, below: 9}}" in policy_text(one)


FORMS = """\
scorecards:
  - id: first
    title: {en: First, zh: 一}
    base: {unstated: 基础分, read_as: 1/3}
    maximum: 100
    source: a
    sections:
      - id: one
        weight: {range: [0.2, 0.3], read_as: 0.25}
        at_most: 60
        at_least: -5
        note: {en: N, zh: 注}
        characteristics:
          - id: bins
            attribute: amount
            bins:
              - {below: 10, points: 0, note: first, source: a}
              - {at_least: 10, at_most: 20, points: unstated}
              - {above: 20, points: {disputed: [{value: 1, source: a}, {value: 2}], read_as: 2}}
            otherwise: 7
            missing: -1
            not_applicable: {unstated: 无}
            maximum: 9
            assumes: [{what: window, of: amount, because: {en: B, zh: 乙}}]
            prefers: higher
          - {id: ranks, attribute: rank, points: {low: 1, high: 2.5}, missing: unknown}
          - {id: cards, attribute: has_card, points: {"true": 1, "false": unstated}}
          - {id: unit, attribute: amount, per_unit: {each: 10_000, points: 0.5, at_most: 5, over: 1}}
          - {id: units, attribute: amount, per_unit: {each: 1, points: {unstated: 若干}}}
      - id: two
        weight: unstated
        characteristics:
          - id: rows
            cases:
              - {when: {has_card: true, rank: high}, points: 3, because: why}
              - {when: {discretion: manager}, points: 2}
            otherwise: unstated
          - {id: flag, when: {has_card: true}, points: 2, otherwise: 0}
          - {id: other-flag, when: {has_card: true}, points: 2, otherwise: 1}
          - id: open
            unstated: {en: Other items, zh: 其他}
            read_as: 4
            because: {en: B, zh: 乙}
            stands_for: {when: {has_card: true}, source: a, note: {en: N, zh: 注}}
  - id: second
    characteristics: [{id: last, attribute: rank, bins: [{points: unstated}], stands_for: {attribute: rank}}]
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {score: {of: first, at_least: 3}}
otherwise: {tier: plain}
"""  # noqa: E501


def test_scorecards() -> None:
    one = policy(FORMS).model
    assert again(one) == one


def test_characteristics_without_sections() -> None:
    body = "scorecard:\n  characteristics: [{id: x, when: {has_card: true}, points: 1}]\n" + TAIL
    one = policy(body).model
    assert again(one) == one
    assert "sections" not in policy_text(one)


WHOLE = """\
applies_to: {discretion: manager}
knockouts:
  - id: never
    title: {en: No, zh: 否}
    when: {count: {above: 3}}
    effect: reject
    reason: {code: R01, en: No., zh: 否。}
    source: [a, {id: b, at: 12, quote: 引, entries: [S001, S002]}, {id: b, at: "1.1"}]
    priority: 2
  - {id: ask, title: {en: Ask, zh: 问}, when: {count: 3}, effect: refer, reason: {code: R02, en: A., zh: 问。}}
  - id: cap
    title: {en: Cap, zh: 限}
    when: {has_card: false}
    effect: {cap: plain}
    reason: {code: R03, en: C., zh: 限。}
    stands_for: {when: {count: 1}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths:
      - {id: by-card, when: {has_card: true}}
      - {id: by-hand, title: {en: By hand, zh: 人工}, when: {discretion: manager}, source: a, note: n}
    stay: {discretion: manager}
    down: {after: {months: 6}, to: one_step, note: {en: N, zh: 注}}
    fee: {amount: {unstated: 年费}, per: year, waived_when: {discretion: manager}, source: a}
    benefits: [rate, gift, sum]
    term: {months: 12}
    quota: {share: 1/50}
    stands_for: {attribute: amount, source: a}
otherwise: {tier: plain, title: {en: Plain, zh: 普通}, benefits: [gift], note: {en: N, zh: 注}}
undecided: floor
membership:
  assessed: {every: {months: 2}, at: month_end}
  up: next
  down: {after: {assessments: 3}, to: earned, notice: {days: 30}}
  provisional: {for: {months: 6}}
benefits:
  rate:
    title: {en: Rate, zh: 利率}
    kind: rate_discount
    of: amount
    times: {by_tier: {gold: 0.9, plain: {unstated: 面议}}}
    requires: {discretion: manager}
    ties: [{product: insurance, mandatory: false}]
    cost: 12_000
    until: 2027-01-01
  gift: {kind: service, value: {cases: [{when: {has_card: true}, value: 5, source: a}], otherwise: 1}}
  sum: {kind: amount, value: {attribute: amount, bins: [{at_least: 5, value: 5}, {value: unstated}]}}
process:
  decision: manual
  reasons: {shown: 4, plain_language: true}
  hardship: "1/3"
marketing: {claims: [{id: c, text: {en: T, zh: 文}, source: a}], consent: false}
examples:
  - name: {en: First, zh: 一}
    from: source
    source: a
    given: {amount: 12_345.67, has_card: null, licences: [tax, law], born: 1990-02-03, months_here: 12,
      discretion.by-hand: true, held_tier: gold, assessments_below: 2, quality: good}
    reading: open
    expect: {outcome: refer, status: undecided, possible: [gold, plain], score: unknown, floor: plain}
  - {name: Second, why: because, given: {count: 9}, expect: {outcome: rejected, reasons: [R01], path: [], benefits: []}}
strict: true
"""  # noqa: E501


def test_everything_else() -> None:
    own = """\
        derived_cap:
          label: {en: D, zh: 丁}
          type: number
          step: 0.5
          range: {at_least: 0, at_most: 10}
          measure_of: cap
          window: {statistic: mean, over: {months: 12}}
          subject: couple
          better: higher
          class: financial
          source: ledger
          action: {raise: {cost: 1, per: 1, takes: {months: 1}}}
          proxy_for: [sex, age]
          typical: 1.5
          measurable: false
        """
    derived = """\
        total:
          label: {en: Total, zh: 合计}
          sum: [{attribute: amount}, {attribute: other_amount, times: 1/3, at_most: 5, missing: 0}]
          source: a
        most: {label: {en: Most, zh: 最多}, max_of: [amount, other_amount]}
        least: {label: {en: Least, zh: 最少}, min_of: [amount, total]}
        share: {label: {en: Share, zh: 占比}, ratio: {of: amount, to: other_amount}}
        """
    one = policy(WHOLE, own=own, derived=derived).model
    assert again(one) == one
    assert policy_data(again(one)) == policy_data(one)


def test_what_is_the_default_is_not_written() -> None:
    text = policy_text(policy(TAIL).model)
    assert "knockouts" not in text and "strict" not in text and "membership" not in text


def test_a_text_that_looks_like_a_number_stays_a_text() -> None:
    one = policy(WHOLE).model
    assert 'hardship: "1/3"' in policy_text(one)


def test_worked_customers_make_a_file_of_their_own() -> None:
    one = policy(WHOLE).model
    data = cases_data(one.id, one.examples)
    listed = data["examples"]
    assert isinstance(listed, list)
    first: Data = listed[0]
    assert data["cases"] == {"policy": "small"}
    assert isinstance(first, dict) and first["given"] == {
        "amount": Fraction("12345.67"),
        "has_card": None,
        "licences": ["law", "tax"],
        "born": "1990-02-03",
        "months_here": 12,
        "discretion.by-hand": True,
        "held_tier": "gold",
        "assessments_below": 2,
        "quality": "good",
    }


def test_data_come_back_from_nodes() -> None:
    text = dedent("""\
        a: {b: 300_000, c: "300_000", d: 1.50, e: true, f: null, g: [x]}
        """)
    root = read(text, "text.yaml").root
    assert root is not None
    inner: dict[str, Data] = {"b": 300_000, "c": "300_000", "d": Fraction(3, 2), "e": True}
    assert data_of(root) == {"a": {**inner, "f": None, "g": ["x"]}}
