"""Each rule finds what it is for, at the right lines, and leaves its near miss alone."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.cases import NAMES, case

from evenhand.analysis.audit.rule import rules
from evenhand.analysis.audit.runner import apply_on

TODAY = date(2026, 11, 24)
RULES = {rule.id: rule for rule in rules()}


@pytest.mark.parametrize("name", NAMES)
def test_the_rule_finds_what_it_is_for(name: str) -> None:
    bad = case(name, "bad")
    found = apply_on(RULES[name], bad.policy.model, TODAY)
    assert tuple(one.location.line for one in found if one.location) == bad.lines
    assert {one.rule for one in found} == {name}
    assert len({one.fingerprint for one in found}) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_rule_leaves_its_near_miss_alone(name: str) -> None:
    good = case(name, "good")
    assert [str(one.location) for one in apply_on(RULES[name], good.policy.model, TODAY)] == []
