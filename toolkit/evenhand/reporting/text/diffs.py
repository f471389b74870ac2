"""The text of ``diff`` over several policies: which changed, came and went, then each change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.diff.several import Alone, Diffs, Pair
from evenhand.messages import Message, message
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text import diff
from evenhand.reporting.text.table import heading, indented, table

SHORT: Final = 12
"""How many digits of a commit's id are shown."""

ARROW: Final = " → "


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one policy; ``files`` are the old and the new path where they differ."""

    policy: str
    state: Message
    files: tuple[str, ...]


def body(result: Diffs, look: Look) -> str:
    """What was compared, a line a policy that is not as it was, and the changes of each."""
    lines: list[str] = []
    for one in head(result):
        lines += indented(one.text(look.language), look.width, "")
    rows = [
        [row.policy, row.state.text(look.language), ARROW.join(row.files)]
        for row in rows_of(result, whole=look.verbose > 0)
    ]
    if rows:
        names = [message(f"diff.column.{name}") for name in ("policy", "state", "file")]
        shown = [[one_line(cell, look.ascii) for cell in row] for row in rows]
        lines += ["", *table([[name.text(look.language) for name in names], *shown], look.width)]
    for pair in result.changed:
        title = heading(one_line(pair.new_path, look.ascii), look)
        lines += ["", "", title, diff.body(pair.diff, look)]
    return "\n".join(lines)


def head(result: Diffs) -> Iterator[Message]:
    """What the files were compared with, how many of each fate, and what it amounts to."""
    if result.against is not None:
        against = result.against
        yield message("diff.against", ref=against.ref, commit=against.commit[:SHORT])
    yield message("diff.policy-counts", **result.counts())
    yield result.explanation


def rows_of(result: Diffs, *, whole: bool = False) -> list[Row]:
    """The policies that are not as they were, or all."""
    pairs = [pair for pair in result.pairs if whole or pair.changed or pair.renamed]
    return [
        *(Row(pair.diff.new.policy, state_of(pair), _files(pair)) for pair in pairs),
        *_alone(result.added, "added"),
        *_alone(result.removed, "removed"),
    ]


def state_of(pair: Pair) -> Message:
    """What became of a policy: its verdict, or that nothing changed."""
    return message(f"diff.word.{pair.diff.verdict}" if pair.changed else "diff.state.same")


def _alone(ones: tuple[Alone, ...], word: str) -> Iterator[Row]:
    for one in ones:
        yield Row(one.side.policy, message(f"diff.state.{word}"), (one.path,))


def _files(pair: Pair) -> tuple[str, ...]:
    return (pair.old_path, pair.new_path) if pair.renamed else (pair.new_path,)
