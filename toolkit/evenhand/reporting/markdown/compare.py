"""Markdown for ``compare``: one table, a column for each policy."""

from __future__ import annotations

from itertools import groupby

from evenhand.analysis.compare import Comparison
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.text.compare import cell_text
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """What is compared, and a table for each class of criteria."""
    assert isinstance(result, Comparison)
    language = look.language
    lines = [f"# evenhand {result.run.command}", ""]
    lines += [f"- {code(name)} {text(title, language)}" for name, title in result.titles.items()]
    lines.append("")
    if not result.rows:
        lines += [text(message("compare.same"), language)]
    for group, rows in groupby(result.rows, key=lambda row: row.group):
        head = [text(message("compare.criterion"), language), *map(code, result.titles)]
        cells = [
            [
                text(row.label, language),
                *(text(cell_text(row.cells[name], look), language) for name in result.titles),
            ]
            for row in rows
        ]
        shown = text(message(f"compare.class.{group}"), language)
        lines += [f"## {shown}", "", *table(head, cells)]
    lines += [text(message("compare.legend"), language)]
    return "\n".join(lines).rstrip() + "\n"
