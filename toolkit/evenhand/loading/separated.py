"""Tables as text: comma-separated values, each cell with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evenhand.loading.text import Text
from evenhand.location import Location

QUOTE: Final = '"'
COMMA: Final = ","


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without quotes, and where it stands."""

    text: str
    location: Location


class OpenQuote(Exception):
    """A quoted cell that is never closed; ``location`` is where it was opened."""

    def __init__(self, location: Location) -> None:
        super().__init__(str(location))
        self.location = location


def rows(text: Text) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table; empty lines are passed over.

    Cells are parted by commas. A cell within double quotes may hold commas, line breaks and, twice,
    double quotes. Raises OpenQuote.
    """
    at, content = 0, text.content
    row: list[Cell] = []
    while at < len(content) or row:
        start = at
        if content.startswith(QUOTE, at):
            value, at = _quoted(text, at)
        else:
            at = _end_of_plain(content, at)
            value = content[start:at]
        row.append(Cell(value.strip(), text.location(start, max(at, start))))
        if content.startswith(COMMA, at):
            at += 1
            if at < len(content):
                continue
            row.append(Cell("", text.location(at, at)))
        at = _next_line(content, at)
        if any(cell.text for cell in row):
            yield tuple(row)
        row = []


def _quoted(text: Text, start: int) -> tuple[str, int]:
    """The text within quotes that open at a place, and where the cell ends."""
    content, at, pieces = text.content, start + 1, []
    while True:
        end = content.find(QUOTE, at)
        if end < 0:
            raise OpenQuote(text.location(start, start + 1))
        pieces.append(content[at:end])
        if not content.startswith(QUOTE, end + 1):
            rest = _end_of_plain(content, end + 1)
            return "".join(pieces) + content[end + 1 : rest], rest
        pieces.append(QUOTE)
        at = end + 2


def _end_of_plain(content: str, at: int) -> int:
    while at < len(content) and content[at] not in ",\r\n":
        at += 1
    return at


def _next_line(content: str, at: int) -> int:
    while at < len(content) and content[at] not in "\r\n":
        at += 1
    return at + 2 if content.startswith("\r\n", at) else at + 1
