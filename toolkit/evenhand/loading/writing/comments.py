"""Comments: which part of a file each of them belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from evenhand.loading.text import Text
from evenhand.loading.writing.layout import Group, Leaf, Part


class Comment(NamedTuple):
    """A comment: where its mark stands, and its text with the mark."""

    place: int
    text: str


@dataclass(slots=True, eq=False)
class _Placed:
    """A part with the collection that holds it and the part that holds that one."""

    part: Part
    group: Group
    above: _Placed | None = field(default=None, repr=False)


def attach(root: Group, comments: list[Comment], text: Text) -> None:
    """Hang every comment, and every empty line between parts, on the part that it belongs to."""
    placed = list(_placed(root, None))
    _Attaching(root, placed, text).run(comments)


def _placed(group: Group, above: _Placed | None) -> Iterator[_Placed]:
    for part in group.parts:
        here = _Placed(part, group, above)
        yield here
        if isinstance(part.value, Group):
            yield from _placed(part.value, here)


@dataclass(slots=True)
class _Attaching:
    """All parts in the order of the text, outer ones first."""

    root: Group
    placed: list[_Placed]
    text: Text

    def run(self, comments: list[Comment]) -> None:
        """Comments and the beginnings of parts, in the order of the text."""
        later = 0
        for comment in comments:
            while later < len(self.placed) and self.placed[later].part.start < comment.place:
                self._blank(self.placed[later].part.before, self.placed[later].part.start)
                later += 1
            if self._own_line(comment.place) or not self._behind(comment, later):
                self._before(comment, later)
        for one in self.placed[later:]:
            self._blank(one.part.before, one.part.start)

    def _own_line(self, index: int) -> bool:
        return not self.text.content[self.text.start_of_line(index) : index].strip()

    def _blank(self, lines: list[str], index: int) -> None:
        """An empty line where the text has one above the line that begins here."""
        line, _ = self.text.place(index)
        above = self.text.source.line(line - 1).strip() if line > 1 else "-"
        if self._own_line(index) and not above:
            lines.append("")

    def _before(self, comment: Comment, later: int) -> None:
        """A comment on its own line: with what follows, or at the end of what precedes."""
        lines = self._home(comment, later)
        self._blank(lines, comment.place)
        lines.append(comment.text)

    def _home(self, comment: Comment, later: int) -> list[str]:
        before = self.placed[later - 1] if later else None
        after = self.placed[later] if later < len(self.placed) else None
        if before is not None and _awaits(before.part, comment.place):
            return before.part.before
        brackets = _brackets(before, comment.place)
        if brackets is not None and (after is None or after.part.start > brackets.stop):
            return brackets.end
        column = self._column(comment.place)
        if after is not None and (brackets is not None or column <= self._column(after.part.start)):
            return after.part.before
        ended = self._ended(before, after, column)
        if ended is not None:
            return ended.end
        return self.root.end if after is None else after.part.before

    def _ended(self, before: _Placed | None, after: _Placed | None, column: int) -> Group | None:
        """The innermost list or mapping that ends here and is indented no more than the comment."""
        holds: list[Group] = []
        here = after
        while here is not None:
            holds.append(here.group)
            here = here.above
        while before is not None:
            group = before.group
            if any(group is one for one in holds):
                return None
            if group.block and self._column(group.parts[0].start) <= column:
                return group
            before = before.above
        return None

    def _column(self, index: int) -> int:
        return self.text.place(index)[1]

    def _behind(self, comment: Comment, later: int) -> bool:
        """A comment behind something: hang it on what ended last on its line, or began there."""
        line = self.text.start_of_line(comment.place)
        known = [one.part for one in self.placed[:later]]
        open_ = [one for one in known if one.start >= line and one.stop > comment.place]
        ended = [one for one in known if line < one.stop <= comment.place and not _in_block(one)]
        last = max(ended, key=lambda one: (one.stop, -one.start), default=None)
        if open_ and (last is None or open_[-1].start >= last.stop):
            last = open_[-1]
        if last is not None:
            last.tail.append(comment.text)
        return last is not None


def _in_block(part: Part) -> bool:
    return isinstance(part.value, Group) and part.value.block


def _awaits(part: Part, index: int) -> bool:
    """Whether a comment stands between a key and its value, or within the value's lines."""
    return isinstance(part.value, Leaf) and index < part.stop


def _brackets(before: _Placed | None, index: int) -> Group | None:
    """The innermost brackets around an index."""
    while before is not None:
        value = before.part.value
        for group in (value, before.group):
            inside = isinstance(group, Group) and not group.block
            if inside and isinstance(group, Group) and group.start < index < group.stop:
                return group
        before = before.above
    return None
