"""Concise text of ``diff``: a line a policy with its verdict, then a line a change.

Changes of outcome come first, with the place of the new policy that makes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.diff.change import Change
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.several import Diffs
from evenhand.model.describe import words_text
from evenhand.model.wording import Words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.diagnostics import place


def lines(result: Diff | Diffs, look: Look) -> Iterator[str]:
    """``policy: verdict`` and ``path:line:column: class kind element old → new``.

    Verdicts, classes and kinds are the words of the JSON form, whatever the language.
    """
    if isinstance(result, Diff):
        yield from _policy(result, look)
        return
    for pair in result.pairs:
        yield from _policy(pair.diff, look)
        if pair.renamed:
            yield one_line(f"{pair.old_path}: renamed {pair.new_path}", look.ascii)
    for word, ones in (("added", result.added), ("removed", result.removed)):
        for one in ones:
            yield one_line(f"{one.side.policy}: {word} {one.path}", look.ascii)


def _policy(result: Diff, look: Look) -> Iterator[str]:
    yield one_line(f"{result.new.policy}: {result.verdict}", look.ascii)
    for one in result.semantics.transitions:
        outcomes = f"{one.before.outcome} → {one.after.outcome}"
        head = f"{place(one.new.at)}: {one.move.value} {outcomes} {one.new.element}"
        yield one_line(head, look.ascii)
    for change in result.changes:
        where = change.new_at or change.old_at
        at = "-" if where is None else place(where, look.ascii)
        head = f"{change.effect.value} {change.kind} {change.element}"
        yield f"{at}: {one_line(f'{head} {_sides(change, look)}'.rstrip(), look.ascii)}"


def _sides(change: Change, look: Look) -> str:
    """Old and new; of one side alone, with the mark that says which."""
    match change.old, change.new:
        case None, None:
            return ""
        case None, new:
            return f"+ {_said(new, look)}"
        case old, None:
            return f"- {_said(old, look)}"
        case old, new:
            return f"{_said(old, look)} → {_said(new, look)}"


def _said(words: Words | None, look: Look) -> str:
    assert words is not None
    return words_text(words, look.language)
