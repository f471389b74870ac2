"""Corners that only a change in the engine's code brought to light; see docs/mutation.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from tests.build import decided, gold_when, policy, traced, truth_of

from evenhand.model.customer import Given
from evenhand.model.limits import highest_value
from evenhand.model.outcome import Cause

# -- attributes that do not apply ------------------------------------------------------------------

ABSENT = "only: {label: {en: Only, zh: 仅}, max_of: [card_cap]}\n"


@pytest.mark.parametrize(
    "figure",
    [
        "{times: 2, of: only}",
        "{by: colour, values: {red: {times: 2, of: only}}}",
    ],
)
def test_rule_06_a_figure_of_a_derived_attribute_that_does_not_exist(figure: str) -> None:
    policy = gold_when(f"{{amount: {{at_least: {figure}}}}}", derived=ABSENT)
    absent = policy.decide({"amount": 5, "colour": "red", "has_card": False})
    assert (absent.outcome, absent.causes) == ("plain", ())
    assert policy.decide({"colour": "red", "has_card": False}).outcome == "plain"
    known: dict[str, Given] = {"amount": 5, "colour": "red", "has_card": True}
    assert policy.decide({**known, "card_cap": "2.5"}).outcome == "gold"
    assert policy.decide({**known, "card_cap": 3}).outcome == "plain"
    assert policy.decide(known).settle == ("card_cap",)


EITHER = """\
lent:
  label: {en: Lent, zh: 贷}
  type: integer
  range: {at_least: 0, at_most: 9}
  applies_when: {any: [{has_card: true}, {quality: good}]}
"""


@pytest.mark.parametrize(
    ("given", "causes", "settle"),
    [
        ({"has_card": True}, (Cause.MISSING,), ("lent", "quality")),
        ({"lent": 5}, (Cause.HUMAN, Cause.MISSING), ("has_card", "quality")),
        ({"lent": 5, "has_card": False}, (Cause.HUMAN,), ("quality",)),
        ({"lent": 1}, (), ()),
        ({"has_card": False, "quality": "poor"}, (), ()),
    ],
)
def test_rule_19_why_existence_is_unknown_counts_only_where_it_is(
    given: Mapping[str, Given], causes: tuple[Cause, ...], settle: tuple[str, ...]
) -> None:
    found = gold_when("{lent: {at_least: 2}}", own=EITHER).decide(given)
    assert (found.causes, found.settle) == (causes, settle)


def test_rule_19_a_value_of_what_does_not_exist_settles_nothing() -> None:
    found = gold_when("{any: [{card_cap: {at_least: 5}}, {amount: {at_least: 5}}]}")
    assert found.decide({"has_card": False, "card_cap": 9}).settle == ("amount",)


def test_rule_09_the_wording_of_a_figure_that_was_read() -> None:
    found = {
        written: gold_when(f"{{amount: {{at_least: {written}}}}}").decide({"amount": 5}).leaned[0]
        for written in (
            "{unstated: a lot, read_as: 5, because: so}",
            "{range: [4, 5], read_as: 5, because: so}",
            "{disputed: [{value: 5, source: a}, {value: 6, source: b}], read_as: 5, because: so}",
        )
    }
    assert [one.wording for one in found.values()] == ["a lot", "4–5", "5 / 6"]


# -- derived attributes ----------------------------------------------------------------------------

SHARE = "share: {label: {en: Share, zh: 占比}, ratio: {of: amount, to: other_amount}}\n"
USE = "use: {label: {en: Use, zh: 使用}, ratio: {of: amount, to: card_cap}}\n"
TOTAL = """\
total:
  label: {en: Total, zh: 合计}
  sum: [{attribute: amount}, {attribute: count, missing: 3}]
