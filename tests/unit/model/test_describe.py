"""Conditions, figures and points in plain words, in both languages."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.build import LOADER, gold_when

from evenhand.model.describe import condition_text, label_text, points_text, value_text
from evenhand.model.scorecard import OpenPoints

DEFINED = "definitions:\n  big: {title: {en: Big, zh: 大额}, means: {amount: {at_least: 1}}}\n"


@pytest.mark.parametrize(
    ("condition", "en", "zh"),
    [
        ("{amount: {at_least: 300_000}}", "Amount: at least 300,000", "金额不低于300,000"),
        ("{amount: {above: -1.5}}", "Amount: above -1.5", "金额高于-1.5"),
        (
            "{amount: {at_least: 1, below: 9}}",
            "Amount: at least 1 and below 9",
            "金额不低于1且低于9",
        ),
        ("{born: {at_most: 2000-01-31}}", "Born: on or before 2000-01-31", "出生不晚于2000-01-31"),
        ("{months_here: {at_least: {years: 1}}}", "Months: at least 12 months", "月数不低于12个月"),
        ("{months_here: {at_least: 1}}", "Months: at least 1 month", "月数不低于1个月"),
        ("{has_card: false}", "Card: no", "卡：否"),
        ("{has_card: {is_not: true}}", "Card: no", "卡：否"),
        ("{colour: [red, blue]}", "Colour: Red or Blue", "颜色为红或蓝"),
        ("{colour: {not_in: [red, blue]}}", "Colour: not Red or Blue", "颜色不为红或蓝"),
        ("{rank: {at_least: mid}}", "Rank: at least Mid", "级别不低于中"),
        (
            "{licences: {includes_all: [law, tax]}}",
            "Licences: includes Law and Tax",
            "执照包含律师和税务",
        ),
        ("{amount: {known: false}}", "Amount: not known", "金额未知"),
        ("{not: {count: 1}}", "not (Count: 1)", "并非（次数为1）"),
        ("{all: []}", "always", "恒成立"),
        ("{any: [{count: 1}, {has_card: true}]}", "Count: 1 or Card: yes", "次数为1，或卡：是"),
        (
            "{all: [{count: 1}, {any: [{has_card: true}, {colour: red}]}]}",
            "Count: 1 and (Card: yes or Colour: Red)",
            "次数为1，且（卡：是，或颜色为红）",
        ),
        (
            "{at_least: 1, of: [{count: 1}, {has_card: true}]}",
            "at least 1 of (Count: 1; Card: yes)",
            "下列至少1项（次数为1；卡：是）",
        ),
        ("{meets: big}", "“Big” is met", "符合“大额”"),
        ("{not: {meets: big}}", "“Big” is not met", "不符合“大额”"),
        ("{unstated: 等, read_as: not_met}", "“等” (read as not met)", "“等”（视为不满足）"),
        ("{discretion: bank}", "decided by the bank (left open)", "由银行裁量（未明确）"),
        (
            "{amount: {at_least: unstated}}",
            "Amount: at least a figure not stated",
            "金额不低于某未说明的数值",
        ),
        (
            "{amount: {at_least: {unstated: 多, read_as: 2}}}",
            "Amount: at least 2 (read from “多”)",
            "金额不低于2（据“多”解读）",
        ),
        (
            "{amount: {at_least: {range: [1, 2]}}}",
            "Amount: at least a figure from 1 to 2",
            "金额不低于1至2之间某值",
        ),
        (
            "{amount: {at_least: {times: 1/3, of: other_amount}}}",
            "Amount: at least 1/3 × Other",
            "金额不低于其他的1/3倍",
        ),
    ],
)
def test_conditions(condition: str, en: str, zh: str) -> None:
    policy = gold_when(condition, more=DEFINED).model
    when = policy.tiers[0].when
    assert when is not None
    assert condition_text(when, policy, "en") == en
    assert condition_text(when, policy, "zh") == zh


def test_without_a_policy_ids_stand_for_titles() -> None:
    policy = gold_when("{meets: big}", more=DEFINED).model
    when = policy.tiers[0].when
    assert when is not None
    assert condition_text(when, policy.dictionary, "en") == "“big” is met"


def test_points_and_values() -> None:
    policy = gold_when("{count: 1}").model
    where = policy.location
    assert points_text(Fraction(-3, 2), "en") == "-1.5"
    assert points_text(None, "zh") == "未知"
    assert (
        points_text(OpenPoints("unstated", None, (), False, None, None, where), "en")
        == "not stated"
    )
    disputed = OpenPoints(
        "disputed", None, (Fraction(1), Fraction(2)), False, Fraction(1), None, where
    )
    assert points_text(disputed, "en") == "1 (read from 1 or 2)"
    assert value_text(frozenset({"law", "tax"}), "licences", policy, "en") == "Law and Tax"
    assert label_text("no_such_name", policy, "en") == "no_such_name"
    assert LOADER is not None
