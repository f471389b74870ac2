"""The one place that talks to the YAML library: a text as a stream of events, or a problem.

Only the C part of the library is used. Its pure Python part accepts other texts, so falling
back to it would make a file valid on one machine and wrong on another.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, Final, NamedTuple

from evenhand.errors import MissingExtraError
from evenhand.messages import message


class EventKind(Enum):
    """What an event begins, ends or is."""

    STREAM_START = "StreamStartEvent"
    STREAM_END = "StreamEndEvent"
    DOCUMENT_START = "DocumentStartEvent"
    DOCUMENT_END = "DocumentEndEvent"
    MAPPING_START = "MappingStartEvent"
    MAPPING_END = "MappingEndEvent"
    SEQUENCE_START = "SequenceStartEvent"
    SEQUENCE_END = "SequenceEndEvent"
    SCALAR = "ScalarEvent"
    ALIAS = "AliasEvent"


class Event(NamedTuple):
    """One step of a text; a tuple, as there are hundreds of thousands.

    ``start`` and ``end`` are indexes into the text, in code points.

    ``plain`` says that a scalar is neither quoted nor a block of text; ``flow`` that a collection
    is written with brackets.
    """

    kind: EventKind
    start: int
    end: int
    value: str = ""
    anchor: str | None = None
    tag: str | None = None
    plain: bool = False
    flow: bool = False


class YamlSyntaxError(Exception):
    """The text is not YAML: the library's words (never shown) and the places it points to."""

    def __init__(self, words: str, context: str, start: int, end: int) -> None:
        super().__init__(words)
        self.words = words
        self.context = context
        self.start = start
        self.end = end


def events(content: str) -> Iterator[Event]:
    """The events of a text, one at a time, so that a caller can stop at any limit.

    Raises YamlSyntaxError where the text is not YAML, and MissingExtraError when the C part of the
    library is not installed. The text must hold no control characters and no surrogates.
    """
    library = _library()
    parser = library.CParser(content)
    while True:
        try:
            event = parser.get_event()
        except library.YAMLError as error:
            raise _problem(error) from None
        if event is None:
            return
        yield _event(event)


@cache
def _library() -> Any:
    try:
        return importlib.import_module("_ruamel_yaml")
    except ImportError:
        raise MissingExtraError(
            message("load.missing-yaml-part", command="pip install ruamel.yaml.clib")
        ) from None


def _event(event: Any) -> Event:
    kind = _KINDS[type(event).__name__]
    start, end = event.start_mark.index, event.end_mark.index
    match kind:
        case EventKind.SCALAR:
            return Event(
                kind, start, end, event.value or "", event.anchor, event.tag, not event.style
            )
        case EventKind.MAPPING_START | EventKind.SEQUENCE_START:
            flow = bool(event.flow_style)
            return Event(kind, start, end, "", event.anchor, event.tag, flow=flow)
        case EventKind.ALIAS:
            return Event(kind, start, end, "", event.anchor)
        case _:
            return Event(kind, start, end)


def _problem(error: Any) -> YamlSyntaxError:
    end = error.problem_mark.index
    start = error.context_mark.index if error.context_mark else end
    return YamlSyntaxError(error.problem or "", error.context or "", start, end)


_KINDS: Final = {kind.value: kind for kind in EventKind}
