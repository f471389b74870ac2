"""The matrix: a table where the policies stand side by side on a line, else a list by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from evenhand.analysis.compare.matrix import Entry, Matrix, Row
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.table import GAP, heading, indented, pad, wrap

COLUMN: Final = 22
"""The fewest cells for a policy in a table."""
LABEL: Final = 28
"""The most cells for the name of a criterion."""
NOTHING: Final = "-"


def matrix_lines(matrix: Matrix, look: Look) -> Iterator[str]:
    """The criteria by class, and those that one policy alone uses."""
    yield heading(message("compare.criteria").text(look.language), look)
    if not matrix.rows:
        yield message("compare.same").text(look.language)
        return
    if len(matrix.titles) * (COLUMN + len(GAP)) + LABEL <= look.width:
        yield from _table(matrix, list(matrix.titles), look)
        yield from _alone(matrix, look)
    else:
        yield from _list(matrix, look)
    yield from indented(message("compare.legend").text(look.language), look.width, "")


def cell_text(entries: Sequence[Entry], look: Look) -> str:
    """What a policy says of a criterion."""
    said = (one_line(words_text(entry.words, look.language), look.ascii) for entry in entries)
    return _semicolon(look).join(dict.fromkeys(said)) or NOTHING


def _semicolon(look: Look) -> str:
    return message("describe.semicolon", left="", right="").text(look.language)


def _class(group: str, look: Look) -> str:
    return message(f"compare.class.{group}").text(look.language)


# -- a list ----------------------------------------------------------------------------------------


def _list(matrix: Matrix, look: Look) -> Iterator[str]:
    """Each criterion with the policies that have it; how they decide only on request."""
    width = max(map(cell_width, matrix.titles))
    for group, rows in groupby(matrix.rows, key=lambda row: row.group):
        if group == "structure" and not look.verbose:
            yield message("compare.structure-left-out").text(look.language)
            continue
        yield f"  {_class(group, look)}"
        for row in rows:
            label = one_line(words_text(row.label, look.language), look.ascii)
            yield from indented(label, look.width, "    ")
            for name in row.users:
                said = cell_text(row.cells[name], look)
                yield from indented(said, look.width, f"      {pad(name, width)}  ")
            yield from _places(row, row.users, look)


# -- a table ---------------------------------------------------------------------------------------


def _table(matrix: Matrix, block: Sequence[str], look: Look) -> Iterator[str]:
    room = look.width - LABEL - len(GAP) * len(block)
    widths = [LABEL, *(room // len(block) for _ in block)]
    head = [message("compare.criterion").text(look.language), *block]
    yield from _lines(head, widths)
    yield GAP.join("-" * width for width in widths)
    for group, listed in groupby(matrix.rows, key=lambda row: row.group):
        yield heading(_class(group, look), look)
        for row in listed:
            yield from _lines(_cells(row, block, look), widths)
            yield from _places(row, block, look)
    yield GAP.join("-" * width for width in widths)


def _cells(row: Row, block: Sequence[str], look: Look) -> list[str]:
    label = one_line(words_text(row.label, look.language), look.ascii)
    return [f"  {label}", *(cell_text(row.cells[name], look) for name in block)]


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
                    where = place(entry.use.location, look.ascii)
                    yield f"    {where}  {entry.element}"


def _alone(matrix: Matrix, look: Look) -> Iterator[str]:
    if not matrix.only_one:
        return
    yield heading(message("compare.alone").text(look.language), look)
    width = max(cell_width(row.users[0]) for row in matrix.only_one)
    by_policy = sorted(matrix.only_one, key=lambda row: list(matrix.titles).index(row.users[0]))
    for name, rows in groupby(by_policy, key=lambda row: row.users[0]):
        labels = (one_line(words_text(row.label, look.language), look.ascii) for row in rows)
        yield from indented(_semicolon(look).join(labels), look.width, f"  {pad(name, width)}  ")
    yield ""
