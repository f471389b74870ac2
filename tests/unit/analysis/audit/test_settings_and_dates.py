"""What a policy states about itself, and its dates."""

from __future__ import annotations

from datetime import date

import pytest
from tests.build import HEAD, TAIL, policy

from evenhand import api
from evenhand.analysis.audit.check import Parameters, Subject
from evenhand.analysis.audit.checks import date_passed, setting_missing

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("block", "setting", "said"),
    [
        ("process: {decision: automated}", "process.decision", "automated"),
        ("process: {appeal: {channel: []}}", "process.appeal.channel", None),
        ("process: {appeal: {channel: [app]}}", "process.appeal.channel", "stated"),
        ("process: {notice: unstated}", "process.notice", None),
        ("process: {notice: {days: 3}}", "process.notice", "stated"),
        ("process: {hardship: true}", "process.hardship", "true"),
        ("process: {hardship: false}", "process.hardship", None),
        ("process: {decision: manual}", "process.appeal", None),
        ("process: {decision: manual}", "marketing.opt_out", None),
        ("process: {decision: manual}", "policy.owner", None),
        ("process: {decision: manual}", "policy.approved.review_due", None),
    ],
)
def test_a_setting_is_stated_or_not(block: str, setting: str, said: str | None) -> None:
    assert setting_missing.stated(policy(f"{block}\n{TAIL}").model, setting) == said


def test_a_block_that_is_absent_is_told_once() -> None:
    subject = Subject(policy(TAIL).model, TODAY)
    wanted = Parameters(
        {"settings": ("process.appeal", "process.appeal.channel", "process.review")}
    )
    found = [hit.element for hit in setting_missing.find(subject, wanted)]
    assert found == ["process/appeal", "process/review"]


def test_nothing_is_asked_where_the_premise_does_not_hold() -> None:
    wanted = Parameters(
        {"settings": ("process.appeal",), "when": {"process.decision": ("automated", "assisted")}}
    )
    for decision, number in [("automated", 1), ("assisted", 1), ("manual", 0)]:
        body = f"process: {{decision: {decision}}}\n{TAIL}"
        subject = Subject(policy(body).model, TODAY)
        assert len(list(setting_missing.find(subject, wanted))) == number


@pytest.mark.parametrize(
    ("until", "passed"),
    [
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2026-11", False),
        ("2026-10", True),
        ("2026", False),
        ("2025", True),
    ],
)
def test_a_period_has_ended_when_all_of_it_lies_before_today(until: str, passed: bool) -> None:
    text = HEAD.replace("{from: unstated}", f"{{from: 2020, until: {until}}}") + TAIL
    found = list(date_passed.find(Subject(api.load(text=text).model, TODAY), Parameters()))
    assert [hit.variant for hit in found] == ["period"] * passed
