"""Marks of Markdown, and text that can set none of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from evenhand.messages import Language, printable
from evenhand.model.describe import words_text
from evenhand.model.wording import Words

_SPECIAL: Final = re.compile(r"([\\`*_\[\]#~|!])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_LIST: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")


def text(words: Words, language: Language) -> str:
    """Words on one line, in which nothing is a mark, a tag, a mention or a reference.

    What stands in backticks is set as code.
    """
    pieces = words_text(words, language).split("`")
    if len(pieces) % 2 == 0:
        return escaped(words_text(words, language))
    return "".join(code(p) if at % 2 else escaped(p) for at, p in enumerate(pieces))


def escaped(raw: str) -> str:
    """Text in which nothing is a mark."""
    line = " ".join(printable(raw).split("\n"))
    line = _SPECIAL.sub(r"\\\1", line)
    for character, entity in _ENTITIES.items():
        line = line.replace(character, entity)
    return _LIST.sub(lambda hit: f"{hit[1]}{_guarded(hit[2])}", line)


def _guarded(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"


def code(raw: str) -> str:
    """A short stretch as it is written in a file; it may hold backticks and bars."""
    line = " ".join(printable(raw).split("\n")).replace("|", "\\|")
    if not line:
        return ""
    ticks = "`" * (_longest(line) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def block(raw: str) -> list[str]:
    """Lines kept as they are."""
    fence = "`" * max(3, _longest(raw) + 1)
    return [f"{fence}text", *printable(raw).rstrip("\n").split("\n"), fence]


def _longest(raw: str) -> int:
    """The length of the longest run of backticks."""
    return max((len(run) for run in re.findall(r"`+", raw)), default=0)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()
) -> list[str]:
    """A table of cells that are already marked up; columns of numbers stand to the right."""
    right = set(numbers)
    rule = ["---:" if at in right else "---" for at in range(len(head))]
    return [_row(head), _row(rule), *(_row(row) for row in rows), ""]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
