"""The text of ``compare``: tables of as many policies as fit a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from evenhand.analysis.compare import Comparison, Entry, Row
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.table import GAP, heading, indented, pad, wrap
from evenhand.result import Result

COLUMN: Final = 22
"""The fewest cells for a policy; as many policies stand side by side as fit."""
LABEL: Final = 28
"""The most cells for the name of a criterion."""
NOTHING: Final = "-"


def body(result: Result, look: Look) -> str:
    """What is compared, the tables, and the criteria that one policy alone uses."""
    assert isinstance(result, Comparison)
    lines = [*_head(result, look), ""]
    if not result.rows:
        return "\n".join([*lines, message("compare.same").text(look.language)])
    names = list(result.titles)
    fit = max((look.width - LABEL) // (COLUMN + len(GAP)), 1)
    for start in range(0, len(names), fit):
        block = names[start : start + fit]
        if len(names) > fit:
            said = message(
                "compare.block", first=start + 1, last=start + len(block), all=len(names)
            )
            lines += [heading(said.text(look.language), look), ""]
        lines += [*_table(result, block, look), ""]
    lines += [*_alone(result, look)]
    lines += indented(message("compare.legend").text(look.language), look.width, "")
    return "\n".join(lines)


def _head(result: Comparison, look: Look) -> Iterator[str]:
    for name, title in result.titles.items():
        shown = one_line(title.text(look.language), look.ascii)
        yield from indented(shown, look.width, f"{name}  ", "    ")
    yield message(
        "compare.head",
        policies=len(result.titles),
        criteria=sum(row.group != "structure" for row in result.rows),
        alone=len(result.only_one),
    ).text(look.language)


def _table(result: Comparison, block: Sequence[str], look: Look) -> Iterator[str]:
    """One table; criteria that none of its policies has are left out of it."""
    rows = [row for row in result.rows if any(row.cells[name] for name in block)]
    widths = _widths(look.width, len(block))
    head = [message("compare.criterion").text(look.language), *block]
    yield from _lines(head, widths)
    yield GAP.join("-" * width for width in widths)
    for group, listed in groupby(rows, key=lambda row: row.group):
        yield heading(message(f"compare.class.{group}").text(look.language), look)
        for row in listed:
            yield from _lines(_cells(row, block, look), widths)
            yield from _places(row, block, look)
    yield GAP.join("-" * width for width in widths)


def _widths(width: int, columns: int) -> list[int]:
    room = width - LABEL - len(GAP) * columns
    return [LABEL, *(max(room // columns, 1) for _ in range(columns))]


def _cells(row: Row, block: Sequence[str], look: Look) -> list[str]:
    label = one_line(words_text(row.label, look.language), look.ascii)
    return [f"  {label}", *(cell_text(row.cells[name], look) for name in block)]


def cell_text(entries: Sequence[Entry], look: Look) -> str:
    """What a policy says of a criterion."""
    said = (one_line(words_text(entry.words, look.language), look.ascii) for entry in entries)
    return _semicolon(look).join(dict.fromkeys(said)) or NOTHING


def _semicolon(look: Look) -> str:
    return message("describe.semicolon", left="", right="").text(look.language)


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row on as many lines as its longest cell needs."""
    columns = [
        wrap(cell.strip(), width - 2) if index == 0 and cell.startswith(" ") else wrap(cell, width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    if cells[0].startswith(" "):
        columns[0] = [f"  {line}" for line in columns[0]]
    for line in range(max(map(len, columns))):
        parts = [column[line] if line < len(column) else "" for column in columns]
        shown = (pad(part, width) for part, width in zip(parts, widths, strict=True))
        yield GAP.join(shown).rstrip()


def _places(row: Row, block: Sequence[str], look: Look) -> Iterator[str]:
    """Where each cell comes from, on request."""
    if look.verbose:
        for name in block:
            for entry in row.cells[name]:
                if entry.use is not None:
                    where = one_line(place(entry.use.location), look.ascii)
                    yield f"    {where}  {entry.element}"


def _alone(result: Comparison, look: Look) -> Iterator[str]:
    if not result.only_one:
        return
    yield heading(message("compare.alone").text(look.language), look)
    width = max(cell_width(row.users[0]) for row in result.only_one)
    by_policy = sorted(result.only_one, key=lambda row: list(result.titles).index(row.users[0]))
    for name, rows in groupby(by_policy, key=lambda row: row.users[0]):
        labels = (one_line(words_text(row.label, look.language), look.ascii) for row in rows)
        yield from indented(_semicolon(look).join(labels), look.width, f"  {pad(name, width)}  ")
    yield ""
