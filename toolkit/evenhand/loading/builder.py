"""Nodes from events: places, limits, and what policy texts do not use.

What is wrong but does not stop the parser is collected, so that one run says it all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, NamedTuple

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


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be: bytes, nodes (after aliases are written out), depth, aliases."""

    max_bytes: int = 2 * 1024 * 1024
    max_nodes: int = 200_000
    max_depth: int = 64
    max_aliases: int = 100


class StoppedError(Exception):
    """Reading cannot go on; the finding says why. ``unreadable``: a limit is exceeded."""

    def __init__(self, finding: Finding, unreadable: bool) -> None:
        super().__init__(finding.rule)
        self.finding = finding
        self.unreadable = unreadable


class _Anchored(NamedTuple):
    """A node that has a name, with its size in nodes and its height in collections."""

    node: Node
    size: int
    height: int


@dataclass(slots=True, eq=False)
class _Frame:
    """A collection that is being read."""

    start: int
    mapping: bool
    flow: bool
    anchor: str | None
    nodes_before: int
    height: int = 1
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

    ``spoiled`` are the nodes that say something else than was meant, or miss an entry, because of
    what was found; ``quoted`` the stretches of quoted and block text.
    """

    def __init__(self, text: Text, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0
        self._aliases = 0
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
            case EventKind.DOCUMENT_START:
                self._document(event)
            case EventKind.MAPPING_START | EventKind.SEQUENCE_START:
                self._open(event)
            case EventKind.MAPPING_END | EventKind.SEQUENCE_END:
                self._close(event)
            case EventKind.SCALAR:
                self._scalar(event)
            case EventKind.ALIAS:
                self._alias(event)
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
            raise StoppedError(stop, unreadable=False)

    def _refuse(self, name: str, event: Event, limit: int) -> None:
        place = self.text.location(event.start, event.end)
        raise StoppedError(problem(name, place, limit=limit), unreadable=True)

    def _document(self, event: Event) -> None:
        self._documents += 1
        place = self.text.location(event.start, event.end)
        if self._documents > 1:
            raise StoppedError(problem("several-documents", place), unreadable=False)
        if self.text.content[event.start : event.start + 1] == "%":
            line = self.text.line_of(event.start).rstrip()
            end = event.start + len(line)
            self._report(problem("directive", self.text.location(event.start, end)))

    def _count(self, event: Event, size: int, depth: int) -> None:
        self._nodes += size
        if self._nodes > self.limits.max_nodes:
            name = "alias-expansion" if event.kind is EventKind.ALIAS else "too-many-values"
            self._refuse(name, event, self.limits.max_nodes)
        if depth > self.limits.max_depth:
            self._refuse("too-deep", event, self.limits.max_depth)

    def _open(self, event: Event) -> None:
        before = self._nodes
        self._count(event, 1, len(self._stack) + 1)
        start = self._beginning(event)
        mapping = event.kind is EventKind.MAPPING_START
        if self._stack and self._stack[-1].awaits_key:
            self._report(problem("complex-key", self.text.location(start, start + 1)))
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(start, mapping, event.flow, event.anchor, before))

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
        size = self._nodes - frame.nodes_before
        self._place(_Anchored(node, size, frame.height), end, frame.anchor)

    def _scalar(self, event: Event) -> None:
        self._count(event, 1, 0)
        found = len(self.findings)
        named = event.tag is not None or event.anchor is not None
        start = self._beginning(event) if named else event.start
        end = max(start, event.end)
        if not event.plain:
            self.quoted.append((start, end))
        scalar = self._scalars.read(start, end, event.value, event.plain and event.tag is None)
        frame = self._stack[-1] if self._stack else None
        if event.plain and not event.value.isascii() and (frame is None or not frame.awaits_key):
            in_list = frame is None or not frame.mapping
            self._scalars.check_entry(start, end, in_list, frame is not None and frame.flow)
        if len(self.findings) > found:
            self.spoiled.append(scalar)
        self._place(_Anchored(scalar, 1, 0), end, event.anchor)

    def _alias(self, event: Event) -> None:
        name = event.anchor or ""
        place = self.text.location(event.start, event.end)
        self._aliases += 1
        if self._aliases > self.limits.max_aliases:
            self._refuse("too-many-aliases", event, self.limits.max_aliases)
        known = self._anchors.get(name)
        if known is None:
            wrong = "alias-of-itself" if name in self._anchors else "unknown-alias"
            self._report(problem(wrong, place, name=name))
            known = _Anchored(Scalar(place, "", ScalarKind.NULL), 1, 0)
            self.spoiled.append(known.node)
        self._count(event, known.size, len(self._stack) + known.height)
        node = replace(known.node, location=place) if known.node.location != place else known.node
        if not isinstance(node, Scalar) and self._stack and self._stack[-1].awaits_key:
            self._report(problem("complex-key", place))
        self._place(_Anchored(node, known.size, known.height), event.end, None)

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

    def _place(self, node: _Anchored, end: int, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self.root = node.node
            return
        frame = self._stack[-1]
        frame.height = max(frame.height, node.height + 1)
        frame.end = end
        if not frame.mapping:
            frame.items.append(node.node)
        elif frame.dropping:
            frame.dropping = False
        elif frame.key is not None:
            frame.entries.append(Entry(frame.key, node.node))
            frame.key = None
        else:
            self._key(frame, node.node)

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


_TAG: Final = re.compile(r"!\S*")
_PROPERTIES: Final = re.compile(
    r"(?:(?:&[\w-]+|![^\s,\[\]{}]*)(?:\s+(?:#[^\r\n]*\s+)*|(?=[,\[\]{}])|$))*"
)
