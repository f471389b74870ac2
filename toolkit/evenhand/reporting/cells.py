"""How wide text is on a terminal, in cells, and text that a terminal cannot be steered with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from evenhand.messages import printable


def cell_width(text: str) -> int:
    """The cells that a text takes: two for wide characters such as Han, none for combining marks.

    The text must hold no control characters.
    """
    return len(text) if text.isascii() else sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(character: str, ascii_only: bool = False) -> str:
    """A character as it can be shown on one line: steering ones, and tabs, become escapes."""
    if character in _ESCAPES:
        return _ESCAPES[character]
    shown = printable(character)
    return escaped(shown) if ascii_only else shown


def one_line(text: str, ascii_only: bool = False) -> str:
    """A text as it can be shown on one line."""
    return "".join(visible(character, ascii_only) for character in text)


def escaped(text: str) -> str:
    """A text in ASCII, other characters as escapes, for terminals that know no others."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def cut(pieces: list[str], start: int, budget: int) -> tuple[int, int]:
    """The first and the last-but-one piece to show so that ``start`` is seen within a budget.

    A quarter of the budget goes to what stands before ``start``.
    """
    first, before = start, 0
    for index, width in _backwards(pieces, start):
        before += width
        if before > budget // 4:
            break
        first = index
    last, used = first, 0
    while last < len(pieces) and used + cell_width(pieces[last]) <= budget:
        used += cell_width(pieces[last])
        last += 1
    return first, max(last, start + 1)


def _backwards(pieces: list[str], start: int) -> Iterator[tuple[int, int]]:
    for index in range(start - 1, -1, -1):
        yield index, cell_width(pieces[index])


_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
