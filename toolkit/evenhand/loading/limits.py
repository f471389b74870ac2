"""How large an input may be, and the first pass over a text: it counts, and builds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, NoReturn

from evenhand.loading.events import Event, EventKind, YamlSyntaxError


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be: bytes, nodes (after aliases are written out), depth, aliases."""

    max_bytes: int = 2 * 1024 * 1024
    max_nodes: int = 200_000
    max_depth: int = 64
    max_aliases: int = 100


DEFAULT_LIMITS: Final = Limits()


class LimitError(Exception):
    """A text exceeds a limit: the problem's name, the limit, and the event at which it does."""

    def __init__(self, name: str, limit: int, event: Event) -> None:
        super().__init__(name)
        self.name = name
        self.limit = limit
        self.event = event


class Counted(NamedTuple):
    """The events of a text within its limits, as far as it can be parsed.

    ``broken`` is why it cannot be parsed further. Nothing follows the start of a second document.
    """

    events: list[Event]
    broken: YamlSyntaxError | None = None


def counted(stream: Iterable[Event], limits: Limits) -> Counted:
    """The events of a text that is within its limits. Raises LimitError where it is not."""
    count = _Count(limits)
    kept: list[Event] = []
    documents = 0
    try:
        for event in stream:
            kept.append(event)
            match event.kind:
                case EventKind.SCALAR:
                    count.scalar(event)
                case EventKind.MAPPING_START | EventKind.SEQUENCE_START:
                    count.open(event)
                case EventKind.MAPPING_END | EventKind.SEQUENCE_END:
                    count.close()
                case EventKind.ALIAS:
                    count.alias(event)
                case EventKind.DOCUMENT_START:
                    documents += 1
                    if documents > 1:
                        break
                case EventKind.STREAM_START | EventKind.STREAM_END | EventKind.DOCUMENT_END:
                    pass
    except YamlSyntaxError as error:
        return Counted(kept, error)
    return Counted(kept)


class _Size(NamedTuple):
    """How many nodes there are in a node, itself included, and how many levels of collections."""

    nodes: int
    height: int


_ONE: Final = _Size(1, 0)


@dataclass(slots=True)
class _Open:
    """A collection that has not ended: its anchor, the nodes before it, its levels so far."""

    anchor: str | None
    before: int
    height: int = 1


@dataclass(slots=True)
class _Count:
    """What a text comes to so far. An anchor whose node has not ended has no size yet."""

    limits: Limits
    nodes: int = 0
    aliases: int = 0
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Size | None] = field(default_factory=dict)

    def scalar(self, event: Event) -> None:
        self.nodes += 1
        if self.nodes > self.limits.max_nodes:
            self._refuse("too-many-values", event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _ONE

    def open(self, event: Event) -> None:
        before = self.nodes
        self.nodes += 1
        if self.nodes > self.limits.max_nodes:
            self._refuse("too-many-values", event)
        self.stack.append(_Open(event.anchor, before))
        if len(self.stack) > self.limits.max_depth:
            self._refuse("too-deep", event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None

    def close(self) -> None:
        done = self.stack.pop()
        if done.anchor is not None:
            self.anchors[done.anchor] = _Size(self.nodes - done.before, done.height)
        self._holds(done.height)

    def alias(self, event: Event) -> None:
        self.aliases += 1
        if self.aliases > self.limits.max_aliases:
            self._refuse("too-many-aliases", event)
        size = self.anchors.get(event.anchor or "") or _ONE
        self.nodes += size.nodes
        if self.nodes > self.limits.max_nodes:
            self._refuse("alias-expansion", event)
        if len(self.stack) + size.height > self.limits.max_depth:
            self._refuse("too-deep", event)
        self._holds(size.height)

    def _holds(self, height: int) -> None:
        """The innermost open collection holds a node of so many levels."""
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, height + 1)

    def _refuse(self, name: str, event: Event) -> NoReturn:
        limits = self.limits
        exceeded = {"too-deep": limits.max_depth, "too-many-aliases": limits.max_aliases}
        raise LimitError(name, exceeded.get(name, limits.max_nodes), event)
