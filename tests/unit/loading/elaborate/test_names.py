# ruff: noqa: E501
"""What conditions, figures and points refer to: every wrong reference is told at its place."""

from __future__ import annotations

import pytest
from tests.unit.loading.text import found_at, load_text, load_when, rules

DERIVED = """\
total: {label: {en: Total, zh: 合计}, sum: [{attribute: amount}, {attribute: other, times: -1}]}
share: {label: {en: Share, zh: 占比}, ratio: {of: amount, to: other}}
"""


@pytest.mark.parametrize(
    ("condition", "rule", "place"),
    [
        ("{amont: 5}", "unknown-attribute", "amont"),
        ("{colour: {at_least: red}}", "test-does-not-fit", "at_least"),
        ("{has_card: {below: 3}}", "test-does-not-fit", "below"),
        ("{licences: law}", "test-does-not-fit", "licences"),
        ("{colour: {includes: red}}", "test-does-not-fit", "includes"),
        ("{colour: [red, green, blue]}", "unknown-code", "green"),
        ("{licences: {includes_any: [law, bar]}}", "unknown-code", "bar"),
        ("{rank: {at_least: lowest}}", "unknown-code", "lowest"),
        ("{rank: {at_least: {years: 2}}}", "wrong-value", "{years: 2}"),
        ("{born: {below: {years: 2}}}", "wrong-value", "{years: 2}"),
        ("{born: 2001-02-30}", "value-not-a-date", "2001-02-30"),
        ("{born: {at_least: 1800-01-01}}", "value-out-of-range", "1800-01-01"),
        ("{amount: {at_least: many}}", "wrong-value", "many"),
        ("{amount: 5.001}", "value-off-step", "5.001"),
        ("{amount: {at_least: -1}}", "figure-out-of-range", "-1"),
        ("{amount: {at_least: {years: 2}}}", "period-for-no-period", "{years: 2}"),
        ("{months: {at_least: {days: 2}}}", "wrong-unit", "{days: 2}"),
        ("{total: {at_least: many}}", "wrong-value", "many"),
        ("{total: {at_least: {years: 1}}}", "wrong-value", "{years: 1}"),
        ("{total: many}", "wrong-value", "many"),
        ("{share: {is_not: many}}", "wrong-value", "many"),
        ("{amount: {at_least: {range: [2, 1]}}}", "range-backwards", "{range: [2, 1]}"),
        ("{rank: {at_least: {range: [high, low]}}}", "range-backwards", "{range: [high, low]}"),
        (
            "{born: {at_least: {range: [2001-01-01, 2000-01-01]}}}",
            "range-backwards",
            "{range: [2001-01-01, 2000-01-01]}",
        ),
        ("{amount: {above: {times: 2, of: rank}}}", "not-a-number-attribute", "rank"),
        ("{amount: {above: {times: 2, of: months}}}", "unlike-units", "months"),
        ("{amount: {above: {times: 2, of: nothing}}}", "unknown-attribute", "nothing"),
        ("{amount: {above: {by: months, values: {a: 1}}}}", "not-a-code-attribute", "months"),
        ("{amount: {above: {by: total, values: {a: 1}}}}", "not-a-code-attribute", "total"),
        ("{amount: {above: {by: rank, values: {top: 1}}}}", "unknown-code", "top"),
        ("{meets: fine}", "unknown-definition", "fine"),
        ("{score: {at_least: 3}}", "no-scorecard", "score"),
        ("{at_least: 3, of: [{has_card: true}, {months: 1}]}", "count-out-of-range", "3"),
        ("{discretion: a, id: x, has_card: true, source: b}", "unknown-source", "b"),
        ("{all: [{discretion: a}, {discretion: b}]}", "two-discretions", "discretion"),
    ],
)
def test_conditions(condition: str, rule: str, place: str) -> None:
    loaded = load_when(condition, derived=DERIVED)
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


