"""Plain data in the canonical layout, and back.

Plain data are mappings in their order, lists, texts, booleans, None, and exact numbers (``int`` or
``Fraction``). What is written is read back as the same data, and writes the same text again.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType
from fractions import Fraction
from typing import Final, TypeAlias

from evenhand.loading.nodes import Mapping, Node, Scalar, ScalarKind, Sequence, number
from evenhand.loading.writing.layout import Group, Leaf, Part, Tree, on_one_line, text_of_layout
from evenhand.loading.writing.scalars import NULL, written_number

Data: TypeAlias = "MappingType[str, Data] | SequenceType[Data] | str | bool | int | Fraction | None"

SHORT_BLOCKS: Final = frozenset({"applies_to", "otherwise", "vocabulary", "cases", "profile"})
"""Blocks of a file that stand on one line where they fit."""

WHOLE_ITEMS: Final = frozenset(
    {"attributes", "characteristics", "constraints", "definitions", "derived", "examples"}
    | {"knockouts", "scorecards", "sections", "tiers"}
)
"""Lists and mappings whose members always take lines of their own."""

ROWS: Final = frozenset(
    {"add", "assumes", "bins", "cases", "claims", "laws", "overrides", "paths", "replace", "sum"}
)
"""Lists of which each item takes a line of its own where there are several."""


def write_yaml(data: MappingType[str, Data]) -> str:
    """A file's text in the canonical layout, ending with a line break."""
    root = _group(data, None)
    root.block = True
    for part in root.parts:
        named = part.key.text if part.key is not None else ""
        if isinstance(part.value, Group) and named not in SHORT_BLOCKS:
            part.value.block = True
    _space(root)
    return text_of_layout(root)


def data_of(node: Node) -> Data:
    """What a node says as plain data; an unquoted number is exact, however it was written."""
    match node:
        case Mapping():
            return {one.key.text: data_of(one.value) for one in node.entries}
        case Sequence():
            return [data_of(one) for one in node.items]
        case Scalar():
            return _scalar(node)


def _scalar(scalar: Scalar) -> Data:
    match scalar.kind:
        case ScalarKind.NULL:
            return None
        case ScalarKind.BOOLEAN:
            return scalar.text.lower() == "true"
        case ScalarKind.TEXT | ScalarKind.INTEGER | ScalarKind.DECIMAL:
            exact = None if scalar.quoted else number(scalar)
            return scalar.text if exact is None else exact


def _space(root: Group) -> None:
    """An empty line around every block of several lines but the first, which heads the file."""
    long = [isinstance(one.value, Group) and on_one_line(one.value) is None for one in root.parts]
    for index, part in enumerate(root.parts):
        if index > 1 and (long[index] or long[index - 1]):
            part.before.append("")


def _tree(data: Data, key: str | None) -> Tree:
    match data:
        case bool():
            return Leaf("true" if data else "false", literal=True)
        case None:
            return Leaf(NULL, literal=True)
        case int() | Fraction():
            return Leaf(written_number(data), literal=True)
        case str():
            return Leaf(data)
        case _:
            return _group(data, key)


def _group(data: MappingType[str, Data] | SequenceType[Data], key: str | None) -> Group:
    whole = key in WHOLE_ITEMS
    if isinstance(data, MappingType):
        parts = [Part(Leaf(name), _tree(value, name)) for name, value in data.items()]
    else:
        parts = [Part(None, _tree(value, None)) for value in data]
    several = len(parts) > 1 and all(isinstance(one.value, Group) for one in parts)
    members = whole and all(isinstance(one.value, Group) for one in parts)
    if members:
        for part in parts:
            part.value = _in_block(part.value)
    return Group(isinstance(data, MappingType), parts, block=members or (several and key in ROWS))


def _in_block(tree: Tree) -> Tree:
    if isinstance(tree, Group):
        tree.block = True
    return tree
