"""The pages about audit rules in docs/rules: one a rule, in both languages, and an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from evenhand.analysis.audit.rule import Rule
from evenhand.messages import LANGUAGES, Language, message
from evenhand.reporting.text.rule import facts_of, parameter_text

INDEX: Final = "README.md"


def pages(rules: Sequence[Rule]) -> Mapping[str, str]:
    """The text of each page by the name of its file."""
    found = {f"{rule.id}.md": "\n".join(_page(rule)) + "\n" for rule in rules}
    return {INDEX: "\n".join(_index(rules)) + "\n", **found}


def _index(rules: Sequence[Rule]) -> Iterator[str]:
    for number, language in enumerate(LANGUAGES):
        if number:
            yield ""
        yield f"{'#' * (number + 1)} {message('rule.pages.title').text(language)}"
        yield ""
        yield message("rule.pages.intro").text(language)
        yield ""
        heads = [message(f"rule.column.{key}").text(language) for key in _COLUMNS]
        yield f"| {' | '.join(heads)} |"
        yield f"|{'---|' * len(heads)}"
        for rule in rules:
            severity = message(f"diagnostic.{rule.severity.value}").text(language)
            title = rule.title.text(language)
            yield f"| [{rule.id}]({rule.id}.md) | {severity} | {title} |"


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}"
    for language in LANGUAGES:
        yield ""
        yield f"## {rule.title.text(language)}"
        yield ""
        yield from _facts(rule, language)


def _facts(rule: Rule, language: Language) -> Iterator[str]:
    says = [message("rule.says", text=said) for said in rule.messages.values()]
    for fact in (*facts_of(rule), *says, message("rule.check", check=rule.check)):
        yield f"- {fact.text(language)}"
    for name, value in rule.parameters.given.items():
        yield f"  - `{name}`: {parameter_text(value)}"


_COLUMNS: Final = ("id", "severity", "title")