def test_every_wrong_part_is_told() -> None:
    assert rules(load_when("{any: [{amont: 5}, {not: {colour: green}}, {months: 3}]}")) == [
        "unknown-attribute",
        "unknown-code",
    ]


def test_a_label_finds_its_attribute() -> None:
    hint = load_when("{金额: 5}").findings
    assert [one.rule for one in hint] != []
    found = load_when("{amounts: 5}").findings[0].hint
    assert found is not None and found.text("en") == "did you mean `amount` (Amount)?"


def test_part_of_a_chinese_label_finds_the_attribute() -> None:
    hint = load_when("{存款金额: 5}").findings[0].hint
    assert hint is not None and "evenhand attr list" in hint.text("en")
    hint = load_when("{出: 2001-01-31}").findings[0].hint
    assert hint is not None and hint.text("zh").startswith("您要写的可能是：")
    assert "`born`（出生）" in hint.text("zh")
    assert "`born` (Born)" in hint.text("en")


CARD = "{id: CARD, sections: [{id: SECTION, characteristics: [{id: ITEM, when: {has_card: true}, points: 1}]}]}"


def card(name: str, section: str, item: str) -> str:
    return CARD.replace("CARD", name).replace("SECTION", section).replace("ITEM", item)


def test_scores_are_named_where_there_are_several() -> None:
    more = f"scorecards: [{card('one', 'a', 'x')}, {card('two', 'b', 'z')}]\n"
    assert rules(load_when("{score: {at_least: 1}}", more=more)) == ["which-score"]
    assert rules(load_when("{score: {of: three, at_least: 1}}", more=more)) == ["unknown-score"]
    assert rules(load_when("{score: {of: b, at_least: 1, below: 3}}", more=more)) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [(("one", "a", "x"), ("one", "b", "z")), (("one", "a", "x"), ("two", "a", "z"))],
)
def test_ids_of_scores_are_unique(one: tuple[str, str, str], two: tuple[str, str, str]) -> None:
    more = f"scorecards: [{card(*one)}, {card(*two)}]\n"
    assert rules(load_when("{has_card: true}", more=more)) == ["duplicate-id"]


def test_ids_of_elements_are_unique() -> None:
    body = """\
        tiers:
          - {id: gold, title: {en: Gold, zh: 金}, when: {has_card: true}}
          - id: silver
            title: {en: Silver, zh: 银}
            paths: [{id: a, when: {has_card: true}}, {id: a, when: {months: 3}}]
        otherwise: {tier: gold}
        """
    assert rules(load_text(body)) == ["duplicate-id", "duplicate-id"]


@pytest.mark.parametrize(
    ("item", "rule", "place"),
    [
        ("{id: x, attribute: colour, bins: [{points: 1}]}", "bins-need-order", "colour"),
        ("{id: x, attribute: nothing, bins: [{points: 1}]}", "unknown-attribute", "nothing"),
        ("{id: x, attribute: amount, points: {a: 1}}", "not-a-code-attribute", "amount"),
        ("{id: x, attribute: rank, points: {top: 1}}", "unknown-code", "top"),
        ("{id: x, attribute: share, per_unit: {each: 1, points: 1}}", "per-unit-needs-number", "share"),
        ("{id: x, attribute: rank, per_unit: {each: 1, points: 1}}", "per-unit-needs-number", "rank"),
        ("{id: x, attribute: amount, per_unit: {each: 0, points: 1}}", "not-above-zero", "0"),
        ("{id: x, attribute: amount, bins: [{points: {range: [2, 1]}}]}", "range-backwards", "{range: [2, 1]}"),
        ("{id: x, when: {has_card: true}, points: 1, stands_for: {attribute: thing}}", "unknown-attribute", "thing"),
        ("{id: x, cases: [{when: {thing: 1}, points: 1}]}", "unknown-attribute", "thing"),
    ],
)  # fmt: skip
def test_points(item: str, rule: str, place: str) -> None:
    more = f"scorecard: {{characteristics: [{item}]}}\n"
    loaded = load_when("{score: {at_least: 1}}", derived=DERIVED, more=more)
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


