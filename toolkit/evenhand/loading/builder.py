"""Nodes from events: places, and what policy texts do not use.

What is wrong but does not stop the parser is collected, so that one run says it all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from evenhand.finding import Finding, Related
from evenhand.loading.characters import fold_notes
from evenhand.loading.events import Event, EventKind
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, ScalarKind, Sequence
from evenhand.loading.problems import problem
from evenhand.loading.text import Text
from evenhand.loading.values import ScalarReader
from evenhand.location import whole
from evenhand.messages import message

MAX_FINDINGS: Final = 100
"""After so many problems in one file reading stops."""


class StoppedError(Exception):
    """Reading cannot go on; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


@dataclass(slots=True, eq=False)
class _Frame:
    """A collection that is being read."""

    start: int
    mapping: bool
    flow: bool
    anchor: str | None
    end: int = 0
    items: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None
    dropping: bool = False
    spoiled: bool = False

    @property
    def awaits_key(self) -> bool:
        return self.mapping and self.key is None and not self.dropping


class Builder:
    """Takes the events of one text in order; ``root`` and ``findings`` are what came of them.

    The events must have been counted: an alias is written out whatever it comes to.

    ``spoiled`` are the nodes that say something else than was meant, or miss an entry, because of
    what was found; ``quoted`` the stretches of quoted and block text.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, Node | None] = {}
        self._documents = 0
        self._scalars = ScalarReader(text, self._report)
        self.quoted: list[tuple[int, int]] = []
        self.spoiled: list[Node] = []

    @property
    def open_bracket(self) -> int | None:
        """Where the innermost bracket stands that is still open, or None."""
        return self._stack[-1].start if self._stack and self._stack[-1].flow else None

    def take(self, event: Event) -> None:
        """One event. Raises StoppedError when reading cannot go on."""
        match event.kind:
            case EventKind.SCALAR:
                self._scalar(event)
            case EventKind.MAPPING_START | EventKind.SEQUENCE_START:
                self._open(event)
            case EventKind.MAPPING_END | EventKind.SEQUENCE_END:
                self._close(event)
            case EventKind.ALIAS:
                self._alias(event)
            case EventKind.DOCUMENT_START:
                self._document(event)
            case EventKind.STREAM_START | EventKind.STREAM_END | EventKind.DOCUMENT_END:
                pass

    @property
    def blank(self) -> bool:
        """Whether the text holds nothing, or nothing but comments."""
        return self.root is None or (isinstance(self.root, Scalar) and not self.root.text)

    def finish(self) -> tuple[Finding, ...]:
        """All findings, with those that can only be told after the last event."""
        notes = fold_notes(self.text, self._scalars.folded)
        return (*self.findings, *islice(notes, MAX_FINDINGS))

    def _report(self, finding: Finding) -> None:
        self.findings.append(finding)
        if len(self.findings) >= MAX_FINDINGS:
            place = finding.location or whole(self.text.source)
            stop = problem("too-many-problems", place, limit=MAX_FINDINGS)
            raise StoppedError(stop)

    def _document(self, event: Event) -> None:
        self._documents += 1
        place = self.text.location(event.start, event.end)
        if self._documents > 1:
            raise StoppedError(problem("several-documents", place))
        if self.text.content[event.start : event.start + 1] == "%":
            line = self.text.line_of(event.start).rstrip()
            end = event.start + len(line)
            self._report(problem("directive", self.text.location(event.start, end)))

    def _open(self, event: Event) -> None:
        start = self._beginning(event)
        mapping = event.kind is EventKind.MAPPING_START
        if self._stack and self._stack[-1].awaits_key:
            self._report(problem("complex-key", self.text.location(start, start + 1)))
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(start, mapping, event.flow, event.anchor))

    def _close(self, event: Event) -> None:
        frame = self._stack.pop()
        end = event.end if frame.flow else max(frame.end, frame.start)
        place = self.text.location(frame.start, end)
        node: Node = (
            Mapping(place, tuple(frame.entries))
            if frame.mapping
            else Sequence(place, tuple(frame.items))
        )
        if frame.spoiled:
            self.spoiled.append(node)
        self._place(node, end, frame.anchor)

    def _scalar(self, event: Event) -> None:
        found = len(self.findings)
        named = event.tag is not None or event.anchor is not None
        start = self._beginning(event) if named else event.start
        end = max(start, event.end)
        if not event.plain:
            self.quoted.append((start, end))
        elif self._stack and self._stack[-1].awaits_key and self._continues_number(start, end):
            self._stack[-1].dropping = self._stack[-1].spoiled = True
            return
        scalar = self._scalars.read(start, end, event.value, event.plain and event.tag is None)
        frame = self._stack[-1] if self._stack else None
        if event.plain and not event.value.isascii() and (frame is None or not frame.awaits_key):
            in_list = frame is None or not frame.mapping
            self._scalars.check_entry(start, end, in_list, frame is not None and frame.flow)
        if len(self.findings) > found:
            self.spoiled.append(scalar)
        self._place(scalar, end, event.anchor)

    def _continues_number(self, start: int, end: int) -> bool:
        """Whether a key in braces is the rest of a number with commas; told at the first comma."""
        content = self.text.content
        if not self._stack[-1].flow or content[start - 1] != ",":
            return False
        for found in _GROUPED.finditer(content, self.text.start_of_line(start)):
            if found.end() < end:
                continue
            if found.start() < start and content.index(",", found.start()) == start - 1:
                number = found[0].lstrip("¥￥$£€").replace(",", "_")
                place = self.text.location(*found.span())
                self._report(problem("comma-in-number", place, text=found[0], number=number))
            return found.start() < start
        return False

    def _alias(self, event: Event) -> None:
        name = event.anchor or ""
        place = self.text.location(event.start, event.end)
        known = self._anchors.get(name)
        if known is None:
            wrong = "alias-of-itself" if name in self._anchors else "unknown-alias"
            self._report(problem(wrong, place, name=name))
            known = Scalar(place, "", ScalarKind.NULL)
            self.spoiled.append(known)
        node = replace(known, location=place) if known.location != place else known
        if not isinstance(node, Scalar) and self._stack and self._stack[-1].awaits_key:
            self._report(problem("complex-key", place))
        self._place(node, event.end, None)

    def _beginning(self, event: Event) -> int:
        """Where a node begins, after its tag (which is reported) and its anchor."""
        if event.tag is not None:
            found = _TAG.search(self.text.content, event.start)
            place = found.span() if found else (event.start, event.end)
            tag = found[0] if found else event.tag
            self._report(problem("tag", self.text.location(*place), tag=tag))
        if event.tag is None and event.anchor is None:
            return event.start
        found = _PROPERTIES.match(self.text.content, event.start)
        return found.end() if found else event.start

    def _place(self, node: Node, end: int, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.end = end
        if not frame.mapping:
            frame.items.append(node)
        elif frame.dropping:
            frame.dropping = False
        elif frame.key is not None:
            frame.entries.append(Entry(frame.key, node))
            frame.key = None
        else:
            self._key(frame, node)

    def _key(self, frame: _Frame, node: Node) -> None:
        """A node in the place of a key; a key that cannot stand drops its value."""
        if not isinstance(node, Scalar):
            frame.dropping = frame.spoiled = True
            return
        if node.text == "<<" and not node.quoted:
            self._report(problem("merge-key", node.location))
            frame.dropping = frame.spoiled = True
            return
        if node.kind is not ScalarKind.TEXT:
            self._report(problem("key-not-text", node.location, key=node.text or "null"))
            self.spoiled.append(node)
        first = frame.seen.setdefault(node.text, node)
        if first is node:
            frame.key = node
            return
        frame.dropping = True
        related = Related(first.location, message("load.first-given"))
        self._report(problem("duplicate-key", node.location, related=(related,), key=node.text))


_GROUPED: Final = re.compile(
    r"(?<![\w.,])[¥￥$£€]?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9.]|,[0-9]|[ \t]*:)"
)
_TAG: Final = re.compile(r"!\S*")
_PROPERTIES: Final = re.compile(
    r"(?:(?:&[\w-]+|![^\s,\[\]{}]*)(?:\s+(?:#[^\r\n]*\s+)*|(?=[,\[\]{}])|$))*"
)
