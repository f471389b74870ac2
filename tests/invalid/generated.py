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


HEAD: Final = """\
evenhand: 1
policy:
  id: sample
  title: {en: Sample, zh: 示例}
  bank: {id: sample-bank, name: {en: Sample bank, zh: 示例银行}}
  type: tiering
  jurisdictions: [CN]
  currency: CNY
  version: 1.0.0
  standing: hypothetical
"""
TAIL: Final = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金卡}
    when: {total_assets: {at_least: 300000}}
otherwise: {tier: none}
"""
WHOLE: Final = HEAD + TAIL
CHINESE: Final = "evenhand: 1\npolicy:\n  title: {zh: 金卡，优质客户}\n"

GENERATED: Final[dict[str, Callable[[], bytes]]] = {
    "nested-brackets": lambda: b"evenhand: 1\ntiers: " + b"[" * 200_000,
    "nested-mappings": lambda: b"evenhand: 1\npolicy:\n  note: " + b"{a: " * 100_000,
    "alias-bomb": _alias_bomb,
    "many-aliases": _many_aliases,
    "many-values": lambda: b"evenhand: 1\nvocabulary: [" + b"a," * 200_000 + b"]\n",
    "twenty-megabytes": lambda: b"evenhand: 1\n" + b"# customer\n" * 1_900_000,
    "long-number": _said(WHOLE.replace("300000", "9" * 100_000)),
    "long-key": lambda: b"evenhand: 1\npolicy:\n  " + b"x" * 2_000 + b": 1\n",
    "utf-16": _said(CHINESE, "utf-16"),
    "gbk": _said(CHINESE, "gb18030"),
    "latin-1": _said("evenhand: 1\npolicy:\n  owner: Müller\n", "latin-1"),
    "byte-order-mark": _said("\ufeffevenhand: 1\npolicy: [\n"),
    "carriage-returns": _said(WHOLE.replace("1.0.0", "007").replace("\n", "\r\n")),
    "control-character": _said(WHOLE.replace("en: Sample,", "en: Sam\x07ple,")),
    "escaped-character": _said(WHOLE.replace("en: Sample,", 'en: "Sam\\eple",')),
    "line-separator": _said(WHOLE.replace("en: Sample,", "en: Sam\u2028ple,")),
    "direction-character": _said(WHOLE.replace("- id: gold", "- id: gold # \u202enot")),
    "invisible-character": _said(WHOLE.replace("currency", "cur\u200brency")),
    "wide-space": _said(WHOLE.replace("type: ", "type: \u3000")),
}