@pytest.mark.parametrize(
    ("block", "rule", "place"),
    [
        ("benefits: {b: {kind: x, of: thing}}", "unknown-attribute", "thing"),
        ("benefits: {b: {kind: x, value: {by_tier: {golden: 1}}}}", "unknown-tier", "golden"),
        ("benefits: {b: {kind: x, value: {attribute: colour, bins: [{value: 1}]}}}", "bins-need-order", "colour"),
        ("benefits: {b: {kind: x, requires: {meets: thing}}}", "unknown-definition", "thing"),
        ("knockouts: [{id: k, title: {en: K, zh: 否}, when: {has_card: true}, effect: {cap: golden}, reason: {code: R1, en: K, zh: 否}}]", "unknown-tier", "golden"),
        ("laws: [{id: a, reachable: golden}]", "unknown-outcome", "golden"),
        ("laws: [{id: a, only_if: {tier: plain, holds: {has_card: true}}}]", "unknown-tier", "plain"),
        ("laws: [{id: a, monotone: born}]", "law-without-direction", "born"),
        ("laws: [{id: a, monotone: {in: colour, better: higher}}]", "law-without-order", "colour"),
        ("laws: [{id: a, indifferent: colours}]", "unknown-attribute", "colours"),
        ("laws: [{id: a, no_gap: paths}]", "unknown-place", "paths"),
        ("laws: [{id: a, no_dead: tiers/golden}]", "unknown-place", "tiers/golden"),
        ("laws: [{id: a, total: true}, {id: a, reachable: gold}]", "duplicate-id", "a"),
        ("membership: {assessed: {every: {months: 2}}, down: {after: {months: 3}}}", "grace-does-not-divide", "{months: 3}"),
        ("membership: {down: {after: {months: 3}}}", "grace-does-not-divide", "{months: 3}"),
        ("definitions: {a: {title: {en: A, zh: 甲}, means: {meets: a}}}", "cycle-in-definitions", "a"),
    ],
)  # fmt: skip
def test_blocks(block: str, rule: str, place: str) -> None:
    loaded = load_when("{has_card: true}", more=f"{block}\n")
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


def test_a_score_that_stands_on_itself() -> None:
    more = "scorecard: {characteristics: [{id: x, when: {score: {at_least: 1}}, points: 1}]}\n"
    assert rules(load_when("{has_card: true}", more=more)) == ["cycle-in-definitions"]


def test_benefits_of_tiers_are_declared() -> None:
    body = """\
        tiers: [{id: gold, title: {en: Gold, zh: 金}, when: {has_card: true}, benefits: [gift]}]
        otherwise: {tier: plain, benefits: [gifts]}
        benefits: {gift: {kind: service}}
        """
    loaded = load_text(body)
    assert rules(loaded) == ["unknown-benefit"]
    assert found_at(loaded) == "gifts"


@pytest.mark.parametrize(
    ("every", "after", "assessments"),
    [("{months: 2}", "{months: 6}", 3), ("{years: 1}", "{months: 24}", 2), ("{days: 30}", "{assessments: 4}", 4)],
)  # fmt: skip
def test_grace_counts_assessments(every: str, after: str, assessments: int) -> None:
    more = f"membership: {{assessed: {{every: {every}}}, down: {{after: {after}, to: one_step}}}}\n"
    policy = load_when("{has_card: true}", more=more).policy
    assert policy is not None and policy.membership is not None
    assert policy.membership.down.after == assessments and not policy.membership.down.to_earned


def test_without_grace_one_assessment_is_enough() -> None:
    policy = load_when("{has_card: true}", more="membership: {down: {to: earned}}\n").policy
    assert policy is not None and policy.membership is not None
    assert policy.membership.down.after == 1
