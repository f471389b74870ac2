"""How one value is written: numbers in groups of three, quotes only where they are needed."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

from evenhand.loading.characters import cleaned, mixed_letter
from evenhand.loading.nodes import Scalar, ScalarKind, number
from evenhand.loading.scalars import reading
from evenhand.location import Source, whole
from evenhand.model.values import grouped_text

NULL: Final = "null"
_NOWHERE: Final = whole(Source(""))
_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`")
_LONG_WHOLE: Final = re.compile(r"([-+]?)([1-9][0-9]{4,})(\.[0-9]+)?")
_FULL_WIDTH_MARK: Final = re.compile(r"[A-Za-z0-9_-]\s*[，、：]")
"""A full-width mark after a code, which the reader takes for a plain one that was meant."""


def cells(text: str) -> int:
    """How wide a text is on a screen: Chinese characters take two cells."""
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)


def grouped(text: str) -> str:
    """A written number with its digits in groups of three from five digits on."""
    found = _LONG_WHOLE.fullmatch(text)
    if found is None:
        return text
    return f"{found[1]}{int(found[2]):_}{found[3] or ''}"


def written_number(value: Fraction | int) -> str:
    """An exact number: ``300_000``, ``0.035``, ``1/3``."""
    return grouped_text(Fraction(value))


def is_number(text: str) -> bool:
    """Whether an unquoted text stands for a number."""
    read = reading(text)
    return number(Scalar(_NOWHERE, read.text, read.kind)) is not None


def written_text(text: str, *, flow: bool, forced: bool = False) -> str:
    """A text so that it is read back as that text; ``flow`` says that it stands within brackets."""
    if not forced and _stands_alone(text, flow=flow):
        return text
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _stands_alone(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes, and would not if its look-alike characters were folded."""
    folded = cleaned(text, text).text
    if folded != text and not _stands_alone(folded, flow=flow):
        return False
    if not text or text != text.strip() or not text.isprintable():
        return False
    if text[0] in _INDICATORS or text.startswith("..."):
        return False
    if ": " in text or text.endswith(":") or " #" in text:
        return False
    if flow and any(c in ",[]{}:?" for c in text):
        return False
    if reading(text).kind is not ScalarKind.TEXT or reading(text).refused or is_number(text):
        return False
    return mixed_letter(text) is None and _FULL_WIDTH_MARK.search(text) is None


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
