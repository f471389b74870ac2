"""Inputs that are too large, or too hard to see, to be kept as files: a name and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final


def _alias_bomb() -> bytes:
    """Ten lists of ten references each: ten thousand million values when written out."""
    lines = ["evenhand: 1", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


def _many_aliases() -> bytes:
    return b"evenhand: 1\nlowest: &low none\ntiers: [" + b"*low, " * 200 + b"]\n"


def _said(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


CHINESE: Final = "evenhand: 1\npolicy:\n  title: {zh: 金卡，优质客户}\n"

GENERATED: Final[dict[str, Callable[[], bytes]]] = {
    "nested-brackets": lambda: b"evenhand: 1\ntiers: " + b"[" * 200_000,
    "nested-mappings": lambda: b"evenhand: 1\npolicy:\n  note: " + b"{a: " * 100_000,
    "alias-bomb": _alias_bomb,
    "many-aliases": _many_aliases,
    "many-values": lambda: b"evenhand: 1\nvocabulary: [" + b"a," * 200_000 + b"]\n",
    "twenty-megabytes": lambda: b"evenhand: 1\n" + b"# customer\n" * 1_900_000,
    "long-number": lambda: b"evenhand: 1\nscorecard:\n  base: " + b"9" * 100_000 + b"\n",
    "long-key": lambda: b"evenhand: 1\npolicy:\n  " + b"x" * 2_000 + b": 1\n",
    "utf-16": _said(CHINESE, "utf-16"),
    "gbk": _said(CHINESE, "gb18030"),
    "latin-1": _said("evenhand: 1\npolicy:\n  owner: Müller\n", "latin-1"),
    "byte-order-mark": _said("\ufeffevenhand: 1\npolicy: [\n"),
    "carriage-returns": _said("evenhand: 1\r\nscorecard:\r\n  base: 007\r\n"),
    "control-character": _said("evenhand: 1\npolicy:\n  id: sam\x1b[31mple\n"),
    "escaped-character": _said('evenhand: 1\npolicy:\n  id: "sam\\eple"\n'),
    "line-separator": _said("evenhand: 1\npolicy:\n  note: one\u2028two\n"),
    "direction-character": _said("evenhand: 1\ntiers:\n  - id: gold # \u202enot\n"),
    "invisible-character": _said("evenhand: 1\npolicy:\n  cur\u200brency: CNY\n"),
    "wide-space-before-a-key": _said("evenhand: 1\npolicy:\n  id: sample\n  \u3000type: tiering\n"),
}
