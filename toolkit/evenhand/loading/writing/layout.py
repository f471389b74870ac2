"""The canonical layout: a tree of values with comments as lines of text.

A collection is written within brackets where it was asked for and fits on its line; a comment
inside it, or a line of more than WIDTH cells, spreads it over lines of its own. Long lists of codes
and the values of a worked customer fill lines within their brackets instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from evenhand.loading.writing.scalars import cells, written_text

WIDTH: Final = 100
"""The most cells that a line within brackets may take; longer texts stay on one line."""

STEP: Final = 2

FILLING: Final = frozenset({"expect", "given"})
"""Keys of mappings that fill lines within their brackets."""


@dataclass(slots=True)
class Leaf:
    """One value. A ``literal`` (number, boolean, null, alias) is written as it stands.

    ``lines`` are those of a block of text, with its header (``|`` or ``>-``) first.
    """

    text: str
    literal: bool = False
    quoted: bool = False
    lines: tuple[str, ...] = ()
    anchor: str | None = None

    def written(self, *, flow: bool) -> str:
        """The value on one line, with its anchor."""
        text = self.text
        if not self.literal:
            text = written_text(text, flow=flow, forced=self.quoted)
        return text if self.anchor is None else f"&{self.anchor} {text}"


@dataclass(slots=True)
class Part:
    """An entry of a mapping, or (without a key) an item of a list.

    ``before`` are comments on lines of their own, an empty text standing for an empty line;
    ``tail`` are comments that stand behind it. ``start`` and ``stop`` are indexes into the text
    that it was read from.
    """

    key: Leaf | None
    value: Tree
    before: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    start: int = 0
    stop: int = 0


@dataclass(slots=True)
class Group:
    """A mapping or a list. ``block`` asks for lines of its own; ``end`` are comments at its end."""

    mapping: bool
    parts: list[Part] = field(default_factory=list)
    block: bool = False
    end: list[str] = field(default_factory=list)
    anchor: str | None = None
    start: int = 0
    stop: int = 0


Tree: TypeAlias = Leaf | Group


def text_of_layout(root: Group) -> str:
    """The whole text, ending with a line break."""
    return "\n".join(_lines(root, 0)) + "\n"


def on_one_line(tree: Tree) -> str | None:
    """A value within brackets, or None where something in it needs a line of its own."""
    if isinstance(tree, Leaf):
        return None if tree.lines else tree.written(flow=True)
    if tree.parts and (tree.block or tree.end):
        return None
    shown = _members(tree)
    if shown is None:
        return None
    left, right = _brackets(tree)
    return f"{left}{', '.join(shown)}{right}"


def _members(group: Group) -> list[str] | None:
    """What stands within the brackets of a collection; None where something needs a line."""
    shown = []
    for part in group.parts:
        value = on_one_line(part.value)
        if value is None or part.tail or any(part.before):
            return None
        shown.append(value if part.key is None else f"{_key(part.key, flow=True)}: {value}")
    return shown


def _brackets(group: Group) -> tuple[str, str]:
    anchor = "" if group.anchor is None else f"&{group.anchor} "
    return (f"{anchor}{{", "}") if group.mapping else (f"{anchor}[", "]")


def _filled(lead: str, part: Part, column: int) -> list[str] | None:
    """Brackets over several lines, for what is a long list of single values; else None."""
    group = part.value
    if not isinstance(group, Group) or group.block or not _fills(part.key, group):
        return None
    shown = _members(group)
    if shown is None:
        return None
    left, right = _brackets(group)
    lines, line, space = [], f"{lead} {left}", ""
    for index, one in enumerate(shown):
        more = one + (right if index == len(shown) - 1 else ",")
        if space and cells(line + space + more) > WIDTH:
            lines.append(line)
            line, space = " " * (column + STEP), ""
        line += space + more
        space = " "
    return [*lines, line]


def _fills(key: Leaf | None, group: Group) -> bool:
    if group.mapping and (key is None or key.text not in FILLING):
        return False
    values = [part.value for part in group.parts]
    if not group.mapping:
        return _codes(group)
    return all(isinstance(one, Leaf) or _codes(one) for one in values)


def _codes(group: Group) -> bool:
    """Whether a collection is a list of single words or numbers."""
    if group.mapping:
        return False
    return all(isinstance(one.value, Leaf) and " " not in one.value.text for one in group.parts)


def _lines(group: Group, column: int) -> list[str]:
    lines: list[str] = []
    for part in group.parts:
        lines += _part(part, column, first=not lines)
    return lines + _remarks(group.end, column)


def _remarks(comments: list[str], column: int) -> list[str]:
    return [" " * column + one if one else "" for one in comments]


def _part(part: Part, column: int, *, first: bool) -> list[str]:
    before = part.before[_blanks(part.before) :] if first else part.before
    tail, pad = list(part.tail), " " * column
    above = _remarks([*before, *tail[:-1]], column)
    if isinstance(part.value, Group) and not part.value.parts and part.value.end:
        above += _remarks([one for one in part.value.end if one], column)
    lead = pad + ("-" if part.key is None else _key(part.key, flow=False) + ":")
    behind = f"  {tail[-1]}" if tail else ""
    value = part.value
    if isinstance(value, Leaf):
        return [*above, *_leaf(lead, value, column, behind)]
    short = on_one_line(value)
    if short is not None and (not value.parts or cells(f"{lead} {short}") <= WIDTH):
        return [*above, f"{lead} {short}{behind}"]
    filled = _filled(lead, part, column)
    if filled is not None:
        return [*above, *filled[:-1], filled[-1] + behind]
    anchor = "" if value.anchor is None else f" &{value.anchor}"
    inner = _lines(value, column + STEP)
    if part.key is not None or anchor:
        return [*above, lead + anchor + behind, *inner]
    above += [pad + tail[-1]] if tail else []
    while inner[0].lstrip().startswith("#"):
        above.append(pad + inner.pop(0).lstrip())
    return [*above, f"{lead} {inner[0].lstrip()}", *inner[1:]]


def _leaf(lead: str, leaf: Leaf, column: int, behind: str) -> list[str]:
    if not leaf.lines:
        return [f"{lead} {leaf.written(flow=False)}{behind}"]
    anchor = "" if leaf.anchor is None else f" &{leaf.anchor}"
    pad = " " * (column + STEP)
    body = [pad + line if line else "" for line in leaf.lines[1:]]
    return [f"{lead}{anchor} {leaf.lines[0]}{behind}", *body]


def _blanks(comments: list[str]) -> int:
    """How many empty lines come first."""
    return next((i for i, one in enumerate(comments) if one), len(comments))


def _key(key: Leaf, *, flow: bool) -> str:
    return key.written(flow=flow) + (" " if key.literal else "")
