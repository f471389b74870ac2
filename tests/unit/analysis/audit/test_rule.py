"""Rules from their files: what is wrong is told at its place, for people who do not program."""

from __future__ import annotations

import pytest

from evenhand import resources
from evenhand.analysis.audit.rule import read_rule, rules
from evenhand.errors import LoadError
from evenhand.finding import Severity

WHOLE = """\
evenhand: 1
rule:
  id: TIE-09
  family: TIE
  title: {en: A tie, zh: 搭售}
  severity: note
  check: product-tie
  with:
    mandatory: true
    benefits: [loan]
  messages:
    found: {en: "it needs {product}", zh: "须办理{product}"}
  why: {en: It matters., zh: 重要。}
  remedy: {en: Drop it., zh: 取消。}
  limits: {en: None., zh: 无。}
"""


def test_a_rule_is_read_whole() -> None:
    rule = read_rule(WHOLE, "TIE-09.yaml")
    assert (rule.id, rule.family, rule.severity) == ("TIE-09", "TIE", Severity.NOTE)
    assert (rule.level, rule.cites, rule.scope.types) == ("static", (), ())
    assert rule.parameters.flag("mandatory") is True
    assert rule.parameters.texts("benefits") == ("loan",)
    assert rule.parameters.flag("provider") is False
    assert rule.parameters.number("longest") is None
    assert rule.messages["found"].zh == "须办理{product}"


@pytest.mark.parametrize(
    ("written", "instead", "found", "line"),
    [
        ("product-tie", "product-tied", "unknown-check", 7),
        ("mandatory: true", "longest: 5", "unknown-parameter", 9),
        ("found:", "ever:", "missing-sentence", 12),
        ("needs {product}", "needs {price}", "unknown-placeholder", 12),
        ("needs {product}", "needs {product", "loose-brace", 12),
        ("severity: note", "severity: grave", "not-allowed-value", 6),
        ("  why: {en: It matters., zh: 重要。}\n", "", "missing-key", 3),
        ("evenhand: 1\n", "evenhand: 1\nevenhand: 1\n", "duplicate-key", 2),
    ],
)
def test_a_mistake_is_told_at_its_place(written: str, instead: str, found: str, line: int) -> None:
    assert written in WHOLE
    with pytest.raises(LoadError) as caught:
        read_rule(WHOLE.replace(written, instead), "TIE-09.yaml")
    first = caught.value.findings[0]
    assert first.location is not None
    assert (first.rule, first.location.line) == (found, line)


def test_a_sentence_that_is_never_said_is_told_too() -> None:
    extra = WHOLE.replace("  why:", "    ever: {en: For ever, zh: 永久}\n  why:")
    with pytest.raises(LoadError) as caught:
        read_rule(extra, "TIE-09.yaml")
    assert [one.rule for one in caught.value.findings] == ["unknown-sentence"]


def test_only_the_sentences_that_can_be_said_are_wanted() -> None:
    amounts = WHOLE.replace("product-tie", "open-amount").replace("found: ", "points: ")
    amounts = amounts.replace("mandatory: true\n    benefits: [loan]", "of: [points]")
    amounts = amounts.replace("{product}", "{what}")
    assert set(read_rule(amounts, "TIE-09.yaml").messages) == {"points"}


def test_a_text_that_is_no_yaml_is_told() -> None:
    with pytest.raises(LoadError):
        read_rule("rule: [", "TIE-09.yaml")


def test_the_rules_that_are_shipped_are_what_their_schema_says() -> None:
    """They are not compared with it on every start."""
    files = [
        (path, file)
        for path, file in resources.walk(resources.audits(), ".yaml")
        if path.startswith("audits/rules/")
    ]
    assert files
    assert sorted(read_rule(file.read_bytes(), path).id for path, file in files) == [
        rule.id for rule in rules()
    ]
