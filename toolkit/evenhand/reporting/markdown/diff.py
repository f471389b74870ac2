"""Markdown for ``diff``: verdicts and witnesses, then a table of changes for each class."""

from __future__ import annotations

from collections.abc import Sequence

from evenhand.analysis.diff.change import Change, Effect
from evenhand.analysis.diff.kinds import KINDS
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.several import Diffs
from evenhand.location import Location
from evenhand.messages import Language, message
from evenhand.model.wording import Words
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import place
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.markdown.outcomes import outcome_sections
from evenhand.reporting.text.diff import groups
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """Both policies, the verdict, and the changes by class."""
    if isinstance(result, Diffs):
        from evenhand.reporting.markdown.diffs import body as several

        return several(result, look)
    assert isinstance(result, Diff)
    language = look.language
    lines = [f"# {code(result.old.policy)} → {code(result.new.policy)}", ""]
    lines += [
        f"- {code(f'{side.policy} {side.version}')} {text(side.title, language)}"
        for side in (result.old, result.new)
    ]
    lines += ["", text(result.explanation, language), ""]
    counts = {effect.value: len(result.of(effect)) for effect in Effect}
    if result.changes:
        said = message("diff.counts", all=len(result.changes), **counts)
        lines += [text(said, language), ""]
    lines += outcome_sections(result, language)
    for name, changes in groups(result):
        if changes:
            title = text(message(f"diff.class.{name}"), language)
            lines += [f"## {title} ({len(changes)})", "", *_changes(changes, language)]
    if any(change.depends for change in result.changes):
        lines += [text(message("diff.legend"), language)]
    return "\n".join(lines).rstrip() + "\n"


def _changes(changes: Sequence[Change], language: Language) -> list[str]:
    names = ("element", "change", "old", "new")
    head = [text(message(f"diff.column.{name}"), language) for name in names]
    rows = [
        [
            code(one.element),
            _what(one, language),
            _side(one.old, one.old_at, language),
            _side(one.new, one.new_at, language),
        ]
        for one in changes
    ]
    return table(head, rows)


def _what(change: Change, language: Language) -> str:
    words: Words = KINDS[change.kind].sentence
    if change.about is not None:
        words = message("diff.row", row=words, points=change.about)
    return f"{text(words, language)} ?" if change.depends else text(words, language)


def _side(words: Words | None, where: Location | None, language: Language) -> str:
    """What one side says, with its place; nothing where it says nothing."""
    if words is None:
        return ""
    at = "" if where is None else f" {code(place(where))}"
    return f"{text(words, language)}{at}"
