"""What a YAML text says, as nodes that know their place: scalars, mappings and sequences.

A scalar keeps the text as it was written; numbers become exact only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from evenhand.location import Location

MAX_NUMBER_LENGTH: Final = 64
"""The most characters that a number may have."""


class ScalarKind(Enum):
    """How a scalar is read by the core schema of YAML 1.2 (quoted text is always TEXT)."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    NULL = "null"


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value: its text as written (escapes of quoted text resolved) and how it is read."""

    location: Location
    text: str
    kind: ScalarKind = ScalarKind.TEXT
    quoted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """Keys with values, in the order of the text; no key occurs twice."""

    location: Location
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Node | None:
        """The value of a key, or None when the mapping does not have it."""
        return next((e.value for e in self.entries if e.key.text == key), None)

    def key(self, name: str) -> Scalar | None:
        """The key itself (for its place), or None when the mapping does not have it."""
        return next((e.key for e in self.entries if e.key.text == name), None)

    def keys(self) -> tuple[str, ...]:
        """The texts of all keys, in order."""
        return tuple(e.key.text for e in self.entries)


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    location: Location
    items: tuple[Node, ...]


Node: TypeAlias = Scalar | Mapping | Sequence


def number(scalar: Scalar) -> Fraction | None:
    """The exact number that a scalar stands for, or None when it does not stand for one.

    Integers and decimals count as written. Text counts when it is grouped by threes or by
    fours (``300_000``, ``30_0000``, ``1_000.50``) or a ratio of integers (``1/3``), quoted or not.
    """
    match scalar.kind:
        case ScalarKind.INTEGER | ScalarKind.DECIMAL:
            return Fraction(Decimal(scalar.text))
        case ScalarKind.TEXT:
            return _number_in(scalar.text)
        case ScalarKind.BOOLEAN | ScalarKind.NULL:
            return None
        case _:  # pragma: no cover
            assert_never(scalar.kind)


def plain(node: Node) -> object:
    """The node as plain data: dict, list, str, int, Decimal, bool or None.

    Decimals are ``decimal.Decimal``, exactly as written; binary floats never occur.
    """
    match node:
        case Scalar():
            return _plain_scalar(node)
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
        case _:  # pragma: no cover
            assert_never(node)


def at(node: Node, path: Iterable[str | int]) -> Node:
    """The node that is reached by following keys (text) and indexes (integers, from 0).

    Raises KeyError when a step does not exist.
    """
    for step in path:
        match node, step:
            case Mapping(), str():
                found = node.get(step)
                if found is None:
                    raise KeyError(step)
                node = found
            case Sequence(), int() if 0 <= step < len(node.items):
                node = node.items[step]
            case _:
                raise KeyError(step)
    return node


def scalars(node: Node) -> Iterator[Scalar]:
    """All values under a node (not the keys), in the order of the text."""
    match node:
        case Scalar():
            yield node
        case Mapping():
            for entry in node.entries:
                yield from scalars(entry.value)
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case _:  # pragma: no cover
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes under it, keys included, in the order of the text."""
    yield node
    match node:
        case Scalar():
            return
        case Mapping():
            for entry in node.entries:
                yield entry.key
                yield from walk(entry.value)
        case Sequence():
            for item in node.items:
                yield from walk(item)
        case _:  # pragma: no cover
            assert_never(node)


_GROUPED: Final = re.compile(
    r"[-+]?[1-9](?:[0-9]{0,2}(?:_[0-9]{3})+|[0-9]{0,3}(?:_[0-9]{4})+)(?:\.[0-9]+)?"
)
_RATIO: Final = re.compile(r"([-+]?(?:0|[1-9][0-9]*))/([1-9][0-9]*)")


def _number_in(text: str) -> Fraction | None:
    if len(text) > MAX_NUMBER_LENGTH:
        return None
    if ratio := _RATIO.fullmatch(text):
        return Fraction(int(ratio[1]), int(ratio[2]))
    if _GROUPED.fullmatch(text):
        return Fraction(text.replace("_", ""))
    return None


def _plain_scalar(scalar: Scalar) -> object:
    match scalar.kind:
        case ScalarKind.TEXT:
            return scalar.text
        case ScalarKind.INTEGER:
            return int(scalar.text)
        case ScalarKind.DECIMAL:
            return Decimal(scalar.text)
        case ScalarKind.BOOLEAN:
            return scalar.text.lower() == "true"
        case ScalarKind.NULL:
            return None
        case _:  # pragma: no cover
            assert_never(scalar.kind)
