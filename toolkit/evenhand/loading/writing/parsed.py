"""From a written text to the tree of its layout: brackets, anchors, quotes, comments and all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evenhand.loading.characters import cleaned
from evenhand.loading.events import Event, EventKind, events
from evenhand.loading.nodes import ScalarKind
from evenhand.loading.scalars import reading
from evenhand.loading.text import Text
from evenhand.loading.writing.comments import Comment, attach
from evenhand.loading.writing.layout import Group, Leaf, Part, Tree
from evenhand.loading.writing.scalars import NULL, grouped, is_number

TEXTS: Final = frozenset(
    {
        "at", "because", "code", "criteria", "discretion", "en", "entries", "id", "name", "note",
        "origin", "owner", "quote", "title", "unstated", "url", "version", "why", "zh",
    }
)  # fmt: skip
"""Keys whose values are texts even where they look like numbers: their digits stay as they are."""


@dataclass(slots=True)
class _Frame:
    """A collection that is being read; ``cursor`` is where its next item is looked for."""

    group: Group
    cursor: int
    key: Leaf | None = None
    key_start: int = 0


def tree_of(text: Text) -> Group | None:
    """The layout tree of a text without errors, with its comments; None where it has no mapping."""
    reader = _Reader(text)
    for event in events(text.content):
        reader.take(event)
    if not isinstance(reader.root, Group):
        return None
    attach(reader.root, _comments(text, reader.spans), text)
    return reader.root


def comments_in(text: Text) -> list[Comment]:
    """All comments of a text without errors, in its order."""
    reader = _Reader(text)
    for event in events(text.content):
        reader.take(event)
    return _comments(text, reader.spans)


def _comments(text: Text, spans: list[tuple[int, int]]) -> list[Comment]:
    """All comments, given where the scalars stand."""
    found: list[Comment] = []
    cursor = 0
    for start, stop in [*spans, (len(text.content), len(text.content))]:
        found += _between(text.content, cursor, start)
        header = _BLOCK_HEADER.match(text.content, start, stop)
        if header is not None and header["comment"] is not None:
            found.append(Comment(header.start("comment"), header["comment"].rstrip()))
        cursor = max(cursor, stop)
    return found


def _between(content: str, start: int, stop: int) -> list[Comment]:
    return [
        Comment(one.start(), one[0].rstrip()) for one in _COMMENT.finditer(content, start, stop)
    ]


class _Reader:
    """Builds the tree from events."""

    def __init__(self, text: Text) -> None:
        self.content = text.content
        self.root: Tree | None = None
        self.spans: list[tuple[int, int]] = []
        self.stack: list[_Frame] = []

    def take(self, event: Event) -> None:
        match event.kind:
            case EventKind.MAPPING_START | EventKind.SEQUENCE_START:
                mapping = event.kind is EventKind.MAPPING_START
                group = Group(mapping, block=not event.flow, anchor=event.anchor, start=event.start)
                self.stack.append(_Frame(group, self._behind_anchor(event)))
            case EventKind.MAPPING_END | EventKind.SEQUENCE_END:
                group = self.stack.pop().group
                last = group.parts[-1].stop if group.parts else group.start
                group.stop = last if group.block else event.end
                self._place(group, group.start, group.stop)
            case EventKind.SCALAR:
                start = self._behind_anchor(event)
                self.spans.append((start, event.end))
                self._place(self._leaf(event, start), event.start, event.end)
            case EventKind.ALIAS:
                self._place(Leaf(f"*{event.anchor}", literal=True), event.start, event.end)
            case _:
                pass

    def _behind_anchor(self, event: Event) -> int:
        if event.anchor is None:
            return event.start
        found = _SPACE.match(self.content, event.start + 1 + len(event.anchor))
        return found.end() if found else event.end

    def _leaf(self, event: Event, start: int) -> Leaf:
        if event.plain:
            return self._plain(event)
        lines = _block_lines(self.content[start : event.end])
        return Leaf(event.value, quoted=event.value == "unstated", lines=lines, anchor=event.anchor)

    def _plain(self, event: Event) -> Leaf:
        shown = cleaned(event.value, event.value).text
        read = reading(shown)
        match read.kind:
            case ScalarKind.NULL:
                return Leaf(NULL, literal=True, anchor=event.anchor)
            case ScalarKind.BOOLEAN:
                return Leaf(event.value.lower(), literal=True, anchor=event.anchor)
            case _:
                literal = read.kind is not ScalarKind.TEXT or is_number(shown)
                keep = not literal or self._key() in TEXTS
                text = event.value if keep else grouped(event.value)
                return Leaf(text, literal=literal, anchor=event.anchor)

    def _key(self) -> str | None:
        """The key of the innermost entry that is being read."""
        keys = (one.key for one in reversed(self.stack) if one.group.mapping)
        key = next(keys, None)
        return None if key is None else key.text

    def _place(self, tree: Tree, start: int, stop: int) -> None:
        if not self.stack:
            self.root = tree
            return
        frame = self.stack[-1]
        group = frame.group
        if not group.mapping:
            group.parts.append(Part(None, tree, start=self._item_start(frame, start), stop=stop))
            frame.cursor = max(frame.cursor, stop)
        elif frame.key is None:
            assert isinstance(tree, Leaf)
            frame.key, frame.key_start = tree, start
        else:
            group.parts.append(Part(frame.key, tree, start=frame.key_start, stop=stop))
            frame.key = None

    def _item_start(self, frame: _Frame, start: int) -> int:
        """Where an item begins: its dash, or within brackets its value."""
        if not frame.group.block:
            return start
        dash = _DASH.match(self.content, frame.cursor)
        return start if dash is None else dash.end() - 1


def _block_lines(raw: str) -> tuple[str, ...]:
    """Header and lines of a block of text that can be moved as it stands; else nothing."""
    header = _BLOCK_HEADER.match(raw)
    if header is None:
        return ()
    body = [line.rstrip() for line in raw[header.end() :].splitlines()]
    while body and not body[-1]:
        body.pop()
    indents = [len(line) - len(line.lstrip(" ")) for line in body if line]
    if not indents or not body[0] or indents[0] > min(indents):
        return ()
    return (header["style"], *(line[indents[0] :] for line in body))


_SPACE: Final = re.compile(r"[ \t\r\n]*")
_COMMENT: Final = re.compile(r"#[^\r\n]*")
_DASH: Final = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*-")
_BLOCK_HEADER: Final = re.compile(r"(?P<style>[|>]-?)[ \t]*(?P<comment>#[^\r\n]*)?(?:\r\n|\r|\n)")
