"""Where something stands: a file's text, and a stretch of it.

Lines and columns count from 1; columns count Unicode code points.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """One text that was read: its displayed path (POSIX separators) and its lines."""

    path: str
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of a source, from (line, column) up to but not including (end_line, end_column)."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def excerpt(self) -> str:
        """The source line on which the stretch begins."""
        return self.source.line(self.line)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def whole(source: Source) -> Location:
    """The location that stands for a source as a whole (its first character)."""
    return Location(source, 1, 1, 1, 1)
