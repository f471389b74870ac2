"""Markdown: text that sets no marks of its own, and a document a language."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from evenhand import api
from evenhand.analysis.report import Dossier
from evenhand.messages import LANGUAGES, Language
from evenhand.reporting.base import Look, render
from evenhand.reporting.markdown.marks import block, code, escaped, table, text
from evenhand.reporting.markdown.report import document

DAY = date(2026, 11, 24)


@cache
def dossier_of(name: str) -> Dossier:
    return api.report([api.load(name)], as_of=DAY, seed=1)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain words, 1.5", "plain words, 1.5"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("a|b", r"a\|b"),
        ("*a* _b_ #1 [x](y)", r"\*a\* \_b\_ \#1 \[x\](y)"),
        ("@everyone", "&#64;everyone"),
        ("two\nlines", "two lines"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("\x1b[31m", r"\\u001b\[31m"),
    ],
)
def test_text_sets_no_marks(raw: str, shown: str) -> None:
    assert escaped(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("a_b", "`a_b`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("a|b", r"`a\|b`"), ("", "")],
)
def test_code_holds_what_it_is_given(raw: str, shown: str) -> None:
    assert code(raw) == shown


def test_backticks_mark_code_only_in_pairs() -> None:
    assert text("see `a_b` *now*", "en") == r"see `a_b` \*now\*"
    assert text("one ` alone", "en") == r"one \` alone"


def test_a_block_is_fenced_by_more_ticks_than_it_holds() -> None:
    assert block("a\n```\nb") == ["````text", "a", "```", "b", "````"]


def test_a_table_sets_numbers_to_the_right() -> None:
    assert table(["a", "b"], [["1", "2"]], (1,)) == ["| a | b |", "| --- | ---: |", "| 1 | 2 |", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dossier_is_one_document_a_language(language: Language) -> None:
    dossier = dossier_of("@icbc-premium")
    shown = document(dossier, language)
    other: Language = "en" if language == "zh" else "zh"
    header = dossier.sheets[0].policy.header
    assert header.title.text(language) in shown
    assert header.title.text(other) not in shown
    assert shown == render(dossier, "markdown", Look(language))
    assert len(re.findall(r"^# ", shown, re.MULTILINE)) == 1
    assert len(re.findall(r"^### ", shown, re.MULTILINE)) >= 8


def test_tables_are_whole() -> None:
    dossier = dossier_of("@ccb-credit-card-100")
    width = 0
    for line in document(dossier, "en").splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells


def test_other_results_show_findings_and_their_text() -> None:
    audit = render(api.audit([api.load("@three-laws")], as_of=DAY), "markdown", Look())
    assert audit.startswith("# evenhand audit\n")
    assert "| `VAGUE-01` | `policies/seed/three-laws.yaml:" in audit
    assert "```" not in audit
    listed = render(api.list_rules(as_of=DAY), "markdown", Look())
    assert listed.startswith("# evenhand rule list\n")
    assert "```text" in listed