"""


def test_rule_10_a_ratio_to_less_than_one() -> None:
    given = {"amount": "0.1", "other_amount": "0.5"}
    assert truth_of("{share: {at_most: 0.2}}", given, derived=SHARE) == "true"
    assert truth_of("{share: {below: 0.2}}", given, derived=SHARE) == "false"
    assert truth_of("{share: 0.2}", given, derived=SHARE) == "true"
    assert truth_of("{share: {at_most: 1}}", {**given, "other_amount": 1}, derived=SHARE) == "true"


def test_rule_10_a_ratio_among_values() -> None:
    found = gold_when("{share: [1/3, 1/2]}", derived=SHARE)
    assert found.decide({"amount": 1, "other_amount": 3}).outcome == "gold"
    assert found.decide({"amount": 1, "other_amount": 4}).outcome == "plain"
    undefined = found.decide({"amount": 1, "other_amount": 0})
    assert (undefined.outcome, undefined.causes) == ("refer", (Cause.UNDEFINED,))
    missing = found.decide({"other_amount": 3})
    assert (missing.outcome, missing.causes) == ("refer", (Cause.MISSING,))
    assert found.decide({"amount": "0.5", "other_amount": 1}).outcome == "gold"
    assert found.decide({"amount": -1, "other_amount": -3}).outcome == "refer"
    absent = gold_when("{use: {not_in: [1/3]}}", derived=USE).decide({"has_card": False})
    assert (absent.outcome, absent.causes) == ("plain", ())


def test_rule_11_bins_of_a_ratio() -> None:
    body = """
    scorecard:
      characteristics:
        - {id: a, attribute: %s, bins: [{at_most: 1/3, points: 9}], missing: 2, otherwise: 5}
    tiers: [{id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 9}}}]
    otherwise: {tier: plain}
    """
    share = policy(body % "share", derived=SHARE)
    found = [
        share.decide({"amount": amount, "other_amount": other}).score
        for amount, other in ((1, 3), (2, 3), (1, 0), (None, 3))
    ]
    assert found == [9, 5, 2, 2]
    use = policy(body % "use", derived=USE)
    assert use.decide({"amount": 1, "has_card": False}).score == 5
    assert use.decide({"amount": 1, "has_card": True}).score == 2


def test_rule_10_a_part_that_does_not_exist_hides_no_later_part() -> None:
    parts = "[{attribute: card_cap}, {attribute: amount}, {attribute: count}]"
    later = f"later: {{label: {{en: L, zh: 后}}, sum: {parts}}}\n"
    found = gold_when("{later: {at_least: 5}}", derived=later)
    assert found.decide({"has_card": False, "amount": 2, "count": 3}).outcome == "gold"
    assert found.decide({"has_card": False}).settle == ("amount", "count")


def test_rule_10_an_extreme_is_compared_like_any_number() -> None:
    most = "most: {label: {en: M, zh: 大}, max_of: [amount, card_cap]}\n"
    given = {"amount": 5, "has_card": False}
    assert truth_of("{most: {at_least: 5}}", given, derived=most) == "true"
    assert truth_of("{most: {above: 5}}", given, derived=most) == "false"


def test_rule_19_what_stands_in_for_a_missing_part_is_no_cause() -> None:
    found = gold_when("{total: {at_least: 5}}", derived=TOTAL)
    open_ = found.decide({"count": 1})
    assert (open_.causes, open_.settle) == ((Cause.MISSING,), ("amount",))
    assert found.decide({}).settle == ("amount", "count")
    assert found.decide({"amount": 2}).outcome == "gold"


def test_rule_19_only_parts_that_nothing_stands_in_for_are_a_cause() -> None:
    own = """\
    esteem:
      label: {en: Esteem, zh: 评价}
      type: integer
      range: {at_least: 0, at_most: 9}
      assessed_by: human
    """
    parts = "[{attribute: esteem}, {attribute: count, missing: 3}]"
    derived = f"regard: {{label: {{en: R, zh: 重}}, sum: {parts}}}\n"
    found = gold_when("{regard: {at_least: 5}}", own=own, derived=derived)
    assert found.decide({}).causes == (Cause.HUMAN,)
    assert found.decide({"count": 1}).causes == (Cause.HUMAN,)
    assert found.decide({"esteem": 2}).outcome == "gold"


NUMBERS = """\
twice: {label: {en: T, zh: 倍}, sum: [{attribute: amount, times: 2}]}
back: {label: {en: B, zh: 反}, sum: [{attribute: amount, times: -1/2}]}
wide: {label: {en: W, zh: 宽}, sum: [{attribute: amount, at_most: 2_000_000}]}
best: {label: {en: B, zh: 优}, max_of: [amount, count]}
least: {label: {en: L, zh: 劣}, min_of: [amount, count]}
"""
OWN = ("twice", "back", "wide", "best", "least")


def test_the_greatest_values_of_sums_and_extremes() -> None:
    words = policy(derived=NUMBERS).model.dictionary
    found = [highest_value(words, name) for name in OWN]
    assert found == [2_000_000, 500, 1_000_000, 1_000_000, 100]


def test_without_an_upper_end_there_is_no_greatest_value() -> None:
    words = policy(derived=NUMBERS).model.dictionary
    endless = replace(words.attributes["amount"], high=None)
    open_ended = replace(words, attributes={**words.attributes, "amount": endless})
    found = [highest_value(open_ended, name) for name in OWN]
    assert found == [None, 500, 2_000_000, None, None]


# -- scores ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "best"),
    [
        ("{each: 10, points: 2, over: 2_000_000}", 0),
        ("{each: 1, points: 1, over: 2_000_000}", 0),
        ("{each: 10, points: 0, at_most: 7}", 0),
        ("{each: 10, points: -1/2}", 0),
        ("{each: 10, points: 1/2, at_most: 7}", 7),
    ],
)
def test_rule_20_the_best_by_units_is_never_below_none(rule: str, best: int) -> None:
    body = f"""
    scorecard: {{characteristics: [{{id: a, attribute: amount, per_unit: {rule}}}]}}
    tiers: [{{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 9}}}}}}]
    otherwise: {{tier: plain}}
    """
    card = traced(body, {"amount": 0}).cards["scorecard"]
    assert card.sections[0].characteristics[0].best == best


def test_rule_12_a_section_is_found_by_its_name() -> None:
    body = """
    scorecard:
      sections:
        - {id: zeal, characteristics: [{id: a, attribute: amount, bins: [{points: 1}]}]}
        - {id: care, characteristics: [{id: b, attribute: amount, bins: [{points: 2}]}]}
    tiers: [{id: gold, title: {en: Gold, zh: 金}, when: {score: {of: care, at_least: 2}}}]
    otherwise: {tier: plain}
    """
    assert decided(body, {"amount": 0}).outcome == "gold"


def test_rule_20_a_single_point_is_a_reason() -> None:
    bins = "[{below: 5, points: 1/2}, {points: 1}]"
    body = f"""
    scorecard: {{characteristics: [{{id: a, attribute: amount, bins: {bins}}}]}}
    tiers: [{{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 1}}}}}}]
    otherwise: {{tier: plain}}
    """
    assert [one.short for one in decided(body, {"amount": 4}).reasons] == [Fraction(1, 2)]
    assert decided(body, {"amount": 5}).reasons == ()
