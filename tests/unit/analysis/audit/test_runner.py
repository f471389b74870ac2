"""The runner: rules are applied to policies, and what passed or is not meant is told as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.build import TAIL, policy
from tests.rules.cases import case

from evenhand import Budget, api
from evenhand.analysis.audit.check import Subject
from evenhand.analysis.audit.proving import MEMORY
from evenhand.analysis.audit.rule import Scope, rules, up_to
from evenhand.analysis.audit.runner import Audit, applied, audit, meant_for
from evenhand.analysis.prove.asking import Asker
from evenhand.errors import UsageError
from evenhand.finding import Severity
from evenhand.result import Run

TODAY = date(2026, 11, 24)
RUN = Run("audit", TODAY)
RULES = {rule.id: rule for rule in rules()}

TWICE = """\
scorecard:
  characteristics:
    - {id: once, when: {quality: good}, points: 3}
    - {id: again, when: {quality: good}, points: 1}
"""


def audited(*names: str) -> Audit:
    bad = case(names[0], "bad").policy
    return audit([bad.model], [RULES[name] for name in names], RUN)


def test_a_finding_carries_what_its_rule_says() -> None:
    (found,) = audited("PROT-05").findings
    rule = RULES["PROT-05"]
    assert found.rule == "PROT-05"
    assert found.severity is rule.severity
    assert found.remedy == rule.remedy
    assert found.policy == "small"
    assert found.element == "scorecard/married"
    assert found.cause == ("found", "marital_status")
    assert found.message.text("en") == "“Marital status” decides the points for “married”"
    assert found.message.text("zh") == "“婚姻状况”决定“married”的计分"


def test_what_passed_and_what_is_not_meant_is_told() -> None:
    reported = api.load("@three-laws")
    result = audit([reported.model], [RULES["GOV-01"], RULES["TIE-02"], RULES["PRIV-03"]], RUN)
    (one,) = result.policies
    assert one.not_applicable == ("GOV-01",)
    assert one.passed == ("TIE-02",)
    assert {found.rule for found in result.findings} == {"PRIV-03"}


def test_a_rule_may_be_meant_for_some_standings_and_types_only() -> None:
    model = policy().model
    rule = RULES["PROT-05"]
    for scope, meant in [
        (Scope(standings=("hypothetical",)), True),
        (Scope(standings=("reported",)), False),
        (Scope(types=("tiering",)), True),
        (Scope(types=("credit",), standings=("hypothetical",)), False),
    ]:
        assert meant_for(replace(rule, scope=scope), model) is meant


def test_findings_stand_in_order_of_the_file_whatever_the_order_of_rules() -> None:
    model = api.load("@three-laws").model
    forth = audit([model], rules(), RUN)
    back = audit([model], rules()[::-1], RUN)
    assert forth.findings == back.findings
    lines = [one.location.line for one in forth.findings if one.location]
    assert lines == sorted(lines)


def test_the_day_is_the_runs() -> None:
    late = case("GOV-06", "good").policy.model
    for day, number in [(date(2026, 11, 24), 0), (date(2026, 11, 25), 2)]:
        assert len(audit([late], [RULES["GOV-06"]], Run("audit", day)).findings) == number


def test_a_finding_keeps_its_fingerprint_when_lines_move_and_words_change() -> None:
    twice = TWICE + TAIL
    moved = twice.replace("    - {id: again", "\n\n    - {id: again").replace("s: 1", "s: 2")
    prints = [
        [one.fingerprint for one in audit([policy(body).model], [RULES["FAIR-04"]], RUN).findings]
        for body in (twice, moved)
    ]
    assert prints[0] == prints[1] != []


def test_rules_are_chosen_by_id_and_family_in_any_case() -> None:
    result = api.audit([case("PROT-05", "bad").policy], as_of=TODAY, select=["prot", "STAT-01"])
    chosen = {rule.id for rule in result.rules}
    static = {rule.id for rule in up_to("static", rules())}
    assert chosen == {rule for rule in static if rule.startswith("PROT")} | {"STAT-01"}
    fewer = api.audit(
        [case("PROT-05", "bad").policy], as_of=TODAY, select=["PROT"], ignore=["PROT-01"]
    )
    assert "PROT-01" not in {rule.id for rule in fewer.rules}


@pytest.mark.parametrize(
    ("name", "key"), [("STAT-1", "usage.no-such-rule-near"), ("nix", "usage.no-such-rule")]
)
def test_an_unknown_rule_is_wrong_usage(name: str, key: str) -> None:
    with pytest.raises(UsageError) as caught:
        api.audit([policy()], as_of=TODAY, select=[name])
    assert caught.value.message.key == key
    assert name in caught.value.message.text("en")


def test_an_unknown_level_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        api.audit([policy()], as_of=TODAY, level="thorough")


def test_only_grave_findings_fail_by_default() -> None:
    warning = audited("PROT-05")
    assert warning.findings[0].severity is Severity.WARNING
    assert (warning.exit_code(), warning.exit_code("warning"), warning.exit_code("never")) == (
        0,
        1,
        0,
    )
    assert audited("PROT-01").exit_code() == 1


def test_the_repaired_policies_have_neither_errors_nor_warnings() -> None:
    for name in ("icbc-premium", "joint-stock-mortgage"):
        before, after = (
            api.audit([api.load(f"@{one}")], as_of=TODAY) for one in (name, f"{name}-repaired")
        )
        grave = {one.rule for one in after.findings if one.severity is not Severity.NOTE}
        assert grave == set()
        assert sum(one.severity is not Severity.NOTE for one in before.findings) >= 6


def test_rules_that_ask_about_all_customers_are_asked_for_by_level() -> None:
    body = "tiers: [{id: gold, title: {en: G, zh: 金}, when: {age: {at_least: 60, at_most: 59}}}]\n"
    never = policy(body + "otherwise: {tier: plain}\n")
    assert all(rule.level == "static" for rule in api.audit([never], as_of=TODAY).rules)
    found = api.audit([never], as_of=TODAY, level="prove", select=["CONS-03"]).findings
    assert [one.element for one in found] == ["tiers/gold"]
    assert {one.confidence.value for one in found} == {"proved"}
    with pytest.raises(UsageError) as caught:
        api.audit([never], as_of=TODAY, select=["CONS-03"])
    assert caught.value.message.key == "usage.rule-level"


def test_what_could_not_be_answered_has_not_passed() -> None:
    """The budget of the exact engine is spent at once: nothing is known, and nothing is clean."""
    rule = next(one for one in rules() if one.id == "CONS-02")
    subject = Subject(policy().model, TODAY)
    subject.memory[MEMORY] = Asker(subject.policy, budget=Budget(states=1, bits=1))
    findings, unknown = applied(rule, subject)
    assert findings == ()
    assert [one.element for one in unknown] == ["tiers"]
