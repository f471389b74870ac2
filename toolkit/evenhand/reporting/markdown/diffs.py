"""Markdown for ``diff`` over several policies: a table of them, then the changes of each."""

from __future__ import annotations

from evenhand.analysis.diff.several import Diffs
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.markdown import diff
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.text.diffs import head, rows_of


def body(result: Diffs, look: Look) -> str:
    """What was compared, the policies that are not as they were, and the changes of each."""
    language = look.language
    lines = [f"# {text(message('diff.several'), language)}", ""]
    lines += [f"- {text(one, language)}" for one in head(result)]
    rows = [
        [code(row.policy), text(row.state, language), " → ".join(code(file) for file in row.files)]
        for row in rows_of(result)
    ]
    names = ("policy", "state", "file")
    if rows:
        columns = [text(message(f"diff.column.{name}"), language) for name in names]
        lines += ["", *table(columns, rows)]
    parts = ["\n".join(lines).rstrip()]
    parts += [_deeper(diff.body(pair.diff, look)) for pair in result.changed]
    return "\n\n".join(parts) + "\n"


def _deeper(page: str) -> str:
    """A page as a part of another: its headings a level down."""
    lines = page.rstrip().split("\n")
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in lines)
