"""The text of one file while it is read: from positions in the text to places in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from evenhand.location import Location, Source

_BREAK: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the starts of its lines; indexes count code points from 0.

    ``content`` is what the parser sees; ``source`` shows the lines as they were written. Both
    have the same length, so one index means the same place in both.
    """

    source: Source
    content: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)

    def location(self, start: int, end: int) -> Location:
        """The stretch from one index up to, not including, another."""
        line, column = self.place(start)
        if start <= end < (self.starts[line] if line < len(self.starts) else 0):
            return Location(self.source, line, column, line, column + end - start)
        end_line, end_column = self.place(max(start, end))
        return Location(self.source, line, column, end_line, end_column)

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of an index; beyond the text it is the text's end."""
        index = min(index, len(self.content))
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def line_of(self, index: int) -> str:
        """The line, as the parser sees it, in which an index stands."""
        start = self.starts[bisect_right(self.starts, index) - 1]
        found = _BREAK.search(self.content, start)
        return self.content[start : found.start() if found else len(self.content)]

    def start_of_line(self, index: int) -> int:
        """The index at which the line of an index begins."""
        return self.starts[bisect_right(self.starts, index) - 1]


def text_of(path: str, written: str, content: str | None = None) -> Text:
    """A text with its lines. Lines end as in YAML: line feed, carriage return, or both."""
    starts = (0, *(found.end() for found in _BREAK.finditer(written)))
    source = Source(path, tuple(_BREAK.split(written)))
    return Text(source, written if content is None else content, starts)
