"""Tables and paragraphs of plain text, measured in cells so that Chinese lines up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width

GAP: Final = "  "
LEAST: Final = 8
"""The fewest cells that a column is squeezed to."""


def table(
    rows: Sequence[Sequence[str]], width: int, *, right: frozenset[int] = frozenset()
) -> list[str]:
    """Rows as lines with aligned columns; cells wrap where a line would be wider than ``width``.

    The first row is the heading, with a rule below it. Columns in ``right`` are flush right.
    """
    widths = _widths(rows, width)
    lines: list[str] = []
    for index, row in enumerate(rows):
        cells = [wrap(cell, room) for cell, room in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            padded = [
                pad(part, room, right=column in right)
                for column, (part, room) in enumerate(zip(parts, widths, strict=True))
            ]
            lines.append(GAP.join(padded).rstrip())
        if index == 0:
            lines.append(GAP.join("-" * room for room in widths))
    return lines


def heading(text: str, look: Look) -> str:
    """The title of a section, bold where colours are wanted."""
    return f"\x1b[1m{text}\x1b[0m" if look.color else text


def pad(text: str, width: int, *, right: bool = False) -> str:
    """A text filled up with blanks to a width in cells."""
    blanks = " " * max(width - cell_width(text), 0)
    return blanks + text if right else text + blanks


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Each column as wide as its widest cell; the widest columns give way until a line fits."""
    widths = [max(cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    surplus = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while surplus > 0 and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
        surplus -= 1
    return widths


def wrap(text: str, width: int) -> list[str]:
    """A text on lines of at most so many cells, broken at blanks or beside wide characters.

    A single piece that is wider than a line is cut.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if cell_width(line) + cell_width(piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while cell_width(line) > width and len(line) > 1:
            cut = _fits(line, width)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """The smallest parts between which a line may break: words with their blank, wide characters.

    A closing mark stays with what it closes.
    """
    piece = ""
    for character in text:
        breaks = bool(piece) and (cell_width(character) == 2 or cell_width(piece[-1]) == 2)
        if breaks and piece[-1] not in _OPENING and character not in _CLOSING:
            yield piece
            piece = ""
        piece += character
        if character == " " or (character == "-" and len(piece) > 1):
            yield piece
            piece = ""
    if piece:
        yield piece


def _fits(text: str, width: int) -> int:
    """How many characters of a text fit, at least one."""
    used = 0
    for index, character in enumerate(text):
        used += cell_width(character)
        if used > width:
            return max(index, 1)
    return len(text)


_CLOSING: Final = frozenset("，。；：、！？）》」』”’,.;:!?)]")
_OPENING: Final = frozenset("（《「『“‘")


def indented(text: str, width: int, first: str, rest: str | None = None) -> list[str]:
    """A paragraph with a first and a later indent, wrapped to a width in cells."""
    later = " " * cell_width(first) if rest is None else rest
    lines = wrap(text, max(width - cell_width(first), LEAST))
    return [f"{first if n == 0 else later}{line}" for n, line in enumerate(lines)]


def placed(text: str, where: str, width: int, indent: str) -> list[str]:
    """A text with a place: on the same line where there is room, else below it."""
    line = f"{indent}{text}  {where}"
    if cell_width(line) <= width:
        return [line]
    return [*indented(text, width, indent), f"{indent}  {where}"]
