"""Assertions for users' own tests."""

from __future__ import annotations

import re

import pytest
from tests.build import policy

from evenhand import api
from evenhand.testing import assert_examples

TIERS = """
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: 100}}
otherwise: {tier: plain}
"""


def test_a_policy_with_right_examples_passes() -> None:
    assert_examples(api.load("@three-laws"))


def test_a_wrong_example_is_named_with_its_difference_and_place() -> None:
    wrong = "examples: [{name: Poor, given: {amount: 99.99}, expect: {outcome: gold}}]\n"
    with pytest.raises(AssertionError) as caught:
        assert_examples(policy(TIERS + wrong))
    said = str(caught.value)
    assert said.startswith("`small`: 1 of 1 worked customers get something else")
    assert "  Poor\n" in said
    assert "outcome: expected gold, got plain" in said
    assert re.search(r":\d+:\d+", said)


def test_no_examples_are_no_test() -> None:
    with pytest.raises(AssertionError, match="没有示例客户"):
        assert_examples(policy(TIERS), lang="zh")
