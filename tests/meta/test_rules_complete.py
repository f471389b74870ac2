"""Every audit rule is whole: both languages, a remedy, an existing check, and a test."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from tests.rules.cases import NAMES

from evenhand import resources
from evenhand.analysis.audit.checks import CHECKS
from evenhand.analysis.audit.citations import citations
from evenhand.analysis.audit.rule import Rule, rules
from evenhand.finding import Severity
from evenhand.messages import Bilingual

RULES = rules()
IDS = [rule.id for rule in RULES]


def texts(rule: Rule) -> list[Bilingual]:
    return [rule.title, rule.why, rule.remedy, rule.limits, *rule.messages.values()]


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_there_are_rules_and_each_id_is_used_once() -> None:
    assert len(RULES) >= 14
    assert len(set(IDS)) == len(IDS)
    assert len({rule.check for rule in RULES}) >= 7


def test_each_rule_stands_in_the_file_of_its_name() -> None:
    paths = {path for path, _ in resources.walk(resources.audits(), ".yaml")}
    wanted = {f"audits/rules/{rule.family.lower()}/{rule.id}.yaml" for rule in RULES}
    assert wanted == {path for path in paths if path.startswith("audits/rules/")}
    assert all(rule.id.startswith(f"{rule.family}-") for rule in RULES)


def test_each_rule_has_a_test_and_each_test_a_rule() -> None:
    assert sorted(NAMES) == sorted(IDS)


def test_each_check_is_used() -> None:
    assert {rule.check for rule in RULES} == set(CHECKS)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_the_check_exists_and_knows_the_parameters(rule: Rule) -> None:
    check = CHECKS[rule.check]
    assert set(rule.parameters.given) <= check.parameters
    assert set(rule.messages) == check.wanted(rule.parameters)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_the_sentences_ask_only_for_what_the_check_gives(rule: Rule) -> None:
    given = CHECKS[rule.check].variants
    for variant, said in rule.messages.items():
        assert placeholders(said.en) == placeholders(said.zh)
        assert placeholders(said.en) <= given[variant]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_both_languages_are_there_and_are_what_they_should_be(rule: Rule) -> None:
    for said in texts(rule):
        assert not re.search(r"[\u4e00-\u9fff]", said.en)
        assert re.search(r"[\u4e00-\u9fff]", said.zh)
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", said.zh), said.zh


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_reasons_and_remedies_are_sentences_and_nothing_is_called_illegal(rule: Rule) -> None:
    for said in (rule.why, rule.remedy, rule.limits):
        assert said.en.endswith(".")
        assert said.zh.endswith("。")
    for said in texts(rule):
        assert not re.search(r"\billegal|\bunlawful", said.en, re.IGNORECASE)
        assert not re.search("违法|非法", said.zh)


def test_whatever_a_rule_cites_is_told_and_whatever_is_told_is_cited() -> None:
    assert {name for rule in RULES for name in rule.cites} == set(citations())
    for one in citations().values():
        assert one.title.en and re.search(r"[\u4e00-\u9fff]", one.title.zh)


def test_an_error_rests_on_a_text_that_was_read() -> None:
    for rule in RULES:
        if rule.severity is Severity.ERROR:
            assert any(citations()[name].read for name in rule.cites), rule.id
